//! Names in addresses, and texts as search boxes compare them.

pub use portal_core::lang::fold;

/// Longest name in an address, in characters.
pub const MAX_SLUG: usize = 80;

/// The name of a title in addresses: `Sở Y tế họp báo` gives `so-y-te-hop-bao`.
///
/// At most [`MAX_SLUG`] characters, cut between words; `tin` where nothing is left.
pub fn slug(title: &str) -> String {
    let folded = fold(title);
    let mut out = String::new();
    for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !out.is_empty() && out.len() + 1 + word.len() > MAX_SLUG {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().take(MAX_SLUG));
    }
    if out.is_empty() { "tin".to_owned() } else { out }
}

/// A `like` pattern that finds a text anywhere; its own signs are plain signs.
pub fn pattern(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// The name and the number of `/tin/{slug}-{id}`.
pub fn split(segment: &str) -> Option<(&str, i64)> {
    let (slug, id) = segment.rsplit_once('-').unwrap_or(("", segment));
    if id.is_empty() || id.len() > 18 || !id.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some((slug, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_letters_lose_their_marks() {
        for (title, expected) in [
            ("Đường ống nước Đông Hà", "duong-ong-nuoc-dong-ha"),
            ("Qua\u{309}ng Tri\u{323}: 100% xã…", "quang-tri-100-xa"),
            ("ƯỜNG Ữ ỷ Ỹ ơ ỡ", "uong-u-y-y-o-o"),
            ("!!!", "tin"),
            ("日本", "tin"),
        ] {
            assert_eq!(slug(title), expected, "{title}");
        }
        let long = slug(&"từ ".repeat(200));
        assert!(long.len() <= MAX_SLUG && long.ends_with("tu"), "{long}");
        assert_eq!(slug(&"a".repeat(500)).len(), MAX_SLUG);
    }

    #[test]
    fn addresses_are_taken_apart() {
        assert_eq!(split("so-y-te-42"), Some(("so-y-te", 42)));
        assert_eq!(split("42"), Some(("", 42)));
        for bad in ["", "a", "a-", "a-4b", "a-99999999999999999999", "a--", "a-+4"] {
            assert_eq!(split(bad), None, "{bad}");
        }
    }
}
