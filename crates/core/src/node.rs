//! What every node keeps by following the facts: the site registry and the page cache; and the worker
//! that runs jobs.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};

use crate::{
    App, Fact as _, Kind, Lang, SiteId,
    cache::snapshot::Snapshot,
    calendar::{self, CalendarChanged},
    fact::{self, Position},
    job,
    notice::{self, NoticeChanged},
    site::{Settings, Site, SiteState, Sites, queries},
};

/// The file of the snapshot that holds the registry.
const SITES: &str = "sites.json";

/// Reads all sites from the database, all calendars and notices, and puts them into the registries.
pub async fn load_sites(app: &App) -> anyhow::Result<()> {
    let conn = app.db().platform().await?;
    put_sites(app, Sites::new(read(app, &conn, None).await?));
    calendar::registry::load(app, &conn).await?;
    notice::load(app, &conn).await
}

/// Puts all sites into the registry as this node last wrote them down; gives how many. The database
/// is away, and there is nothing better.
pub fn load_written_sites(app: &App) -> usize {
    let written = app.pages().snapshot().and_then(|snapshot| snapshot.read_file(SITES));
    let rows = written.and_then(|bytes| serde_json::from_slice::<Rows>(&bytes).ok());
    let sites = Sites::new(rows.unwrap_or_default().into_sites(app));
    let count = sites.len();
    put_sites(app, sites);
    notice::load_written(app);
    count
}

/// Writes all sites down for [`load_written_sites`].
pub async fn write_sites(app: &App) -> anyhow::Result<()> {
    if app.pages().snapshot().is_none() {
        return Ok(());
    }
    let rows = Rows::read(&*app.db().platform().await?, None).await?;
    let (pages, bytes) = (Arc::clone(app.pages()), serde_json::to_vec(&rows)?);
    let write = move || pages.snapshot().map_or(Ok(()), |it| it.write_file(SITES, &bytes));
    Ok(tokio::task::spawn_blocking(write).await??)
}

fn put_sites(app: &App, sites: Sites) {
    app.metrics.sites.set(i64::try_from(sites.len()).unwrap_or(i64::MAX));
    app.sites.put(sites);
}

/// Reads some sites anew.
async fn reload(app: &App, conn: &AsyncPgConnection, ids: &[i64]) -> anyhow::Result<()> {
    let changed = read(app, conn, Some(ids)).await?;
    put_sites(app, app.sites.now().with(changed));
    Ok(())
}

/// One site as the database has it at this moment: for the desk that has just changed it.
pub async fn site_now(app: &App, conn: &AsyncPgConnection, id: SiteId) -> anyhow::Result<Site> {
    let found = read(app, conn, Some(&[id.0])).await?.pop();
    found.map(|(site, _)| site).ok_or_else(|| anyhow::anyhow!("site {id} cannot be read"))
}

type SiteWithHosts = (Site, Vec<Box<str>>);

async fn read(
    app: &App,
    conn: &AsyncPgConnection,
    only: Option<&[i64]>,
) -> anyhow::Result<Vec<SiteWithHosts>> {
    Ok(Rows::read(conn, only).await?.into_sites(app))
}

/// The rows that sites are made of.
#[derive(Default, Serialize, Deserialize)]
struct Rows {
    sites: Vec<queries::SiteRow>,
    hosts: Vec<(i64, String)>,
    settings: Vec<(i64, String, serde_json::Value)>,
}

impl Rows {
    async fn read(conn: &AsyncPgConnection, only: Option<&[i64]>) -> anyhow::Result<Self> {
        Ok(Self {
            sites: queries::rows(conn, only).await?,
            hosts: queries::hosts(conn, only).await?,
            settings: queries::settings(conn, only).await?,
        })
    }

    fn into_sites(self, app: &App) -> Vec<SiteWithHosts> {
        let mut hosts: HashMap<i64, Vec<Box<str>>> = HashMap::new();
        for (site, host) in self.hosts {
            hosts.entry(site).or_default().push(host.into());
        }
        let mut settings: HashMap<i64, Vec<(String, serde_json::Value)>> = HashMap::new();
        for (site, key, value) in self.settings {
            settings.entry(site).or_default().push((key, value));
        }
        let defaults = Defaults::of(app);
        let effective = |row: queries::SiteRow| {
            let id = row.id;
            let set = Settings::read(settings.remove(&id).unwrap_or_default());
            let site = defaults.effective(app, row, set)?;
            Some((site, hosts.remove(&id).unwrap_or_default()))
        };
        self.sites.into_iter().filter_map(effective).collect()
    }
}

/// What sites of a kind share, made once per load so that thousands point to the same.
struct Defaults(Vec<Shared>);

/// Menu and languages of a kind.
type Shared = (Kind, Arc<[crate::site::MenuEntry]>, Arc<[Lang]>);

impl Defaults {
    fn of(app: &App) -> Self {
        Self(
            app.tenants()
                .map(|plugin| (plugin.kind(), plugin.menu().into(), plugin.languages().into()))
                .collect(),
        )
    }

    /// Plugin ⊕ settings.
    fn effective(&self, app: &App, row: queries::SiteRow, set: Settings) -> Option<Site> {
        let Some(kind) = Kind::parse(&row.kind) else {
            tracing::error!(site = row.id, kind = %row.kind, "unknown kind of site");
            return None;
        };
        let Some((_, menu, languages)) = self.0.iter().find(|(of, ..)| *of == kind) else {
            tracing::error!(site = row.id, kind = %row.kind, "no plugin for this kind of site");
            return None;
        };
        let names = match serde_json::from_value(row.names) {
            Ok(names) => names,
            Err(error) => {
                tracing::error!(site = row.id, %error, "the names of a site cannot be read");
                return None;
            }
        };
        let modules = set.modules.iter().fold(app.default_modules(kind), |on, (key, switch)| {
            app.modules().place(key).map_or(on, |place| on.with(place, *switch))
        });
        Some(Site {
            id: SiteId(row.id),
            kind,
            code: row.code.into(),
            parent: row.parent_id.map(SiteId),
            host: row.host.into(),
            names,
            languages: set
                .languages
                .filter(|languages| !languages.is_empty())
                .map_or_else(|| Arc::clone(languages), Into::into),
            modules,
            menu: set.menu.map_or_else(|| Arc::clone(menu), Into::into),
            particulars: serde_json::from_value(row.particulars).unwrap_or_default(),
            state: if row.state == "suspended" { SiteState::Suspended } else { SiteState::Active },
            second_factor: set.second_factor,
        })
    }
}

/// Whether to go on, for what works again and again until told to stop: waits while the database is
/// away, since asking it would only fill the log.
async fn goes_on(app: &App, stop: &mut tokio::sync::watch::Receiver<bool>) -> bool {
    tokio::select! {
        biased;
        _ = stop.wait_for(|stop| *stop) => false,
        () = app.db().comes_back() => true,
    }
}

/// Lets the modules keep up, each for itself, until told to stop.
pub async fn keep_up(app: App, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut keepers = tokio::task::JoinSet::new();
    for place in 0..app.modules().all().len() {
        let (app, mut stop) = (app.clone(), stop.clone());
        keepers.spawn(async move {
            let Some(module) = app.modules().all().get(place) else { return };
            let mut heard = app.heard();
            while goes_on(&app, &mut stop).await {
                if let Err(error) = module.keep_up(&app).await {
                    tracing::error!(module = module.key(), %error, "a module could not keep up");
                }
                tokio::select! {
                    _ = heard.changed() => {}
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                    _ = stop.changed() => {}
                }
            }
        });
    }
    let _ = stop.wait_for(|stop| *stop).await;
    while keepers.join_next().await.is_some() {}
}

/// A node's place in the log, and what it does with what it hears.
pub struct Follower {
    app: App,
    place: Position,
    /// Where it began, until it has heard everything that was told before it began.
    begun: Option<Position>,
}

impl Follower {
    /// Takes its place, then loads the sites, in this order: what is told in between is heard.
    pub async fn start(app: &App) -> anyhow::Result<Self> {
        let now = fact::position_now(&*app.db().platform().await?).await?;
        load_sites(app).await?;
        notice::write_down(app).await?;
        app.pages().begins_to_hear(now);
        let place = Self::from_the_snapshot(app, now).await?;
        Ok(Self { app: app.clone(), place, begun: Some(place) })
    }

    /// Where the snapshot's pages stand in the log: what was told since is heard now. Where that is
    /// too much, or not known, the snapshot is begun anew.
    async fn from_the_snapshot(app: &App, now: Position) -> anyhow::Result<Position> {
        const MOST: i64 = 20_000;
        let Some(snapshot) = app.pages().snapshot() else { return Ok(now) };
        if let Some(place) = snapshot.place() {
            let conn = app.db().platform().await?;
            if place <= now && fact::count_after(&conn, place, MOST).await? < MOST {
                return Ok(place);
            }
        }
        let pages = Arc::clone(app.pages());
        let clear = move || pages.snapshot().map(Snapshot::clear);
        tokio::task::spawn_blocking(clear).await?;
        Ok(now)
    }

    /// Hears what is settled; gives how many facts.
    pub async fn catch_up(&mut self) -> anyhow::Result<usize> {
        const PAGE: i64 = 500;
        let mut heard = 0;
        loop {
            let conn = self.app.db().platform().await?;
            let facts = fact::after(&conn, self.place, PAGE).await?;
            let Some(last) = facts.last() else {
                if let Some(begun) = self.begun.take() {
                    self.app.pages().touched().knows_from(begun);
                }
                self.app.pages().touched().looked();
                return Ok(heard);
            };
            let place = last.position();
            let sites: BTreeSet<i64> =
                facts.iter().filter(|fact| fact.changes_site()).map(|fact| fact.site_id).collect();
            if !sites.is_empty() {
                reload(&self.app, &conn, &sites.into_iter().collect::<Vec<_>>()).await?;
            }
            if facts.iter().any(|fact| fact.kind == CalendarChanged::KIND) {
                calendar::registry::load(&self.app, &conn).await?;
            }
            if facts.iter().any(|fact| fact.kind == NoticeChanged::KIND) {
                notice::load(&self.app, &conn).await?;
                notice::write_down(&self.app).await?;
            }
            drop(conn);
            let gone = self.app.pages().hear(&facts);
            self.app.pages().pass_on(&self.app.metrics, &gone, self.app.now()).await;
            for module in self.app.modules().all() {
                for fact in &facts {
                    if let Err(error) = module.hear(&self.app, fact).await {
                        tracing::error!(module = module.key(), fact = fact.id, %error, "a module could not follow");
                    }
                }
            }
            heard += facts.len();
            self.app.metrics.facts_heard.inc_by(facts.len() as u64);
            self.place = place;
            self.app.has_heard(facts.len() as u64);
        }
    }

    /// Follows until told to stop. A notice wakes it early; a poll each second is the floor.
    pub async fn follow(
        mut self,
        urls: crate::db::DbUrls,
        mut stop: tokio::sync::watch::Receiver<bool>,
    ) {
        let woken = Arc::new(tokio::sync::Notify::new());
        let listener = tokio::spawn(listen(urls.platform, Arc::clone(&woken)));
        let app = self.app.clone();
        while !*stop.borrow() {
            tokio::select! {
                followed = self.catch_up() => if let Err(error) = followed {
                    tracing::warn!(%error, "cannot follow the facts; trying again");
                },
                () = app.db().goes_away() => {
                    let since = app.now() - chrono::TimeDelta::seconds(60);
                    tokio::select! {
                        () = app.db().comes_back() => continue,
                        () = hear_others(&app, since) => {}
                        _ = stop.changed() => {}
                    }
                },
            }
            tokio::select! {
                () = woken.notified() => {}
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                _ = stop.changed() => {}
            }
            // What was told a moment ago settles once older transactions end.
            self.app.wake_worker();
        }
        listener.abort();
    }
}

/// Hears from other nodes what is taken down, while this one does not reach the database.
async fn hear_others(app: &App, since: chrono::DateTime<chrono::Utc>) {
    loop {
        app.pages().hear_others(&app.metrics, since).await;
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
}

/// Hears `NOTIFY portal_facts`; reconnects for as long as it lives.
async fn listen(url: String, woken: Arc<tokio::sync::Notify>) {
    use diesel_async::SimpleAsyncConnection as _;
    use futures_util::StreamExt as _;
    // Who cannot read the address could not open the pools either.
    let Ok(address) = crate::db::Address::read(&url) else { return };
    loop {
        if let Ok(mut conn) = address.connect().await
            && conn.batch_execute("listen portal_facts").await.is_ok()
        {
            let mut notices = std::pin::pin!(conn.notifications_stream());
            while let Some(Ok(_)) = notices.next().await {
                woken.notify_one();
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// How often a node looks whether work has come round.
const ROUND: Duration = Duration::from_secs(60);

/// How many jobs a node runs at once: one that waits for a mail server holds nobody up.
const WORKERS: usize = 4;

/// Runs jobs and seals facts until told to stop.
pub async fn work(app: App, stop: tokio::sync::watch::Receiver<bool>) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..WORKERS {
        tasks.spawn(run_jobs(app.clone(), stop.clone()));
    }
    tasks.spawn(keep_going(app, stop));
    while tasks.join_next().await.is_some() {}
}

async fn run_jobs(app: App, mut stop: tokio::sync::watch::Receiver<bool>) {
    while goes_on(&app, &mut stop).await {
        match job::run_one(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the worker cannot reach its jobs; trying again"),
        }
        tokio::select! {
            () = app.worker_woken() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Gives out what has come round and seals what is settled, however much there is to do.
async fn keep_going(app: App, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut looked: Option<tokio::time::Instant> = None;
    while goes_on(&app, &mut stop).await {
        if looked.is_none_or(|at| at.elapsed() >= ROUND) {
            looked = Some(tokio::time::Instant::now());
            if let Err(error) = job::give_out_recurring(&app).await {
                tracing::warn!(%error, "what comes round cannot be given out; trying again");
            }
            app.wake_worker();
        }
        if let Err(error) = seal(&app).await {
            tracing::warn!(%error, "facts cannot be sealed; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Seals what is settled; gives how many facts.
pub async fn seal(app: &App) -> anyhow::Result<usize> {
    let conn = app.db().platform().await?;
    Ok(fact::seals::seal_settled(&conn, 5_000).await?)
}
