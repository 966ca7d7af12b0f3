//! The law's reasons for not accepting a petition, as data (R-P2, R-T7).

use chrono::{DateTime, Utc};
use portal_core::{
    Lang,
    lang::local_day,
    law::{Law, RefusalReason},
};

/// Key of the list in the law packs.
pub const KEY: &str = "petition.refusal_reasons";

/// One of the law's reasons: code and words.
pub type Reason = RefusalReason;

/// The reasons in force, in the law's order; none where no pack has any for the day.
///
/// Requirement: R-P2. Legal source: key `petition.refusal_reasons` of the law packs.
pub fn all(law: &Law, now: DateTime<Utc>) -> Vec<Reason> {
    law.rule_on::<Vec<Reason>>(KEY, local_day(now)).map(|rule| rule.value).unwrap_or_default()
}

/// The words of a reason; its code where the law of the day no longer has it.
pub fn words(law: &Law, now: DateTime<Utc>, code: &str, lang: Lang) -> String {
    all(law, now)
        .iter()
        .find(|reason| reason.code == code)
        .map_or_else(|| code.to_owned(), |reason| reason.text(lang.code()).to_owned())
}
