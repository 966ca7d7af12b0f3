use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    calendar::{BeyondHorizon, Calendar, Due, start_of},
    lang::local_day,
    law::{NoTerm, Term, TermUnit},
};

/// What is counted from a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Count {
    /// A period of the law.
    Term(Term),
    /// Up to a day that was promised.
    Until(NaiveDate),
}

impl Count {
    /// Counts by a calendar.
    pub(crate) fn due(
        self,
        calendar: &Calendar,
        since: DateTime<Utc>,
    ) -> Result<Due, BeyondHorizon> {
        match self {
            Self::Term(term) => calendar.due(since, term),
            Self::Until(on) => calendar.until(since, on),
        }
    }

    /// The moment that decides the count: days do not ask for the hour.
    pub(crate) fn start(self, since: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Term(Term { unit: TermUnit::Hours, .. }) => since,
            _ => start_of(local_day(since)),
        }
    }
}

/// As kept in the database: `15 working-days`, `until 2026-12-24`.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => term.fmt(f),
            Self::Until(on) => write!(f, "until {on}"),
        }
    }
}

impl FromStr for Count {
    type Err = NoTerm;

    fn from_str(text: &str) -> Result<Self, NoTerm> {
        match text.strip_prefix("until ") {
            Some(on) => on.parse().map(Self::Until).map_err(|_| NoTerm(text.to_owned())),
            None => text.parse().map(Self::Term),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        for text in ["15 working-days", "5 working-days before", "24 hours", "until 2026-12-24"] {
            assert_eq!(text.parse::<Count>().unwrap().to_string(), text);
        }
        for text in ["", "15", "x working-days", "15 weeks", "15 days after", "until tomorrow"] {
            assert_eq!(text.parse::<Count>(), Err(NoTerm(text.to_owned())), "{text}");
        }
    }
}
