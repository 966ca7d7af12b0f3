//! Months: how the schedule is read, and how one month's plan becomes the next's.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeDelta, Utc};
use portal_core::{calendar::start_of, lang::local_day};

/// A month, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Reads `2026-12`.
    pub fn parse(text: &str) -> Option<Self> {
        NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok().map(Self)
    }

    /// `2026-12`.
    pub fn word(self) -> String {
        self.0.format("%Y-%m").to_string()
    }

    /// `12/2026`.
    pub fn name(self) -> String {
        self.0.format("%m/%Y").to_string()
    }

    /// The month before.
    pub fn before(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The month after.
    pub fn after(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// From its first moment to the first that is not in it.
    pub fn span(self) -> (DateTime<Utc>, DateTime<Utc>) {
        (start_of(self.0), start_of(self.after().0))
    }

    /// The day of this month that corresponds to a day of another: the same weekday, as often before
    /// in its month; a fifth one that there is not is left out.
    pub fn like(self, day: NaiveDate) -> Option<NaiveDate> {
        let nth = u8::try_from((day.day0() / 7) + 1).ok()?;
        NaiveDate::from_weekday_of_month_opt(self.0.year(), self.0.month(), day.weekday(), nth)
    }

    /// The moment of this month that corresponds to one of another, by [`Month::like`].
    pub fn moment_like(self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let day = local_day(at);
        let into: TimeDelta = at - start_of(day);
        Some(start_of(self.like(day)?) + into)
    }
}

/// The first moment of tomorrow: a page that says what is to come is true until then.
pub fn tomorrow(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    local_day(now).checked_add_days(Days::new(1)).map(start_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_tuesday_stays_the_second_tuesday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let december = Month::parse("2026-12").unwrap();
        for (from, to) in [
            ("2026-11-10", Some("2026-12-08")),
            ("2026-11-03", Some("2026-12-01")),
            ("2026-11-30", None),
            ("2026-11-29", None),
        ] {
            assert_eq!(december.like(day(from)), to.map(day), "{from}");
        }
        assert_eq!(december.before().word(), "2026-11");
        assert_eq!(december.after().name(), "01/2027");
        let morning: DateTime<Utc> = "2026-11-10T01:00:00Z".parse().unwrap();
        let then: DateTime<Utc> = "2026-12-08T01:00:00Z".parse().unwrap();
        assert_eq!(december.moment_like(morning), Some(then));
    }
}
