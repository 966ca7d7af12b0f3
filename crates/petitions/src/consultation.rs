//! Draft documents laid before people and organisations (R-P6).
//!
//! A consultation goes from draft to approval by somebody else, opens and closes by itself to the
//! minute, and is only finished with a published table that says what became of each opinion.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use portal_core::{PersonId, calendar, id_type, lang::local_day};
use serde::{Deserialize, Serialize};

mod cut;
mod demo;
mod desk;
mod docx;
mod facts;
mod files;
mod held;
mod invitation;
mod jobs;
mod kinds;
pub mod module;
mod opinion;
mod permissions;
mod public;
mod queries;
mod refusal;
mod response;
mod retention;
mod schema;
mod search;
#[cfg(test)]
mod tests;

pub use cut::{Part, PartKind, cut, tidy};
pub use demo::demo;
pub use kinds::{DraftKind, Minimum};
pub use module::Consultations;
pub use refusal::Refusal;

use schema::consultations;

/// Where readers find consultations.
pub const PUBLIC: &str = "/lay-y-kien";
/// Where staff look after them.
pub const DESK: &str = "/quan-tri/lay-y-kien";

id_type!(
    /// A consultation.
    ConsultationId
);
id_type!(
    /// An opinion on a draft.
    OpinionId
);

/// A row of `consultations`.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = consultations)]
pub struct Consultation {
    /// Identity.
    pub id: i64,
    /// Title of the draft.
    pub title: String,
    /// What it is about, in a few sentences.
    pub summary: String,
    /// Code of a [`DraftKind`].
    pub kind: String,
    /// Field: health, land …
    pub field: String,
    /// Who drafts it.
    pub unit: String,
    /// Where letters go.
    pub address: String,
    /// Where e-mails go.
    pub email: String,
    /// Whom to ask.
    pub contact: String,
    /// When opinions are taken from.
    pub opens_at: DateTime<Utc>,
    /// When no opinion is taken any more.
    pub closes_at: DateTime<Utc>,
    extensions: serde_json::Value,
    /// Days the law wanted when it was approved.
    pub min_days: Option<i32>,
    /// Which law that is.
    pub citation: String,
    state: String,
    /// The text, with the editor's marks.
    pub draft: String,
    parts: serde_json::Value,
    author_id: Option<i64>,
    /// Who wrote it.
    pub author_name: String,
    submitted_by: Option<i64>,
    /// Why it, or its table, came back, or was withdrawn.
    pub note: String,
    /// Who approved it.
    pub approved_name: String,
    /// When.
    pub approved_at: Option<DateTime<Utc>>,
    table_state: String,
    table_by: Option<i64>,
    /// When the table was published.
    pub finished_at: Option<DateTime<Utc>>,
    issued: Option<serde_json::Value>,
    /// When it last changed; also says which text an approver saw.
    pub changed_at: DateTime<Utc>,
}

/// Where a consultation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Being written.
    Draft,
    /// Waits for approval.
    Submitted,
    /// Approved; opens later.
    Announced,
    /// Takes opinions.
    Open,
    /// Its time is over; no table yet.
    Closed,
    /// The table is being written.
    Answering,
    /// The table waits for approval.
    TableSubmitted,
    /// The table is published.
    Finished,
}

impl Stage {
    /// Word in keys of texts and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Announced => "announced",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Answering => "answering",
            Self::TableSubmitted => "table-submitted",
            Self::Finished => "finished",
        }
    }

    /// Tells the stage from what is stored and the time.
    pub fn of(
        state: &str,
        table: &str,
        opens_at: DateTime<Utc>,
        closes_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        match (state, table) {
            ("draft", _) => Self::Draft,
            ("submitted", _) => Self::Submitted,
            _ if now < opens_at => Self::Announced,
            _ if now < closes_at => Self::Open,
            (_, "writing") => Self::Answering,
            (_, "submitted") => Self::TableSubmitted,
            (_, "finished") => Self::Finished,
            _ => Self::Closed,
        }
    }

    /// Whether readers see it.
    pub fn is_public(self) -> bool {
        self >= Self::Announced
    }
}

/// A closing time that was put off, or came earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// When it would have closed.
    pub from: DateTime<Utc>,
    /// When it closes in place of that.
    pub to: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who put it off.
    pub by: String,
    /// When they did.
    pub at: DateTime<Utc>,
}

impl Extension {
    /// Key of what it is called.
    pub fn text_key(&self) -> &'static str {
        if self.to < self.from { "consult-ended-early" } else { "consult-extended" }
    }
}

/// The document that came of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Number and sign.
    pub number: String,
    /// Day of issue.
    pub date: chrono::NaiveDate,
    /// Title.
    pub title: String,
    /// Where it is read.
    pub url: String,
}

impl Consultation {
    /// Identity, typed.
    pub fn id(&self) -> ConsultationId {
        ConsultationId(self.id)
    }

    /// Where it stands.
    pub fn stage(&self, now: DateTime<Utc>) -> Stage {
        Stage::of(&self.state, &self.table_state, self.opens_at, self.closes_at, now)
    }

    /// Path of its public page.
    pub fn path(&self) -> String {
        format!("{PUBLIC}/{}", self.id)
    }

    /// Path of its page on the desk.
    pub fn desk(&self) -> String {
        format!("{DESK}/{}", self.id)
    }

    /// The parts its text was cut into.
    pub fn parts(&self) -> Vec<Part> {
        serde_json::from_value(self.parts.clone()).unwrap_or_default()
    }

    /// The closing times it once had, the first one first.
    pub fn extensions(&self) -> Vec<Extension> {
        serde_json::from_value(self.extensions.clone()).unwrap_or_default()
    }

    /// The document that came of it.
    pub fn issued(&self) -> Option<Issued> {
        self.issued.clone().and_then(|issued| serde_json::from_value(issued).ok())
    }

    /// Which text an approver saw.
    pub fn version(&self) -> String {
        self.changed_at.timestamp_micros().to_string()
    }

    /// Whether somebody wrote it, or put it forward.
    fn is_work_of(&self, person: Option<PersonId>) -> bool {
        let person = person.map(|id| id.0);
        person.is_some() && (self.author_id == person || self.submitted_by == person)
    }

    /// Puts it forward for approval.
    ///
    /// Refuses one that is no draft, one whose documents are not all there, one whose time is too
    /// short for the law.
    pub fn submit(&self, lacking: Vec<String>, minimum: Option<&Minimum>) -> Result<(), Refusal> {
        if self.state != "draft" {
            return Err(Refusal::NotDraft);
        }
        if !lacking.is_empty() {
            return Err(Refusal::DocumentsLack(lacking));
        }
        long_enough(self.opens_at, self.closes_at, minimum)
    }

    /// Approves what was put forward; gives when it opens: as planned, or now if that is past.
    ///
    /// Refuses whoever wrote it or put it forward, a text that was changed since it was seen, and a
    /// time that has become too short meanwhile.
    pub fn approve(
        &self,
        by: Option<PersonId>,
        seen: &str,
        minimum: Option<&Minimum>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Refusal> {
        if self.state != "submitted" {
            return Err(Refusal::NotSubmitted);
        }
        if self.is_work_of(by) {
            return Err(Refusal::OwnWork);
        }
        if self.version() != seen {
            return Err(Refusal::Changed);
        }
        let opens_at = self.opens_at.max(now);
        long_enough(opens_at, self.closes_at, minimum)?;
        if self.closes_at <= opens_at {
            return Err(Refusal::TimePast);
        }
        Ok(opens_at)
    }

    /// Puts the closing off. It never comes earlier, and what has closed does not open again.
    pub fn extend(&self, to: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.stage(now) {
            Stage::Announced | Stage::Open if to > self.closes_at => Ok(()),
            Stage::Announced | Stage::Open => Err(Refusal::NotLater(self.closes_at)),
            _ => Err(Refusal::NotRunning),
        }
    }

    /// Takes back what was approved, as long as it has not opened.
    pub fn withdraw(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.stage(now) == Stage::Announced { Ok(()) } else { Err(Refusal::NotAnnounced) }
    }

    /// Ends it before its time: not before it was open for as long as the law wants.
    ///
    /// Requirement: R-P6. Legal source: keys `deadline.consultation.min_days.…` of the law packs.
    pub fn end_early(&self, minimum: Option<&Minimum>, now: DateTime<Utc>) -> Result<(), Refusal> {
        // In the very moment of its opening it has had no time at all.
        if self.stage(now) != Stage::Open || now <= self.opens_at {
            return Err(Refusal::NotRunning);
        }
        long_enough(self.opens_at, now, minimum)
    }

    /// Takes an opinion: from the opening minute on, before the closing one.
    pub fn take_opinion(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.stage(now) {
            Stage::Open => Ok(()),
            Stage::Announced => Err(Refusal::NotYetOpen(self.opens_at)),
            _ => Err(Refusal::NoLongerOpen(self.closes_at)),
        }
    }

    /// Begins the table, or takes in what came since. Not while opinions may still come.
    pub fn gather(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.stage(now) {
            Stage::Closed | Stage::Answering => Ok(()),
            Stage::TableSubmitted | Stage::Finished => Err(Refusal::TableLocked),
            _ => Err(Refusal::StillOpen),
        }
    }

    /// Puts the table forward: every row has its answer, and no opinion waits.
    pub fn submit_table(
        &self,
        unanswered: i64,
        waiting: i64,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        match self.stage(now) {
            Stage::Answering if waiting > 0 => Err(Refusal::OpinionsWait(waiting)),
            Stage::Answering if unanswered > 0 => Err(Refusal::RowsOpen(unanswered)),
            Stage::Answering => Ok(()),
            _ => Err(Refusal::NoTable),
        }
    }

    /// Publishes the table: by somebody who neither put it forward nor wrote in it.
    pub fn finish(
        &self,
        by: Option<PersonId>,
        wrote: bool,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        if self.stage(now) != Stage::TableSubmitted {
            return Err(Refusal::NoTable);
        }
        if wrote || (by.is_some() && self.table_by == by.map(|id| id.0)) {
            return Err(Refusal::OwnTable);
        }
        Ok(())
    }

    /// Links the document that came of it.
    pub fn issue(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.stage(now) == Stage::Finished { Ok(()) } else { Err(Refusal::NotFinished) }
    }
}

/// Whether a time is as long as the law wants: so many times 24 hours.
fn long_enough(
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    minimum: Option<&Minimum>,
) -> Result<(), Refusal> {
    let Some(minimum) = minimum else { return Ok(()) };
    let earliest = opens_at + TimeDelta::days(minimum.days.into());
    if closes_at < earliest {
        return Err(Refusal::TooShort { earliest, minimum: minimum.clone() });
    }
    Ok(())
}

/// Days left until a moment: the days on the wall calendar, so that "1" is "until tomorrow".
pub fn days_left(closes_at: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (local_day(closes_at) - local_day(now)).num_days().max(0)
}

/// When a page that shows a running time is no longer true: at its turn, or at midnight.
fn next_change(
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if now >= closes_at {
        return None;
    }
    let midnight = calendar::end_of(local_day(now));
    let turn = if now < opens_at { opens_at } else { closes_at };
    Some(turn.min(midnight))
}
