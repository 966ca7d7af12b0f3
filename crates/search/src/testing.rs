//! A folder with an index, and documents to put in it, for the tests of this crate.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use portal_core::search::{Ageing, Document, Key};
use portal_core::{Lang, SiteId};

use crate::index::Index;
use crate::search::{Narrow, Query, Results, Scope, Sort};

/// A folder of its own, removed at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "portal-search-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).expect("a time in November 2026")
}

pub(crate) fn key(id: i64) -> Key {
    Key { site: SiteId(1), kind: "article".into(), id, lang: Lang::VI }
}

/// A document on site 1.
pub(crate) fn document(id: i64, title: &str, body: &str) -> Document {
    Document {
        key: key(id),
        path: format!("/bai/{id}"),
        title: title.to_owned(),
        number: None,
        lead: String::new(),
        body: body.to_owned(),
        attachments: Vec::new(),
        section: None,
        genre: None,
        field: None,
        unit: None,
        ageing: Ageing::Never,
        published_at: now(),
        issued: None,
        in_force: None,
        expired: None,
        origin: None,
    }
}

pub(crate) fn query(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        scope: Scope::All,
        narrow: Narrow::default(),
        sort: Sort::Best,
        page: 1,
        per_page: 10,
        facets: true,
        now: now(),
    }
}

/// An index with these documents in it.
pub(crate) fn index(documents: &[Document]) -> (Folder, Index) {
    let folder = Folder::new();
    let (index, _) = Index::open(&folder.0).expect("an index");
    for document in documents {
        index.put(document).expect("put");
    }
    index.commit().expect("commit");
    (folder, index)
}

pub(crate) fn ids(results: &Results) -> Vec<i64> {
    results.hits.iter().map(|hit| hit.key().id).collect()
}

/// The numbers of the documents that answer a question, in order.
pub(crate) fn found(index: &Index, text: &str) -> Vec<i64> {
    ids(&index.search(&query(text)).expect("an answer"))
}
