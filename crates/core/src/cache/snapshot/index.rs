//! Which pages of the snapshot show what: small enough for a hundred thousand of them.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{BuildHasher as _, RandomState},
};

use super::super::{PageKeyRef, Tag};

/// The name of a page in the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Name {
    pub site: i64,
    digest: u128,
}

impl Name {
    pub(super) fn of(key: PageKeyRef<'_>) -> Self {
        let digest = u128::from_str_radix(&key.digest(), 16).unwrap_or_default();
        Self { site: key.site.0, digest }
    }

    pub(super) fn read(site: i64, digest: &str) -> Option<Self> {
        let whole = digest.len() == 32;
        let digest = whole.then(|| u128::from_str_radix(digest, 16).ok())??;
        Some(Self { site, digest })
    }

    pub(super) fn digest(&self) -> String {
        format!("{:032x}", self.digest)
    }
}

/// The index. Tags are kept as their hashes: two that share one cost a page made anew too often.
#[derive(Default)]
pub(super) struct Index {
    hashes: RandomState,
    pages: HashMap<Name, Box<[u64]>>,
    by_tag: HashMap<u64, Vec<Name>>,
    wanted: BTreeSet<(i64, u128)>,
}

impl Index {
    pub(super) fn len(&self) -> usize {
        self.pages.len()
    }

    pub(super) fn waiting(&self) -> usize {
        self.wanted.len()
    }

    pub(super) fn has(&self, name: &Name) -> bool {
        self.pages.contains_key(name)
    }

    pub(super) fn put(&mut self, name: Name, tags: &[Tag]) {
        let tags: Box<[u64]> = tags.iter().map(|tag| self.hashes.hash_one(tag)).collect();
        let former = self.pages.get(&name).cloned().unwrap_or_default();
        for tag in former.iter().filter(|tag| !tags.contains(tag)) {
            self.unlist(*tag, &name);
        }
        for tag in tags.iter().filter(|tag| !former.contains(tag)) {
            self.by_tag.entry(*tag).or_default().push(name);
        }
        self.pages.insert(name, tags);
    }

    pub(super) fn remove(&mut self, name: &Name) {
        for tag in self.pages.remove(name).unwrap_or_default() {
            self.unlist(tag, name);
        }
        self.wanted.remove(&(name.site, name.digest));
    }

    fn unlist(&mut self, tag: u64, name: &Name) {
        if let Some(names) = self.by_tag.get_mut(&tag) {
            if let Some(place) = names.iter().position(|of| of == name) {
                names.swap_remove(place);
            }
            if names.is_empty() {
                self.by_tag.remove(&tag);
            }
        }
    }

    /// Gives whether a page shows one of the tags.
    pub(super) fn want(&mut self, tags: &[Tag]) -> bool {
        let hashes: Vec<u64> = tags.iter().map(|tag| self.hashes.hash_one(tag)).collect();
        let before = self.wanted.len();
        for names in hashes.iter().filter_map(|tag| self.by_tag.get(tag)) {
            self.wanted.extend(names.iter().map(|name| (name.site, name.digest)));
        }
        self.wanted.len() > before
    }

    pub(super) fn want_all(&mut self) {
        self.wanted = self.pages.keys().map(|name| (name.site, name.digest)).collect();
    }

    pub(super) fn want_one(&mut self, name: Name) {
        if self.has(&name) {
            self.wanted.insert((name.site, name.digest));
        }
    }

    pub(super) fn next(&mut self) -> Option<Name> {
        let (site, digest) = self.wanted.pop_first()?;
        Some(Name { site, digest })
    }
}
