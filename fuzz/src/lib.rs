//! What several targets ask of what they get.

use std::borrow::Cow;

use portal_search::highlight::Marked;
use portal_search::question::{Part, Question};
use portal_search::text::{Forms, Token};

/// Bytes as the text that a browser would have sent: what is no UTF-8 is replaced.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Tokens stand in the text in order, on borders of letters, and have forms that stay as they are.
pub fn check_tokens(text: &str, tokens: &[Token]) {
    let mut end = 0;
    for token in tokens {
        assert!(token.range.start >= end && token.range.start < token.range.end, "{token:?}");
        assert!(text.get(token.range.clone()).is_some(), "{token:?} in {text:?}");
        assert!(!token.exact.is_empty() && !token.folded.is_empty(), "{token:?}");
        end = token.range.end;
        let again = Forms::of(&token.exact);
        assert_eq!((&*again.exact, &*again.folded), (&*token.exact, &*token.folded));
    }
}

/// Marks are in order, apart from each other and on borders of letters.
pub fn check_marked(marked: &Marked) {
    let mut end = 0;
    for mark in &marked.marks {
        assert!(mark.start >= end && mark.start < mark.end, "{marked:?}");
        assert!(marked.text.get(mark.clone()).is_some(), "{marked:?}");
        end = mark.end;
    }
}

/// All words of a question, with the text each stands in.
pub fn words(question: &Question) -> impl Iterator<Item = (&str, &Token)> {
    let wanted = question.wanted.iter().map(|part| match part {
        Part::Words(words) | Part::Phrase(words) => words,
    });
    wanted
        .chain(&question.unwanted)
        .flat_map(|words| words.tokens.iter().map(|token| (words.text.as_str(), token)))
}
