//! Any text is a question, and what was understood, written anew, is understood the same way.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_fuzz::{check_tokens, text, words};
use portal_search::question::{Filters, MOST_WORDS, Part, Question, Words, parse};

fuzz_target!(|bytes: &[u8]| {
    let text = text(bytes);
    let question = parse(&text);
    check(&question);
    assert_eq!(parse(&question.typed), question, "what was kept of a text says the same");
    if let Some(written) = written(&question) {
        let again = parse(&written);
        check(&again);
        assert_eq!(said(&again), said(&question), "{written:?} for {:?}", question.typed);
        assert_eq!(again.filters, question.filters, "{written:?} for {:?}", question.typed);
    }
});

fn check(question: &Question) {
    assert!(question.typed.len() <= 4_000);
    assert!(words(question).count() <= MOST_WORDS);
    let wanted = question.wanted.iter().map(|part| match part {
        Part::Words(words) | Part::Phrase(words) => words,
    });
    for words in wanted.chain(&question.unwanted) {
        assert!(!words.tokens.is_empty());
        check_tokens(&words.text, &words.tokens);
    }
    for value in values(&question.filters).into_iter().flatten() {
        assert!(value.contains(char::is_alphanumeric) && value.trim() == value, "{value:?}");
    }
}

fn values(filters: &Filters) -> [Option<&str>; 3] {
    [&filters.number, &filters.unit, &filters.genre].map(Option::as_deref)
}

/// A question as somebody tidy would have typed it; nothing where a filter's value has a quotation
/// mark in it, which cannot be quoted.
fn written(question: &Question) -> Option<String> {
    let mut written = String::new();
    for (name, value) in ["số", "cơ quan", "loại"].into_iter().zip(values(&question.filters)) {
        let Some(value) = value else { continue };
        if value.contains(['"', '“', '”', '„', '«', '»']) {
            return None;
        }
        written += &format!("{name}:\"{value}\", ");
    }
    let Filters { from, to, .. } = question.filters;
    for (name, day) in [("từ", from), ("đến", to)] {
        written += &day
            .map(|day| day.format(&format!("{name}:%d/%m/%Y ")).to_string())
            .unwrap_or_default();
    }
    for part in &question.wanted {
        written += &match part {
            Part::Words(words) => format!("{} ", typed(words)),
            Part::Phrase(words) => format!("\"{}\" ", typed(words)),
        };
    }
    for words in &question.unwanted {
        written += &format!("-\"{}\" ", typed(words));
    }
    (written.len() <= 4_000).then_some(written)
}

fn typed(words: &Words) -> String {
    let words: Vec<&str> =
        words.tokens.iter().filter_map(|token| words.text.get(token.range.clone())).collect();
    words.join(" ")
}

/// Loose words, phrases and unwanted parts, each as its words; loose words that follow each other are
/// one part.
fn said(question: &Question) -> Vec<(char, Vec<&str>)> {
    let mut said: Vec<(char, Vec<&str>)> = Vec::new();
    let wanted = question.wanted.iter().map(|part| match part {
        Part::Words(words) => ('w', words),
        Part::Phrase(words) => ('"', words),
    });
    for (sort, words) in wanted.chain(question.unwanted.iter().map(|words| ('-', words))) {
        let words = words.tokens.iter().map(|token| token.exact.as_str());
        match said.last_mut() {
            Some(('w', known)) if sort == 'w' => known.extend(words),
            _ => said.push((sort, words.collect())),
        }
    }
    said
}
