use std::string::String;

use super::*;
use crate::transaction::{AsciiText, Caution, JapaneseText, KanaText};

fn spoken(value: &dyn Speak) -> [String; 2] {
    [Language::English, Language::Japanese].map(|language| {
        let mut text = String::new();
        value.speak(language, &mut text).unwrap();
        text
    })
}

#[test]
fn numbers() {
    let account = Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap();
    assert_eq!(
        spoken(&account),
        [
            "bank 0 1 3 8, branch 1 1 0, ordinary account, 1 2 3, 4 5 6 7",
            "銀行 0 1 3 8、支店 1 1 0、普通口座、1 2 3、4 5 6 7"
        ]
    );
    let amount = Amount { minor_units: 125_005, currency: super::super::Currency::USD };
    assert_eq!(spoken(&amount), ["U S D 1,250.05", "U S D 1,250.05"]);
    assert_eq!(spoken(&Amount::yen(125_000)), ["J P Y 125,000", "J P Y 125,000"]);
    assert_eq!(spoken(&Count(1_234)), ["1,234", "1,234"]);
    let date = Date::new(2026, 12, 1).unwrap();
    assert_eq!(spoken(&date), ["1 December 2026", "2026 年 12 月 1 日"]);
    let digits: DigitText = "00123".parse().unwrap();
    assert_eq!(spoken(&digits), ["0 0 1 2, 3", "0 0 1 2、3"]);
}

#[test]
fn names_are_spelt() {
    let login: LoginId = "I70aKb".parse().unwrap();
    assert_eq!(spoken(&login), ["I 7 0 small A, K small B", "I 7 0 小文字 A、K 小文字 B"]);
    let code: TokenCode = "FDT7306594-1".parse().unwrap();
    assert_eq!(spoken(&code)[0], "F D T 7, 3 0 6 5, 9 4 hyphen 1");
    let iban: Iban = "NO9386011117947".parse().unwrap();
    assert_eq!(spoken(&iban)[0], "N O 9 3, 8 6 0 1, 1 1 1 7, 9 4 7");
    let digest = spoken(&BatchDigest([0xa5; 32]));
    assert!(digest[0].starts_with("A 5 A 5, A 5 A 5, "), "{}", digest[0]);
    assert_eq!(digest[0].len(), 64 + 48 + 15 * 2);
    let logins = LoginIds::from_logins(&["b".parse().unwrap(), "A1".parse().unwrap()]).unwrap();
    assert_eq!(spoken(&logins), ["A 1. small B", "A 1。小文字 B"]);
}

#[test]
fn texts() {
    let ascii = |text| spoken(&AsciiText::parse(text).unwrap());
    assert_eq!(
        ascii("ACME (JAPAN) CO.,LTD"),
        [
            "ACME, \"open bracket\" JAPAN \"close bracket\", CO \"full stop\" \"comma\" LTD",
            "ACME、「かっこ」 JAPAN 「かっこ閉じ」、CO 「ピリオド」 「コンマ」 LTD"
        ]
    );
    assert_eq!(ascii("INV-001 2")[0], "INV \"hyphen\" 0 0 1, 2");
    let kana = |text| spoken(&KanaText::parse(text).unwrap());
    assert_eq!(
        kana("ｶ)ﾜﾘﾌｼﾞﾖｳ A1 ﾊﾟﾝ"),
        [
            "kana-ka \"close bracket\" wa-ri-fu-ji-yo-u, A 1, pa-n",
            "カ 「かっこ閉じ」 ワリフジヨウ、A 1、パン"
        ]
    );
    assert_eq!(kana("ｱﾞA"), ["kana-a \"voiced sound mark\" A", "ア 「濁点」 A"]);
    let japanese = |text| spoken(&JapaneseText::parse(text).unwrap());
    assert_eq!(japanese("割符ﾀﾛｳ 3号"), ["割符 ta-ro-u, 3 号", "割符 タロウ、3 号"]);
}

#[test]
fn values_of_several_parts() {
    let payment = Payment {
        account: Account::new(1, 2, AccountKind::Other, 3).unwrap(),
        payee: KanaText::parse("ﾜﾘﾌ").unwrap(),
        amount: Amount::yen(1),
    };
    assert_eq!(
        spoken(&payment),
        [
            "bank 0 0 0 1, branch 0 0 2, other account, 0 0 0, 0 0 0 3. wa-ri-fu. J P Y 1",
            "銀行 0 0 0 1、支店 0 0 2、その他の口座、0 0 0、0 0 0 3。ワリフ。J P Y 1"
        ]
    );
    let cautions = Cautions::from_cautions(&[Caution::StaffNeverAsk, Caution::FirstTimePayee]);
    assert_eq!(
        spoken(&cautions.unwrap()),
        [
            "First-time payee. Bank staff never ask for this",
            "初めての振込先です。銀行員が頼むことはありません"
        ]
    );
    assert_eq!(spoken(&Frequency::TwoMonths), ["2 months", "2か月ごと"]);
}
