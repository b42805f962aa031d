//! Transactions drawn from a seed, and every kind of change to one of their fields.

use warifu_sign::transaction::{
    BatchDigest, Draft, Field, Frequency, Label, Operation, Transaction,
};

use super::values::{ASCII, JAPANESE, KANA};
use super::{changes, values};

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
    let fields = operation.fields().iter();
    fields.fold(draft, |draft, &label| draft.with(field(label, random)).unwrap()).finish().unwrap()
}

pub(crate) fn field(label: Label, random: &mut Random) -> Field {
    match label {
        Label::Cautions => Field::Cautions(values::cautions(random)),
        Label::TargetLogin => Field::TargetLogin(values::login(random)),
        Label::UserName => Field::UserName(values::text(random, JAPANESE)),
        Label::TargetLogins => Field::TargetLogins(values::logins(random)),
        Label::PayerAccount => Field::PayerAccount(values::account(random)),
        Label::PreviousAccount => Field::PreviousAccount(values::account(random)),
        Label::PayeeAccount => Field::PayeeAccount(values::account(random)),
        Label::PayeeName => Field::PayeeName(values::text(random, KANA)),
        Label::Beneficiary => Field::Beneficiary(values::text(random, ASCII)),
        Label::BeneficiaryAccount => Field::BeneficiaryAccount(values::account_text(random)),
        Label::BeneficiaryBank => Field::BeneficiaryBank(values::text(random, ASCII)),
        Label::Iban => Field::Iban(values::iban(random)),
        Label::Collector => Field::Collector(values::text(random, JAPANESE)),
        Label::CollectorNumber => Field::CollectorNumber(values::digits(random)),
        Label::PaymentNumber => Field::PaymentNumber(values::digits(random)),
        Label::Amount => Field::Amount(values::amount(random)),
        Label::Total => Field::Total(values::amount(random)),
        Label::Count => Field::Count(values::count(random)),
        Label::DailyLimit => Field::DailyLimit(values::amount(random)),
        Label::LargestPayment => Field::LargestPayment(values::payment(random)),
        Label::LargestNewPayment => Field::LargestNewPayment(values::payment(random)),
        Label::DrawnPayment1 => Field::DrawnPayment1(values::payment(random)),
        Label::DrawnPayment2 => Field::DrawnPayment2(values::payment(random)),
        Label::NewAccounts => Field::NewAccounts(values::count(random)),
        Label::ValueDate => Field::ValueDate(values::date(random)),
        Label::FirstDate => Field::FirstDate(values::date(random)),
        Label::LastDate => Field::LastDate(values::date(random)),
        Label::Frequency => Field::Frequency(random.one_of(&Frequency::ALL)),
        Label::Reference => Field::Reference(values::text(random, ASCII)),
        Label::Place => Field::Place(values::session_text(random)),
        Label::Device => Field::Device(values::session_text(random)),
        Label::BatchDigest => Field::BatchDigest(BatchDigest(core::array::from_fn(|_| {
            u8::try_from(random.below(256)).unwrap()
        }))),
    }
}

/// Another value for the field, as close as one of the ways to change it allows. Now and then it is the same value.
pub(crate) fn changed(field: &Field, random: &mut Random) -> Field {
    match *field {
        Field::Cautions(old) => Field::Cautions(changes::cautions(old, random)),
        Field::TargetLogin(old) => Field::TargetLogin(changes::login(old, random)),
        Field::UserName(old) => Field::UserName(changes::text(old, random, JAPANESE)),
        Field::TargetLogins(old) => Field::TargetLogins(changes::logins(old, random)),
        Field::PayerAccount(old) => Field::PayerAccount(changes::account(old, random)),
        Field::PreviousAccount(old) => Field::PreviousAccount(changes::account(old, random)),
        Field::PayeeAccount(old) => Field::PayeeAccount(changes::account(old, random)),
        Field::PayeeName(old) => Field::PayeeName(changes::text(old, random, KANA)),
        Field::Beneficiary(old) => Field::Beneficiary(changes::text(old, random, ASCII)),
        Field::BeneficiaryAccount(old) => {
            Field::BeneficiaryAccount(changes::account_text(old, random))
        }
        Field::BeneficiaryBank(old) => Field::BeneficiaryBank(changes::text(old, random, ASCII)),
        Field::Iban(old) => Field::Iban(changes::iban(old, random)),
        Field::Collector(old) => Field::Collector(changes::text(old, random, JAPANESE)),
        Field::CollectorNumber(old) => Field::CollectorNumber(changes::digits(old, random)),
        Field::PaymentNumber(old) => Field::PaymentNumber(changes::digits(old, random)),
        Field::Amount(old) => Field::Amount(changes::amount(old, random)),
        Field::Total(old) => Field::Total(changes::amount(old, random)),
        Field::Count(old) => Field::Count(changes::count(old, random)),
        Field::DailyLimit(old) => Field::DailyLimit(changes::amount(old, random)),
        Field::LargestPayment(old) => Field::LargestPayment(changes::payment(old, random)),
        Field::LargestNewPayment(old) => Field::LargestNewPayment(changes::payment(old, random)),
        Field::DrawnPayment1(old) => Field::DrawnPayment1(changes::payment(old, random)),
        Field::DrawnPayment2(old) => Field::DrawnPayment2(changes::payment(old, random)),
        Field::NewAccounts(old) => Field::NewAccounts(changes::count(old, random)),
        Field::ValueDate(_) => Field::ValueDate(values::date(random)),
        Field::FirstDate(_) => Field::FirstDate(values::date(random)),
        Field::LastDate(_) => Field::LastDate(values::date(random)),
        Field::Frequency(_) => Field::Frequency(random.one_of(&Frequency::ALL)),
        Field::Reference(old) => Field::Reference(changes::text(old, random, ASCII)),
        Field::Place(old) => Field::Place(changes::session_text(old, random)),
        Field::Device(old) => Field::Device(changes::session_text(old, random)),
        Field::BatchDigest(BatchDigest(mut bytes)) => {
            bytes[random.below(32)] ^= 1 << random.below(8);
            Field::BatchDigest(BatchDigest(bytes))
        }
    }
}

/// One field or the login ID changed, everything else as it was.
pub(crate) fn with_one_change(one: &Transaction, random: &mut Random) -> Transaction {
    let mut fields: Vec<_> = one.fields().copied().collect();
    let place = random.below(fields.len() + 1);
    let mut login = *one.login();
    if let Some(field) = fields.get_mut(place) {
        *field = changed(field, random);
    } else {
        login = changes::login(login, random);
    }
    Transaction::new(login, one.operation(), &fields).unwrap()
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
    let fields = operation.fields().iter();
    let mut fields: Vec<_> = fields.map(|label| field(*label, random)).collect();
    let one = Transaction::new(login, operation, &fields).unwrap();
    fields[place] = changed(&fields[place], random);
    let other = Transaction::new(login, operation, &fields).unwrap();
    (one != other).then_some((one, other))
}
