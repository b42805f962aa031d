//! Transactions drawn from a seed, and changes to one of their fields.

use warifu_sign::transaction::{Draft, Label, Operation, Transaction};

use super::{changes, fields, values};

/// Splitmix64: every run draws the same.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    pub(crate) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// As likely 3 as 30 billion.
    pub(crate) fn magnitude(&mut self) -> u64 {
        let shift = self.below(64);
        self.next() >> shift
    }
}

/// A third of the operations are variants of batches: of these, each is drawn half as often as each of the others.
pub(crate) fn transaction(random: &mut Random) -> Transaction {
    let mut operation = random.one_of(&Operation::ALL);
    if operation.fields().contains(&Label::BatchDigest) && random.below(2) == 0 {
        operation = random.one_of(&Operation::ALL);
    }
    let draft = Draft::new(values::login(random), operation);
    let labels = operation.fields().iter();
    labels
        .fold(draft, |draft, &label| draft.with(fields::drawn(label, random)).unwrap())
        .finish()
        .unwrap()
}

/// One field or the login ID changed, everything else as it was.
pub(crate) fn with_one_change(one: &Transaction, random: &mut Random) -> Transaction {
    let mut values: Vec<_> = one.fields().copied().collect();
    let place = random.below(values.len() + 1);
    let mut login = *one.login();
    if let Some(field) = values.get_mut(place) {
        *field = fields::changed(field, random);
    } else {
        login = changes::login(login, random);
    }
    Transaction::new(login, one.operation(), &values).unwrap()
}

/// Every label of every operation, changed 2,000 times, with everything else as it was: `check` gets both transactions
/// wherever a change could be made. The six variants of a batch share that number.
pub(crate) fn every_change(random: &mut Random, check: impl Fn(&Transaction, &Transaction)) {
    for operation in Operation::ALL {
        for (place, label) in operation.fields().iter().enumerate() {
            let is_batch = operation.fields().contains(&Label::BatchDigest);
            let times = if is_batch { 350 } else { 2_000 };
            let pairs = (0..times).filter_map(|_| pair_with_change(operation, place, random));
            let changed = pairs.inspect(|(one, other)| check(one, other)).count();
            assert!(changed > times / 10, "{operation:?} {label:?} {changed}");
        }
    }
}

fn pair_with_change(
    operation: Operation,
    place: usize,
    random: &mut Random,
) -> Option<(Transaction, Transaction)> {
    let login = values::login(random);
    let labels = operation.fields().iter();
    let mut values: Vec<_> = labels.map(|label| fields::drawn(*label, random)).collect();
    let one = Transaction::new(login, operation, &values).unwrap();
    values[place] = fields::changed(&values[place], random);
    let other = Transaction::new(login, operation, &values).unwrap();
    (one != other).then_some((one, other))
}
