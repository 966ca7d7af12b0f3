//! Working days: which days count, and when a period ends.
//!
//! A [`Calendar`] is the law's holidays with the decisions of the province, and of one unit, over
//! them: immutable, in memory, asked without a query. [`Calendars`] holds the present one of every
//! unit; it follows the fact [`CalendarChanged`]. A clock that runs by a calendar is a
//! [`crate::deadline`].
//!
//! Requirement: R-P2, R-T7, R-M5.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use serde::{Deserialize, Serialize};

use crate::{
    Fact, Names, Refusal, SiteId, Tag, Texts,
    lang::local_day,
    law::{Term, TermUnit},
};

mod build;
pub mod change;
mod change_queries;
pub mod lunar;
pub mod queries;
pub mod recount;
mod recount_queries;
pub(crate) mod registry;
#[cfg(test)]
mod tests;
mod week;

pub use build::{Decisions, Entry, Year};
pub use registry::{All, Calendars};
pub use week::Week;

/// The days of one unit, or of all units that have none of their own.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Whose; `None` is the province's, which most units share.
    pub of: Option<SiteId>,
    /// The newest change it holds; 0 when nothing was ever entered.
    pub version: i64,
    /// Fingerprint of the law packs it was made by.
    pub law: Arc<str>,
    first: NaiveDate,
    last: NaiveDate,
    provisional: Vec<i32>,
    weeks: Vec<(NaiveDate, Week)>,
    special: BTreeMap<NaiveDate, Day>,
}

/// What a day is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The day.
    pub on: NaiveDate,
    /// Whether it is a working day.
    pub working: bool,
    /// Why.
    pub reason: Reason,
    /// Whether a decision that is still to come may change it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

/// Why a day is worked or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The weekday: worked, or of rest.
    Weekday,
    /// A public holiday.
    Holiday {
        /// Its name.
        name: Names,
        /// Where the law says so.
        citation: String,
    },
    /// Off because a holiday fell on a day of rest.
    Compensation {
        /// The holiday's name.
        name: Names,
        /// The day it fell on.
        of: NaiveDate,
    },
    /// Off, or worked, because somebody decided so.
    Decided(Decided),
    /// Off at this unit alone.
    Closed(Decided),
}

/// A decision on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What for: "Hoán đổi ngày làm việc dịp 30/4".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Number and date of the decision, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The day it changed places with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swapped_with: Option<NaiveDate>,
}

/// A day of a count, and whether it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The day.
    #[serde(flatten)]
    pub day: Day,
    /// Whether the count went up on it.
    pub counted: bool,
}

/// When a period ends, and how that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub on: NaiveDate,
    /// The first moment that is too late: 24:00 of that day in Vietnam.
    pub ends_at: DateTime<Utc>,
    /// Each day from the one after the start to the last, in the order of counting.
    pub days: Vec<Step>,
    /// [`Calendar::version`].
    pub version: i64,
    /// Whether a day of the count is provisional.
    pub provisional: bool,
}

/// A day for which there is no calendar (yet).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no calendar for {on}, only from {first} to {last}")]
pub struct BeyondHorizon {
    /// The day asked for.
    pub on: NaiveDate,
    /// The first day there is.
    pub first: NaiveDate,
    /// The last day there is.
    pub last: NaiveDate,
}

impl Refusal for BeyondHorizon {
    fn sentence(&self, t: &Texts) -> String {
        let [on, first, last] = [self.on, self.first, self.last].map(|day| t.day(day));
        t.with(
            "calendar-beyond",
            [("on", on.into()), ("first", first.into()), ("last", last.into())],
        )
    }
}

/// The calendar was changed: of all units, or of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarChanged {
    /// The new version; the clocks it moved are found by it ([`crate::deadline::shifted`]).
    pub version: i64,
    /// The unit whose calendar it is; `None` is all.
    pub scope: Option<SiteId>,
    /// What was done, in the words of an office.
    pub what: String,
    /// How many running clocks end on another day now.
    pub moved: i64,
}

impl Fact for CalendarChanged {
    const KIND: &'static str = "core.calendar.changed";

    fn subject(&self) -> String {
        match self.scope {
            Some(site) => format!("calendar:{site}"),
            None => "calendar".to_owned(),
        }
    }

    fn touches(&self) -> Vec<Tag> {
        vec![tag()]
    }
}

/// What cached pages that show days of a calendar, or a deadline, read ([`crate::Ctx::reads`]).
pub fn tag() -> Tag {
    Tag::of("calendar", "days")
}

/// The first moment after a day in Vietnam.
///
/// Vietnam has had no other time than UTC+7 since 1975, so every day has one midnight.
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    start_of(day + Days::new(1))
}

/// The first moment of a day in Vietnam.
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    Ho_Chi_Minh
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc() - TimeDelta::hours(7), |local| local.to_utc())
}

impl Calendar {
    /// The first and the last day there is a calendar for.
    pub fn range(&self) -> (NaiveDate, NaiveDate) {
        (self.first, self.last)
    }

    /// Whether a year's days are not decided yet.
    pub fn is_provisional(&self, year: i32) -> bool {
        self.provisional.contains(&year)
    }

    /// Says what a day is.
    ///
    /// # Errors
    /// [`BeyondHorizon`] for a day before the first or after the last known.
    pub fn day(&self, on: NaiveDate) -> Result<Day, BeyondHorizon> {
        if (self.first..=self.last).contains(&on) {
            Ok(self.known(on))
        } else {
            Err(BeyondHorizon { on, first: self.first, last: self.last })
        }
    }

    /// Says when a period ends that started at a moment. The day of receipt does not count.
    ///
    /// A period of working days ends on the last of them. One of calendar days whose last is no
    /// working day ends on the next that is. Hours run on through every day. A period counted back
    /// ends on the last day on which there is still as much time before the start's day.
    ///
    /// # Errors
    /// [`BeyondHorizon`] when the count leaves the known days.
    ///
    /// Requirement: R-P2.
    pub fn due(&self, start: DateTime<Utc>, term: Term) -> Result<Due, BeyondHorizon> {
        let day = local_day(start);
        self.day(day)?;
        let (days, on) = match (term.unit, term.before) {
            (TermUnit::Hours, _) => {
                let ends_at = start + TimeDelta::hours(term.count.into());
                self.day(local_day(ends_at))?;
                return Ok(self.ended(local_day(ends_at), ends_at, Vec::new()));
            }
            (TermUnit::WorkingDays, before) => self.count_working(day, term.count, before)?,
            (TermUnit::Days, false) => self.count_days(day, term.count)?,
            (TermUnit::Days, true) => {
                let mut days = Vec::new();
                let mut on = day;
                for _ in 0..term.count {
                    on = on.pred_opt().unwrap_or(on);
                    days.push(Step { day: self.day(on)?, counted: true });
                }
                (days, on)
            }
        };
        Ok(self.ended(on, end_of(on), days))
    }

    /// Explains a day that was promised: the working days up to it are counted, the day stays.
    ///
    /// # Errors
    /// [`BeyondHorizon`] when the day is not known.
    pub fn until(&self, start: DateTime<Utc>, on: NaiveDate) -> Result<Due, BeyondHorizon> {
        self.day(on)?;
        let mut days = Vec::new();
        let mut day = self.day(local_day(start))?.on;
        while day < on {
            day = day.succ_opt().unwrap_or(on);
            let day = self.day(day)?;
            days.push(Step { counted: day.working, day });
        }
        Ok(self.ended(on, end_of(on), days))
    }

    /// The day that lies so many working days before a day; nought is the day itself.
    ///
    /// # Errors
    /// [`BeyondHorizon`] when the count leaves the known days.
    pub fn before(&self, day: NaiveDate, count: u32) -> Result<NaiveDate, BeyondHorizon> {
        self.day(day)?;
        self.count_working(day, count, true).map(|(_, on)| on)
    }

    /// How many working days lie after a day, up to and with another; nought when that is not later.
    /// Past the known days the week alone decides, so this is for showing, not for deciding.
    pub fn elapsed(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.known(*day).working).count()).unwrap_or(u32::MAX)
    }

    fn known(&self, on: NaiveDate) -> Day {
        self.special.get(&on).cloned().unwrap_or_else(|| Day {
            on,
            working: self.week_on(on).works(on),
            reason: Reason::Weekday,
            provisional: self.is_provisional(chrono::Datelike::year(&on)),
        })
    }

    /// The week that holds on a day.
    pub fn week_on(&self, on: NaiveDate) -> Week {
        let weeks = self.weeks.iter().rev();
        weeks.skip_while(|(from, _)| *from > on).map(|(_, week)| *week).next().unwrap_or_default()
    }

    fn count_working(
        &self,
        start: NaiveDate,
        count: u32,
        back: bool,
    ) -> Result<(Vec<Step>, NaiveDate), BeyondHorizon> {
        let (mut days, mut on, mut left) = (Vec::new(), start, count);
        while left > 0 {
            let next = if back { on.pred_opt() } else { on.succ_opt() };
            let day = self.day(next.unwrap_or(on))?;
            on = day.on;
            let counted = day.working;
            left -= u32::from(counted);
            days.push(Step { day, counted });
        }
        Ok((days, on))
    }

    fn count_days(
        &self,
        start: NaiveDate,
        count: u32,
    ) -> Result<(Vec<Step>, NaiveDate), BeyondHorizon> {
        let (mut days, mut on, mut left) = (Vec::new(), start, count);
        loop {
            let day = self.day(on.succ_opt().unwrap_or(on))?;
            let (last, counted) = (left <= 1 && day.working, left > 0);
            on = day.on;
            left = left.saturating_sub(1);
            days.push(Step { day, counted });
            if last {
                return Ok((days, on));
            }
        }
    }

    fn ended(&self, on: NaiveDate, ends_at: DateTime<Utc>, days: Vec<Step>) -> Due {
        let provisional =
            days.iter().any(|step| step.day.provisional) || self.known(on).provisional;
        Due { on, ends_at, days, version: self.version, provisional }
    }
}
