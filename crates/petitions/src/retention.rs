//! For how long it is known who sent something (R-P4): the law packs say so for each kind of it.

use chrono::{DateTime, Months, Utc};
use portal_core::{
    App, Fault, Outcome,
    lang::local_day,
    law::{LawMiss, Rule},
};
use serde::Deserialize;

/// How long it is known who sent something, once that is done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Months.
    pub months: u32,
}

/// The rule of a day by its key: `petition.retention`.
///
/// # Errors
/// No law pack has one for that day.
pub fn rule(app: &App, key: &str, now: DateTime<Utc>) -> Result<Rule<Retention>, LawMiss> {
    app.law().rule_on(key, local_day(now))
}

/// Of what was done with before this moment, nobody is to know any more who sent it.
///
/// # Errors
/// As [`rule`].
pub fn limit(app: &App, key: &str, now: DateTime<Utc>) -> Outcome<DateTime<Utc>> {
    let months = rule(app, key, now).map_err(Fault::bug)?.value.months;
    Ok(now.checked_sub_months(Months::new(months)).unwrap_or(DateTime::UNIX_EPOCH))
}
