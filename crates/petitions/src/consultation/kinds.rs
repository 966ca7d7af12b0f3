//! What the law says of drafts: their kinds, how long each stays open, which documents go with it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use portal_core::{
    Lang,
    lang::local_day,
    law::{Confidence, Law, TermUnit},
};
use serde::Deserialize;

/// A kind of draft.
///
/// Legal source: key `consultation.kinds` of the law packs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftKind {
    /// Stable name: `decision`.
    pub code: String,
    name_vi: String,
    name_en: String,
    /// Key of its shortest time among the law's periods, where it has one.
    term: Option<String>,
    /// Codes of the documents that are laid open with it.
    pub documents: Vec<String>,
}

/// The shortest time a draft stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minimum {
    /// In days of 24 hours.
    pub days: u32,
    /// Which law says so.
    pub citation: Arc<str>,
    /// Whether the law's own words were read.
    pub is_sure: bool,
}

/// Why an opinion is not published.
///
/// Legal source: key `consultation.refusal_reasons` of the law packs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Stable name: `off-topic`.
    pub code: String,
    name_vi: String,
    name_en: String,
}

impl DraftKind {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        if lang == Lang::VI { &self.name_vi } else { &self.name_en }
    }
}

impl Reason {
    /// Its words in a language.
    pub fn name(&self, lang: Lang) -> &str {
        if lang == Lang::VI { &self.name_vi } else { &self.name_en }
    }
}

/// The documents a file may be, the ones that kinds ask for first.
pub const DOCUMENTS: [&str; 5] = ["draft", "submission", "impact", "comparison", "other"];

/// The kinds in force at a moment.
pub fn kinds(law: &Law, at: DateTime<Utc>) -> Vec<DraftKind> {
    law.rule_on("consultation.kinds", local_day(at)).map(|rule| rule.value).unwrap_or_default()
}

/// One kind.
pub fn kind(law: &Law, code: &str, at: DateTime<Utc>) -> Option<DraftKind> {
    kinds(law, at).into_iter().find(|kind| kind.code == code)
}

/// The name of a kind, or its code where the law no longer knows it.
pub fn kind_name(law: &Law, code: &str, at: DateTime<Utc>, lang: Lang) -> String {
    kind(law, code, at).map_or_else(|| code.to_owned(), |kind| kind.name(lang).to_owned())
}

/// The shortest time for a kind whose period opens at a moment; `None` where the law sets none.
///
/// Legal source: keys `deadline.consultation.min_days.…` of the law packs.
pub fn minimum(law: &Law, code: &str, opens_at: DateTime<Utc>) -> Option<Minimum> {
    let term = kind(law, code, opens_at)?.term?;
    let rule = law.term(&term, local_day(opens_at)).ok()?;
    let days = match rule.value.unit {
        TermUnit::Hours => rule.value.count.div_ceil(24),
        // Five working days never lie within less than a week.
        TermUnit::WorkingDays => rule.value.count.div_ceil(5).saturating_mul(7),
        TermUnit::Days => rule.value.count,
    };
    let is_sure = !matches!(rule.confidence, Some(Confidence::Memory | Confidence::Inference));
    Some(Minimum { days, citation: rule.citation, is_sure })
}

/// Why an opinion may be left unpublished.
pub fn reasons(law: &Law, at: DateTime<Utc>) -> Vec<Reason> {
    law.rule_on("consultation.refusal_reasons", local_day(at))
        .map(|rule| rule.value)
        .unwrap_or_default()
}
