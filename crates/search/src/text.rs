//! From letters to tokens: what is indexed, asked and marked is cut by the same rules (R-S2).
//!
//! A token knows the bytes of the *original* it stands for, so nothing is ever looked up in a
//! normalised copy: composed and decomposed letters, zero-width signs inside a word and old tone
//! placement all lead back to the place they came from.

pub mod forms;
pub mod telex;

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

pub use forms::Forms;
pub use portal_extract::syllable::{self, fold};

/// A word of a text as it stands there, and whether a sentence ended before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The bytes of the original.
    pub range: Range<usize>,
    /// Whether sentence punctuation or a new line stands between it and the word before.
    pub breaks: bool,
}

/// A word with its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The bytes of the original.
    pub range: Range<usize>,
    /// Whether a sentence ended before it.
    pub breaks: bool,
    /// `E`: composed, lower case, tone marks in one style.
    pub exact: String,
    /// `F`: without any marks, đ as d.
    pub folded: String,
}

impl Token {
    /// Whether the word was written with marks.
    pub fn is_accented(&self) -> bool {
        self.exact != self.folded
    }
}

/// Cuts a text into words. Marks stay with their letter; signs without width do not part a word.
#[derive(Debug, Clone)]
pub struct Cutter<'a> {
    text: &'a str,
    at: usize,
    started: bool,
}

impl<'a> Cutter<'a> {
    /// Begins at the start of the text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, started: false }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn gap(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest.find(is_letter).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn word(&mut self) -> Range<usize> {
        let rest = self.rest();
        let mut length = 0;
        for (place, letter) in rest.char_indices() {
            if is_letter(letter) || (!letter.is_ascii() && is_combining_mark(letter)) {
                length = place + letter.len_utf8();
            } else if !has_no_width(letter) {
                break;
            }
        }
        let start = self.at;
        self.at += length;
        start..self.at
    }
}

impl Iterator for Cutter<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let gap = self.gap();
        if self.rest().is_empty() {
            return None;
        }
        let breaks = !self.started || ends_sentence(gap);
        self.started = true;
        Some(Piece { range: self.word(), breaks })
    }
}

/// A letter or digit. Those of Vietnamese are told without the tables of Unicode.
fn is_letter(letter: char) -> bool {
    match letter {
        '\0'..='\u{7f}' => letter.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{24f}' => !matches!(letter, '×' | '÷'),
        '\u{1e00}'..='\u{1eff}' => true,
        _ => letter.is_alphanumeric(),
    }
}

/// A full stop or colon inside a number or between two words without a space ends nothing.
fn ends_sentence(gap: &str) -> bool {
    gap.contains(['\n', '!', '?', ';', '…', '•']) || (gap.len() > 1 && gap.contains(['.', ':']))
}

/// Signs that are in a text and that nobody sees.
pub(crate) fn has_no_width(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}'
    )
}

/// All tokens of a text, with their forms.
pub fn tokens(text: &str) -> Vec<Token> {
    Cutter::new(text)
        .map(|piece| {
            let raw = text.get(piece.range.clone()).unwrap_or_default();
            forms::with(raw, |forms| Token {
                range: piece.range,
                breaks: piece.breaks,
                exact: forms.exact.to_string(),
                folded: forms.folded.to_string(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
