//! The one door to kept files: what is held is opened by nobody.
//!
//! A file that somebody brought is laid down by [`super::Ready::keep`], which holds it first where
//! the scanner has not said what it is; whoever opens a file asks here.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use futures_util::stream::BoxStream;
use object_store::{
    GetResult, ObjectMeta, ObjectStore, ObjectStoreExt as _, path::Path as StorePath,
};

use super::held::{Held, queries};
use crate::{Db, Fault, Outcome};

/// So many places are remembered as clear.
const REMEMBERED: usize = 50_000;

/// The files of the installation.
pub struct Files {
    store: Arc<dyn ObjectStore>,
    db: Db,
    /// Places that were found clear. A file is held before it lies there or not at all, so what is
    /// clear stays clear.
    clear: Mutex<HashSet<StorePath>>,
}

impl Files {
    pub(crate) fn new(store: Arc<dyn ObjectStore>, db: Db) -> Self {
        Self { store, db, clear: Mutex::default() }
    }

    /// Opens a file.
    ///
    /// # Errors
    /// One that is held is refused ([`Held`]).
    ///
    /// Requirement: SECURITY rule 26.
    pub async fn get(&self, place: &StorePath) -> Outcome<GetResult> {
        let found = self.open(place).await?;
        self.require_clear(place).await?;
        Ok(found)
    }

    /// Opens a file that [`Files::require_clear`] was asked about already, perhaps by another node
    /// and another day.
    pub async fn get_clear(&self, place: &StorePath) -> Outcome<GetResult> {
        self.open(place).await
    }

    pub(super) async fn open(&self, place: &StorePath) -> Outcome<GetResult> {
        self.store.get(place).await.map_err(Fault::bug)
    }

    /// Refuses a place whose file is held. What lies there lay there before this is asked.
    pub async fn require_clear(&self, place: &StorePath) -> Outcome<()> {
        if self.remembered().contains(place) {
            return Ok(());
        }
        if let Some(held) = self.held([place.clone()]).await?.get(place) {
            return Err((*held).into());
        }
        let mut remembered = self.remembered();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(place.clone());
        Ok(())
    }

    /// Which of some places are held, and how.
    pub async fn held(
        &self,
        places: impl IntoIterator<Item = StorePath>,
    ) -> Outcome<HashMap<StorePath, Held>> {
        let mut unknown: Vec<StorePath> = places.into_iter().collect();
        {
            let remembered = self.remembered();
            unknown.retain(|place| !remembered.contains(place));
        }
        if unknown.is_empty() {
            return Ok(HashMap::new());
        }
        let conn = self.db.platform().await?;
        Ok(queries::of_places(&conn, &unknown).await?)
    }

    /// Whether a file lies at a place and is not held.
    pub(super) async fn is_in_service(&self, place: &StorePath) -> Outcome<bool> {
        match self.store.head(place).await {
            Ok(_) => Ok(self.held([place.clone()]).await?.is_empty()),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(Fault::bug(error)),
        }
    }

    /// Lays down what the portal made itself, or nobody ever gets as it is. What somebody brought goes
    /// by [`super::Ready::keep`].
    pub async fn put_own(&self, place: &StorePath, bytes: Bytes) -> Outcome<()> {
        self.lay(place, bytes).await
    }

    pub(super) async fn lay(&self, place: &StorePath, bytes: Bytes) -> Outcome<()> {
        let put = self.store.put(place, bytes.into()).await;
        put.map(drop).map_err(|error| Fault::Unstored(Arc::new(error.into())))
    }

    /// Takes a file away. One that is gone already is no fault.
    pub async fn delete(&self, place: &StorePath) -> Outcome<()> {
        match self.store.delete(place).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Fault::bug(error)),
        }
    }

    /// What lies below a folder.
    pub fn list(&self, folder: &StorePath) -> BoxStream<'static, object_store::Result<ObjectMeta>> {
        self.store.list(Some(folder))
    }

    /// Everything as it lies, held or not: for backups.
    pub fn as_they_lie(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    fn remembered(&self) -> MutexGuard<'_, HashSet<StorePath>> {
        self.clear.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
