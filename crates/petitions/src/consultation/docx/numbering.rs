//! The numbers a word processor writes by itself.

use std::collections::HashMap;

use quick_xml::{Reader, events::Event};

use super::attribute;

/// How lists are numbered, and how far each has got.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Of each list, by its number: the pattern it follows, and what it sets anew.
    lists: HashMap<String, List>,
    /// Levels of each pattern.
    patterns: HashMap<String, Vec<Level>>,
    /// Styles of paragraphs that number by themselves.
    styles: HashMap<String, (String, usize)>,
    based_on: HashMap<String, String>,
    counters: HashMap<String, Vec<Option<u32>>>,
}

#[derive(Debug, Default)]
struct List {
    pattern: String,
    starts: HashMap<usize, u32>,
    begun: bool,
}

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    form: String,
    text: String,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, form: "decimal".to_owned(), text: String::new() }
    }
}

/// Word knows nine levels.
const LEVELS: usize = 9;

impl Numbering {
    /// Reads `numbering.xml` and what styles number by themselves; what is broken numbers nothing.
    pub(super) fn read(numbers: &str, styles: &str) -> Self {
        let mut read = Self::default();
        read.read_numbers(numbers);
        read.read_styles(styles);
        read
    }

    fn read_numbers(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
        let (mut pattern, mut list, mut level) = (None::<String>, None::<String>, 0_usize);
        while let Ok(event) = reader.read_event() {
            let tag = match &event {
                Event::Eof => return,
                Event::Start(tag) | Event::Empty(tag) => tag,
                Event::End(tag) => {
                    match tag.local_name().as_ref() {
                        "abstractNum" => pattern = None,
                        "num" => list = None,
                        _ => {}
                    }
                    continue;
                }
                _ => continue,
            };
            let value = |name| attribute(tag, name);
            match tag.local_name().as_ref() {
                "abstractNum" => pattern = value("abstractNumId"),
                "num" => {
                    list = value("numId");
                    if let Some(id) = &list {
                        self.lists.entry(id.clone()).or_default();
                    }
                }
                "abstractNumId" => {
                    let of = list.as_ref().and_then(|id| self.lists.get_mut(id));
                    if let Some((list, id)) = of.zip(value("val")) {
                        list.pattern = id;
                    }
                }
                "lvl" | "lvlOverride" => {
                    level = value("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                }
                "startOverride" => {
                    let start = value("val").and_then(|start| start.parse().ok());
                    let of = list.as_ref().and_then(|id| self.lists.get_mut(id));
                    if let Some((list, start)) = of.zip(start) {
                        list.starts.insert(level, start);
                    }
                }
                "start" | "numFmt" | "lvlText" => {
                    let Some((id, value)) = pattern.as_ref().zip(value("val")) else { continue };
                    let levels = self.patterns.entry(id.clone()).or_default();
                    levels.resize(LEVELS, Level::default());
                    let Some(level) = levels.get_mut(level) else { continue };
                    match tag.local_name().as_ref() {
                        "start" => level.start = value.parse().unwrap_or(1),
                        "numFmt" => level.form = value,
                        _ => level.text = value,
                    }
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
        let mut style = None::<String>;
        while let Ok(event) = reader.read_event() {
            let tag = match &event {
                Event::Eof => return,
                Event::Start(tag) | Event::Empty(tag) => tag,
                _ => continue,
            };
            let value = attribute(tag, "val");
            match (tag.local_name().as_ref(), &style) {
                ("style", _) => style = attribute(tag, "styleId"),
                ("basedOn", Some(style)) => {
                    self.based_on.extend(value.map(|value| (style.clone(), value)));
                }
                ("numId", Some(style)) => {
                    let numbered = self.styles.entry(style.clone()).or_default();
                    numbered.0 = value.unwrap_or_default();
                }
                ("ilvl", Some(style)) => {
                    let numbered = self.styles.entry(style.clone()).or_default();
                    numbered.1 = value.and_then(|level| level.parse().ok()).unwrap_or(0);
                }
                _ => {}
            }
        }
    }

    /// The number of the next paragraph, where it has one of its own or of its style.
    pub(super) fn label(
        &mut self,
        own: Option<&(String, usize)>,
        style: Option<&str>,
    ) -> Option<String> {
        let (id, level) = match own.filter(|(id, _)| !id.is_empty()) {
            Some((id, level)) => (id.clone(), *level),
            None => {
                let (id, of_style) = self.of_style(style?)?;
                (id, own.map_or(of_style, |(_, level)| *level))
            }
        };
        // List 0 takes a style's number away.
        let list = self.lists.get_mut(&id).filter(|_| id != "0")?;
        let levels = self.patterns.get(&list.pattern)?;
        let counters = self.counters.entry(list.pattern.clone()).or_default();
        counters.resize(LEVELS, None);
        if !std::mem::replace(&mut list.begun, true) {
            for (level, start) in &list.starts {
                if let Some(counter) = counters.get_mut(*level) {
                    *counter = start.checked_sub(1);
                }
            }
        }
        let start = levels.get(level)?.start;
        let counter = counters.get_mut(level)?;
        *counter = Some(counter.map_or(start, |value| value.saturating_add(1)));
        for deeper in counters.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let label = written(levels, counters, level);
        (!label.trim().is_empty()).then_some(label)
    }

    fn of_style(&self, style: &str) -> Option<(String, usize)> {
        let mut style = style;
        // Styles rest on others; a circle of them ends.
        for _ in 0..12 {
            if let Some(found) = self.styles.get(style).filter(|(id, _)| !id.is_empty()) {
                return Some(found.clone());
            }
            style = self.based_on.get(style)?;
        }
        None
    }
}

fn written(levels: &[Level], counters: &[Option<u32>], level: usize) -> String {
    let Some(own) = levels.get(level) else { return String::new() };
    if own.form == "bullet" {
        return "-".to_owned();
    }
    let mut label = own.text.clone();
    for (place, of) in levels.iter().enumerate() {
        let number = counters.get(place).copied().flatten().unwrap_or(of.start);
        label = label.replace(&format!("%{}", place + 1), &number_in(&of.form, number));
    }
    label
}

fn number_in(form: &str, number: u32) -> String {
    match form {
        "lowerLetter" => letters(number).to_lowercase(),
        "upperLetter" => letters(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

/// A, B … Z, AA, BB, as Word counts.
fn letters(number: u32) -> String {
    let Some(place) = number.checked_sub(1) else { return String::new() };
    let letter = char::from_u32(u32::from('A') + place % 26).unwrap_or('A');
    let times = usize::try_from(place / 26).unwrap_or(0).min(9) + 1;
    letter.to_string().repeat(times)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number.min(3_999);
    let mut text = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            text.push_str(sign);
            rest -= worth;
        }
    }
    text
}
