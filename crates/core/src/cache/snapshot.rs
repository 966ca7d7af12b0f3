//! The last known good of every site, in a folder of the node: what is served when nothing else has
//! the page and the database is away, also after a restart (R-O1).
//!
//! `pages/<site>/<ab>/<digest>` holds one packed page each, `gone` what was taken down (a line each:
//! `txid id tag`), `place` up to where the facts are in all of it, `sites.json` the registry. Every
//! file but `gone` is written beside its place and moved there.

mod index;
pub mod keep;

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use self::index::{Index, Name};
use super::{
    CachedPage, PageKey, PageKeyRef, Tag, Touched, heard::Gone, packed, shared::read_gone,
};
use crate::{SecretBox, SiteId, fact::Position};

/// A page that was not made anew for so long is of no use to anybody.
const LONGEST: TimeDelta = TimeDelta::days(7);
/// One that is older is made anew, whether or not anything on it changed: another release may show it
/// otherwise.
const AGED: TimeDelta = TimeDelta::days(1);
/// What was taken down is remembered for longer than any page lies here.
const GONE_FOR: Duration = Duration::from_secs(14 * 24 * 3600);

/// The folder.
pub struct Snapshot {
    folder: PathBuf,
    secrets: SecretBox,
    index: Mutex<Index>,
    /// There is something to be made anew.
    pub(super) wanted: Notify,
}

impl Snapshot {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn open(folder: &Path, secrets: SecretBox) -> anyhow::Result<Self> {
        fs::create_dir_all(folder.join("pages"))
            .map_err(|error| anyhow::anyhow!("{} cannot be made: {error}", folder.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            secrets,
            index: Mutex::default(),
            wanted: Notify::new(),
        })
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, name: &Name) -> PathBuf {
        let digest = name.digest();
        let (shelf, _) = digest.split_at_checked(2).unwrap_or((&digest, ""));
        self.folder.join("pages").join(name.site.to_string()).join(shelf).join(&digest)
    }

    /// Whether a page has its place here: one address, one page. Addresses with a query are without
    /// number.
    pub(super) fn takes(key: PageKeyRef<'_>) -> bool {
        !key.address.contains('?')
    }

    /// Reads a page; nothing where none lies, or not as it was written. Blocks.
    pub(super) fn read(&self, key: PageKeyRef<'_>) -> Option<CachedPage> {
        let name = Name::of(key);
        let bytes = fs::read(self.path(&name)).ok()?;
        let found = packed::unpack(&self.secrets, key.site, &bytes);
        let page = found.filter(|(of, _)| of.as_ref() == key).map(|(_, page)| page);
        if page.is_none() {
            tracing::error!(site = %key.site, address = key.address, "a page of the snapshot is damaged");
            self.remove(key);
        }
        page
    }

    /// Writes a page. Blocks.
    pub(super) fn write(&self, key: PageKeyRef<'_>, page: &CachedPage) -> io::Result<()> {
        let Some(bytes) = packed::pack(&self.secrets, key, page) else { return Ok(()) };
        let name = Name::of(key);
        write_whole(&self.path(&name), &bytes)?;
        self.index().put(name, &page.tags);
        Ok(())
    }

    /// Takes a page out. Blocks.
    pub(super) fn remove(&self, key: PageKeyRef<'_>) {
        let name = Name::of(key);
        // Not there is what is wanted.
        let _ = fs::remove_file(self.path(&name));
        self.index().remove(&name);
    }

    /// How many pages lie here, as far as they were looked through.
    pub fn len(&self) -> usize {
        self.index().len()
    }

    /// Whether no page lies here.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many pages wait to be made anew.
    pub fn waiting(&self) -> usize {
        self.index().waiting()
    }

    pub(super) fn has(&self, key: PageKeyRef<'_>) -> bool {
        self.index().has(&Name::of(key))
    }

    /// Pages that show one of the tags are to be made anew.
    pub(super) fn want(&self, tags: &[Tag]) {
        if self.index().want(tags) {
            self.wanted.notify_one();
        }
    }

    /// Every page is to be made anew.
    pub(super) fn want_all(&self) {
        self.index().want_all();
        self.wanted.notify_one();
    }

    /// A page that could not be made anew, or was touched while it was written, is still wanted.
    pub(super) fn want_again(&self, key: &PageKey) {
        self.index().want_one(Name::of(key.as_ref()));
        self.wanted.notify_one();
    }

    /// The next page to be made anew.
    fn next(&self) -> Option<PageKey> {
        loop {
            let name = self.index().next()?;
            let read = fs::read(self.path(&name)).ok();
            if let Some(head) = read.as_deref().and_then(packed::peek) {
                return Some(PageKey { site: SiteId(name.site), address: head.into_address() });
            }
        }
    }

    /// Looks through what lies here; takes out what is too old. What has aged, or was touched before
    /// this came to know of it, is wanted anew. Blocks.
    fn look_through(&self, now: DateTime<Utc>, touched: &Touched) {
        let files = |folder: &Path| {
            fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
        };
        for site in files(&self.folder.join("pages")) {
            let Some(id) = number_of(&site) else { continue };
            for file in files(&site).flat_map(|shelf| files(&shelf).collect::<Vec<_>>()) {
                let head = fs::read(&file).ok().as_deref().and_then(packed::peek);
                let name = file.file_name().and_then(|name| Name::read(id, name.to_str()?));
                match (head, name) {
                    (Some(head), Some(name)) if now - head.made_at < LONGEST => {
                        let mut index = self.index();
                        index.put(name, &head.tags);
                        let aged =
                            now - head.made_at > AGED || head.until.is_some_and(|at| at <= now);
                        if aged || touched.since(&head.tags, head.as_of()) {
                            index.want_one(name);
                        }
                    }
                    _ => drop(fs::remove_file(&file)),
                }
            }
        }
    }

    /// Writes down what was taken down.
    pub(super) fn write_gone(&self, gone: &[Gone]) -> io::Result<()> {
        let lines: String =
            gone.iter().map(|(tag, at)| format!("{} {} {}\n", at.txid, at.id, tag.0)).collect();
        let mut file = fs::OpenOptions::new().create(true).append(true).open(self.gone_file())?;
        file.write_all(lines.as_bytes())
    }

    /// What was taken down, as it was written; and forgets all of it when nothing of it can matter.
    pub(super) fn read_gone(&self) -> Vec<Gone> {
        let file = self.gone_file();
        let written = fs::metadata(&file).and_then(|it| it.modified()).ok();
        if written.is_some_and(|at| at.elapsed().is_ok_and(|ago| ago > GONE_FOR)) {
            let _ = fs::remove_file(&file);
        }
        let text = fs::read_to_string(&file).unwrap_or_default();
        text.lines().filter_map(read_gone).collect()
    }

    fn gone_file(&self) -> PathBuf {
        self.folder.join("gone")
    }

    /// Up to where the facts are in the pages.
    pub fn place(&self) -> Option<Position> {
        let text = fs::read_to_string(self.folder.join("place")).ok()?;
        let (txid, id) = text.trim().split_once(' ')?;
        Some(Position { txid: txid.parse().ok()?, id: id.parse().ok()? })
    }

    pub(super) fn write_place(&self, place: Position) -> io::Result<()> {
        let text = format!("{} {}\n", place.txid, place.id);
        write_whole(&self.folder.join("place"), text.as_bytes())
    }

    /// Forgets every page: it is not known what was taken down meanwhile. Blocks.
    pub fn clear(&self) {
        *self.index() = Index::default();
        let pages = self.folder.join("pages");
        if let Err(error) = fs::remove_dir_all(&pages).and_then(|()| fs::create_dir_all(&pages)) {
            tracing::error!(%error, "the snapshot cannot be cleared");
        }
    }

    /// Writes a file of the folder that is no page: the registry. Blocks.
    ///
    /// # Errors
    /// A disk that is full, or away.
    pub fn write_file(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        write_whole(&self.folder.join(name), bytes)
    }

    /// Reads such a file. Blocks.
    pub fn read_file(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(name)).ok()
    }
}

fn number_of(path: &Path) -> Option<i64> {
    path.file_name()?.to_str()?.parse().ok()
}

/// Never half written: beside its place, then moved there.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let half = path.with_extension(format!("new{}", uuid::Uuid::new_v4().simple()));
    let write = || fs::write(&half, bytes).and_then(|()| fs::rename(&half, path));
    let written = match write() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(path)).and_then(|()| write())
        }
        other => other,
    };
    if written.is_err() {
        let _ = fs::remove_file(&half);
    }
    written
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, StatusCode};
    use bytes::Bytes;

    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            let name = format!("portal-snapshot-{}", uuid::Uuid::new_v4().simple());
            Self(std::env::temp_dir().join(name))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn page(made_at: DateTime<Utc>, tag: &str) -> CachedPage {
        let html = HeaderValue::from_static("text/html");
        let mut page = CachedPage::new(StatusCode::OK, &html, &Bytes::from("<p>x".repeat(99)));
        page.tags = vec![Tag("site:1".into()), Tag(tag.into())];
        page.made_at = made_at;
        page
    }

    fn key(address: &str) -> PageKeyRef<'_> {
        PageKeyRef { site: SiteId(1), address }
    }

    #[test]
    fn pages_outlive_the_process_and_are_found_by_what_they_show() {
        let folder = Folder::new();
        let secrets = || SecretBox::read(&"5e".repeat(32)).unwrap();
        let now: DateTime<Utc> = "2026-11-28T01:00:00Z".parse().unwrap();
        let first = Snapshot::open(&folder.0, secrets()).unwrap();
        first.write(key("/"), &page(now, "item:9")).unwrap();
        first.write(key("/a"), &page(now, "item:8")).unwrap();
        first.write(key("/old"), &page(now - TimeDelta::days(8), "item:8")).unwrap();
        let at = Position { txid: 3, id: 4 };
        first.write_gone(&[(Tag("item:7".into()), at)]).unwrap();
        first.write_place(at).unwrap();

        let second = Snapshot::open(&folder.0, secrets()).unwrap();
        assert!(second.read(key("/")).is_some(), "before it was looked through");
        second.look_through(now, &Touched::default());
        assert_eq!(second.len(), 2, "the old one is out");
        assert_eq!(second.read_gone(), [(Tag("item:7".into()), at)]);
        assert_eq!(second.place(), Some(at));
        second.want(&[Tag("item:9".into()), Tag("item:10".into())]);
        assert_eq!(second.waiting(), 1);
        assert_eq!(second.next().as_ref().map(PageKey::as_ref), Some(key("/")));
        assert_eq!(second.next(), None);
        second.want(&[Tag("site:1".into())]);
        assert_eq!(second.waiting(), 2);

        let file = second.path(&Name::of(key("/a")));
        let mut bytes = fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&file, bytes).unwrap();
        assert!(second.read(key("/a")).is_none(), "damaged");
        assert!(!file.exists());
        second.clear();
        assert!(second.read(key("/")).is_none() && second.is_empty());
    }
}
