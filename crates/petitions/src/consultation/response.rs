//! The table of what was said and what became of it: "tổng hợp, tiếp thu, giải trình".

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use portal_core::Texts;

use super::{Part, opinion::place_name, schema::consultation_rows};

pub mod export;
pub mod queries;

/// A row of `consultation_rows`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = consultation_rows)]
pub struct Row {
    /// Identity.
    pub id: i64,
    /// Of which consultation.
    pub consultation_id: i64,
    /// Key of a part; empty is the draft as a whole.
    pub place: String,
    /// What was said.
    pub content: String,
    verdict: Option<String>,
    /// What became of it, in words.
    pub answer: String,
    /// Which save this is.
    pub version: i32,
    /// Who saved it last.
    pub edited_name: String,
    /// When.
    pub edited_at: DateTime<Utc>,
}

/// What became of an opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Tiếp thu.
    Accepted,
    /// Tiếp thu một phần.
    Partly,
    /// Giải trình.
    Explained,
}

impl Verdict {
    /// All, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Partly, Self::Explained];

    /// The word in the database and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Partly => "partly",
            Self::Explained => "explained",
        }
    }

    /// Reads [`Verdict::as_str`] back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == word)
    }

    /// Its words.
    pub fn name(self, t: &Texts) -> String {
        t.say(&format!("consult-verdict-{}", self.as_str()))
    }
}

impl Row {
    /// What became of it.
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdict.as_deref().and_then(Verdict::parse)
    }

    /// Whether it has its answer: a choice, and words where not simply accepted.
    pub fn is_answered(&self) -> bool {
        is_answer(self.verdict(), &self.answer)
    }

    /// The answer as the table shows it.
    pub fn answer_in(&self, t: &Texts) -> String {
        match (self.verdict(), self.answer.is_empty()) {
            (None, _) => String::new(),
            (Some(verdict), true) => format!("{}.", verdict.name(t)),
            (Some(verdict), false) => format!("{}. {}", verdict.name(t), self.answer),
        }
    }
}

/// Whether a choice and words are an answer.
pub fn is_answer(verdict: Option<Verdict>, answer: &str) -> bool {
    match verdict {
        None => false,
        Some(Verdict::Accepted) => true,
        Some(Verdict::Partly | Verdict::Explained) => !answer.trim().is_empty(),
    }
}

/// Who stands behind a row: a name to show, or none; whether an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Name; empty where it is not shown.
    pub name: String,
    /// Whether it is an organisation.
    pub is_organisation: bool,
}

/// Who stands behind a row, in words: names first, the others counted.
pub fn actors_in(t: &Texts, actors: &[Actor]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut nameless = [0_i64; 2];
    for actor in actors {
        match (actor.name.as_str(), &mut nameless) {
            ("", [_, organisations]) if actor.is_organisation => *organisations += 1,
            ("", [people, _]) => *people += 1,
            (name, _) if !names.iter().any(|known| known == name) => names.push(name.to_owned()),
            _ => {}
        }
    }
    let [people, organisations] = nameless;
    if people > 0 {
        names.push(t.with("consult-actors-people", [("count", people.into())]));
    }
    if organisations > 0 {
        names.push(t.with("consult-actors-organisations", [("count", organisations.into())]));
    }
    names.join("; ")
}

/// A row with the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row.
    pub row: Row,
    /// The place, in words.
    pub place: String,
    /// Who stands behind it, in words.
    pub actors: String,
}

/// The whole table, in the order of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its rows.
    pub lines: Vec<Line>,
    /// How many bodies were asked.
    pub bodies: usize,
    /// How many of them answered.
    pub bodies_answered: usize,
    /// How many opinions it answers.
    pub opinions: usize,
}

impl Table {
    /// How many rows have their answer.
    pub fn answered(&self) -> usize {
        self.lines.iter().filter(|line| line.row.is_answered()).count()
    }
}

/// Puts rows into the order of the draft, what is about the whole of it first, with their words.
pub fn lines(
    t: &Texts,
    parts: &[Part],
    mut rows: Vec<Row>,
    actors: Vec<(i64, Actor)>,
) -> Vec<Line> {
    let places: HashMap<&str, usize> =
        parts.iter().enumerate().map(|(at, part)| (part.key.as_str(), at + 1)).collect();
    rows.sort_by_key(|row| (places.get(row.place.as_str()).copied().unwrap_or(0), row.id));
    let mut by_row: HashMap<i64, Vec<Actor>> = HashMap::new();
    for (row, actor) in actors {
        by_row.entry(row).or_default().push(actor);
    }
    rows.into_iter()
        .map(|row| Line {
            place: place_name(t, parts, &row.place),
            actors: actors_in(t, by_row.get(&row.id).map_or(&[], Vec::as_slice)),
            row,
        })
        .collect()
}
