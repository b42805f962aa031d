/// RFC 6030 §1.2: major and minor number are integers; leading zeros and the minor number are ignored.
pub(super) fn is_version_1(version: &str) -> bool {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    version.split_once('.').is_some_and(|(major, minor)| {
        digits(major, 2) && digits(minor, 3) && major.trim_start_matches('0') == "1"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        for version in ["1.0", "01.00", "1.9", "1.999"] {
            assert!(is_version_1(version), "{version}");
        }
        for version in
            ["", "1", "2.0", "0.1", "10.0", "1.0.0", "1.", ".0", "1.0000", "001.0", "+1.0", " 1.0"]
        {
            assert!(!is_version_1(version), "{version}");
        }
    }
}
