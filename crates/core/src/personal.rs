//! Personal data in Vietnamese texts, found so that a person can look before a text is published
//! (R-P4, R-P8; SECURITY "personal data").
//!
//! It finds by shape: telephone numbers, e-mail addresses, identity cards, bank accounts, registration
//! plates, and addresses roughly. It finds too much rather than too little, and decides nothing.

use std::ops::Range;

use maud::{Markup, html};

use crate::Texts;

pub mod held;
mod numbers;
mod places;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalKind {
    /// Số điện thoại.
    Phone,
    /// Địa chỉ thư điện tử.
    Email,
    /// Số căn cước, chứng minh nhân dân, hộ chiếu.
    IdNumber,
    /// Số tài khoản ngân hàng.
    BankAccount,
    /// Số nhà, nơi ở.
    Address,
    /// Biển số xe.
    Plate,
}

impl PersonalKind {
    /// Key of its name in the locales.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Phone => "personal-phone",
            Self::Email => "personal-email",
            Self::IdNumber => "personal-id-number",
            Self::BankAccount => "personal-bank-account",
            Self::Address => "personal-address",
            Self::Plate => "personal-plate",
        }
    }
}

/// A piece of a text that looks like personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What it looks like.
    pub kind: PersonalKind,
}

/// Everything in a text that looks like personal data, in order; pieces do not overlap.
///
/// Requirement: R-P4, R-P8.
pub fn find(text: &str) -> Vec<Found> {
    let letters = Letters::of(text);
    let mut found: Vec<(Range<usize>, PersonalKind)> = Vec::new();
    // What is surer comes first and keeps its place.
    for piece in emails(&letters)
        .into_iter()
        .chain(numbers::plates(&letters))
        .chain(numbers::numbers(&letters))
        .chain(places::addresses(&letters))
    {
        if !found.iter().any(|(taken, _)| taken.start < piece.0.end && piece.0.start < taken.end) {
            found.push(piece);
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found.into_iter().map(|(range, kind)| Found { range: letters.bytes(&range), kind }).collect()
}

/// A text with what looks like personal data marked, each piece named for those who do not see.
pub fn marked(t: &Texts, text: &str) -> Markup {
    let mut pieces: Vec<(&str, Option<PersonalKind>)> = Vec::new();
    let mut from = 0;
    for found in find(text) {
        pieces.push((text.get(from..found.range.start).unwrap_or_default(), None));
        pieces.push((text.get(found.range.clone()).unwrap_or_default(), Some(found.kind)));
        from = found.range.end;
    }
    pieces.push((text.get(from..).unwrap_or_default(), None));
    html! {
        @for (piece, kind) in pieces {
            @match kind {
                Some(kind) => mark.personal title=(t.say(kind.text_key())) {
                    (piece) span.sr { " (" (t.say(kind.text_key())) ")" }
                },
                None => (piece),
            }
        }
    }
}

/// The characters of a text, as they stand and as they are compared.
struct Letters {
    raw: Vec<char>,
    /// Lower case, without marks, `đ` as `d`; one for each of `raw`.
    plain: Vec<char>,
    /// Where each begins, in bytes, and at last where the text ends.
    at: Vec<usize>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let (mut raw, mut plain, mut at) = (Vec::new(), Vec::new(), Vec::new());
        for (byte, letter) in text.char_indices() {
            raw.push(letter);
            plain.push(plain_letter(letter));
            at.push(byte);
        }
        at.push(text.len());
        Self { raw, plain, at }
    }

    fn len(&self) -> usize {
        self.raw.len()
    }

    fn raw(&self, at: usize) -> Option<char> {
        self.raw.get(at).copied()
    }

    fn plain(&self, at: usize) -> Option<char> {
        self.plain.get(at).copied()
    }

    fn is_digit(&self, at: usize) -> bool {
        self.raw(at).is_some_and(|letter| letter.is_ascii_digit())
    }

    /// Whether a word could go on at this place.
    fn is_word(&self, at: usize) -> bool {
        self.raw(at).is_some_and(char::is_alphanumeric)
    }

    /// Whether a word begins here.
    fn begins(&self, at: usize) -> bool {
        self.is_word(at) && !at.checked_sub(1).is_some_and(|before| self.is_word(before))
    }

    /// Where a phrase of plain words ends that stands here as whole words; one blank in it fits any.
    fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut here = at;
        for letter in phrase.chars() {
            let stands = self.plain(here)?;
            if letter != stands && !(letter == ' ' && stands.is_whitespace()) {
                return None;
            }
            here += 1;
        }
        (self.begins(at) && !self.is_word(here)).then_some(here)
    }

    /// The first of several phrases that stands here.
    fn one_of(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|phrase| self.phrase(at, phrase))
    }

    /// Whether one of several phrases stands among so many characters before a place.
    fn after_one_of(&self, at: usize, within: usize, phrases: &[&str]) -> bool {
        (at.saturating_sub(within)..at)
            .any(|from| self.one_of(from, phrases).is_some_and(|end| end <= at))
    }

    /// The first place from here on that is no blank.
    fn past_blanks(&self, mut at: usize) -> usize {
        while self.raw(at).is_some_and(char::is_whitespace) {
            at += 1;
        }
        at
    }

    fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let byte = |at: usize| self.at.get(at).copied().unwrap_or_default();
        byte(range.start)..byte(range.end)
    }
}

fn plain_letter(letter: char) -> char {
    use unicode_normalization::UnicodeNormalization as _;
    let base = std::iter::once(letter).nfd().next().unwrap_or(letter);
    match base.to_lowercase().next().unwrap_or(base) {
        'đ' => 'd',
        other => other,
    }
}

/// `name@host.vn`, also with blanks around the sign, as people write who mean to hide it.
fn emails(letters: &Letters) -> Vec<(Range<usize>, PersonalKind)> {
    let in_name = |at: usize| {
        letters.raw(at).is_some_and(|c| c.is_ascii_alphanumeric() || "._%+-".contains(c))
    };
    let in_host =
        |at: usize| letters.raw(at).is_some_and(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    let mut found = Vec::new();
    for sign in (0..letters.len()).filter(|at| letters.raw(*at) == Some('@')) {
        let blank_before = sign.checked_sub(1).filter(|at| letters.raw(*at) == Some(' '));
        let end_of_name = blank_before.unwrap_or(sign);
        let mut start = end_of_name;
        while start.checked_sub(1).is_some_and(in_name) {
            start -= 1;
        }
        let host = if letters.raw(sign + 1) == Some(' ') { sign + 2 } else { sign + 1 };
        let mut end = host;
        while in_host(end) {
            end += 1;
        }
        while end > host && letters.raw(end - 1).is_some_and(|c| ".-".contains(c)) {
            end -= 1;
        }
        let name: String = letters.raw.get(host..end).unwrap_or_default().iter().collect();
        let top = name.rsplit_once('.').map_or("", |(_, top)| top);
        if start < end_of_name && top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()) {
            found.push((start..end, PersonalKind::Email));
        }
    }
    found
}

#[cfg(test)]
mod tests;
