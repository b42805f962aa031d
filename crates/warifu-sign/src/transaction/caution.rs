use super::registry::registry;

registry! {
    /// What the bank warns of before a person approves. Numbers and texts are part of the specification; a text has at
    /// most 32 columns.
    pub enum Caution;

    /// The payer has never paid this account. The device then asks for the account once more.
    FirstTimePayee = 0x01, "First-time payee", "初めての振込先です";
    /// The token was registered not long ago.
    RecentToken = 0x02, "Recently added token", "登録間もないトークンです";
    /// The account's holder has the payee's name.
    NameMatches = 0x10, "Payee name matches", "口座名義は一致しています";
    /// The account's holder has nearly the payee's name.
    NameSimilar = 0x11, "Payee name is similar", "口座名義が少し異なります";
    /// The account's holder has another name.
    NameDiffers = 0x12, "Payee name differs", "口座名義が一致しません";
    /// The names were not compared.
    NameUnchecked = 0x13, "Payee name unchecked", "口座名義は未確認です";
    /// More than the payer usually sends.
    LargerThanUsual = 0x20, "Larger than usual", "普段より高額です";
    /// A caller who asks for this is not the bank.
    StaffNeverAsk = 0x30, "Bank staff never ask for this", "銀行員が頼むことはありません";
}

impl Caution {
    /// Of those that say how the names compare, only one can be true.
    pub(super) const fn compares_names(self) -> bool {
        matches!(self.number(), 0x10..=0x13)
    }

    /// Its bit in a set.
    pub(super) const fn bit(self) -> u16 {
        match self {
            Self::FirstTimePayee => 1,
            Self::RecentToken => 1 << 1,
            Self::NameMatches => 1 << 2,
            Self::NameSimilar => 1 << 3,
            Self::NameDiffers => 1 << 4,
            Self::NameUnchecked => 1 << 5,
            Self::LargerThanUsual => 1 << 6,
            Self::StaffNeverAsk => 1 << 7,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    #[test]
    fn numbers_ascend_texts_differ_and_fit() {
        for (index, one) in Caution::ALL.iter().enumerate() {
            assert_eq!(one.bit(), 1 << index);
            for other in &Caution::ALL[index + 1..] {
                assert!(one.number() < other.number());
                assert_ne!(one.text(Language::English), other.text(Language::English));
                assert_ne!(one.text(Language::Japanese), other.text(Language::Japanese));
            }
            assert!(one.text(Language::Japanese).chars().count() <= 16);
            assert!(one.text(Language::English).len() <= 32);
        }
    }
}
