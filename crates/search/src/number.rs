//! Numbers of documents, and dates, however they are typed (R-S2).
//!
//! `1637/QĐ-UBND`, `1637 qd ubnd`, `1637-qđ-ubnd` and `1637qdubnd` are one number: digits without
//! leading zeros, a year where there is one, the letters folded and without separators.

use chrono::NaiveDate;

use crate::abbreviations::Abbreviations;
use crate::text::{Token, syllable, tokens};

/// A document's number, or as much of it as was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNumber {
    /// The digits before anything else, without leading zeros.
    pub digits: String,
    /// The year in it.
    pub year: Option<u16>,
    /// The letters, folded and joined: `qdubnd`, `ndcp`, `qh14`.
    pub letters: String,
    /// The first group of letters, or the genre typed before it: `qd`.
    pub genre: String,
}

/// How much of a number was the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The digits alone.
    Digits,
    /// Digits and genre.
    Genre,
    /// Digits and year.
    Year,
    /// All of it.
    Whole,
}

impl DocumentNumber {
    /// Reads the number that stands on a document; nothing when it has no digits.
    pub fn read(text: &str) -> Option<Self> {
        let words = tokens(text);
        let start = words.iter().position(|word| leading_digits(&word.folded).is_some())?;
        let words = words.get(start..)?;
        Self::from_words(words)
    }

    fn from_words(words: &[Token]) -> Option<Self> {
        let (first, rest) = words.split_first()?;
        let (digits, glued) = leading_digits(&first.folded)?;
        let year = rest.first().filter(|_| glued.is_empty()).and_then(|word| year(&word.folded));
        let rest = rest.get(usize::from(year.is_some())..).unwrap_or_default();
        let groups: Vec<&str> = [glued]
            .into_iter()
            .filter(|g| !g.is_empty())
            .chain(rest.iter().map(|w| w.folded.as_str()))
            .collect();
        Some(Self {
            digits: trimmed(digits),
            year,
            letters: groups.concat(),
            genre: groups.first().map(|first| (*first).to_owned()).unwrap_or_default(),
        })
    }

    /// Everything a document with this number is to be found by.
    ///
    /// A genre and a year that do not stand in the number itself are taken from the document.
    pub fn indexed(&self, genre: Option<&str>, issued: Option<u16>) -> Vec<String> {
        let Self { digits, letters, .. } = self;
        let mut keys = vec![format!("{digits}.")];
        for genre in [Some(self.genre.as_str()), genre].into_iter().flatten() {
            if !genre.is_empty() {
                keys.push(format!("{digits}.{genre}."));
            }
        }
        for year in [self.year, issued].into_iter().flatten() {
            keys.push(format!("{digits}/{year}"));
            keys.push(format!("{digits}/{year}{letters}"));
        }
        if self.year.is_none() {
            keys.push(format!("{digits}{letters}"));
        }
        keys.sort();
        keys.dedup();
        keys
    }

    /// What to look for when this was typed, the likest first.
    pub fn asked(&self) -> Vec<(Likeness, String)> {
        let Self { digits, letters, genre, .. } = self;
        let mut keys = Vec::new();
        let year = self.year.map(|year| format!("/{year}")).unwrap_or_default();
        if !letters.is_empty() {
            keys.push((Likeness::Whole, format!("{digits}{year}{letters}")));
        }
        if !year.is_empty() {
            keys.push((Likeness::Year, format!("{digits}{year}")));
        }
        if !genre.is_empty() {
            keys.push((Likeness::Genre, format!("{digits}.{genre}.")));
        }
        if keys.is_empty() {
            keys.push((Likeness::Digits, format!("{digits}.")));
        }
        keys
    }
}

/// Finds a number at the beginning of `words`, with how many words it takes. `text` is what they
/// were cut from.
///
/// Digits alone are no number. With a year or letters joined by `/`, `-` or nothing they are; with
/// letters after a space only when these are a genre's and those of an authority (`1637 qd ubnd`).
/// A genre may stand before the digits: `NĐ 42`, `quyết định số 15`.
pub fn recognise(
    text: &str,
    words: &[Token],
    table: &Abbreviations,
) -> Option<(DocumentNumber, usize)> {
    let (before, genre) = genre_before(words, table);
    let rest = words.get(before..)?;
    let mut number = number_at(text, rest, table);
    if number.is_none() && !genre.is_empty() {
        let alone = rest.first().filter(|word| word.folded.bytes().all(|b| b.is_ascii_digit()))?;
        let plain = DocumentNumber::from_words(std::slice::from_ref(alone))?;
        number = Some((plain, 1));
    }
    let (mut number, taken) = number?;
    if number.genre.is_empty() {
        number.genre = genre;
    }
    Some((number, before + taken))
}

/// A genre's name or letters at the beginning, and a "số" after it.
fn genre_before(words: &[Token], table: &Abbreviations) -> (usize, String) {
    let code = |count: usize| -> Option<String> {
        let named: Vec<&str> =
            words.get(..count)?.iter().map(|word| word.folded.as_str()).collect();
        match named.as_slice() {
            [code] if table.is_genre(code) => Some((*code).to_owned()),
            _ => table.genre_code(&named.join(" ")).map(str::to_owned),
        }
    };
    let Some((count, code)) = (1..=4).rev().find_map(|count| Some((count, code(count)?))) else {
        let says_number = words.first().is_some_and(|word| word.folded == "so");
        return (usize::from(says_number), String::new());
    };
    let says_number = words.get(count).is_some_and(|word| word.folded == "so");
    (count + usize::from(says_number), code)
}

fn number_at(
    text: &str,
    words: &[Token],
    table: &Abbreviations,
) -> Option<(DocumentNumber, usize)> {
    let first = words.first()?;
    let (_, glued) = leading_digits(&first.folded)?;
    if !(glued.is_empty() || table.is_genre(glued) || starts_with_genre(glued, table)) {
        return None;
    }
    let mut taken = 1;
    let mut has_letters = !glued.is_empty();
    while let (Some(last), Some(next)) = (words.get(taken - 1), words.get(taken)) {
        let gap = text.get(last.range.end..next.range.start).unwrap_or_default();
        let is_year = taken == 1 && glued.is_empty() && year(&next.folded).is_some();
        let is_group =
            next.folded.len() <= 12 && (next.folded.starts_with(|c: char| c.is_ascii_alphabetic()));
        let fits = match gap.trim() {
            "/" => is_year || is_group,
            "-" | "–" | "_" | "." | "&" => is_group || (is_year && gap.trim() != "."),
            "" if has_letters => is_group && is_authority(&next.folded),
            "" => {
                table.is_genre(&next.folded)
                    && words.get(taken + 1).is_some_and(|w| is_authority(&w.folded))
            }
            _ => false,
        };
        if !fits {
            break;
        }
        has_letters |= is_group;
        taken += 1;
    }
    (taken > 1 || !glued.is_empty())
        .then(|| DocumentNumber::from_words(words.get(..taken)?))?
        .map(|number| (number, taken))
}

fn starts_with_genre(letters: &str, table: &Abbreviations) -> bool {
    (2..=4).any(|end| {
        letters
            .split_at_checked(end)
            .is_some_and(|(genre, rest)| table.is_genre(genre) && is_authority(rest))
    })
}

/// Letters that stand for an authority in numbers are no words: `ubnd`, `btc`, `qh14`.
fn is_authority(letters: &str) -> bool {
    let bare = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    (2..=10).contains(&bare.len())
        && bare.bytes().all(|b| b.is_ascii_alphabetic())
        && !syllable::is_syllable(bare)
}

fn leading_digits(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, rest) = word.split_at_checked(end)?;
    (!digits.is_empty() && digits.len() <= 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
        .then_some((digits, rest))
}

fn trimmed(digits: &str) -> String {
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
}

fn year(word: &str) -> Option<u16> {
    word.parse().ok().filter(|year| word.len() == 4 && (1945..2100).contains(year))
}

/// Finds a date at the beginning of `words`, in Vietnamese order, with how many words it takes:
/// `23/11/2026`, `23-11-2026`, `23.11.2026`, `ngày 23 tháng 11 năm 2026`.
pub fn recognise_date(text: &str, words: &[Token]) -> Option<(NaiveDate, usize)> {
    let spoken = ["ngay", "thang", "nam"];
    let at = |place: usize| words.get(place).map(|word| word.folded.as_str());
    if spoken.iter().zip([0, 2, 4]).all(|(word, place)| at(place) == Some(word)) {
        return date(at(1)?, at(3)?, at(5)?).map(|date| (date, 6));
    }
    let gap = |place: usize| {
        let (one, other) = (words.get(place)?, words.get(place + 1)?);
        text.get(one.range.end..other.range.start)
    };
    let joined = |gap: Option<&str>| matches!(gap, Some("/" | "-" | "."));
    (joined(gap(0)) && gap(0) == gap(1))
        .then(|| date(at(0)?, at(1)?, at(2)?))?
        .map(|date| (date, 3))
}

fn date(day: &str, month: &str, year_digits: &str) -> Option<NaiveDate> {
    let short = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.len() <= 2);
    NaiveDate::from_ymd_opt(i32::from(year(year_digits)?), short(month)?, short(day)?)
}

/// Reads the bound of a period: a date, `11/2026` or `2026`; the first day of it, or the last.
pub fn bound(text: &str, last: bool) -> Option<NaiveDate> {
    let words = tokens(text);
    if let Some((date, taken)) = recognise_date(text, &words) {
        return (taken == words.len()).then_some(date);
    }
    let at = |place: usize| words.get(place).map(|word| word.folded.as_str());
    let (month, of) = match words.len() {
        1 => (None, year(at(0)?)?),
        2 => (Some(at(0)?.parse::<u32>().ok()?), year(at(1)?)?),
        _ => return None,
    };
    let first = NaiveDate::from_ymd_opt(i32::from(of), month.unwrap_or(1), 1)?;
    if !last {
        return Some(first);
    }
    let months = if month.is_some() { 1 } else { 12 };
    first.checked_add_months(chrono::Months::new(months))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, usize)> {
        let table = Abbreviations::shipped().expect("the shipped table");
        let (number, taken) = recognise(text, &tokens(text), &table)?;
        let (_, key) = number.asked().into_iter().next()?;
        Some((key, taken))
    }

    #[test]
    fn one_number_however_it_is_typed() {
        for text in [
            "1637/QĐ-UBND",
            "1637/QD-UBND",
            "1637 qd ubnd",
            "1637-qđ-ubnd",
            "1637qdubnd",
            "01637/QĐ-UBND",
            "số 1637/QĐ-UBND",
            "quyết định số 1637/QĐ-UBND",
            "1637 /QĐ – UBND",
        ] {
            assert_eq!(found(text).map(|(key, _)| key).as_deref(), Some("1637qdubnd"), "{text}");
        }
    }

    #[test]
    fn parts_are_found_by() {
        let asked = |text: &str| found(text).map(|(key, _)| key);
        assert_eq!(asked("42/2022").as_deref(), Some("42/2022"));
        assert_eq!(asked("42/2022/NĐ-CP").as_deref(), Some("42/2022ndcp"));
        assert_eq!(asked("NĐ 42").as_deref(), Some("42.nd."));
        assert_eq!(asked("nghị định 42").as_deref(), Some("42.nd."));
        assert_eq!(asked("08/2017/QH14").as_deref(), Some("8/2017qh14"));
        let number = DocumentNumber::read("Số: 42/2022/NĐ-CP").expect("a number");
        let keys = number.indexed(Some("nd"), Some(2022));
        for key in ["42.", "42.nd.", "42/2022", "42/2022ndcp"] {
            assert!(keys.iter().any(|known| known == key), "{key} {keys:?}");
        }
        let number = DocumentNumber::read("1637/QĐ-UBND").expect("a number");
        assert!(number.indexed(None, Some(2024)).contains(&"1637/2024".to_owned()));
    }

    #[test]
    fn plain_words_are_no_numbers() {
        for text in
            ["điều 155 bộ luật", "15 ngày làm việc", "155", "2 năm tu", "3 ban", "11 qua", "luật"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_vietnamese_order() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23);
        for text in ["23/11/2026", "23-11-2026", "23.11.2026", "ngày 23 tháng 11 năm 2026"] {
            assert_eq!(recognise_date(text, &tokens(text)).map(|(date, _)| date), day, "{text}");
        }
        for text in ["11/23/2026", "45/2013/QH13", "23/11-2026", "1/2/3"] {
            assert_eq!(recognise_date(text, &tokens(text)), None, "{text}");
        }
        assert_eq!(bound("2026", true), NaiveDate::from_ymd_opt(2026, 12, 31));
        assert_eq!(bound("02/2024", true), NaiveDate::from_ymd_opt(2024, 2, 29));
        assert_eq!(bound("02/2024", false), NaiveDate::from_ymd_opt(2024, 2, 1));
        assert_eq!(bound("hôm qua", false), None);
    }
}
