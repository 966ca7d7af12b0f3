//! A shared system: what it is, for whom, and whether it answers.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use portal_core::{Names, Refusal, Texts};

use super::{audience::Audience, schema::shared_systems};

pub(super) mod admin;
pub mod check;
mod form;
pub mod queries;
mod views;

pub use admin::create;
pub(super) use views::state_of;

/// A row of `shared_systems`.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, serde::Serialize)]
#[diesel(table_name = shared_systems)]
pub struct SharedSystem {
    /// Identity.
    pub id: i64,
    names: serde_json::Value,
    what: serde_json::Value,
    /// Name of its icon.
    pub icon: String,
    /// Where it is opened.
    pub url: String,
    /// What is asked whether it answers.
    pub health_url: Option<String>,
    kinds: Option<Vec<String>>,
    sites: Option<Vec<i64>>,
    roles: Option<Vec<String>>,
    /// Its place among the others, small first.
    pub position: i32,
    /// `open` or `paused`.
    pub state: String,
}

impl SharedSystem {
    /// Its name.
    pub fn names(&self) -> Names {
        read(&self.names)
    }

    /// What it is for.
    pub fn what(&self) -> Names {
        read(&self.what)
    }

    /// For whom it is.
    pub fn audience(&self) -> Audience {
        Audience::read(self.kinds.as_deref(), self.sites.as_deref(), self.roles.as_deref())
    }

    /// Whether it can be opened.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

fn read(names: &serde_json::Value) -> Names {
    serde_json::from_value(names.clone()).unwrap_or(Names { vi: "".into(), en: None })
}

/// A system as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSystem {
    /// Its name.
    pub names: Names,
    /// What it is for.
    pub what: Names,
    /// Name of its icon, one of [`ICONS`].
    pub icon: String,
    /// Where it is opened.
    pub url: String,
    /// What is asked whether it answers.
    pub health_url: Option<String>,
    /// For whom it is.
    pub audience: Audience,
    /// Whether it can be opened.
    pub open: bool,
}

/// The icons there are to choose from.
pub const ICONS: [&str; 10] =
    ["file", "form", "check", "users", "mail", "chart", "calendar", "money", "law", "link"];

/// The last check of a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastCheck {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it answered.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub latency_ms: i32,
    /// The first of the failures since it last answered.
    pub failing_since: Option<DateTime<Utc>>,
}

/// What staff are told of a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Nobody asks it.
    Unwatched,
    /// Not asked yet, or not for a while.
    Unknown,
    /// Answers.
    Works(DateTime<Utc>),
    /// Answers, but takes its time.
    Slow(DateTime<Utc>),
    /// Has not answered since.
    Down(DateTime<Utc>),
}

/// An answer that takes longer is slow.
const SLOW_MS: i32 = 2_000;
/// A check that is older says nothing of now.
const STALE: TimeDelta = TimeDelta::minutes(10);

/// What the last check says now.
pub fn health(watched: bool, last: Option<LastCheck>, now: DateTime<Utc>) -> Health {
    match last {
        _ if !watched => Health::Unwatched,
        None => Health::Unknown,
        Some(last) if now > last.at + STALE => Health::Unknown,
        Some(last) if !last.ok => Health::Down(last.failing_since.unwrap_or(last.at)),
        Some(last) if last.latency_ms > SLOW_MS => Health::Slow(last.at),
        Some(last) => Health::Works(last.at),
    }
}

/// Why a system is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotChanged {
    /// It stands first, or last.
    AtTheEnd,
}

impl Refusal for NotChanged {
    fn sentence(&self, t: &Texts) -> String {
        match self {
            Self::AtTheEnd => t.say("system-at-the-end"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_last_check_says() {
        let now: DateTime<Utc> = "2026-11-23T07:10:00Z".parse().unwrap();
        let ago = |minutes| now - TimeDelta::minutes(minutes);
        let check =
            |at, ok, latency_ms, since| LastCheck { at, ok, latency_ms, failing_since: since };
        for (watched, last, expected) in [
            (false, Some(check(now, true, 10, None)), Health::Unwatched),
            (true, None, Health::Unknown),
            (true, Some(check(ago(11), true, 10, None)), Health::Unknown),
            (true, Some(check(ago(1), true, 10, None)), Health::Works(ago(1))),
            (true, Some(check(ago(1), true, 2_001, None)), Health::Slow(ago(1))),
            (true, Some(check(now, false, 5_000, Some(ago(5)))), Health::Down(ago(5))),
            (true, Some(check(now, false, 5_000, None)), Health::Down(now)),
        ] {
            assert_eq!(health(watched, last, now), expected, "{last:?}");
        }
    }
}
