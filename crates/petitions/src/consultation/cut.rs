//! A draft's text cut into the places people speak about: chapter, article, clause, point (R-P6).
//!
//! A heading is told by how its line begins. What is no heading belongs to the part before it, so that
//! nothing is ever lost: the parts put together are the text. Where the cutting errs, the editor says
//! so by a mark at the beginning of a line: `[điều]`, `[khoản]`, `[lời]` …

use std::collections::HashMap;

use portal_core::lang::fold;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

mod heading;
#[cfg(test)]
mod tests;

use heading::Heading;

/// A part of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in addresses, one of its kind in the draft: `d5-k2`.
    pub key: String,
    /// What it is.
    pub kind: PartKind,
    /// How people call it: `Khoản 2 Điều 5`.
    pub label: String,
    /// Its own text, with the heading as typed.
    pub text: String,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// Phần.
    Division,
    /// Chương.
    Chapter,
    /// Mục.
    Section,
    /// Điều.
    Article,
    /// Khoản.
    Clause,
    /// Điểm.
    Point,
    /// What stands before the first article and after the last.
    Other,
}

impl PartKind {
    /// Whether people speak about it; of a chapter they speak by its articles.
    pub fn is_place(self) -> bool {
        matches!(self, Self::Article | Self::Clause | Self::Point | Self::Other)
    }

    /// Whether it stands over articles.
    pub fn is_above_articles(self) -> bool {
        matches!(self, Self::Division | Self::Chapter | Self::Section)
    }
}

impl Part {
    /// Its first line, where the next ones finish a heading with them: `Chương I QUY ĐỊNH CHUNG`.
    pub fn title(&self) -> String {
        let mut lines = self.text.lines().map(str::trim).filter(|line| !line.is_empty());
        if self.kind.is_above_articles() {
            return lines.collect::<Vec<_>>().join(" ");
        }
        lines.next().unwrap_or_default().to_owned()
    }
}

/// A text as it is kept and cut: composed letters, one kind of line end, no hidden characters, no two
/// empty lines in a row, none at either end.
pub fn tidy(text: &str) -> String {
    let plain: String = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}'], "\n")
        .nfc()
        .filter(|c| !is_hidden(*c))
        .collect();
    let mut kept: Vec<&str> = Vec::new();
    for line in plain.lines().map(str::trim_end) {
        if !line.is_empty() || kept.last().is_some_and(|last| !last.is_empty()) {
            kept.push(line);
        }
    }
    while kept.last().is_some_and(|last| last.is_empty()) {
        kept.pop();
    }
    kept.join("\n")
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fffd}')
        || (c.is_control() && !matches!(c, '\n' | '\t'))
}

/// Cuts a text that is [`tidy`].
pub fn cut(text: &str) -> Vec<Part> {
    let mut cutter = Cutter::new(text);
    let lines: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split('\n').collect() };
    for (at, line) in lines.iter().enumerate() {
        cutter.take(line, lines.get(at + 1..).unwrap_or_default());
    }
    cutter.parts
}

/// How many parts of each kind: articles, clauses, points.
pub fn counts(parts: &[Part]) -> (usize, usize, usize) {
    let of = |kind| parts.iter().filter(|part| part.kind == kind).count();
    (of(PartKind::Article), of(PartKind::Clause), of(PartKind::Point))
}

struct Cutter {
    parts: Vec<Part>,
    used: HashMap<String, usize>,
    /// The article being read: key and label.
    article: Option<(String, String)>,
    clause: Option<(String, String)>,
    seen: heading::Seen,
    in_quote: bool,
}

impl Cutter {
    fn new(text: &str) -> Self {
        Self {
            parts: Vec::new(),
            used: HashMap::new(),
            article: None,
            clause: None,
            seen: heading::Seen::of(text),
            in_quote: false,
        }
    }

    fn take(&mut self, line: &str, next: &[&str]) {
        let (mark, line) = heading::mark(line);
        let found = match mark {
            Some(forced) => forced.and_then(|kind| heading::forced(kind, line, &self.seen)),
            None if self.in_quote => None,
            None => heading::of_line(line, &self.seen),
        };
        self.in_quote = quotes_on(line, self.in_quote, next);
        match found {
            Some(found) => self.begin(found, line),
            None => self.go_on(line),
        }
    }

    /// A line that belongs to the part before it.
    fn go_on(&mut self, line: &str) {
        match self.parts.last_mut() {
            Some(part) => {
                part.text.push('\n');
                part.text.push_str(line);
            }
            None => {
                self.push(PartKind::Other, "dau", "Phần mở đầu".to_owned(), line);
            }
        }
    }

    fn begin(&mut self, found: Heading, line: &str) {
        self.seen.note(&found);
        match found {
            Heading::Division(name) => self.above(PartKind::Division, "p", "Phần", &name, line),
            Heading::Chapter(name, _) => self.above(PartKind::Chapter, "c", "Chương", &name, line),
            Heading::Section(name) => self.above(PartKind::Section, "m", "Mục", &name, line),
            Heading::Article { name, roman, .. } => {
                let label = format!("{} {name}", if roman { "Mục" } else { "Điều" });
                let key = self.push(PartKind::Article, &format!("d{name}"), label.clone(), line);
                self.article = Some((key, label));
                self.clause = None;
            }
            Heading::Clause(number) => {
                let (key, of) = self.article.clone().unwrap_or_default();
                let label = format!("Khoản {number} {of}");
                let key =
                    self.push(PartKind::Clause, &format!("{key}-k{number}"), label.clone(), line);
                self.clause = Some((key, label));
            }
            Heading::Point(letter) => {
                let (key, of) =
                    self.clause.clone().or_else(|| self.article.clone()).unwrap_or_default();
                let of = of.replacen("Khoản", "khoản", 1);
                let name = if letter == 'đ' { "dd".to_owned() } else { letter.to_string() };
                self.push(
                    PartKind::Point,
                    &format!("{key}-{name}"),
                    format!("Điểm {letter} {of}"),
                    line,
                );
            }
            Heading::Annex(name) => self.apart("phu-luc", name, line),
            Heading::Tail => self.apart("cuoi", "Phần cuối".to_owned(), line),
        }
    }

    fn above(&mut self, kind: PartKind, stem: &str, word: &str, name: &str, line: &str) {
        (self.article, self.clause) = (None, None);
        self.push(kind, &format!("{stem}{}", fold(name)), format!("{word} {name}"), line);
    }

    fn apart(&mut self, key: &str, label: String, line: &str) {
        (self.article, self.clause) = (None, None);
        self.push(PartKind::Other, key, label, line);
    }

    /// Adds a part; a key that was used gets a number. Gives the key.
    fn push(&mut self, kind: PartKind, key: &str, label: String, line: &str) -> String {
        let key: String = fold(key)
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
            .collect();
        let times = self.used.entry(key.clone()).or_default();
        *times += 1;
        let key = if *times == 1 { key } else { format!("{key}_{times}") };
        self.parts.push(Part { key: key.clone(), kind, label, text: line.to_owned() });
        key
    }
}

/// Whether a quotation goes on behind a line: what another document says is not cut. A quotation that
/// is never closed is taken for a slip of the pen.
fn quotes_on(line: &str, within: bool, next: &[&str]) -> bool {
    /// Further than this no quotation is followed.
    const LONGEST: usize = 400;
    let open = line.chars().fold(within, |open, c| match c {
        '“' => true,
        '”' => false,
        _ => open,
    });
    open && next.iter().take(LONGEST).any(|line| line.contains('”'))
}
