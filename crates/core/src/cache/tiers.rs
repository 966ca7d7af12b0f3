//! The places pages are kept in, one behind the other.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};

use super::{
    CachedPage, LocalPages, PageKey, PageKeyRef, Shared, Tag, Touched,
    heard::{self, EVERY_PAGE, Gone},
    local::Held,
    snapshot::Snapshot,
};
use crate::{FactRow, fact::Position, metrics::Metrics};

/// A page that is older is made anew beside the answer, true or not: a net under the facts.
const NET: Duration = Duration::from_secs(600);
/// The same while this node does not hear the facts; then the reader waits for it.
const NET_OUT_OF_TOUCH: Duration = Duration::from_secs(60);

/// All finished pages a node can get at.
pub struct Pages {
    local: LocalPages,
    touched: Touched,
    shared: Option<Shared>,
    snapshot: Option<Snapshot>,
}

/// What a look for a page finds, without waiting for anything.
pub enum Look {
    /// A page that is true.
    True(Arc<Held>),
    /// One that is true as far as anybody knows, but should be made anew beside the answer.
    Aged(Arc<Held>),
    /// None, or an old one.
    None,
}

/// For whom a page was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeFor {
    /// For somebody who reads it, and the next one.
    Readers,
    /// For the snapshot, which is of every page. The process keeps only those that somebody reads: what
    /// nobody asks for would take the places of what everybody does.
    Snapshot,
}

impl Pages {
    /// Pages of at most so many bytes in the process, and the places behind it that there are.
    pub fn new(capacity_bytes: u64, shared: Option<Shared>, snapshot: Option<Snapshot>) -> Self {
        let touched = Touched::default();
        if let Some(snapshot) = &snapshot {
            touched.are_gone(&snapshot.read_gone());
        }
        Self { local: LocalPages::new(capacity_bytes), touched, shared, snapshot }
    }

    /// What was heard of the facts.
    pub fn touched(&self) -> &Touched {
        &self.touched
    }

    /// The snapshot.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }

    /// Looks for a page in the process.
    pub fn look(&self, key: PageKeyRef<'_>, now: DateTime<Utc>) -> Look {
        let Some(held) = self.local.find(key) else { return Look::None };
        if !held.is_true() || !held.page.is_in_time(now) {
            return Look::None;
        }
        let age = (now - held.page.made_at).to_std().unwrap_or_default();
        if age < NET_OUT_OF_TOUCH {
            Look::True(held)
        } else if !self.touched.is_in_touch() {
            Look::None
        } else if age < NET {
            Look::True(held)
        } else {
            Look::Aged(held)
        }
    }

    /// A page that another node made, if it is known to be true.
    pub async fn from_others(
        &self,
        metrics: &Metrics,
        key: &PageKey,
        now: DateTime<Utc>,
    ) -> Option<Arc<CachedPage>> {
        let page = Arc::new(self.shared.as_ref()?.get(metrics, key).await?);
        let age = (now - page.made_at).to_std().unwrap_or_default();
        let is_true = age < NET
            && page.is_in_time(now)
            && self.touched.is_in_touch()
            && self.touched.is_true(&page)
            && self.local.keep(key, &page, &self.touched);
        is_true.then_some(page)
    }

    /// Keeps a page everywhere. Those who wait for it wait for the process's part alone.
    pub fn keep(
        self: &Arc<Self>,
        metrics: &Arc<Metrics>,
        key: &PageKey,
        page: &Arc<CachedPage>,
        made_for: MadeFor,
    ) {
        let is_true = if made_for == MadeFor::Readers || self.local.holds(key) {
            self.local.keep(key, page, &self.touched)
        } else {
            !self.touched.is_touched(page)
        };
        if !is_true {
            return;
        }
        if self.shared.is_some() {
            let (pages, metrics) = (Arc::clone(self), Arc::clone(metrics));
            let (key, page) = (key.clone(), Arc::clone(page));
            tokio::spawn(async move {
                if let Some(shared) = &pages.shared {
                    shared.put(&metrics, &key, &page).await;
                }
            });
        }
        if self.snapshot.is_some() && page.status.is_success() && Snapshot::takes(key.as_ref()) {
            let (pages, key, page) = (Arc::clone(self), key.clone(), Arc::clone(page));
            tokio::task::spawn_blocking(move || {
                let Some(snapshot) = &pages.snapshot else { return };
                if let Err(error) = snapshot.write(key.as_ref(), &page) {
                    tracing::error!(%error, "a page cannot be written into the snapshot");
                }
                // What was heard before it lay there did not find it there.
                if pages.touched.is_touched(&page) {
                    snapshot.want_again(&key);
                }
            });
        }
    }

    /// There is no such page any more.
    pub fn drop_page(self: &Arc<Self>, key: &PageKey) {
        if self.snapshot.as_ref().is_some_and(|snapshot| snapshot.has(key.as_ref())) {
            let (pages, key) = (Arc::clone(self), key.clone());
            tokio::task::spawn_blocking(move || {
                if let Some(snapshot) = &pages.snapshot {
                    snapshot.remove(key.as_ref());
                }
            });
        }
    }

    /// An old page of the process, for when it cannot be made anew.
    pub fn old_at_hand(&self, key: PageKeyRef<'_>) -> Option<Arc<CachedPage>> {
        let held: Arc<Held> = self.local.find(key)?;
        (!self.touched.is_gone(&held.page)).then(|| Arc::clone(&held.page))
    }

    /// The same, from wherever there is one.
    pub async fn old(
        self: &Arc<Self>,
        metrics: &Metrics,
        key: &PageKey,
    ) -> Option<Arc<CachedPage>> {
        if let Some(page) = self.old_at_hand(key.as_ref()) {
            return Some(page);
        }
        let shared = match &self.shared {
            Some(shared) => shared.get(metrics, key).await,
            None => None,
        };
        let page = match shared.filter(|page| !self.touched.is_gone(page)) {
            Some(page) => page,
            None => self.from_the_snapshot(key).await?,
        };
        // The next one finds it in the process, as old as it is.
        let page = Arc::new(page);
        self.local.keep_old(key, &page);
        Some(page)
    }

    async fn from_the_snapshot(self: &Arc<Self>, key: &PageKey) -> Option<CachedPage> {
        self.snapshot.as_ref().filter(|_| Snapshot::takes(key.as_ref()))?;
        let (pages, wanted) = (Arc::clone(self), key.clone());
        let read = move || pages.snapshot.as_ref()?.read(wanted.as_ref());
        let page = tokio::task::spawn_blocking(read).await.ok()??;
        (!self.touched.is_gone(&page)).then_some(page)
    }

    /// Hears facts, in the order all nodes agree on; gives what they may have taken down.
    pub fn hear(&self, facts: &[FactRow]) -> Vec<Gone> {
        let gone = self.touched.hears(facts);
        let removed: Vec<Tag> = gone.iter().map(|(tag, _)| tag.clone()).collect();
        let outdated: Vec<Tag> =
            facts.iter().filter(|fact| fact.only_adds()).flat_map(heard::tags).collect();
        self.local.outdate(&outdated);
        self.local.remove(&removed);
        let Some(snapshot) = &self.snapshot else { return gone };
        if !gone.is_empty()
            && let Err(error) = snapshot.write_gone(&gone)
        {
            tracing::error!(%error, "what was taken down cannot be written into the snapshot");
        }
        snapshot.want(&outdated);
        snapshot.want(&removed);
        gone
    }

    /// Takes down every page made before a place in the log: a restore.
    pub fn forget_all(&self, place: Position) {
        let gone = [(Tag(EVERY_PAGE.to_owned()), place)];
        self.touched.are_gone(&gone);
        self.local.clear();
        if let Some(snapshot) = &self.snapshot {
            if let Err(error) = snapshot.write_gone(&gone) {
                tracing::error!(%error, "what was taken down cannot be written into the snapshot");
            }
            snapshot.want_all();
        }
    }

    /// Passes on what was taken down, to nodes that may not reach the database.
    pub async fn pass_on(&self, metrics: &Metrics, gone: &[Gone], now: DateTime<Utc>) {
        if let Some(shared) = self.shared.as_ref().filter(|_| !gone.is_empty()) {
            shared.tell_gone(metrics, gone, now).await;
        }
    }

    /// Hears from other nodes what was taken down since a moment: while the database is away.
    pub async fn hear_others(&self, metrics: &Metrics, since: DateTime<Utc>) {
        let Some(shared) = &self.shared else { return };
        let gone = shared.gone_since(metrics, since).await;
        self.touched.are_gone(&gone);
        let tags: Vec<Tag> = gone.into_iter().map(|(tag, _)| tag).collect();
        self.local.remove(&tags);
    }

    /// Forgets what the node was not told: called with the place from which on it hears everything.
    pub fn begins_to_hear(&self, place: Position) {
        self.touched.knows_from(place);
        self.touched.reached(place);
        self.touched.looked();
    }

    /// How many pages the process holds.
    pub fn len(&self) -> u64 {
        self.local.len()
    }

    /// Whether the process holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
