use core::fmt;
use core::str::FromStr;

use super::FieldError;

/// A national currency of ISO 4217: its code, its number, and how many decimals its amounts have.
///
/// Funds, precious metals and codes for testing are not in the registry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Currency {
    number: u16,
    /// The code, kept inline: references to texts would treble the registry's flash.
    letters: [u8; 3],
    decimals: u8,
}

impl Currency {
    /// The currency of an ISO 4217 number.
    pub fn from_number(number: u16) -> Option<Self> {
        Self::REGISTRY.iter().copied().find(|currency| currency.number == number)
    }

    /// The ISO 4217 number, 8 to 999.
    pub const fn number(self) -> u16 {
        self.number
    }

    /// The ISO 4217 code, three capital letters.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "`named` takes the letters from a `str`"
    )]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.letters).expect("three letters")
    }

    /// How many decimals an amount has: the smallest unit is 10^-decimals of the currency.
    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// An entry of the registry.
    #[expect(clippy::panic, reason = "a constant: the compiler refuses another number of letters")]
    const fn named(code: &'static str, number: u16, decimals: u8) -> Self {
        let &[first, second, third] = code.as_bytes() else { panic!("three letters") };
        Self { number, letters: [first, second, third], decimals }
    }
}

impl FromStr for Currency {
    type Err = FieldError;

    fn from_str(code: &str) -> Result<Self, FieldError> {
        Self::REGISTRY
            .iter()
            .copied()
            .find(|currency| currency.code() == code)
            .ok_or(FieldError::Currency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A table of code, number and decimals.
macro_rules! currencies {
    ($($code:ident $number:literal $decimals:literal;)*) => {
        impl Currency {
            $(
                #[doc = concat!("`", stringify!($code), "`, ISO 4217 number ", $number, ".")]
                pub const $code: Self = Self::named(stringify!($code), $number, $decimals);
            )*

            /// Every currency of the registry, by code.
            pub const REGISTRY: &[Self] = &[$(Self::$code),*];
        }
    };
}

currencies! {
    AED 784 2; AFN 971 2; ALL 8 2; AMD 51 2; AOA 973 2; ARS 32 2;
    AUD 36 2; AWG 533 2; AZN 944 2; BAM 977 2; BBD 52 2; BDT 50 2;
    BHD 48 3; BIF 108 0; BMD 60 2; BND 96 2; BOB 68 2; BRL 986 2;
    BSD 44 2; BTN 64 2; BWP 72 2; BYN 933 2; BZD 84 2; CAD 124 2;
    CDF 976 2; CHF 756 2; CLP 152 0; CNY 156 2; COP 170 2; CRC 188 2;
    CUP 192 2; CVE 132 2; CZK 203 2; DJF 262 0; DKK 208 2; DOP 214 2;
    DZD 12 2; EGP 818 2; ERN 232 2; ETB 230 2; EUR 978 2; FJD 242 2;
    FKP 238 2; GBP 826 2; GEL 981 2; GHS 936 2; GIP 292 2; GMD 270 2;
    GNF 324 0; GTQ 320 2; GYD 328 2; HKD 344 2; HNL 340 2; HTG 332 2;
    HUF 348 2; IDR 360 2; ILS 376 2; INR 356 2; IQD 368 3; IRR 364 2;
    ISK 352 0; JMD 388 2; JOD 400 3; JPY 392 0; KES 404 2; KGS 417 2;
    KHR 116 2; KMF 174 0; KPW 408 2; KRW 410 0; KWD 414 3; KYD 136 2;
    KZT 398 2; LAK 418 2; LBP 422 2; LKR 144 2; LRD 430 2; LSL 426 2;
    LYD 434 3; MAD 504 2; MDL 498 2; MGA 969 2; MKD 807 2; MMK 104 2;
    MNT 496 2; MOP 446 2; MRU 929 2; MUR 480 2; MVR 462 2; MWK 454 2;
    MXN 484 2; MYR 458 2; MZN 943 2; NAD 516 2; NGN 566 2; NIO 558 2;
    NOK 578 2; NPR 524 2; NZD 554 2; OMR 512 3; PAB 590 2; PEN 604 2;
    PGK 598 2; PHP 608 2; PKR 586 2; PLN 985 2; PYG 600 0; QAR 634 2;
    RON 946 2; RSD 941 2; RUB 643 2; RWF 646 0; SAR 682 2; SBD 90 2;
    SCR 690 2; SDG 938 2; SEK 752 2; SGD 702 2; SHP 654 2; SLE 925 2;
    SOS 706 2; SRD 968 2; SSP 728 2; STN 930 2; SVC 222 2; SYP 760 2;
    SZL 748 2; THB 764 2; TJS 972 2; TMT 934 2; TND 788 3; TOP 776 2;
    TRY 949 2; TTD 780 2; TWD 901 2; TZS 834 2; UAH 980 2; UGX 800 0;
    USD 840 2; UYU 858 2; UZS 860 2; VED 926 2; VES 928 2; VND 704 0;
    VUV 548 0; WST 882 2; XAF 950 0; XCD 951 2; XCG 532 2; XOF 952 0;
    XPF 953 0; YER 886 2; ZAR 710 2; ZMW 967 2; ZWG 924 2;
}

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec::Vec;

    use super::*;

    #[test]
    fn numbers_and_codes_are_told_apart() {
        for (index, one) in Currency::REGISTRY.iter().enumerate() {
            assert_eq!(Currency::from_number(one.number), Some(*one));
            assert_eq!(one.code().parse(), Ok(*one));
            assert!((8..=999).contains(&one.number));
            assert!(Currency::REGISTRY[index + 1..].iter().all(|other| one.code() < other.code()));
        }
    }

    #[test]
    fn what_is_no_national_currency_is_unknown() {
        for code in ["", "jpy", "JPY ", "XAU", "XXX", "XTS", "CLF", "ZZZ"] {
            assert_eq!(code.parse::<Currency>(), Err(FieldError::Currency), "{code}");
        }
        for number in [0, 1, 959, 963, 999, 1000] {
            assert_eq!(Currency::from_number(number), None);
        }
    }

    /// The currencies that do not have two decimals.
    #[test]
    fn decimals() {
        let with = |decimals| {
            let found =
                Currency::REGISTRY.iter().copied().filter(move |one| one.decimals == decimals);
            found.map(|one| one.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(with(0), "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF");
        assert_eq!(with(3), "BHD IQD JOD KWD LYD OMR TND");
        assert_eq!(with(4), "");
    }
}
