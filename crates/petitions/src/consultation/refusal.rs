//! Why a rule of consultations says no.

use chrono::{DateTime, Utc};
use portal_core::Texts;

use super::Minimum;

/// One variant for each rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Only a draft is changed or put forward.
    NotDraft,
    /// Only what was put forward is approved or sent back.
    NotSubmitted,
    /// Somebody else approves.
    OwnWork,
    /// It was changed since it was looked at.
    Changed,
    /// Codes of documents that are not there.
    DocumentsLack(Vec<String>),
    /// Shorter than the law wants.
    TooShort {
        /// The first moment at which it may close.
        earliest: DateTime<Utc>,
        /// What the law wants.
        minimum: Minimum,
    },
    /// The closing is past already.
    TimePast,
    /// A closing is only put off.
    NotLater(DateTime<Utc>),
    /// It has closed, or was never approved.
    NotRunning,
    /// It has opened, or was never approved.
    NotAnnounced,
    /// Opens at a moment to come.
    NotYetOpen(DateTime<Utc>),
    /// Has closed.
    NoLongerOpen(DateTime<Utc>),
    /// Opinions may still come.
    StillOpen,
    /// The table waits for approval, or is published.
    TableLocked,
    /// There is no table in that state.
    NoTable,
    /// So many rows have no answer.
    RowsOpen(i64),
    /// So many opinions were not looked at.
    OpinionsWait(i64),
    /// Somebody else approves the table.
    OwnTable,
    /// Without a published table it is not finished.
    NotFinished,
    /// The opinion was decided on, and stands in a table that is closed.
    OpinionSettled,
}

impl portal_core::Refusal for Refusal {
    fn sentence(&self, t: &Texts) -> String {
        let count = |key: &str, count: i64| t.with(key, [("count", count.into())]);
        let at = |key: &str, at: DateTime<Utc>| t.with(key, [("at", t.date_time(at).into())]);
        match self {
            Self::NotDraft => t.say("consult-no-draft"),
            Self::NotSubmitted => t.say("consult-no-submitted"),
            Self::OwnWork => t.say("consult-no-own-work"),
            Self::Changed => t.say("consult-no-changed"),
            Self::DocumentsLack(codes) => {
                let names: Vec<String> =
                    codes.iter().map(|code| t.say(&format!("consult-doc-{code}"))).collect();
                t.with("consult-no-documents", [("names", names.join(", ").into())])
            }
            Self::TooShort { earliest, minimum } => t.with(
                "consult-no-too-short",
                [
                    ("at", t.date_time(*earliest).into()),
                    ("days", i64::from(minimum.days).into()),
                    ("citation", minimum.citation.to_string().into()),
                ],
            ),
            Self::TimePast => t.say("consult-no-time-past"),
            Self::NotLater(closes_at) => at("consult-no-not-later", *closes_at),
            Self::NotRunning => t.say("consult-no-not-running"),
            Self::NotAnnounced => t.say("consult-no-not-announced"),
            Self::NotYetOpen(opens_at) => at("consult-no-not-yet", *opens_at),
            Self::NoLongerOpen(closes_at) => at("consult-no-no-longer", *closes_at),
            Self::StillOpen => t.say("consult-no-still-open"),
            Self::TableLocked => t.say("consult-no-table-locked"),
            Self::NoTable => t.say("consult-no-table"),
            Self::RowsOpen(rows) => count("consult-no-rows-open", *rows),
            Self::OpinionsWait(opinions) => count("consult-no-opinions-wait", *opinions),
            Self::OwnTable => t.say("consult-no-own-table"),
            Self::NotFinished => t.say("consult-no-not-finished"),
            Self::OpinionSettled => t.say("consult-no-opinion-settled"),
        }
    }
}
