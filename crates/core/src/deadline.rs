//! Clocks: what must be done by when, and how that day was found.
//!
//! A clock is started by [`open`] for a unit and a subject (`petition:123`); its last day is computed
//! from the law's period and the unit's [`crate::calendar`], kept with its explanation, and never
//! typed by hand, save where somebody promised a day ([`promise`]). It ends by [`meet`] or [`stop`].
//! While it runs it follows the calendar; once ended it never changes.
//!
//! Requirement: R-P2, R-P3, R-M5.

use std::ops::Deref;

use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::AsyncPgConnection;

use crate::{
    App, Fault, Outcome, SiteId, Tx,
    calendar::{
        Due, Step,
        registry::{CountKey, KnownCount},
    },
    lang::local_day,
    law::{Rule, Term},
};

mod count;
mod count_queries;
mod queries;

pub use count::Count;
pub use queries::{
    Shifted, coming, ended_between, meet, of_subject, of_subjects, overdue, running, shifted, stop,
};

crate::id_type!(
    /// A clock.
    DeadlineId
);

/// A clock to be started.
#[derive(Debug, Clone)]
pub struct NewClock<'a> {
    /// Whose calendar and whose duty.
    pub site: SiteId,
    /// The module whose case it is; [`running`] and the others list by it.
    pub module: &'static str,
    /// The case: `petition:123`.
    pub subject: String,
    /// What must be done: `petition.forward`. The law's key is `deadline.` before it.
    pub key: &'a str,
    /// When it starts: the moment of receipt.
    pub since: DateTime<Utc>,
}

/// A clock that was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Identity.
    pub id: DeadlineId,
    /// The last day.
    pub due_on: NaiveDate,
    /// The first moment that is too late.
    pub due_at: DateTime<Utc>,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// The duty is open.
    Running,
    /// Done in time.
    Met,
    /// Done, too late.
    LateMet,
    /// Ended without being done: withdrawn, refused, merged.
    Stopped,
}

/// A clock without its explanation: what lists need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Identity.
    pub id: DeadlineId,
    /// The unit whose duty it is.
    pub site: SiteId,
    /// The site that started it.
    pub opened_by: SiteId,
    /// The module.
    pub module: String,
    /// The case.
    pub subject: String,
    /// What must be done.
    pub key: String,
    /// Where the law says so, as of the day it was started; `None` for a promise.
    pub citation: Option<String>,
    /// The law pack in force when it was started.
    pub law_pack: Option<String>,
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// The last day.
    pub due_on: NaiveDate,
    /// The first moment that is too late.
    pub due_at: DateTime<Utc>,
    /// How it stands.
    pub state: ClockState,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A clock with how its day was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The clock.
    pub clock: Clock,
    /// What was counted.
    pub count: Count,
    /// Version of the calendar by which it was counted.
    pub version: i64,
    /// Whether a decision that is still to come may move it.
    pub provisional: bool,
    /// Each day, counted or skipped, with the reason.
    pub days: Vec<Step>,
    /// How it was moved by changes of the calendar, oldest first.
    pub shifts: Vec<Shift>,
}

/// A clock that was moved by a change of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The last day before.
    pub from: NaiveDate,
    /// The last day since.
    pub to: NaiveDate,
    /// The version that moved it.
    pub version: i64,
    /// When.
    pub at: DateTime<Utc>,
}

impl Deref for Deadline {
    type Target = Clock;

    fn deref(&self) -> &Clock {
        &self.clock
    }
}

impl Clock {
    /// Whether it runs and its last day is over.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.state == ClockState::Running && now >= self.due_at
    }
}

/// Starts a clock.
///
/// The period is the law's for the day of `since`; a case keeps it. Any site may start a clock for
/// another, which both then see. One statement in the transaction, and none besides once somebody in
/// this process started one alike.
///
/// # Errors
/// Refused past the calendar's horizon ([`crate::calendar::BeyondHorizon`]); a bug when no law pack
/// has the key.
///
/// Requirement: R-P2, R-P3.
pub async fn open(app: &App, tx: &mut Tx, clock: NewClock<'_>) -> Outcome<Opened> {
    let rule = app.law().term(clock.key, local_day(clock.since)).map_err(Fault::bug)?;
    start(app, tx, clock, Count::Term(rule.value), Some(&rule)).await
}

/// Starts a clock that ends on a day somebody promised: a progress notice names one. The working
/// days up to it are counted for the explanation; a change of the calendar does not move it.
///
/// # Errors
/// Refused past the calendar's horizon.
///
/// Requirement: R-P2.
pub async fn promise(
    app: &App,
    tx: &mut Tx,
    clock: NewClock<'_>,
    on: NaiveDate,
) -> Outcome<Opened> {
    start(app, tx, clock, Count::Until(on), None).await
}

async fn start(
    app: &App,
    tx: &Tx,
    clock: NewClock<'_>,
    count: Count,
    rule: Option<&Rule<Term>>,
) -> Outcome<Opened> {
    let known = counted(app, clock.site, clock.since, count).await?;
    let id = queries::insert(tx, tx.site(), &clock, rule, known).await?;
    Ok(Opened { id: DeadlineId(id), due_on: known.due_on, due_at: known.due_at })
}

/// Finds the stored count of days for a start, or makes it.
///
/// A new one is written on a connection of its own: it must be there for others whatever becomes of
/// the caller's transaction.
async fn counted(
    app: &App,
    site: SiteId,
    since: DateTime<Utc>,
    count: Count,
) -> Outcome<KnownCount> {
    let calendars = app.calendars.now();
    let calendar = calendars.of(site);
    let key = CountKey {
        of: calendar.of,
        started_at: count.start(since),
        term: count.to_string(),
        version: calendar.version,
    };
    if let Some(known) = calendars.known_count(&key) {
        return Ok(known);
    }
    let due = count.due(&calendar, since)?;
    let conn = app.db().platform().await?;
    let new = NewCount { key: &key, law: &calendar.law, due: &due };
    let id = store_counts(&conn, &[new]).await?.first().copied().unwrap_or_default();
    let known = KnownCount { id, due_on: due.on, due_at: due.ends_at };
    calendars.remember(key, known);
    Ok(known)
}

/// A count of days to be stored.
pub(crate) struct NewCount<'a> {
    pub key: &'a CountKey,
    pub law: &'a str,
    pub due: &'a Due,
}

/// Stores counts of days, and gives their ids in the same order; those that are there stay.
pub(crate) async fn store_counts(
    conn: &AsyncPgConnection,
    counts: &[NewCount<'_>],
) -> Outcome<Vec<i64>> {
    count_queries::insert(conn, counts).await?;
    let ids = count_queries::ids(conn, counts).await?;
    ids.into_iter()
        .map(|id| id.ok_or_else(|| Fault::bug(anyhow::anyhow!("a count of days is gone"))))
        .collect()
}
