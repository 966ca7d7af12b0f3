//! The present calendar of every unit, in memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;
use chrono::{DateTime, NaiveDate, Utc};

use super::{Calendar, Decisions, queries};
use crate::{App, SiteId, law::CalendarLaw};

/// The present calendars. Right by the law alone from the start, with all decisions once loaded, and
/// followed by the facts from then on.
pub struct Calendars {
    present: ArcSwap<All>,
}

/// All calendars of one moment.
pub struct All {
    shared: Arc<Calendar>,
    own: HashMap<SiteId, Arc<Calendar>>,
    counts: Mutex<HashMap<CountKey, KnownCount>>,
}

/// What makes two counts of days the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct CountKey {
    pub of: Option<SiteId>,
    pub started_at: DateTime<Utc>,
    pub term: String,
    pub version: i64,
}

/// A count that is in the database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownCount {
    pub id: i64,
    pub due_on: NaiveDate,
    pub due_at: DateTime<Utc>,
}

impl Calendars {
    pub(crate) fn new(law: &CalendarLaw) -> Self {
        Self { present: ArcSwap::from_pointee(All::new(law, &Decisions::default())) }
    }

    /// All calendars as of now.
    pub fn now(&self) -> Arc<All> {
        self.present.load_full()
    }

    /// The calendar of a unit.
    pub fn of(&self, site: SiteId) -> Arc<Calendar> {
        self.present.load().of(site)
    }

    /// The province's calendar: of every unit without one of its own.
    pub fn shared(&self) -> Arc<Calendar> {
        Arc::clone(&self.present.load().shared)
    }
}

impl All {
    /// Makes every calendar.
    pub fn new(law: &CalendarLaw, decisions: &Decisions) -> Self {
        let own = |site| (site, Arc::new(decisions.calendar(law, Some(site))));
        Self {
            shared: Arc::new(decisions.calendar(law, None)),
            own: decisions.units().into_iter().map(own).collect(),
            counts: Mutex::default(),
        }
    }

    /// The calendar of a unit.
    pub fn of(&self, site: SiteId) -> Arc<Calendar> {
        Arc::clone(self.own.get(&site).unwrap_or(&self.shared))
    }

    pub(crate) fn known_count(&self, key: &CountKey) -> Option<KnownCount> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied()
    }

    pub(crate) fn remember(&self, key: CountKey, count: KnownCount) {
        const MOST: usize = 20_000;
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST {
            counts.clear();
        }
        counts.insert(key, count);
    }
}

/// Reads all decisions and puts the calendars they make in place.
pub(crate) async fn load(
    app: &App,
    conn: &diesel_async::AsyncPgConnection,
) -> diesel::QueryResult<()> {
    let decisions = queries::decisions(conn).await?;
    app.calendars.present.store(Arc::new(All::new(app.law().calendar(), &decisions)));
    Ok(())
}
