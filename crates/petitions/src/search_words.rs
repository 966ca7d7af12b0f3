//! What somebody types into a search box, as the database compares it.

use portal_core::lang::fold;

/// Most words that count.
const MOST: usize = 8;

/// The words as patterns for what is kept folded: each is found anywhere, and means itself whatever
/// characters it has.
pub(crate) fn patterns(words: &str) -> Vec<String> {
    fold(words)
        .split_whitespace()
        .take(MOST)
        .map(|word| {
            let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            format!("%{escaped}%")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_accents_and_mean_themselves() {
        assert_eq!(patterns("Đèn 100% a_b"), ["%den%", "%100\\%%", "%a\\_b%"]);
        assert!(patterns("  ").is_empty());
    }
}
