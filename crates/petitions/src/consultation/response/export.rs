//! The table taken out, as an office sends it: DOCX and XLSX.

use chrono::{DateTime, Datelike as _, Utc};
use portal_core::{
    Outcome, Texts,
    lang::local_day,
    sheet::{Cell, Sheet},
};

use super::Table;
use crate::consultation::{
    Consultation,
    docx::{self, Align, Block},
};

/// What stands around the table.
pub struct Frame<'a> {
    /// The consultation.
    pub consultation: &'a Consultation,
    /// The authority above the unit, in capitals, and the unit.
    pub heads: (String, String),
    /// The day it is dated.
    pub at: DateTime<Utc>,
}

fn columns(t: &Texts) -> [String; 5] {
    ["number", "place", "actors", "content", "answer"]
        .map(|column| t.say(&format!("consult-column-{column}")))
}

/// How many were asked, and how many opinions came.
pub fn summary(t: &Texts, table: &Table) -> String {
    t.with(
        "consult-table-summary",
        [
            ("bodies", table.bodies.into()),
            ("answered", table.bodies_answered.into()),
            ("opinions", table.opinions.into()),
            ("rows", table.lines.len().into()),
        ],
    )
}

/// The table as a document: heads of the unit and the nation, title, figures, table.
pub fn to_docx(t: &Texts, frame: &Frame<'_>, table: &Table) -> Outcome<Vec<u8>> {
    let (above, unit) = &frame.heads;
    let day = local_day(frame.at);
    let nation = t.say("consult-nation");
    let motto = t.say("consult-motto");
    let line = |align, bold, italic, text: String| Block::Line(align, bold, italic, text);
    let title = t.say("consult-table-title").to_uppercase();
    let of = t.with("consult-table-of", [("title", frame.consultation.title.as_str().into())]);
    let dated = t.with(
        "consult-table-dated",
        [
            ("day", format!("{:02}", day.day()).into()),
            ("month", format!("{:02}", day.month()).into()),
            ("year", day.year().to_string().into()),
        ],
    );
    let mut blocks = vec![
        Block::Heads(vec![above.to_uppercase(), unit.to_uppercase()], vec![nation, motto]),
        line(Align::Center, false, true, dated),
        line(Align::Center, true, false, title),
        line(Align::Center, true, false, of),
        line(Align::Both, false, false, summary(t, table)),
    ];
    if table.lines.is_empty() {
        blocks.push(line(Align::Both, false, true, t.say("consult-table-empty")));
    } else {
        let rows = table.lines.iter().enumerate().map(|(at, line)| {
            let row = &line.row;
            let number = (at + 1).to_string();
            let texts = [number, line.place.clone(), line.actors.clone(), row.content.clone()];
            texts.into_iter().chain([row.answer_in(t)]).collect()
        });
        blocks.push(Block::Table(vec![5, 15, 16, 32, 32], columns(t).to_vec(), rows.collect()));
    }
    docx::document(&blocks)
}

/// The table as a spreadsheet.
pub fn to_xlsx(t: &Texts, consultation: &Consultation, table: &Table) -> Outcome<Vec<u8>> {
    let widths = [6_u16, 20, 26, 60, 60];
    let rows = table.lines.iter().zip(1_i64..).map(|(line, number)| {
        vec![
            Cell::from(number),
            Cell::from(line.place.as_str()),
            Cell::from(line.actors.as_str()),
            Cell::from(line.row.content.as_str()),
            Cell::from(line.row.answer_in(t)),
        ]
    });
    let sheet = Sheet {
        title: format!("{}: {}", t.say("consult-table-title"), consultation.title),
        columns: columns(t).into_iter().zip(widths).collect(),
        rows: rows.collect(),
    };
    sheet.to_xlsx()
}
