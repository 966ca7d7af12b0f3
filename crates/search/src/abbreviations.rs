//! Abbreviations of Vietnamese administration (R-S2): a table, read at start, used in questions.
//!
//! Texts are indexed as they stand; a question for one form also asks for the other. So the table
//! may change without the index being made anew.

use std::collections::HashMap;

use serde::Deserialize;

use crate::text::{Token, tokens};

/// One line of the table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    short: String,
    long: Vec<String>,
    #[serde(default)]
    genre: bool,
    #[serde(default)]
    kept: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    entry: Vec<Entry>,
}

/// What is wrong with a table, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AbbreviationFault {
    /// The file is no TOML, or has an unknown or missing field.
    #[error("{file}: {said}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the reader said.
        said: String,
    },
    /// An entry has no letters in its short form, or more than four words.
    #[error("{file}: `{short}` is no abbreviation")]
    NoAbbreviation {
        /// The file.
        file: String,
        /// The short form as it was written.
        short: String,
    },
    /// An entry stands for nothing, or for more than eight words.
    #[error("{file}: `{short}` stands for `{long}`, which is not one to eight words")]
    NoMeaning {
        /// The file.
        file: String,
        /// The short form.
        short: String,
        /// The long form as it was written.
        long: String,
    },
    /// The short form was there already: its readings belong into one entry.
    #[error("{file}: `{short}` is there twice")]
    Twice {
        /// The file.
        file: String,
        /// The short form.
        short: String,
    },
}

/// One direction of an entry, as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The words to ask for instead.
    pub words: Vec<Token>,
    /// Whether the short form has several readings.
    pub ambiguous: bool,
}

#[derive(Debug, Clone)]
struct Known {
    asked: Vec<Token>,
    kept: bool,
    reading: Reading,
}

/// The table, ready for questions.
#[derive(Debug, Clone, Default)]
pub struct Abbreviations {
    by_first: HashMap<String, Vec<Known>>,
    genres: HashMap<String, Vec<String>>,
}

/// The longest sequence of words that is looked up.
const LONGEST: usize = 8;

impl Abbreviations {
    /// The table embedded in this binary.
    ///
    /// # Errors
    /// Every fault of it; a test keeps such a table from being shipped.
    pub fn shipped() -> Result<Self, Vec<AbbreviationFault>> {
        Self::load([("abbreviations.toml", include_str!("../data/abbreviations.toml"))])
    }

    /// Reads tables, given as file name and text; an installation may add its own to ours.
    ///
    /// # Errors
    /// Every fault of every table.
    pub fn load<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<AbbreviationFault>> {
        let mut table = Self::default();
        let mut faults = Vec::new();
        let mut seen = Vec::new();
        for (file, text) in files {
            match toml::from_str::<Table>(text) {
                Ok(read) => {
                    for entry in read.entry {
                        match check(file, &entry, &seen) {
                            Ok(()) => table.take(&entry),
                            Err(fault) => faults.push(fault),
                        }
                        seen.push(entry.short);
                    }
                }
                Err(fault) => faults.push(AbbreviationFault::Unreadable {
                    file: file.to_owned(),
                    said: fault.to_string(),
                }),
            }
        }
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    fn take(&mut self, entry: &Entry) {
        let short = tokens(&entry.short);
        let ambiguous = entry.long.len() > 1;
        for long in entry.long.iter().map(|long| tokens(long)) {
            if entry.genre {
                let code = short.iter().map(|token| token.folded.as_str()).collect();
                let name = join(&long);
                self.genres.entry(code).or_default().push(name);
            }
            let reading = Reading { words: long.clone(), ambiguous };
            self.add(Known { asked: short.clone(), kept: entry.kept, reading });
            let reading = Reading { words: short.clone(), ambiguous };
            self.add(Known { asked: long, kept: false, reading });
        }
    }

    fn add(&mut self, known: Known) {
        if let Some(first) = known.asked.first() {
            self.by_first.entry(first.folded.clone()).or_default().push(known);
        }
    }

    /// Finds what the words at the beginning of `words` may also be written as, with the number of
    /// words that each reading replaces. `text` is what the words were cut from.
    ///
    /// Words with marks only match an entry with the same marks; words without match any.
    pub fn readings(&self, text: &str, words: &[Token]) -> Vec<(usize, Reading)> {
        let Some(first) = words.first() else { return Vec::new() };
        let known = self.by_first.get(&first.folded).map(Vec::as_slice).unwrap_or_default();
        known
            .iter()
            .filter(|known| {
                let asked = known.asked.len();
                words.len() >= asked
                    && known.asked.iter().zip(words).all(|(one, other)| fits(one, other))
                    && (!known.kept || words.iter().take(asked).all(|word| in_capitals(text, word)))
            })
            .map(|known| (known.asked.len(), known.reading.clone()))
            .collect()
    }

    /// Whether the first letters of a document's number, folded, name a genre: `qd`, `tt`.
    pub fn is_genre(&self, code: &str) -> bool {
        self.genres.contains_key(code)
    }

    /// The letters in a number for a genre's name, folded: `qd` for `quyet dinh`.
    pub fn genre_code(&self, name: &str) -> Option<&str> {
        let of = |names: &Vec<String>| names.first().is_some_and(|first| first == name);
        self.genres.iter().find(|(_, names)| of(names)).map(|(code, _)| code.as_str())
    }
}

fn join(words: &[Token]) -> String {
    words.iter().map(|token| token.folded.as_str()).collect::<Vec<_>>().join(" ")
}

fn fits(known: &Token, word: &Token) -> bool {
    known.folded == word.folded && (!word.is_accented() || known.exact == word.exact)
}

fn in_capitals(text: &str, word: &Token) -> bool {
    text.get(word.range.clone()).is_some_and(|raw| !raw.chars().any(char::is_lowercase))
}

fn check(file: &str, entry: &Entry, seen: &[String]) -> Result<(), AbbreviationFault> {
    let file = file.to_owned();
    let short = entry.short.clone();
    if !matches!(tokens(&short).len(), 1..=4) {
        return Err(AbbreviationFault::NoAbbreviation { file, short });
    }
    let words = |long: &str| tokens(long).len();
    if entry.long.is_empty() {
        return Err(AbbreviationFault::NoMeaning { file, short, long: String::new() });
    }
    if let Some(long) = entry.long.iter().find(|long| !(1..=LONGEST).contains(&words(long))) {
        return Err(AbbreviationFault::NoMeaning { file, short, long: long.clone() });
    }
    if seen.contains(&short) {
        return Err(AbbreviationFault::Twice { file, short });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(text: &str) -> Vec<(usize, String)> {
        let table = Abbreviations::shipped().expect("the shipped table");
        table.readings(text, &tokens(text)).iter().map(|(n, r)| (*n, join(&r.words))).collect()
    }

    #[test]
    fn both_ways() {
        assert_eq!(readings("UBND tỉnh"), [(1, "uy ban nhan dan".to_owned())]);
        assert_eq!(readings("ủy ban nhân dân tỉnh"), [(4, "ubnd".to_owned())]);
        assert_eq!(readings("uỷ ban nhân dân"), [(4, "ubnd".to_owned())]);
        assert_eq!(readings("nghi dinh"), [(2, "nd".to_owned())]);
        assert_eq!(readings("qsdđ"), [(1, "quyen su dung dat".to_owned())]);
    }

    #[test]
    fn marks_decide_where_there_are_some() {
        assert_eq!(readings("HĐ").len(), 2);
        assert_eq!(readings("hd").len(), 3);
        assert!(readings("công tý").is_empty());
    }

    #[test]
    fn ambiguous_ones_give_all_readings() {
        let table = Abbreviations::shipped().expect("the shipped table");
        let found = table.readings("TT", &tokens("TT"));
        assert!(found.len() >= 2 && found.iter().all(|(_, reading)| reading.ambiguous));
    }

    #[test]
    fn a_word_is_no_abbreviation_unless_in_capitals() {
        assert_eq!(readings("CA tỉnh").len(), 1);
        assert!(readings("ca tỉnh").is_empty());
    }

    #[test]
    fn genres_have_their_letters() {
        let table = Abbreviations::shipped().expect("the shipped table");
        assert!(table.is_genre("qd") && table.is_genre("tt") && !table.is_genre("ubnd"));
        assert_eq!(table.genre_code("thong tu"), Some("tt"));
        assert_eq!(table.genre_code("thong tin"), None);
    }

    #[test]
    fn faults_are_named() {
        let faults = |text: &str| Abbreviations::load([("x.toml", text)]).expect_err("faults");
        let entry =
            |short: &str, long: &str| format!("[[entry]]\nshort = \"{short}\"\nlong = {long}\n");
        assert!(matches!(faults("no")[..], [AbbreviationFault::Unreadable { .. }]));
        assert!(matches!(
            faults(&entry("-", "[\"a\"]"))[..],
            [AbbreviationFault::NoAbbreviation { .. }]
        ));
        assert!(matches!(faults(&entry("A", "[]"))[..], [AbbreviationFault::NoMeaning { .. }]));
        assert!(matches!(
            faults(&entry("A", "[\"!\"]"))[..],
            [AbbreviationFault::NoMeaning { .. }]
        ));
        let twice = entry("A", "[\"b\"]").repeat(2);
        assert!(matches!(faults(&twice)[..], [AbbreviationFault::Twice { .. }]));
        assert!(matches!(
            faults(&(twice + "other = 1"))[..],
            [AbbreviationFault::Unreadable { .. }]
        ));
    }
}
