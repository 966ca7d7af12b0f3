//! One index in one folder: its writer, its reader, and the state that questions see.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use portal_core::SiteId;
use portal_core::search::{Document, Key};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, Term};

use super::Fault;
use super::analyzers;
use super::groups::Groups;
use super::schema::Fields;
use crate::abbreviations::Abbreviations;

/// Threads that analyse and write.
const THREADS: usize = 2;
/// What each may hold before it writes a segment: few large segments answer faster.
const MEMORY_PER_THREAD: usize = 64 << 20;

/// What a question sees: a state of the index that no writer changes any more.
pub(crate) struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) groups: Groups,
}

/// An index in a folder of its own.
pub(crate) struct Generation {
    folder: PathBuf,
    fields: Fields,
    writer: Mutex<Option<IndexWriter>>,
    reader: IndexReader,
    snapshot: ArcSwap<Snapshot>,
}

impl Generation {
    /// Makes an empty one.
    pub(crate) fn create(folder: &Path) -> Result<Self, Fault> {
        std::fs::create_dir_all(folder)?;
        let (schema, fields) = Fields::build();
        let index = tantivy::Index::builder()
            .schema(schema)
            .tokenizers(analyzers::all())
            .create_in_dir(folder)?;
        Self::over(folder, &index, fields)
    }

    /// Opens one that is there.
    pub(crate) fn open(folder: &Path) -> Result<Self, Fault> {
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let mut index = tantivy::Index::open(directory)?;
        let (schema, fields) = Fields::build();
        if index.schema() != schema {
            return Err(tantivy::TantivyError::SchemaError("other fields".to_owned()).into());
        }
        index.set_tokenizers(analyzers::all());
        Self::over(folder, &index, fields)
    }

    fn over(folder: &Path, index: &tantivy::Index, fields: Fields) -> Result<Self, Fault> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(THREADS)
            .memory_budget_per_thread(MEMORY_PER_THREAD)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let snapshot = ArcSwap::from_pointee(Snapshot::of(&reader)?);
        let writer = Mutex::new(Some(writer));
        Ok(Self { folder: folder.to_owned(), fields, writer, reader, snapshot })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn put(&self, document: &Document, table: &Abbreviations) -> Result<(), Fault> {
        let row = self.fields.write(document, table)?;
        if let Some(writer) = self.writer().as_ref() {
            writer.delete_term(self.fields.key_term(&document.key));
            writer.add_document(row)?;
        }
        Ok(())
    }

    pub(crate) fn delete(&self, key: &Key) {
        self.delete_term(self.fields.key_term(key));
    }

    pub(crate) fn delete_site(&self, site: SiteId) {
        self.delete_term(Term::from_field_i64(self.fields.site, site.0));
    }

    fn delete_term(&self, term: Term) {
        if let Some(writer) = self.writer().as_ref() {
            writer.delete_term(term);
        }
    }

    pub(crate) fn commit(&self) -> Result<(), Fault> {
        if let Some(writer) = self.writer().as_mut() {
            writer.commit()?;
            self.reader.reload()?;
            self.snapshot.store(Arc::new(Snapshot::of(&self.reader)?));
        }
        Ok(())
    }

    /// Ends the writer and waits for what it still does in the background.
    pub(crate) fn close(&self) -> Result<(), Fault> {
        let writer = self.writer().take();
        writer.map_or(Ok(()), |writer| Ok(writer.wait_merging_threads()?))
    }
}

impl Snapshot {
    fn of(reader: &IndexReader) -> tantivy::Result<Self> {
        let searcher = reader.searcher();
        let groups = Groups::find(searcher.segment_readers())?;
        Ok(Self { searcher, groups })
    }
}
