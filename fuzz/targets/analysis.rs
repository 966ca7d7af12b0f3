//! Words, forms, numbers, dates, old encodings and marks of any text. The first line of an input is
//! what is asked, the rest is the text.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use portal_extract::legacy::{self, Encoding};
use portal_fuzz::{check_marked, check_tokens, text};
use portal_search::abbreviations::Abbreviations;
use portal_search::highlight;
use portal_search::number::{self, DocumentNumber};
use portal_search::text::{Forms, Token, fold, syllable, telex, tokens};

static TABLE: LazyLock<Abbreviations> =
    LazyLock::new(|| Abbreviations::shipped().expect("the shipped table"));

fuzz_target!(|bytes: &[u8]| {
    let input = text(bytes);
    let (asked, text) = input.split_once('\n').unwrap_or((&input, &input));
    let words = tokens(text);
    check_tokens(text, &words);
    for word in &words {
        assert_eq!(*Forms::of(&word.folded).folded, *word.folded, "{word:?}");
        assert_eq!(fold(&fold(&word.exact)), fold(&word.exact), "{word:?}");
        telex::decode(&word.exact);
        syllable::other_spelling(&word.exact);
    }
    numbers(text, &words);
    marks(asked, text);
    let (read, encoding) = legacy::read(text);
    assert!(encoding != Encoding::Unicode || read == text);
});

fn numbers(text: &str, words: &[Token]) {
    for start in 0..words.len() {
        let rest = &words[start..];
        if let Some((number, taken)) = number::recognise(text, rest, &TABLE) {
            assert!((1..=rest.len()).contains(&taken));
            assert!(!number.digits.is_empty() && number.digits.bytes().all(|b| b.is_ascii_digit()));
            assert!(number.asked().iter().all(|(_, key)| !key.is_empty()));
            let span = rest[0].range.start..rest[taken - 1].range.end;
            found_by_itself(&number, &text[span]);
        }
        if let Some((_, taken)) = number::recognise_date(text, rest) {
            assert!((1..=rest.len()).contains(&taken));
        }
        for (count, reading) in TABLE.readings(text, rest) {
            assert!((1..=rest.len()).contains(&count) && !reading.words.is_empty());
        }
    }
    for last in [false, true] {
        number::bound(text, last);
    }
}

/// A document that bears a number just as it was typed is among those it finds.
fn found_by_itself(asked: &DocumentNumber, typed: &str) {
    let borne = DocumentNumber::read(typed).expect("a number");
    let keys = borne.indexed(Some(&asked.genre), asked.year);
    let found = asked.asked().iter().any(|(_, key)| keys.contains(key));
    assert!(found, "{typed:?}: {:?} among {keys:?}", asked.asked());
}

fn marks(asked: &str, text: &str) {
    let (whole, excerpt) = highlight::marked(asked, text);
    assert_eq!(whole.text, text);
    assert!(text.contains(&excerpt.text));
    check_marked(&whole);
    check_marked(&excerpt);
    let (own, _) = highlight::marked(text, text);
    assert_eq!(own.marks.is_empty(), tokens(text).is_empty(), "a text has its own words");
}
