//! The pages in the process, on moka.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{CachedPage, PageKey, PageKeyRef, Tag, Touched};

/// A page, and whether it is still true.
pub struct Held {
    /// The page.
    pub page: Arc<CachedPage>,
    outdated: AtomicBool,
}

impl Held {
    /// Whether no fact touched it since it was made.
    pub fn is_true(&self) -> bool {
        !self.outdated.load(Ordering::Relaxed)
    }
}

/// The pages of a process.
pub struct LocalPages {
    pages: moka::sync::Cache<PageKey, Arc<Held>>,
    by_tag: Arc<Mutex<ByTag>>,
}

#[derive(Default)]
struct ByTag(HashMap<Tag, HashSet<PageKey>>);

impl ByTag {
    fn put(&mut self, key: &PageKey, tags: &[Tag]) {
        for tag in tags {
            self.0.entry(tag.clone()).or_default().insert(key.clone());
        }
    }

    fn take(&mut self, key: &PageKey, tags: &[Tag], but: &[Tag]) {
        for tag in tags.iter().filter(|tag| !but.contains(tag)) {
            if let Some(keys) = self.0.get_mut(tag) {
                keys.remove(key);
                if keys.is_empty() {
                    self.0.remove(tag);
                }
            }
        }
    }
}

impl LocalPages {
    /// Makes a cache of at most so many bytes.
    pub fn new(capacity_bytes: u64) -> Self {
        let by_tag: Arc<Mutex<ByTag>> = Arc::default();
        let index = Arc::clone(&by_tag);
        let pages = moka::sync::Cache::builder()
            .max_capacity(capacity_bytes)
            .weigher(|key: &PageKey, held: &Arc<Held>| {
                u32::try_from(held.page.weight() + key.address.len()).unwrap_or(u32::MAX)
            })
            .eviction_listener(move |key: Arc<PageKey>, held: Arc<Held>, cause| {
                // What takes its place has put itself into the index.
                if cause != moka::notification::RemovalCause::Replaced {
                    lock(&index).take(&key, &held.page.tags, &[]);
                }
            })
            .build();
        Self { pages, by_tag }
    }

    /// Finds a page.
    pub fn find(&self, key: PageKeyRef<'_>) -> Option<Arc<Held>> {
        self.pages.get(&key)
    }

    /// Whether a page is held, true or not.
    pub fn holds(&self, key: &PageKey) -> bool {
        self.pages.contains_key(key)
    }

    /// Keeps a page, in the place of an older one. Gives whether it is true.
    pub fn keep(&self, key: &PageKey, page: &Arc<CachedPage>, touched: &Touched) -> bool {
        let former = self.pages.get(key);
        {
            let mut index = lock(&self.by_tag);
            if let Some(former) = &former {
                index.take(key, &former.page.tags, &page.tags);
            }
            index.put(key, &page.tags);
        }
        // The listener takes the same lock when this insert pushes another page out.
        let held = Arc::new(Held { page: Arc::clone(page), outdated: AtomicBool::new(false) });
        self.pages.insert(key.clone(), Arc::clone(&held));
        // What was heard before it stood in the index did not find it there.
        if touched.is_gone(page) {
            self.pages.invalidate(key);
            return false;
        }
        let outdated = touched.is_touched(page);
        held.outdated.fetch_or(outdated, Ordering::Relaxed);
        !outdated
    }

    /// Keeps a page that is not known to be true, where there is no other.
    pub fn keep_old(&self, key: &PageKey, page: &Arc<CachedPage>) {
        if self.holds(key) {
            return;
        }
        lock(&self.by_tag).put(key, &page.tags);
        let held = Held { page: Arc::clone(page), outdated: AtomicBool::new(true) };
        self.pages.insert(key.clone(), Arc::new(held));
    }

    /// Marks every page that shows one of the tags as outdated.
    pub fn outdate(&self, tags: &[Tag]) {
        for key in self.showing(tags) {
            if let Some(held) = self.pages.get(&key) {
                held.outdated.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Takes every page out that shows one of the tags.
    pub fn remove(&self, tags: &[Tag]) {
        for key in self.showing(tags) {
            self.pages.invalidate(&key);
        }
    }

    /// Takes every page out.
    pub fn clear(&self) {
        self.pages.invalidate_all();
        *lock(&self.by_tag) = ByTag::default();
    }

    fn showing(&self, tags: &[Tag]) -> HashSet<PageKey> {
        let index = lock(&self.by_tag);
        tags.iter().filter_map(|tag| index.0.get(tag)).flatten().cloned().collect()
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

fn lock(index: &Mutex<ByTag>) -> std::sync::MutexGuard<'_, ByTag> {
    index.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, StatusCode};
    use bytes::Bytes;

    use super::*;
    use crate::{SiteId, fact::Position};

    const HTML: HeaderValue = HeaderValue::from_static("text/html");

    fn page(as_of: i64, tags: &[&str]) -> Arc<CachedPage> {
        let mut page = CachedPage::new(StatusCode::OK, &HTML, &Bytes::from_static(b"<p>x"));
        page.tags = tags.iter().map(|tag| Tag((*tag).into())).collect();
        page.as_of = Position { txid: as_of, id: 0 };
        Arc::new(page)
    }

    fn key(site: i64, address: &str) -> PageKey {
        PageKey { site: SiteId(site), address: address.into() }
    }

    /// Whether it is held, and whether it is true.
    fn held(cache: &LocalPages, site: i64, address: &str) -> Option<bool> {
        let held = cache.find(PageKeyRef { site: SiteId(site), address })?;
        Some(held.is_true())
    }

    #[test]
    fn a_fact_reaches_the_pages_that_show_it_and_no_others() {
        let (cache, touched) = (LocalPages::new(1 << 20), Touched::default());
        assert!(cache.keep(&key(1, "/"), &page(1, &["site:1", "item:9"]), &touched));
        assert!(cache.keep(&key(1, "/b"), &page(1, &["site:1", "item:8"]), &touched));
        assert!(cache.keep(&key(2, "/"), &page(1, &["site:2", "item:9"]), &touched));
        cache.outdate(&[Tag("item:9".into())]);
        assert_eq!(held(&cache, 1, "/"), Some(false));
        assert_eq!(held(&cache, 2, "/"), Some(false));
        assert_eq!(held(&cache, 1, "/b"), Some(true));
        assert!(cache.keep(&key(1, "/"), &page(2, &["site:1"]), &touched), "made anew");
        cache.remove(&[Tag("item:9".into())]);
        assert_eq!(held(&cache, 1, "/"), Some(true), "the new one does not show it");
        assert_eq!(held(&cache, 2, "/"), None);
        cache.remove(&[Tag::site(SiteId(1))]);
        assert_eq!((held(&cache, 1, "/"), held(&cache, 1, "/b")), (None, None));
    }

    #[test]
    fn what_was_touched_while_a_page_was_made_counts() {
        let (cache, touched) = (LocalPages::new(1 << 20), Touched::default());
        let at = Position { txid: 5, id: 1 };
        touched.are_gone(&[(Tag("item:9".into()), at)]);
        assert!(!cache.keep(&key(1, "/"), &page(4, &["item:9"]), &touched));
        assert_eq!(held(&cache, 1, "/"), None);
        assert!(cache.keep(&key(1, "/"), &page(6, &["item:9"]), &touched));
    }

    #[test]
    fn the_tag_index_shrinks_with_the_pages() {
        let (cache, touched) = (LocalPages::new(1 << 20), Touched::default());
        cache.keep(&key(1, "/"), &page(1, &["item:9"]), &touched);
        cache.keep(&key(1, "/"), &page(2, &["item:8"]), &touched);
        assert_eq!(lock(&cache.by_tag).0.len(), 1, "the former page's tags are out");
        cache.pages.invalidate(&key(1, "/"));
        assert!(cache.is_empty());
        assert!(lock(&cache.by_tag).0.is_empty());
    }
}
