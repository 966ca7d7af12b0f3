//! How a line of a draft begins.

use portal_core::lang::fold;

use super::PartKind;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heading {
    Division(String),
    /// Its name, and whether it is the first.
    Chapter(String, bool),
    Section(String),
    Article {
        number: u32,
        name: String,
        /// In texts without articles, parts numbered I, II, III stand for them.
        roman: bool,
    },
    Clause(u32),
    Point(char),
    Annex(String),
    Tail,
}

/// What was read before a line: numbers go up, so that a number in a sentence is not taken for one.
#[derive(Debug, Default)]
pub(super) struct Seen {
    roman: bool,
    in_article: bool,
    in_tail: bool,
    article: u32,
    clause: u32,
    point: Option<char>,
}

/// The letters of points, in order: both alphabets, as offices use either.
const LETTERS: &str = "abcdđefghijklmnopqrstuvwxyz";

impl Seen {
    /// Before the first line of a text.
    pub(super) fn of(text: &str) -> Self {
        let has_articles = text.lines().any(|line| article(line.trim(), 0).is_some());
        Self { roman: !has_articles, ..Self::default() }
    }

    pub(super) fn note(&mut self, heading: &Heading) {
        match heading {
            Heading::Article { number, .. } => {
                self.article = *number;
                (self.in_article, self.in_tail) = (true, false);
                (self.clause, self.point) = (0, None);
            }
            Heading::Clause(number) => (self.clause, self.point) = (*number, None),
            Heading::Point(letter) => self.point = Some(*letter),
            Heading::Division(_) | Heading::Chapter(..) | Heading::Section(_) => {
                (self.in_article, self.in_tail) = (false, false);
            }
            Heading::Annex(_) | Heading::Tail => (self.in_article, self.in_tail) = (false, true),
        }
    }
}

/// The mark at the beginning of a line, and the rest: `Some(None)` says that it is no heading.
pub(super) fn mark(line: &str) -> (Option<Option<PartKind>>, &str) {
    let start = line.trim_start();
    let Some((word, rest)) = start.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return (None, line);
    };
    let kind = match fold(word.trim()).as_str() {
        "phan" => Some(PartKind::Division),
        "chuong" => Some(PartKind::Chapter),
        "muc" => Some(PartKind::Section),
        "dieu" => Some(PartKind::Article),
        "khoan" => Some(PartKind::Clause),
        "diem" => Some(PartKind::Point),
        "cuoi" => Some(PartKind::Other),
        "loi" => None,
        _ => return (None, line),
    };
    (Some(kind), rest.trim_start())
}

/// The heading an editor says a line is. A number that cannot be read is the next one.
pub(super) fn forced(kind: PartKind, line: &str, seen: &Seen) -> Option<Heading> {
    let line = line.trim();
    let word = line.split_whitespace().find(|word| word.chars().any(char::is_numeric));
    let number = word.map(digits).filter(|digits| !digits.is_empty());
    let number = number.and_then(|digits| digits.parse::<u32>().ok());
    let name = || {
        let mut words = line.split_whitespace().skip(1);
        words.next().unwrap_or(line).trim_end_matches(['.', ':']).chars().take(20).collect()
    };
    Some(match kind {
        PartKind::Division => Heading::Division(name()),
        PartKind::Chapter => Heading::Chapter(name(), false),
        PartKind::Section => Heading::Section(name()),
        PartKind::Article => {
            let number = number.unwrap_or(seen.article.saturating_add(1));
            Heading::Article { number, name: number.to_string(), roman: seen.roman }
        }
        PartKind::Clause if seen.in_article => {
            Heading::Clause(number.unwrap_or(seen.clause.saturating_add(1)))
        }
        PartKind::Point if seen.in_article => {
            Heading::Point(fold_letter(line.chars().next()?).unwrap_or('a'))
        }
        PartKind::Clause | PartKind::Point => return None,
        PartKind::Other => Heading::Tail,
    })
}

/// The heading a line is, if it is one.
pub(super) fn of_line(line: &str, seen: &Seen) -> Option<Heading> {
    let line = line.trim();
    if let Some(found) = above(line).or_else(|| article(line, seen.article)) {
        // Behind the signature only a document of its own begins anew: the regulation that a
        // decision issues.
        let anew = match &found {
            Heading::Chapter(_, first) => *first,
            Heading::Article { number, .. } => *number == 1,
            Heading::Section(_) => false,
            _ => true,
        };
        return (!seen.in_tail || anew).then_some(found);
    }
    if seen.roman
        && let Some(found) = roman_part(line, seen)
    {
        return Some(found);
    }
    if seen.article > 0
        && let Some(found) = behind(line)
    {
        return Some(found);
    }
    if !seen.in_article {
        return None;
    }
    clause(line, seen).or_else(|| point(line, seen))
}

/// Phần, Chương, Mục.
fn above(line: &str) -> Option<Heading> {
    let mut words = line.split_whitespace();
    let first = fold(words.next()?);
    let second = words.next()?;
    let rest: Vec<&str> = words.collect();
    let name = second.trim_end_matches(['.', ':']);
    let ends = name.len() < second.len() || rest.is_empty() || is_upper(&rest.join(" "));
    let numbered = roman(name).is_some() || (!name.is_empty() && digits(name) == name);
    match first.as_str() {
        "phan" if fold(second) == "thu" && !rest.is_empty() && line.chars().count() < 120 => {
            let named = rest.first().map(|word| word.trim_end_matches(['.', ':']))?;
            Some(Heading::Division(format!("thứ {}", named.to_lowercase())))
        }
        "phan" if numbered && ends => Some(Heading::Division(name.to_owned())),
        "chuong" if numbered && (ends || starts_upper(&rest)) => {
            let first = roman(name).or_else(|| name.parse().ok()) == Some(1);
            Some(Heading::Chapter(name.to_owned(), first))
        }
        "muc" if numbered && ends => Some(Heading::Section(name.to_owned())),
        _ => None,
    }
}

/// `Điều 5. Phạm vi`; without the stop only where it is the next one and reads like a title.
fn article(line: &str, last: u32) -> Option<Heading> {
    let line = line.replace(['Ð', 'ð'], "Đ");
    let mut words = line.split_whitespace();
    if fold(words.next()?) != "dieu" {
        return None;
    }
    let second = words.next()?;
    let rest: Vec<&str> = words.collect();
    let digits = digits(second);
    let number: u32 = digits.parse().ok()?;
    let tail = second.get(digits.len()..).unwrap_or_default();
    let letter = tail.chars().next().filter(char::is_ascii_lowercase);
    let after = letter.map_or(tail, |_| tail.get(1..).unwrap_or_default());
    let stops = after.starts_with(['.', ':']) || (after.is_empty() && rest.is_empty());
    let dashed = after.is_empty() && matches!(rest.first(), Some(&("-" | "–" | ".")));
    let titled = after.is_empty()
        && number == last.saturating_add(1)
        && starts_upper(&rest)
        && line.chars().count() < 120
        && !line.ends_with(['.', ';', ',']);
    let goes_up = number > last || number == 1 || (number == last && letter.is_some());
    if !(stops || dashed || titled) || !goes_up {
        return None;
    }
    let letter = letter.map(String::from).unwrap_or_default();
    Some(Heading::Article { number, name: format!("{number}{letter}"), roman: false })
}

/// `II. GIẢI PHÁP`, in texts without articles.
fn roman_part(line: &str, seen: &Seen) -> Option<Heading> {
    let (name, rest) = line.split_once('.')?;
    let number = roman(name)?;
    let follows = number == seen.article.saturating_add(1) || number == 1;
    (follows && !seen.in_tail && rest.starts_with([' ', '\t', '\u{a0}']))
        .then(|| Heading::Article { number, name: name.to_owned(), roman: true })
}

/// What stands behind the last article: to whom it goes, who signs, annexes.
fn behind(line: &str) -> Option<Heading> {
    let folded = fold(line);
    if folded.starts_with("noi nhan") {
        return Some(Heading::Tail);
    }
    let signs =
        ["tm. ", "tm ", "kt. ", "tuq. ", "tl. "].iter().any(|sign| folded.starts_with(sign));
    if signs && is_upper(line) {
        return Some(Heading::Tail);
    }
    let annex = folded.starts_with("phu luc") && line.chars().count() < 60;
    (annex && (is_upper(line) || line.split_whitespace().count() <= 3))
        .then(|| Heading::Annex(line.split_whitespace().take(3).collect::<Vec<_>>().join(" ")))
}

fn clause(line: &str, seen: &Seen) -> Option<Heading> {
    let digits = digits(line);
    let number: u32 = digits.parse().ok()?;
    let rest = line.get(digits.len()..)?.strip_prefix('.')?;
    let follows = number > seen.clause && number <= seen.clause.saturating_add(2);
    let parted =
        rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c.is_uppercase());
    (digits.len() <= 3 && follows && parted).then_some(Heading::Clause(number))
}

fn point(line: &str, seen: &Seen) -> Option<Heading> {
    let mut letters = line.chars();
    let letter = letters.next().and_then(fold_letter)?;
    if letters.next() != Some(')') {
        return None;
    }
    let place = |letter| LETTERS.chars().position(|known| known == letter);
    let (here, before) = (place(letter)?, seen.point.and_then(place));
    let follows = match before {
        None => here == 0,
        Some(before) => here > before && here <= before + 2,
    };
    follows.then_some(Heading::Point(letter))
}

fn fold_letter(letter: char) -> Option<char> {
    let letter = if letter == 'ð' { 'đ' } else { letter };
    LETTERS.contains(letter).then_some(letter)
}

fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// A Roman number up to 89, in capitals.
fn roman(text: &str) -> Option<u32> {
    let mut value = 0_u32;
    let mut last = 0;
    for letter in text.chars().rev() {
        let worth = match letter {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            _ => return None,
        };
        value = if worth < last { value.checked_sub(worth)? } else { value.checked_add(worth)? };
        last = worth;
    }
    (value > 0 && text.len() <= 8).then_some(value)
}

fn is_upper(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

fn starts_upper(words: &[&str]) -> bool {
    words.first().and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
}
