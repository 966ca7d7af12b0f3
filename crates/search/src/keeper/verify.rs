//! Whether the index holds what the database publishes, all of it and nothing else (R-S1).

use std::collections::HashMap;

use portal_core::{App, search::Key};
use tokio::task::block_in_place;

use super::{Keeper, each_document};

/// What a check found, and mended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    /// Documents that readers see.
    pub published: u64,
    /// Those that were not in the index.
    pub missing: u64,
    /// Those that were in it as something else than they are.
    pub outdated: u64,
    /// Those in the index that readers do not see.
    pub left_over: u64,
}

impl Verified {
    /// Whether all was as it should be.
    pub fn is_right(&self) -> bool {
        self.missing + self.outdated + self.left_over == 0
    }
}

impl Keeper {
    /// Compares the index with the database, and mends it where they differ. The facts wait
    /// meanwhile, so that neither runs ahead of the other by more than what is told just then.
    ///
    /// # Errors
    /// A database or a disk that does not answer.
    pub async fn verify(&self, app: &App) -> anyhow::Result<Verified> {
        self.keep_up(app).await?;
        let _facts_wait = self.place.lock().await;
        let Some(index) = self.index() else { anyhow::bail!("there is no index") };
        let mut verified = Verified::default();
        for site in app.sites.now().all() {
            let entries = block_in_place(|| index.all_keys(site.id))?;
            let mut known: HashMap<Key, u64> =
                entries.into_iter().map(|entry| (entry.key, entry.checksum)).collect();
            each_document(app, &site, |documents| {
                for document in &documents {
                    verified.published += 1;
                    match known.remove(&document.key) {
                        Some(checksum) if checksum == document.checksum() => continue,
                        Some(_) => verified.outdated += 1,
                        None => verified.missing += 1,
                    }
                    index.put(document)?;
                }
                Ok(())
            })
            .await?;
            verified.left_over += u64::try_from(known.len())?;
            known.keys().for_each(|key| index.delete(key));
        }
        if !verified.is_right() {
            block_in_place(|| index.commit())?;
        }
        Ok(verified)
    }
}
