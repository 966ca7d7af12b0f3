//! A second index made beside the live one, while that goes on answering and changing.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use portal_core::SiteId;
use portal_core::search::{Document, Key};

use super::{Fault, Generation, Index, name_generation, remove_others, unused_name};
use crate::abbreviations::Abbreviations;

/// What was changed since the rebuild began: newer than what the rebuild reads.
#[derive(Default)]
struct Changed {
    keys: HashSet<Key>,
    sites: HashSet<SiteId>,
}

/// The index that is being made.
pub(super) struct Fresh {
    generation: Arc<Generation>,
    changed: Mutex<Changed>,
}

impl Fresh {
    fn changed<T>(&self, change: impl FnOnce(&mut Changed) -> T) -> T {
        change(&mut self.changed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn put_live(&self, document: &Document, table: &Abbreviations) -> Result<(), Fault> {
        self.changed(|changed| changed.keys.insert(document.key.clone()));
        self.generation.put(document, table)
    }

    pub(super) fn delete_live(&self, key: &Key) {
        self.changed(|changed| changed.keys.insert(key.clone()));
        self.generation.delete(key);
    }

    pub(super) fn delete_site_live(&self, site: SiteId) {
        self.changed(|changed| changed.sites.insert(site));
        self.generation.delete_site(site);
    }
}

/// A rebuild on its way. Dropped without [`Rebuild::finish`], it leaves everything as it was.
///
/// What is put into or taken out of the [`Index`] meanwhile goes into both, and is not overwritten
/// by what the rebuild read before.
pub struct Rebuild<'a> {
    index: &'a Index,
    finished: bool,
}

impl Index {
    /// Begins a rebuild; nothing when one is on its way.
    ///
    /// # Errors
    /// When the new folder cannot be made.
    pub fn rebuild(&self) -> Result<Option<Rebuild<'_>>, Fault> {
        let mut fresh = self.fresh();
        if fresh.is_some() {
            return Ok(None);
        }
        let generation = Arc::new(Generation::create(&unused_name(&self.folder)?)?);
        *fresh = Some(Fresh { generation, changed: Mutex::default() });
        Ok(Some(Rebuild { index: self, finished: false }))
    }
}

impl Rebuild<'_> {
    /// Puts a document into the new index, unless it was changed since the rebuild began.
    ///
    /// # Errors
    /// When the writer has failed.
    pub fn put(&self, document: &Document) -> Result<(), Fault> {
        let fresh = self.index.fresh();
        let Some(fresh) = fresh.as_ref() else { return Ok(()) };
        let newer = fresh.changed(|changed| {
            changed.keys.contains(&document.key) || changed.sites.contains(&document.key.site)
        });
        if newer { Ok(()) } else { fresh.generation.put(document, &self.index.table) }
    }

    /// Puts the new index in the place of the old one: questions asked from now on see it.
    ///
    /// # Errors
    /// When it cannot be written or named; the old one stays.
    pub fn finish(mut self) -> Result<(), Fault> {
        let mut fresh = self.index.fresh();
        let Some(made) = fresh.as_ref() else { return Ok(()) };
        made.generation.commit()?;
        name_generation(&self.index.folder, &made.generation)?;
        let old = self.index.live.swap(Arc::clone(&made.generation));
        self.finished = true;
        *fresh = None;
        drop(fresh);
        if let Err(fault) = old.close() {
            tracing::warn!(%fault, "the old index did not end well");
        }
        // Questions under way keep the files they have open.
        remove_others(&self.index.folder, self.index.live().folder());
        Ok(())
    }
}

impl Drop for Rebuild<'_> {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        if let Some(fresh) = self.index.fresh().take() {
            let _ = fresh.generation.close();
            remove_others(&self.index.folder, self.index.live().folder());
        }
    }
}
