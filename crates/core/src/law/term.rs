use std::{fmt, str::FromStr};

use serde::Deserialize;

use super::read::{fault, typed};
use super::{FaultReason, LawFault, Pack};

/// A period that the law gives for something.
///
/// Requirement: R-P2, R-M5. Legal source: keys `deadline.…` of the law packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// How many; one at least.
    pub count: u32,
    /// Of what.
    pub unit: TermUnit,
    /// Counted back: something must be done so long before a day.
    #[serde(default)]
    pub before: bool,
}

/// What a period is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermUnit {
    /// Ngày làm việc.
    WorkingDays,
    /// Days of the calendar; a last day that is a rest day moves to the next working day.
    Days,
    /// Hours on end.
    Hours,
}

impl Term {
    /// What the keys of periods begin with.
    pub const PREFIX: &'static str = "deadline.";

    /// So many working days.
    pub const fn working_days(count: u32) -> Self {
        Self { count, unit: TermUnit::WorkingDays, before: false }
    }

    /// So many days of the calendar.
    pub const fn days(count: u32) -> Self {
        Self { count, unit: TermUnit::Days, before: false }
    }
}

impl TermUnit {
    /// The word in law packs, in the database and in the keys of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkingDays => "working-days",
            Self::Days => "days",
            Self::Hours => "hours",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::WorkingDays, Self::Days, Self::Hours].into_iter().find(|unit| unit.as_str() == word)
    }
}

/// As kept in the database: `15 working-days`, `5 working-days before`.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.unit.as_str())?;
        if self.before { f.write_str(" before") } else { Ok(()) }
    }
}

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no period")]
pub struct NoTerm(pub String);

impl FromStr for Term {
    type Err = NoTerm;

    fn from_str(text: &str) -> Result<Self, NoTerm> {
        let read = || {
            let mut words = text.split(' ');
            let count = words.next()?.parse().ok()?;
            let unit = TermUnit::parse(words.next()?)?;
            let before = match words.next() {
                None => false,
                Some("before") => true,
                Some(_) => return None,
            };
            words.next().is_none().then_some(Self { count, unit, before })
        };
        read().ok_or_else(|| NoTerm(text.to_owned()))
    }
}

pub(super) fn check(pack: &Pack, faults: &mut Vec<LawFault>) {
    for entry in pack.rules.iter().filter(|entry| entry.key.starts_with(Term::PREFIX)) {
        let Some(rule) = typed::<Term>(&pack.file, entry, faults) else { continue };
        let bad = match rule.value {
            Term { count: 0, .. } => "a period of nought",
            Term { unit: TermUnit::Hours, before: true, .. } => "hours are not counted back",
            _ => continue,
        };
        faults.push(fault(&pack.file, Some(&entry.key), FaultReason::BadValue(bad.to_owned())));
    }
}
