//! The page cache: finished pages, found before any router or middleware (DESIGN "Serving a page").
//!
//! A page carries the tags of everything it shows. A fact names the tags it touches; each node
//! forgets those pages when it hears the fact. A page that was being rendered while one of its tags
//! was forgotten is served but not kept.

use std::{
    collections::{HashMap, HashSet},
    io::Write as _,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use moka::Equivalent;
use sha2::{Digest, Sha256};

use crate::{PersonId, SiteId};

/// What a page shows, or a fact touches: `item:9`, `section:4`, `site:2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub String);

impl Tag {
    /// A thing of a context: `Tag::of("item", 9)`.
    pub fn of(noun: &str, id: impl std::fmt::Display) -> Self {
        Self(format!("{noun}:{id}"))
    }

    /// Every page of a site.
    pub fn site(id: SiteId) -> Self {
        Self::of("site", id)
    }

    /// The list of all sites.
    pub fn directory() -> Self {
        Self("sites".into())
    }

    /// A person's rights and sessions.
    pub fn person(id: PersonId) -> Self {
        Self::of("person", id)
    }
}

/// One encoding of a finished page, with every header its answer carries but `Cache-Control`.
#[derive(Debug)]
pub struct Form {
    /// The bytes.
    pub body: Bytes,
    /// The headers.
    pub headers: HeaderMap,
}

/// A finished page, ready for every client: bytes already compressed.
#[derive(Debug)]
pub struct CachedPage {
    /// Status.
    pub status: StatusCode,
    /// Strong entity tag.
    pub etag: HeaderValue,
    /// As rendered.
    pub identity: Form,
    /// gzip 6, where it is smaller.
    pub gzip: Option<Form>,
    /// Brotli 5, where it is smaller.
    pub brotli: Option<Form>,
    /// What it shows.
    pub tags: Vec<Tag>,
    /// When something on it changes by itself.
    pub until: Option<DateTime<Utc>>,
}

impl CachedPage {
    /// Compresses a body once, for all who will ask.
    pub fn new(status: StatusCode, content_type: &HeaderValue, body: &Bytes) -> Self {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        // A body that cannot be compressed is served as it is.
        let gzip = gzip.write_all(body).and_then(|()| gzip.finish()).unwrap_or_default();
        let mut brotli = Vec::new();
        let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
        if brotli::BrotliCompress(&mut &body[..], &mut brotli, &params).is_err() {
            brotli.clear();
        }
        let digest = hex::encode(Sha256::digest(body));
        let etag = format!("\"{}\"", digest.get(..24).unwrap_or(&digest));
        let etag = HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"0\""));
        let form = |body: Bytes, encoding: Option<&'static str>| {
            let mut headers = HeaderMap::with_capacity(16);
            headers.insert(header::CONTENT_TYPE, content_type.clone());
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
            if let Some(encoding) = encoding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            headers.insert(header::ETAG, etag.clone());
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
            crate::front::secure(&mut headers);
            Form { body, headers }
        };
        let packed = |bytes: Vec<u8>, encoding: &'static str| {
            (!bytes.is_empty() && bytes.len() < body.len())
                .then(|| form(bytes.into(), Some(encoding)))
        };
        Self {
            status,
            gzip: packed(gzip, "gzip"),
            brotli: packed(brotli, "br"),
            identity: form(body.clone(), None),
            etag: etag.clone(),
            tags: Vec::new(),
            until: None,
        }
    }

    /// What it weighs in memory, in bytes.
    pub fn weight(&self) -> usize {
        let of = |form: &Option<Form>| form.as_ref().map_or(0, |form| form.body.len() + 1_024);
        self.identity.body.len() + of(&self.gzip) + of(&self.brotli) + 1_536
    }
}

/// Which page: site and address. The address holds the language and the declared query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageKey {
    /// Site.
    pub site: SiteId,
    /// Path and query.
    pub address: Box<str>,
}

/// A [`PageKey`] that owns nothing, for look-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageKeyRef<'a> {
    /// Site.
    pub site: SiteId,
    /// Path and query.
    pub address: &'a str,
}

impl Equivalent<PageKey> for PageKeyRef<'_> {
    fn equivalent(&self, key: &PageKey) -> bool {
        self.site == key.site && *self.address == *key.address
    }
}

impl PageKeyRef<'_> {
    /// The owned key.
    pub fn to_key(self) -> PageKey {
        PageKey { site: self.site, address: self.address.into() }
    }
}

/// A store of finished pages. One in the process; a shared one can stand behind it.
pub trait PageCache: Send + Sync {
    /// Finds a page.
    fn lookup(&self, key: PageKeyRef<'_>) -> Option<Arc<CachedPage>>;

    /// A mark to take before rendering, for [`PageCache::keep`].
    fn mark(&self) -> Mark;

    /// Keeps a page rendered since the mark, unless one of its tags was forgotten meanwhile.
    fn keep(&self, key: PageKey, page: Arc<CachedPage>, since: Mark) -> bool;

    /// Forgets every page that shows one of the tags.
    fn forget(&self, tags: &[Tag]);

    /// Forgets everything: after a gap in what was heard.
    fn forget_all(&self);
}

/// A moment in the life of a cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(u64);

/// The cache in the process, on moka.
pub struct LocalPages {
    pages: moka::sync::Cache<PageKey, Arc<CachedPage>>,
    by_tag: Arc<Mutex<HashMap<Tag, HashSet<PageKey>>>>,
    forgotten: moka::sync::Cache<Tag, u64>,
    all_forgotten: AtomicU64,
    clock: AtomicU64,
}

impl LocalPages {
    /// Makes a cache of at most so many bytes.
    pub fn new(capacity_bytes: u64) -> Self {
        let by_tag: Arc<Mutex<HashMap<Tag, HashSet<PageKey>>>> = Arc::default();
        let index = Arc::clone(&by_tag);
        let pages = moka::sync::Cache::builder()
            .max_capacity(capacity_bytes)
            .weigher(|key: &PageKey, page: &Arc<CachedPage>| {
                u32::try_from(page.weight() + key.address.len()).unwrap_or(u32::MAX)
            })
            // A net under the facts: no page lives longer, whatever was lost.
            .time_to_live(Duration::from_secs(600))
            .eviction_listener(move |key: Arc<PageKey>, page: Arc<CachedPage>, cause| {
                if cause == moka::notification::RemovalCause::Replaced {
                    return;
                }
                let mut index = index.lock().unwrap_or_else(PoisonError::into_inner);
                for tag in &page.tags {
                    if let Some(keys) = index.get_mut(tag) {
                        keys.remove(&*key);
                        if keys.is_empty() {
                            index.remove(tag);
                        }
                    }
                }
            })
            .build();
        Self {
            pages,
            by_tag,
            // Longer than any render may take.
            forgotten: moka::sync::Cache::builder().time_to_live(Duration::from_secs(120)).build(),
            all_forgotten: AtomicU64::new(0),
            clock: AtomicU64::new(1),
        }
    }

    /// How many pages are held.
    pub fn len(&self) -> u64 {
        self.pages.run_pending_tasks();
        self.pages.entry_count()
    }

    /// Whether no page is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl PageCache for LocalPages {
    fn lookup(&self, key: PageKeyRef<'_>) -> Option<Arc<CachedPage>> {
        self.pages.get(&key)
    }

    fn mark(&self) -> Mark {
        Mark(self.clock.fetch_add(1, Ordering::SeqCst))
    }

    fn keep(&self, key: PageKey, page: Arc<CachedPage>, since: Mark) -> bool {
        let mut index = self.by_tag.lock().unwrap_or_else(PoisonError::into_inner);
        let outdated = self.all_forgotten.load(Ordering::SeqCst) > since.0
            || page.tags.iter().any(|tag| self.forgotten.get(tag).is_some_and(|at| at > since.0));
        if outdated {
            return false;
        }
        for tag in &page.tags {
            index.entry(tag.clone()).or_default().insert(key.clone());
        }
        // The listener takes the same lock when this insert pushes another page out.
        drop(index);
        self.pages.insert(key.clone(), Arc::clone(&page));
        // A tag forgotten between the check and the insert did not find the page yet.
        let late = self.all_forgotten.load(Ordering::SeqCst) > since.0
            || page.tags.iter().any(|tag| self.forgotten.get(tag).is_some_and(|at| at > since.0));
        if late {
            self.pages.invalidate(&key);
        }
        !late
    }

    fn forget(&self, tags: &[Tag]) {
        let at = self.clock.fetch_add(1, Ordering::SeqCst);
        let keys: Vec<PageKey> = {
            let mut index = self.by_tag.lock().unwrap_or_else(PoisonError::into_inner);
            tags.iter()
                .flat_map(|tag| {
                    self.forgotten.insert(tag.clone(), at);
                    index.remove(tag).unwrap_or_default()
                })
                .collect()
        };
        for key in keys {
            self.pages.invalidate(&key);
        }
    }

    fn forget_all(&self) {
        self.all_forgotten.store(self.clock.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
        self.pages.invalidate_all();
        self.by_tag.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Pages being rendered: whoever comes second waits for the first.
#[derive(Default)]
pub struct Flights(Mutex<HashMap<PageKey, tokio::sync::watch::Receiver<()>>>);

/// What [`Flights::board`] says.
pub enum Boarding<'a> {
    /// Render; the others wait until this is dropped.
    Lead(Flight<'a>),
    /// Somebody renders already: wait, then look into the cache.
    Wait(tokio::sync::watch::Receiver<()>),
}

/// The right to render a page; ends when dropped, also when the render fails.
pub struct Flight<'a> {
    flights: &'a Flights,
    key: PageKey,
    _landed: tokio::sync::watch::Sender<()>,
}

impl Flights {
    /// Takes the lead for a page, or joins who has it.
    pub fn board(&self, key: &PageKey) -> Boarding<'_> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights.get(key) {
            return Boarding::Wait(flight.clone());
        }
        let (landed, waiting) = tokio::sync::watch::channel(());
        flights.insert(key.clone(), waiting);
        Boarding::Lead(Flight { flights: self, key: key.clone(), _landed: landed })
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.flights.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(tags: &[&str]) -> Arc<CachedPage> {
        let mut page = CachedPage::new(
            StatusCode::OK,
            &HeaderValue::from_static("text/html"),
            &Bytes::from_static(b"<p>x"),
        );
        page.tags = tags.iter().map(|tag| Tag((*tag).into())).collect();
        Arc::new(page)
    }

    fn key(site: i64, address: &str) -> PageKey {
        PageKey { site: SiteId(site), address: address.into() }
    }

    fn held(cache: &LocalPages, site: i64, address: &str) -> bool {
        cache.lookup(PageKeyRef { site: SiteId(site), address }).is_some()
    }

    #[test]
    fn a_fact_takes_the_pages_that_show_it_and_no_others() {
        let cache = LocalPages::new(1 << 20);
        assert!(cache.keep(key(1, "/"), page(&["site:1", "item:9"]), cache.mark()));
        assert!(cache.keep(key(1, "/b"), page(&["site:1", "item:8"]), cache.mark()));
        assert!(cache.keep(key(2, "/"), page(&["site:2", "item:9"]), cache.mark()));
        cache.forget(&[Tag("item:9".into())]);
        assert!(!held(&cache, 1, "/") && !held(&cache, 2, "/"));
        assert!(held(&cache, 1, "/b"));
        cache.forget(&[Tag::site(SiteId(1))]);
        assert!(!held(&cache, 1, "/b"));
    }

    #[test]
    fn a_page_rendered_while_its_tag_was_forgotten_is_not_kept() {
        let cache = LocalPages::new(1 << 20);
        let mark = cache.mark();
        cache.forget(&[Tag("item:9".into())]);
        assert!(!cache.keep(key(1, "/"), page(&["item:9"]), mark));
        assert!(cache.keep(key(1, "/"), page(&["item:9"]), cache.mark()));
        let mark = cache.mark();
        cache.forget_all();
        assert!(!cache.keep(key(1, "/"), page(&["item:9"]), mark));
    }

    #[test]
    fn the_tag_index_shrinks_with_the_pages() {
        let cache = LocalPages::new(1 << 20);
        cache.keep(key(1, "/"), page(&["item:9"]), cache.mark());
        cache.pages.invalidate(&key(1, "/"));
        assert!(cache.is_empty());
        assert!(cache.by_tag.lock().unwrap_or_else(PoisonError::into_inner).is_empty());
    }

    #[tokio::test]
    async fn the_second_waits_until_the_first_is_done() {
        let flights = Flights::default();
        let Boarding::Lead(lead) = flights.board(&key(1, "/")) else { panic!("first must lead") };
        let Boarding::Wait(mut waiting) = flights.board(&key(1, "/")) else {
            panic!("second waits")
        };
        drop(lead);
        assert!(waiting.changed().await.is_err(), "woken by the end of the flight");
        assert!(matches!(flights.board(&key(1, "/")), Boarding::Lead(_)));
    }
}
