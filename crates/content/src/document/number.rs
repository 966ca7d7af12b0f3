//! Numbers of documents (số, ký hiệu): written in many ways, found by one key.

use portal_core::lang::fold;

/// The key of a number: its letters and digits, folded, without what stands between them and without
/// zeros in front. `08/2026/QĐ-UBND` gives `82026qdubnd`.
///
/// Requirement: R-C11.
pub fn key(number: &str) -> String {
    let folded = fold(number);
    let all: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let bare = all.trim_start_matches('0');
    // A number that is nothing but zeros stays what it is.
    if bare.starts_with(|c: char| c.is_ascii_digit()) { bare.to_owned() } else { all }
}

/// What a search box asks for, where it asks for a number: `1637`, `1637/qd-ubnd`, `Quyết định số
/// 1637`. `is_kind` tells whether folded words are the name or the abbreviation of a kind.
///
/// Words with a number in them, such as `bão số 9`, ask for words.
pub fn asked(text: &str, is_kind: impl Fn(&str) -> bool) -> Option<String> {
    let folded = fold(text.trim());
    let start = folded.find(|c: char| c.is_ascii_digit());
    let Some((before, number)) = start.map(|start| folded.split_at(start)) else {
        // `kh-ubnd`: a sign without a number.
        return folded.contains(['/', '-']).then(|| key(&folded)).filter(|key| key.len() >= 3);
    };
    let before = before.trim_matches(|c: char| !c.is_alphanumeric());
    let before = before.strip_suffix("so").map_or(before, str::trim);
    (before.is_empty() || is_kind(before)).then(|| key(number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_has_one_key_however_it_is_written() {
        for written in [
            "1637/QĐ-UBND",
            "1637/qd-ubnd",
            "1637 qđ ubnd",
            "1637qdubnd",
            " 1637 / QĐ – UBND ",
            "1637/Q\u{110}-UBND",
        ] {
            assert_eq!(key(written), "1637qdubnd", "{written}");
        }
        assert_eq!(key("08/2026/QĐ-UBND"), key("8/2026/qđ-ubnd"));
        assert_eq!(key("28/2004/QH 11"), "282004qh11");
        assert_eq!(key("00"), "00");
        assert_eq!(key("-/."), "");
    }

    #[test]
    fn a_search_box_is_asked_for_a_number_or_for_words() {
        let kinds = ["quyet dinh", "qd", "luat"];
        let ask = |text: &str| asked(text, |words| kinds.contains(&words));
        for (text, expected) in [
            ("1637", Some("1637")),
            ("1637/qd-ubnd", Some("1637qdubnd")),
            ("Quyết định số 1637/QĐ-UBND", Some("1637qdubnd")),
            ("QĐ 1637", Some("1637")),
            ("số 45/2019", Some("452019")),
            ("luật 45", Some("45")),
            ("kh-ubnd", Some("khubnd")),
            ("bão số 9", None),
            ("giá đất năm 2026", None),
            ("tiêm chủng", None),
            ("", None),
        ] {
            assert_eq!(ask(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_stands_between_does_not_matter(
            number in 1_u32..100_000, year in 1945_u32..2100, between in "[ /.–-]{1,3}",
        ) {
            let written = format!("{number}{between}{year}{between}NĐ{between}CP");
            prop_assert_eq!(key(&written), format!("{number}{year}ndcp"));
        }
    }
}
