/// A registry of the specification: for each name its number in a message and its text on a screen. Ascending.
macro_rules! registry {
    (
        $(#[$about:meta])+
        pub enum $registry:ident;
        $($(#[$entry:meta])+ $name:ident = $number:literal, $english:literal, $japanese:literal;)+
    ) => {
        $(#[$about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $registry {
            $($(#[$entry])+ $name,)+
        }

        impl $registry {
            /// The whole registry, ascending.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$name),+];

            /// Its number in a message.
            pub const fn number(self) -> u8 {
                match self {
                    $(Self::$name => $number,)+
                }
            }

            /// What a number in a message means, if it is in the registry.
            pub fn from_number(number: u8) -> Option<Self> {
                // A search of the table below takes less flash than a match over the numbers.
                Self::ALL.into_iter().find(|entry| entry.number() == number)
            }

            /// Its text on a screen.
            pub const fn text(self, language: $crate::transaction::Language) -> &'static str {
                let words = match self {
                    $(Self::$name => $crate::transaction::Words {
                        english: $english,
                        japanese: $japanese,
                    },)+
                };
                words.text(language)
            }
        }
    };
}

pub(super) use registry;
