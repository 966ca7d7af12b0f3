//! What a node remembers of sessions, so that not every request asks the database.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{Person, PersonId, SiteId};

use super::{TokenHash, is_alive};

/// A session as it was read.
#[derive(Debug, Clone)]
pub struct Known {
    /// Whose.
    pub person: Arc<Person>,
    /// When it was opened.
    pub created: DateTime<Utc>,
    /// When it was last used, as far as written down.
    pub seen: DateTime<Utc>,
    /// When this was read.
    pub read: DateTime<Utc>,
}

/// For how long what was read is believed without being heard otherwise.
const BELIEVED: TimeDelta = TimeDelta::seconds(30);

/// Sessions of one node.
pub struct KnownSessions {
    sessions: moka::sync::Cache<(SiteId, TokenHash), Known>,
    forgotten: AtomicU64,
}

impl Default for KnownSessions {
    fn default() -> Self {
        let sessions = moka::sync::Cache::builder()
            .max_capacity(20_000)
            .time_to_live(Duration::from_secs(30))
            .build();
        Self { sessions, forgotten: AtomicU64::new(0) }
    }
}

impl KnownSessions {
    /// A session that is remembered and alive.
    pub fn find(&self, site: SiteId, hash: &TokenHash, now: DateTime<Utc>) -> Option<Known> {
        self.sessions
            .get(&(site, *hash))
            .filter(|known| now < known.read + BELIEVED && is_alive(known.created, known.seen, now))
    }

    /// A mark to be taken before reading; [`KnownSessions::keep`] wants it back.
    pub fn mark(&self) -> u64 {
        self.forgotten.load(Ordering::Acquire)
    }

    /// Remembers what was read, unless something was forgotten since: it may be what was read.
    pub fn keep(&self, site: SiteId, hash: TokenHash, known: Known, mark: u64) {
        if self.mark() == mark {
            self.sessions.insert((site, hash), known);
            if self.mark() != mark {
                self.sessions.invalidate(&(site, hash));
            }
        }
    }

    /// Forgets everything about a person.
    pub fn forget(&self, person: PersonId) {
        self.forgotten.fetch_add(1, Ordering::AcqRel);
        for (key, known) in &self.sessions {
            if known.person.id == person {
                self.sessions.invalidate(&*key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: SiteId = SiteId(1);

    fn known(person: i64) -> Known {
        let now = DateTime::UNIX_EPOCH;
        let (id, grants) = (PersonId(person), vec![]);
        let person = Person { id, name: "An".into(), login: "an".into(), grants, last: None };
        Known { person: Arc::new(person), created: now, seen: now, read: now }
    }

    #[test]
    fn a_session_is_known_on_its_site_for_a_while_until_its_person_changes() {
        let sessions = KnownSessions::default();
        let now = DateTime::UNIX_EPOCH;
        sessions.keep(SITE, [1; 32], known(7), sessions.mark());
        sessions.keep(SITE, [2; 32], known(8), sessions.mark());
        assert!(sessions.find(SITE, &[1; 32], now).is_some());
        assert!(sessions.find(SiteId(2), &[1; 32], now).is_none());
        assert!(sessions.find(SITE, &[1; 32], now + BELIEVED).is_none());
        sessions.forget(PersonId(7));
        assert!(sessions.find(SITE, &[1; 32], now).is_none());
        assert!(sessions.find(SITE, &[2; 32], now).is_some());
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let sessions = KnownSessions::default();
        let mark = sessions.mark();
        sessions.forget(PersonId(7));
        sessions.keep(SITE, [1; 32], known(7), mark);
        assert!(sessions.find(SITE, &[1; 32], DateTime::UNIX_EPOCH).is_none());
    }
}
