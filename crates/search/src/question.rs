//! What somebody asks for. Any text whatever is a question; nothing in it is an error (R-S3).
//!
//! `"trong ngoặc kép"` is a phrase, `-từ` and `-"cụm từ"` are unwanted. `số:`, `cơ quan:`, `từ:`,
//! `đến:` and `loại:` narrow down, with or without marks. What cannot be used is kept as words.

mod filters;

use chrono::NaiveDate;

use crate::text::{Token, tokens};

/// More words than this are not looked at.
pub const MOST_WORDS: usize = 32;
/// More of a text than this is not looked at. Bytes.
const MOST_BYTES: usize = 4_000;
/// More filters, phrases and unwanted parts than this are not looked at.
const MOST_PARTS: usize = 12;

/// A part of a question, with the words as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words in a row, in any order and place of a text.
    Words(Words),
    /// Words that stand in a text just so.
    Phrase(Words),
}

/// Words and the text they were cut from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub text: String,
    /// Its words, with ranges in `text`.
    pub tokens: Vec<Token>,
}

impl Words {
    /// Cuts a text; nothing when there is no word in it.
    pub fn of(text: &str) -> Option<Self> {
        let tokens = tokens(text);
        (!tokens.is_empty()).then(|| Self { text: text.to_owned(), tokens })
    }

    /// Whether any word was written with marks.
    pub fn is_accented(&self) -> bool {
        self.tokens.iter().any(Token::is_accented)
    }
}

/// What a question narrows down to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// `số:` the document's number.
    pub number: Option<String>,
    /// `cơ quan:` words of the issuing body's name.
    pub unit: Option<String>,
    /// `loại:` words of the genre's or kind's name.
    pub genre: Option<String>,
    /// `từ:` the first day.
    pub from: Option<NaiveDate>,
    /// `đến:` the last day.
    pub to: Option<NaiveDate>,
}

/// A question, understood as far as it can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// What was typed, cut at `MOST_BYTES` bytes.
    pub typed: String,
    /// What is wanted, in the order typed.
    pub wanted: Vec<Part>,
    /// What must not be in a text.
    pub unwanted: Vec<Words>,
    /// What it narrows down to.
    pub filters: Filters,
}

impl Question {
    /// Whether there is nothing to look for and nothing to narrow down by.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.filters == Filters::default()
    }

    /// Whether any wanted word was written with marks: then the marks count.
    pub fn is_accented(&self) -> bool {
        self.wanted.iter().any(|part| match part {
            Part::Words(words) | Part::Phrase(words) => words.is_accented(),
        })
    }
}

/// Understands a question. Never fails, whatever the text.
pub fn parse(text: &str) -> Question {
    let text = cut(text);
    let mut question = Question { typed: text.to_owned(), ..Question::default() };
    let mut reader =
        Reader { words_left: MOST_WORDS, parts_left: MOST_PARTS, loose: String::new() };
    let mut rest = text;
    while !rest.is_empty() {
        rest = reader.step(&mut question, rest);
    }
    reader.flush(&mut question);
    question
}

/// At most [`MOST_BYTES`], and never half a letter.
fn cut(text: &str) -> &str {
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default().trim()
}

struct Reader {
    words_left: usize,
    parts_left: usize,
    /// Plain words since the last part of another sort.
    loose: String,
}

impl Reader {
    /// Takes one piece off the beginning of `rest`.
    fn step<'a>(&mut self, question: &mut Question, rest: &'a str) -> &'a str {
        let at_start = self.loose.chars().next_back().is_none_or(char::is_whitespace);
        if at_start && self.parts_left > 0 {
            if let Some((phrase, after)) = quoted(rest) {
                self.parts_left -= 1;
                self.flush(question);
                if let Some(words) = self.take(phrase) {
                    question.wanted.push(Part::Phrase(words));
                }
                return after;
            }
            if let Some((unwanted, after)) = unwanted(rest) {
                self.parts_left -= 1;
                question.unwanted.extend(self.take(unwanted));
                return after;
            }
            if let Some(after) = filters::read(&mut question.filters, rest) {
                self.parts_left -= 1;
                self.flush(question);
                return after;
            }
        }
        let end = rest.chars().next().map_or(rest.len(), char::len_utf8);
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len()).max(end);
        // A quotation may begin in the middle of a word.
        let quote = rest.char_indices().skip(1).find(|(_, c)| is_quote(*c)).map(|(place, _)| place);
        let (piece, after) =
            rest.split_at_checked(quote.unwrap_or(word).min(word)).unwrap_or((rest, ""));
        self.loose.push_str(piece);
        if after.starts_with(is_quote) {
            self.loose.push(' ');
        }
        after
    }

    fn flush(&mut self, question: &mut Question) {
        let loose = std::mem::take(&mut self.loose);
        if let Some(words) = self.take(&loose) {
            question.wanted.push(Part::Words(words));
        }
    }

    fn take(&mut self, text: &str) -> Option<Words> {
        let mut words = Words::of(text)?;
        words.tokens.truncate(self.words_left);
        self.words_left -= words.tokens.len();
        (!words.tokens.is_empty()).then_some(words)
    }
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»')
}

/// What stands between quotation marks at the beginning; a mark without its partner is no quotation.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(is_quote)?;
    let end = inner.find(is_quote)?;
    let (phrase, after) = inner.split_at_checked(end)?;
    Some((phrase, after.strip_prefix(is_quote)?))
}

/// `-word` or `-"a phrase"`. A dash before a space is a dash.
fn unwanted(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(['-', '−', '–'])?;
    if let Some(found) = quoted(rest) {
        return Some(found);
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    rest.starts_with(char::is_alphanumeric).then(|| rest.split_at_checked(end))?
}

#[cfg(test)]
mod tests;
