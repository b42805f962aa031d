//! The example payroll: what is read from it, and that no byte of it can change unnoticed.

use sha2::{Digest, Sha256};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{Account, Amount, Date};
use warifu_zengin::{BatchKind, Details, NewCode, ZenginFile};

use crate::inclusion::recursive_root;
use crate::{PAYROLL, batch, joined, records};

#[test]
fn what_the_screen_says() {
    let batch = batch(PAYROLL);
    assert_eq!(batch.kind(), BatchKind::Payroll);
    let payer = Account::new(138, 110, AccountKind::Current, 98_765).unwrap();
    assert_eq!(batch.payer_account(), payer);
    assert_eq!(batch.header().payer().code, 12_345_678);
    assert_eq!(batch.value_date(), Date::new(2026, 12, 25).unwrap());
    assert_eq!(batch.count(), 12);
    assert_eq!(batch.total(), Amount::yen(4_237_070));
    assert_eq!(batch.largest().amount(), Amount::yen(1_204_880));
    assert_eq!(batch.largest().payee().name.to_string(), "ｽｽﾞｷ ｼﾞﾛｳ");
    let paid = Account::new(1, 230, AccountKind::Ordinary, 42).unwrap();
    assert_eq!(batch.largest().payee().account, paid);
}

#[test]
fn what_a_row_says() {
    let rows = ZenginFile::open(PAYROLL, 2026).unwrap().rows();
    let rows: Vec<_> = rows.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[4].new_code(), Some(NewCode::First));
    assert_eq!(rows[10].new_code(), None);
    assert_eq!(rows[5].payee().bank_name.to_string(), "ﾕｳﾁﾖ");
    assert!(rows[5].payee().branch_name.is_blank());
    assert_eq!(rows[5].payee().clearing_house, Some(0));
    let Details::Payroll { employee, department } = rows[2].details() else { panic!() };
    assert_eq!(
        (employee.to_string(), department.to_string()),
        ("0000000007".into(), "YAKUIN".into())
    );
    for (row, record) in rows.iter().zip(&records()[1..]) {
        assert_eq!(row.to_record(), *record);
    }
}

/// The digest as its definition says it, from the file's own bytes.
#[test]
fn the_digest_is_the_defined_one() {
    let records = records();
    let root = recursive_root(&records[1..13]);
    let mut defined = vec![14];
    defined.extend(b"warifu/1 batch");
    defined.extend(records[0]);
    defined.extend(12_u32.to_be_bytes());
    defined.extend(4_237_070_u64.to_be_bytes());
    defined.extend(root);
    let batch = batch(PAYROLL);
    assert_eq!(*batch.root().as_bytes(), root);
    assert_eq!(batch.digest().as_bytes()[..], Sha256::digest(defined)[..]);
}

#[test]
fn line_ends_do_not_matter() {
    let expected = batch(PAYROLL);
    for line_end in [&b""[..], b"\n", b"\r\n"] {
        let mut file = joined(&records(), line_end);
        assert_eq!(batch(&file), expected);
        file.push(0x1a);
        assert_eq!(batch(&file), expected);
        let mut file = joined(&records(), line_end);
        file.truncate(file.len() - line_end.len());
        assert_eq!(batch(&file), expected);
        file.push(0x1a);
        assert_eq!(batch(&file), expected);
    }
}

/// Every byte of a record, changed, is refused or gives another digest; every byte between records is refused or no matter.
#[test]
fn no_byte_changes_unnoticed() {
    const VALUES: &[u8] = b"\0\n\r\x1a 019AYa\xb1";
    let expected = batch(PAYROLL);
    let (mut refused, mut others) = (0, 0);
    for line_end in [&b""[..], b"\n", b"\r\n"] {
        let mut file = joined(&records(), line_end);
        let pitch = 120 + line_end.len();
        for place in 0..file.len() {
            let original = file[place];
            for &value in VALUES.iter().filter(|&&value| value != original) {
                file[place] = value;
                let read = ZenginFile::open(&file, 2026).and_then(|file| file.batch());
                match read {
                    Err(error) => {
                        let record = u32::try_from(place / pitch).unwrap() + 1;
                        let named = error.record().unwrap();
                        assert!(named + 1 >= record, "{place} {value:#x} {error}");
                        refused += 1;
                    }
                    Ok(read) if place % pitch < 120 => {
                        assert_ne!(read.digest(), expected.digest(), "byte {place} is {value:#x}");
                        others += 1;
                    }
                    Ok(read) => assert_eq!(read, expected),
                }
            }
            file[place] = original;
        }
    }
    assert!(refused > 40_000 && others > 8_000, "{refused} refused, {others} others");
}

/// A file that is cut off anywhere is refused, except behind the end record, where no record loses anything.
#[test]
fn no_part_is_the_whole() {
    for length in 0..PAYROLL.len() {
        let part = ZenginFile::open(&PAYROLL[..length], 2026).and_then(|file| file.batch());
        assert_eq!(part.is_ok(), matches!(length, 1_828 | 1_830), "{length}");
    }
}

#[test]
fn nothing_of_a_file_is_printed() {
    let file = ZenginFile::open(PAYROLL, 2026).unwrap();
    let text = format!("{:?} {:?}", file.rows(), file);
    assert!(text.contains("Records(after 1)"), "{text}");
    assert!(!text.contains("50, 48, 49"), "no bytes: {text}");
}
