//! Days as forms give them, and the moments in Vietnam at which they begin and end.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

/// A day as a browser sends it, or as an office writes it.
pub fn read(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// The midnight in Vietnam that begins a day. Vietnam is seven hours ahead, all year.
pub fn start_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    day.and_time(NaiveTime::MIN).and_utc().checked_sub_signed(TimeDelta::hours(7))
}

/// The midnight in Vietnam that ends a day.
pub fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    start_of(day.succ_opt()?)
}
