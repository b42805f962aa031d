use super::*;

type Part = SimulatedNor<4, 16>;

fn read(part: &mut Part) -> [u8; 32] {
    let mut bytes = [0; 32];
    part.read(0, &mut bytes).unwrap();
    bytes
}

fn cut(torn: Torn, seed: u64) -> Part {
    let mut part = Part::blank(2);
    part.plan(Cut { step: 2, torn, seed });
    assert_eq!(part.write(4, &[0; 12]), Err(NorFlashErrorKind::Other));
    assert!(part.failed());
    assert_eq!(part.read(0, &mut [0; 4]), Err(NorFlashErrorKind::Other), "no power");
    assert_eq!(part.erase(0, 16), Err(NorFlashErrorKind::Other), "no power");
    part.power_on();
    part
}

#[test]
fn programs_once_and_erases_pages() {
    let mut part = Part::blank(2);
    part.write(4, &[1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
    assert_eq!(read(&mut part)[..13], [255, 255, 255, 255, 1, 2, 3, 4, 5, 6, 7, 8, 255]);
    assert_eq!(part.write(8, &[0; 4]), Err(NorFlashErrorKind::Other), "programmed before");
    assert_eq!(part.write(2, &[0; 4]), Err(NorFlashErrorKind::NotAligned));
    assert_eq!(part.write(32, &[0; 4]), Err(NorFlashErrorKind::OutOfBounds));
    part.erase(0, 16).unwrap();
    assert_eq!(read(&mut part), [0xff; 32]);
    part.write(8, &[0; 4]).unwrap();
    assert_eq!((part.steps(), part.words(), part.erasures()), (4, 3, [1, 0].as_slice()));
}

#[test]
fn a_cut_leaves_a_prefix_and_a_torn_word() {
    let ones = |torn| {
        let part = cut(torn, 1);
        assert_eq!(part.bytes()[4..8], [0; 4], "before the cut");
        assert_eq!(part.bytes()[12..16], [0xff; 4], "after it");
        part.bytes()[8..12].iter().map(|byte| byte.count_ones()).sum::<u32>()
    };
    let order = [Torn::Complete, Torn::Late, Torn::Half, Torn::Early, Torn::Untouched].map(ones);
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!((order[0], order[4]), (0, 32));
    assert!((8..24).contains(&order[2]), "{order:?}");
    assert_eq!(cut(Torn::Half, 1).bytes(), cut(Torn::Half, 1).bytes());
    assert_ne!(cut(Torn::Half, 1).bytes(), cut(Torn::Half, 2).bytes());
}

#[test]
fn what_is_unstable_or_unreadable_is_mended_by_erasing() {
    let mut part = cut(Torn::Unstable, 1);
    let mut seen: Vec<_> = (0..40).map(|_| read(&mut part)[8..12].to_vec()).collect();
    assert!(seen.contains(&vec![0; 4]) && seen.contains(&vec![0xff; 4]));
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() > 8, "{seen:?}");
    part.erase(0, 16).unwrap();
    assert_eq!(read(&mut part), [0xff; 32]);

    let mut part = cut(Torn::Unreadable, 1);
    assert_eq!(part.read(8, &mut [0; 4]), Err(NorFlashErrorKind::Other));
    assert_eq!(part.read(12, &mut [0; 4]), Ok(()));
    assert_eq!(part.write(8, &[0; 4]), Err(NorFlashErrorKind::Other), "programmed before");
    part.erase(0, 16).unwrap();
    assert_eq!(read(&mut part), [0xff; 32]);
}

#[test]
fn a_cut_erasure_mixes_old_bits_and_ones() {
    for (seed, torn, whole) in [(2, 0..16, 16..32), (3, 16..32, 0..16)] {
        let mut part = Part::blank(2);
        part.write(0, &[0; 32]).unwrap();
        part.plan(Cut { step: 1, torn: Torn::Half, seed });
        assert_eq!(part.erase(0, 32), Err(NorFlashErrorKind::Other));
        let mixed: u32 = part.bytes()[torn].iter().map(|byte| byte.count_ones()).sum();
        assert!((32..96).contains(&mixed), "{mixed} of 128");
        assert_eq!(part.bytes()[whole], [0; 16], "the page after the cut");
    }
}
