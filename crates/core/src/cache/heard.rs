//! What this node has heard of the facts, as far as pages are concerned.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use super::{CachedPage, Tag};
use crate::{
    FactRow,
    fact::{ONLY_ADDS, Position},
};

/// For how long it is known what was touched: longer than any page of another node is taken as true.
const REMEMBERED: Duration = Duration::from_secs(20 * 60);
/// How long after its last look into the log a node still trusts what it knows.
const IN_TOUCH: Duration = Duration::from_secs(5);

/// What facts touched of late, and what they may have taken down.
pub struct Touched {
    begun: Instant,
    touched: moka::sync::Cache<Tag, Position>,
    gone: RwLock<HashMap<Tag, Position>>,
    /// [`EVERY_PAGE`], made once: each look at a page asks for it.
    every: Tag,
    /// What was touched after this is known.
    known_from: Mutex<Position>,
    heard: Mutex<Position>,
    /// Milliseconds from `begun` to the last look into the log.
    looked: AtomicU64,
}

/// Stands for every tag.
pub const EVERY_PAGE: &str = "*";

/// A tag that a fact took down, and where in the log that stands.
pub type Gone = (Tag, Position);

impl Default for Touched {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            touched: moka::sync::Cache::builder().time_to_live(REMEMBERED).build(),
            gone: RwLock::default(),
            every: Tag(EVERY_PAGE.to_owned()),
            known_from: Mutex::new(Position { txid: i64::MAX, id: i64::MAX }),
            heard: Mutex::default(),
            looked: AtomicU64::new(0),
        }
    }
}

/// The tags of a fact that pages can carry.
pub fn tags(fact: &FactRow) -> impl Iterator<Item = Tag> {
    let on_pages = |tag: &&String| !tag.starts_with("person:") && *tag != ONLY_ADDS;
    fact.touches.iter().filter(on_pages).cloned().map(Tag)
}

impl Touched {
    /// What was heard so far: a page being begun holds at least that.
    pub fn heard(&self) -> Position {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Knows of everything after a place from now on.
    pub fn knows_from(&self, place: Position) {
        *self.known_from.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// Takes note of facts; gives what they may have taken down.
    pub fn hears(&self, facts: &[FactRow]) -> Vec<Gone> {
        let mut gone = Vec::new();
        for fact in facts {
            let place = fact.position();
            for tag in tags(fact) {
                self.touched.insert(tag.clone(), place);
                if !fact.only_adds() {
                    gone.push((tag, place));
                }
            }
        }
        self.are_gone(&gone);
        if let Some(last) = facts.last() {
            self.reached(last.position());
        }
        gone
    }

    /// Takes note of what was taken down, heard now or on an earlier day.
    pub fn are_gone(&self, tags: &[Gone]) {
        let mut gone = self.gone.write().unwrap_or_else(PoisonError::into_inner);
        for (tag, place) in tags {
            let at = gone.entry(tag.clone()).or_default();
            *at = (*at).max(*place);
        }
    }

    /// The log was read up to a place.
    pub fn reached(&self, place: Position) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        *heard = (*heard).max(place);
    }

    /// The log was looked into, whether or not something new stood in it.
    pub fn looked(&self) {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.looked.store(now, Ordering::Relaxed);
    }

    /// How long ago the log was last looked into.
    pub fn out_of_touch_for(&self) -> Duration {
        let looked = Duration::from_millis(self.looked.load(Ordering::Relaxed));
        self.begun.elapsed().saturating_sub(looked)
    }

    /// Whether what this node knows can be trusted to be all there is.
    pub fn is_in_touch(&self) -> bool {
        self.out_of_touch_for() < IN_TOUCH
    }

    /// Whether a page is untouched since it was made, as far as that is known.
    pub fn is_true(&self, page: &CachedPage) -> bool {
        let known_from = *self.known_from.lock().unwrap_or_else(PoisonError::into_inner);
        page.as_of >= known_from && !self.since(&page.tags, page.as_of)
    }

    /// Whether something touched a page since it was made. What was touched long ago is forgotten.
    pub fn is_touched(&self, page: &CachedPage) -> bool {
        self.since(&page.tags, page.as_of)
    }

    /// Whether something on a page may have been taken down since it was made.
    pub fn is_gone(&self, page: &CachedPage) -> bool {
        self.takes_down(&page.tags, page.as_of)
    }

    /// Whether something touched one of the tags after a place, or took it down.
    pub fn since(&self, tags: &[Tag], place: Position) -> bool {
        self.takes_down(tags, place)
            || tags.iter().any(|tag| self.touched.get(tag).is_some_and(|at| at > place))
    }

    fn takes_down(&self, tags: &[Tag], place: Position) -> bool {
        let gone = self.gone.read().unwrap_or_else(PoisonError::into_inner);
        tags.iter().chain([&self.every]).any(|tag| gone.get(tag).is_some_and(|at| *at > place))
    }
}
