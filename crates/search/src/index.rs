//! The index: one for all sites, in a folder (R-S1).
//!
//! It is a copy of what is published and can always be made anew: [`Index::open`] never leaves the
//! caller without an index, it says when what it opened is empty and why. Calls block for as long as
//! disk and memory take; callers in async code use a blocking thread. One process writes.
//!
//! ```text
//! folder/current          the name of the generation in use and the schema's version
//! folder/generation-…/    an index; another one beside it while a rebuild is on its way
//! ```

mod analyzers;
mod generation;
mod groups;
mod inventory;
mod rebuild;
pub(crate) mod schema;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use portal_core::SiteId;
use portal_core::search::{Document, Key};

use crate::abbreviations::{AbbreviationFault, Abbreviations};
pub(crate) use generation::{Generation, Snapshot};
pub(crate) use groups::group_of;
pub use inventory::Entry;
pub(crate) use inventory::stored;
pub use rebuild::Rebuild;
pub(crate) use schema::Fields;
pub use schema::SCHEMA_VERSION;

/// The file that names the generation in use.
const CURRENT: &str = "current";

/// Why something could not be done. The index itself stays what it was.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The folder or a file in it cannot be read or written.
    #[error("the folder of the index: {0}")]
    Folder(#[from] std::io::Error),
    /// Another process writes into this folder.
    #[error("another process has the index open for writing")]
    Locked,
    /// The index itself failed.
    #[error("the index: {0}")]
    Index(tantivy::TantivyError),
    /// What is stored of a document cannot be read.
    #[error("a stored document: {0}")]
    Stored(#[from] serde_json::Error),
    /// The table of abbreviations has faults.
    #[error("abbreviations: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Abbreviations(Vec<AbbreviationFault>),
}

impl From<tantivy::TantivyError> for Fault {
    fn from(fault: tantivy::TantivyError) -> Self {
        match fault {
            tantivy::TantivyError::LockFailure(..) => Self::Locked,
            other => Self::Index(other),
        }
    }
}

/// What was found in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A whole index.
    Whole,
    /// No index: the folder is new. What was opened is empty.
    Nothing,
    /// An index of another version. What was opened is empty.
    OtherVersion {
        /// The version that was found.
        found: u32,
    },
    /// An index that cannot be read. What was opened is empty.
    Damaged {
        /// What was wrong, for the log.
        said: String,
    },
}

impl Found {
    /// Whether everything has to be put in again.
    pub fn needs_rebuild(&self) -> bool {
        *self != Self::Whole
    }
}

/// The index of all sites.
pub struct Index {
    folder: PathBuf,
    table: Abbreviations,
    live: ArcSwap<Generation>,
    fresh: Mutex<Option<rebuild::Fresh>>,
}

impl Index {
    /// Opens the index in a folder, with the shipped table of abbreviations.
    ///
    /// What is missing, damaged or of another version is replaced by an empty index; [`Found`] says
    /// which it was, and the caller puts everything in again.
    ///
    /// # Errors
    /// [`Fault::Folder`] when the folder cannot be used, [`Fault::Locked`] when another process
    /// writes there.
    pub fn open(folder: &Path) -> Result<(Self, Found), Fault> {
        let table = Abbreviations::shipped().map_err(Fault::Abbreviations)?;
        std::fs::create_dir_all(folder)?;
        let (live, found) = match named_generation(folder)? {
            Ok(name) => match Generation::open(&folder.join(name)) {
                Ok(live) => (live, Found::Whole),
                Err(Fault::Locked) => return Err(Fault::Locked),
                Err(fault) => (new_generation(folder)?, Found::Damaged { said: fault.to_string() }),
            },
            Err(found) => (new_generation(folder)?, found),
        };
        remove_others(folder, live.folder());
        let live = ArcSwap::from_pointee(live);
        Ok((Self { folder: folder.to_owned(), table, live, fresh: Mutex::new(None) }, found))
    }

    /// Takes another table of abbreviations, such as the shipped one with the installation's own.
    #[must_use]
    pub fn with_abbreviations(self, table: Abbreviations) -> Self {
        Self { table, ..self }
    }

    /// Puts a document in, in place of the one with the same key. Seen after [`Index::commit`].
    ///
    /// # Errors
    /// When the writer has failed.
    pub fn put(&self, document: &Document) -> Result<(), Fault> {
        let fresh = self.fresh();
        if let Some(fresh) = fresh.as_ref() {
            fresh.put_live(document, &self.table)?;
        }
        self.live().put(document, &self.table)
    }

    /// Takes a document out. Not seen any more after [`Index::commit`].
    pub fn delete(&self, key: &Key) {
        let fresh = self.fresh();
        if let Some(fresh) = fresh.as_ref() {
            fresh.delete_live(key);
        }
        self.live().delete(key);
    }

    /// Takes out everything of a site.
    pub fn delete_site(&self, site: SiteId) {
        let fresh = self.fresh();
        if let Some(fresh) = fresh.as_ref() {
            fresh.delete_site_live(site);
        }
        self.live().delete_site(site);
    }

    /// Writes what was put in and taken out, and lets questions see it. Takes some ten milliseconds
    /// when little has changed; callers gather changes for up to a second.
    ///
    /// # Errors
    /// When the disk is full or the writer has failed: then the index has to be opened again.
    pub fn commit(&self) -> Result<(), Fault> {
        self.live().commit()
    }

    /// The number of documents that questions see.
    pub fn count(&self) -> u64 {
        self.live().snapshot().searcher.num_docs()
    }

    pub(crate) fn live(&self) -> Arc<Generation> {
        self.live.load_full()
    }

    pub(crate) fn table(&self) -> &Abbreviations {
        &self.table
    }

    fn fresh(&self) -> MutexGuard<'_, Option<rebuild::Fresh>> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The generation named in `current`, or what is wrong with it.
fn named_generation(folder: &Path) -> Result<Result<String, Found>, Fault> {
    let text = match std::fs::read_to_string(folder.join(CURRENT)) {
        Ok(text) => text,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Err(Found::Nothing));
        }
        Err(fault) if fault.kind() == std::io::ErrorKind::InvalidData => {
            return Ok(Err(Found::Damaged { said: fault.to_string() }));
        }
        Err(fault) => return Err(fault.into()),
    };
    let mut words = text.split_whitespace();
    let name = words.next().filter(|name| name.starts_with("generation-"));
    let version = words.next().and_then(|version| version.parse().ok());
    Ok(match (name, version) {
        (Some(name), Some(SCHEMA_VERSION)) => Ok(name.to_owned()),
        (Some(_), Some(found)) => Err(Found::OtherVersion { found }),
        _ => Err(Found::Damaged { said: format!("`{CURRENT}` names no generation") }),
    })
}

/// Makes an empty generation and names it.
fn new_generation(folder: &Path) -> Result<Generation, Fault> {
    let generation = Generation::create(&unused_name(folder)?)?;
    name_generation(folder, &generation)?;
    Ok(generation)
}

/// A folder's name that no generation has.
fn unused_name(folder: &Path) -> Result<PathBuf, Fault> {
    let taken = std::fs::read_dir(folder)?
        .flatten()
        .filter_map(|entry| {
            entry.file_name().to_str()?.strip_prefix("generation-")?.parse::<u64>().ok()
        })
        .max();
    Ok(folder.join(format!("generation-{}", taken.unwrap_or(0) + 1)))
}

/// Names the generation in use: in one step, whatever happens meanwhile.
fn name_generation(folder: &Path, generation: &Generation) -> Result<(), Fault> {
    let name = generation.folder().file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join("current.new");
    let file = std::fs::File::create(&draft)?;
    std::io::Write::write_all(&mut &file, format!("{name} {SCHEMA_VERSION}\n").as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&draft, folder.join(CURRENT))?;
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// Removes what earlier generations left. What cannot be removed only takes space.
fn remove_others(folder: &Path, keep: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let named = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if named.starts_with("generation-")
            && path != keep
            && let Err(fault) = std::fs::remove_dir_all(&path)
        {
            tracing::warn!(path = %path.display(), %fault, "an old index stays");
        }
    }
}

#[cfg(test)]
mod tests;
