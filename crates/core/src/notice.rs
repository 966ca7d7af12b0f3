//! What the province says on every page of every site: an urgent notice, a planned stop (R-C14, R-O5).
//!
//! A notice is no part of a page. It is put into each page as it leaves, so that it stands within a
//! second on all of them, also on old ones that cannot be made anew; and it can be set without the
//! database ([`beside`]), which then takes it over as soon as it is there again.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use arc_swap::ArcSwapOption;
use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    App, Fact, Names, Outcome, Tag, Tx,
    cache::CachedPage,
    fact::{FactCard, FactGroup},
};

mod banner;
pub mod beside;
mod queries;
pub(crate) mod state;

pub(crate) use banner::Banner;
pub use banner::place;

/// The file of the snapshot that holds what the database said last.
const FILE: &str = "notices.json";
/// For how long a planned stop is shown on every page before it begins. It is on the page of the
/// system's state from the moment it is announced.
const SHOWN_BEFORE: TimeDelta = TimeDelta::days(2);
/// A database that is away for longer than this is told of on every page.
const AWAY_TOLD_AFTER: Duration = Duration::from_secs(5 * 60);

/// What a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A flood, a storm: on every page from now on.
    Urgent,
    /// A planned stop: announced, then there.
    Stop,
}

impl Kind {
    /// The word in the database and in the keys of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Stop => "stop",
        }
    }
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Identity.
    pub id: Uuid,
    /// What it is.
    pub kind: Kind,
    /// What it says, by language.
    pub words: Names,
    /// Where more stands: a path of the province's site, or an `https://` address.
    pub link: Option<String>,
    /// When it begins: an urgent notice to be shown, a stop to be one.
    pub from_at: DateTime<Utc>,
    /// When it ends by itself.
    pub until_at: Option<DateTime<Utc>>,
    /// Whether nothing can be sent while it lasts.
    pub read_only: bool,
    /// When it was set.
    pub set_at: DateTime<Utc>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Notice {
    /// Whether it goes on, or is still to come.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.withdrawn_at.is_none() && self.until_at.is_none_or(|until| until > now)
    }

    /// Whether it goes on.
    pub fn is_on(&self, now: DateTime<Utc>) -> bool {
        self.is_open(now) && self.from_at <= now
    }

    /// Whether it stands on every page.
    pub fn is_shown(&self, now: DateTime<Utc>) -> bool {
        let before = if self.kind == Kind::Stop { SHOWN_BEFORE } else { TimeDelta::zero() };
        self.is_open(now) && self.from_at - before <= now
    }
}

/// A notice was set, changed or taken back.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeChanged {
    /// The notice as it is now.
    #[serde(flatten)]
    pub notice: Notice,
}

impl Fact for NoticeChanged {
    const KIND: &'static str = "core.notice.changed";

    fn subject(&self) -> String {
        format!("notice:{}", self.notice.id)
    }

    // No page shows it: it is put in as pages leave.
    fn touches(&self) -> Vec<Tag> {
        Vec::new()
    }
}

/// How the record shows it.
pub(crate) fn card() -> FactCard {
    FactCard::history(NoticeChanged::KIND, FactGroup::Settings)
}

/// Sets a notice, or changes one: the whole of it, as it is to be.
pub async fn set(tx: &mut Tx, notice: Notice) -> Outcome<()> {
    queries::put(tx, &notice, tx.person()).await?;
    tx.tell(NoticeChanged { notice }).await?;
    Ok(())
}

/// Every notice that goes on or is to come, and what was said in the days before, the newest first.
pub async fn list(conn: &AsyncPgConnection, since: DateTime<Utc>) -> Outcome<Vec<Notice>> {
    Ok(queries::since(conn, since).await?)
}

/// A notice.
pub async fn find(conn: &AsyncPgConnection, id: Uuid) -> Outcome<Option<Notice>> {
    Ok(queries::by_id(conn, id).await?)
}

/// The notices of a process.
#[derive(Default)]
pub struct Notices {
    /// What the database said last.
    known: Mutex<Arc<[Notice]>>,
    /// What was set without it.
    beside: Mutex<Vec<Notice>>,
    shown: ArcSwapOption<Banner>,
}

impl Notices {
    /// Every notice, those set without the database in place of what it has.
    pub fn all(&self) -> Vec<Notice> {
        let mut all = self.beside.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let known = Arc::clone(&self.known.lock().unwrap_or_else(PoisonError::into_inner));
        let new = known.iter().filter(|one| all.iter().all(|other| other.id != one.id));
        let new: Vec<Notice> = new.cloned().collect();
        all.extend(new);
        all
    }

    /// What stands on every page now, if something does.
    pub(crate) fn shown(&self) -> Option<Arc<Banner>> {
        self.shown.load_full()
    }

    /// Whether something urgent goes on: a flood, a storm.
    pub fn is_urgent(&self, now: DateTime<Utc>) -> bool {
        self.shown.load().is_some()
            && self.all().iter().any(|one| one.kind == Kind::Urgent && one.is_on(now))
    }

    /// Until when nothing can be sent, where that is so now.
    pub fn read_only_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // What goes on is shown: nothing shown, nothing to look for.
        self.shown.load().as_ref()?;
        self.all()
            .iter()
            .filter(|one| one.read_only && one.is_on(now))
            .filter_map(|one| one.until_at)
            .max()
    }

    /// A page with what stands on every page, where something does.
    pub(crate) fn on(&self, page: &CachedPage) -> Option<Arc<CachedPage>> {
        self.shown.load().as_ref()?.on_page(page)
    }

    fn put_known(&self, notices: Vec<Notice>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = notices.into();
    }

    fn put_beside(&self, notices: Vec<Notice>) {
        *self.beside.lock().unwrap_or_else(PoisonError::into_inner) = notices;
    }
}

/// Decides anew what stands on every page.
pub fn refresh(app: &App) {
    let now = app.now();
    let mut shown = app.notices.all();
    shown.retain(|notice| notice.is_shown(now));
    shown.sort_by_key(|notice| (notice.kind == Kind::Stop, notice.from_at));
    let is_away = app.db().away_for().is_some_and(|time| time > AWAY_TOLD_AFTER);
    let banner = Banner::of(app, &shown, is_away);
    let before = app.notices.shown.load();
    if before.as_ref().map(|one| one.version()) != banner.as_ref().map(Banner::version) {
        app.notices.shown.store(banner.map(Arc::new));
    }
}

/// Reads the notices of the database.
pub async fn load(app: &App, conn: &AsyncPgConnection) -> anyhow::Result<()> {
    const KEPT: TimeDelta = TimeDelta::days(90);
    app.notices.put_known(queries::since(conn, app.now() - KEPT).await?);
    refresh(app);
    Ok(())
}

/// Writes down what the database said last, for when it is away.
pub async fn write_down(app: &App) -> anyhow::Result<()> {
    let known = Arc::clone(&app.notices.known.lock().unwrap_or_else(PoisonError::into_inner));
    let bytes = serde_json::to_vec(&*known)?;
    let pages = Arc::clone(app.pages());
    let write = move || pages.snapshot().map_or(Ok(()), |it| it.write_file(FILE, &bytes));
    // A disk that is full keeps no notice from being shown.
    if let Err(error) = tokio::task::spawn_blocking(write).await? {
        tracing::error!(%error, "the notices cannot be written down");
    }
    Ok(())
}

/// Reads the notices as they were last written down: the database is away.
pub fn load_written(app: &App) {
    let written = app.pages().snapshot().and_then(|snapshot| snapshot.read_file(FILE));
    if let Some(notices) = written.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        app.notices.put_known(notices);
        refresh(app);
    }
}

/// Keeps what stands on every page right until told to stop: notices begin and end, and some are set
/// without the database.
pub async fn keep(app: App, mut stop: tokio::sync::watch::Receiver<bool>) {
    const LOOK_EVERY: u32 = 10;
    let mut round = 0u32;
    while !*stop.borrow() {
        if round.is_multiple_of(LOOK_EVERY)
            && let Err(error) = beside::look(&app).await
        {
            tracing::warn!(error = format!("{error:#}"), "notices set beside the database");
        }
        round = round.wrapping_add(1);
        refresh(&app);
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            _ = stop.changed() => {}
        }
    }
}
