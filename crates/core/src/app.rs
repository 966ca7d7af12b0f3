//! The process: pools, clock, cache, law, modules, tenants.

use std::{ops::Deref, sync::Arc};

use chrono::{DateTime, Timelike as _, Utc};
use object_store::ObjectStore;

use crate::{
    Config, Ctx, Db, Fault, Kind, Lang, Outcome, Redis, SiteId, Tx,
    cache::{Flights, Pages},
    calendar::Calendars,
    confined::Scans,
    files::{Files, scan::Scanner},
    gate::Gatekeeper,
    law::Law,
    mail::Postman,
    metrics::Metrics,
    module::{Modules, Paths},
    notice::Notices,
    robots::Rates,
    site::{ModuleSet, Site, SiteRegistry},
    tenant::TenantPlugin,
};

/// What time it is. A value, so that tests set it.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    fn now(&self) -> DateTime<Utc> {
        // PostgreSQL keeps microseconds; what is written is what is read back.
        let now = Utc::now();
        now.with_nanosecond(now.nanosecond() / 1_000 * 1_000).unwrap_or(now)
    }
}

/// The parts of a process, put together by the server crate or a test.
pub struct Parts {
    /// What the installation sets.
    pub config: Config,
    /// Doors to the database.
    pub db: Db,
    /// Clock.
    pub clock: Arc<dyn Clock>,
    /// Law packs.
    pub law: Law,
    /// Modules in order; the order is the bits of [`ModuleSet`].
    pub modules: Modules,
    /// One plugin per kind of site.
    pub tenants: Vec<Box<dyn TenantPlugin>>,
    /// Finished pages.
    pub pages: Arc<Pages>,
    /// What nodes share that may be lost.
    pub redis: Option<Redis>,
    /// Files.
    pub files: Arc<dyn ObjectStore>,
    /// Who is behind a session.
    pub gatekeeper: Arc<dyn Gatekeeper>,
    /// Who takes e-mail to the mail system; `None` where none is set up.
    pub post: Option<Arc<dyn Postman>>,
}

/// A process, shared by everything in it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What [`App`] shares.
pub struct Inner {
    parts: Parts,
    /// All sites.
    pub sites: SiteRegistry,
    /// Working days.
    pub calendars: Calendars,
    /// What stands on every page.
    pub notices: Notices,
    /// Pages being rendered.
    pub flights: Flights,
    /// Counters of the process.
    pub metrics: Arc<Metrics>,
    /// How often forms come from one address.
    pub rates: Rates,
    /// What recognises scans on this machine.
    pub scans: Scans,
    /// What looks for viruses, where there is something.
    pub scanner: Option<Scanner>,
    files: Files,
    paths: std::sync::OnceLock<Paths>,
    worker: tokio::sync::Notify,
    heard: tokio::sync::watch::Sender<u64>,
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Puts a process together. Sites are loaded by [`crate::node::load_sites`].
    pub fn new(parts: Parts) -> Self {
        let calendars = Calendars::new(parts.law.calendar());
        let files = Files::new(Arc::clone(&parts.files), parts.db.clone());
        let scanner = parts.config.virus_scan.clone().map(Scanner::new);
        Self(Arc::new(Inner {
            parts,
            calendars,
            notices: Notices::default(),
            sites: SiteRegistry::default(),
            flights: Flights::default(),
            metrics: Arc::default(),
            rates: Rates::default(),
            scans: Scans::default(),
            scanner,
            files,
            paths: std::sync::OnceLock::new(),
            worker: tokio::sync::Notify::new(),
            heard: tokio::sync::watch::Sender::new(0),
        }))
    }

    /// Begins a write in the name of the request, on its site.
    pub async fn begin(&self, ctx: &Ctx) -> Outcome<Tx> {
        let conn = self.db().request().await?;
        Tx::begin(self, ctx, conn).await
    }

    /// Does something that needs the database, to its end, and waits for it as long as the database is
    /// there: with a frozen one, whoever waits is told so soon, and what they sent can be given back.
    /// Whether it was done is not known then.
    ///
    /// # Errors
    /// [`Fault::Busy`] when the database goes away meanwhile.
    pub async fn while_there<T: Send + 'static>(
        &self,
        work: impl Future<Output = Outcome<T>> + Send + 'static,
    ) -> Outcome<T> {
        tokio::select! {
            biased;
            done = tokio::spawn(work) => done.map_err(Fault::bug)?,
            () = self.db().goes_away() => Err(Fault::Busy),
        }
    }

    /// Begins a write that may reach any site. The named door of the platform desk, the command
    /// line and jobs; a handler that uses it has checked a platform permission.
    pub async fn begin_platform(&self, ctx: &Ctx) -> Outcome<Tx> {
        let conn = self.db().platform().await?.into_object();
        Tx::begin(self, ctx, conn).await
    }
}

impl Inner {
    /// What the installation sets.
    pub fn config(&self) -> &Config {
        &self.parts.config
    }

    /// Doors to the database.
    pub fn db(&self) -> &Db {
        &self.parts.db
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.parts.clock.now()
    }

    /// Law packs.
    pub fn law(&self) -> &Law {
        &self.parts.law
    }

    /// Modules.
    pub fn modules(&self) -> &Modules {
        &self.parts.modules
    }

    /// Finished pages.
    pub fn pages(&self) -> &Arc<Pages> {
        &self.parts.pages
    }

    /// What nodes share that may be lost, where there is something.
    pub fn redis(&self) -> Option<&Redis> {
        self.parts.redis.as_ref()
    }

    /// Files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Who is behind a session.
    pub fn gatekeeper(&self) -> &dyn Gatekeeper {
        &*self.parts.gatekeeper
    }

    /// Who takes e-mail to the mail system, where that is set up. Handlers write
    /// `tx.send(&Mail::new(…))` instead of asking here.
    pub fn post(&self) -> Option<&dyn Postman> {
        self.parts.post.as_deref()
    }

    /// The plugin of a kind of site, if this installation has the kind.
    pub fn tenant(&self, kind: Kind) -> Option<&dyn TenantPlugin> {
        self.parts.tenants.iter().find(|plugin| plugin.kind() == kind).map(AsRef::as_ref)
    }

    /// The plugins.
    pub fn tenants(&self) -> impl Iterator<Item = &dyn TenantPlugin> {
        self.parts.tenants.iter().map(AsRef::as_ref)
    }

    /// The modules a site of a kind has on before it sets anything.
    pub fn default_modules(&self, kind: Kind) -> ModuleSet {
        let plugin = self.tenant(kind);
        self.modules().all().iter().enumerate().fold(
            ModuleSet::default(),
            |set, (place, module)| {
                let on = !module.switchable()
                    || plugin.is_some_and(|plugin| plugin.modules().contains(&module.key()));
                set.with(place, on)
            },
        )
    }

    /// Whether a module is on at a site. Core's own pages always are.
    pub fn module_is_on(&self, site: SiteId, key: &str) -> bool {
        let sites = self.sites.now();
        sites.by_id(site).is_some_and(|site| self.is_on(site, key))
    }

    /// Whether a module is on at a site. Core's own pages always are.
    pub fn is_on(&self, site: &Site, key: &str) -> bool {
        key == crate::module::CORE
            || self.modules().place(key).is_some_and(|place| site.modules.contains(place))
    }

    /// Which module answers at a path of a site, for menus.
    pub fn paths(&self) -> Option<&Paths> {
        self.paths.get()
    }

    pub(crate) fn set_paths(&self, paths: Paths) {
        // Routers are built once; a second set of the same paths changes nothing.
        let _ = self.paths.set(paths);
    }

    /// The address of a site's page, as seen from outside.
    pub fn url(&self, site: &Site, path: &str) -> String {
        format!("{}{path}", self.config().public.origin(&site.host))
    }

    /// The address of a page of the province's own site, in a language where it has that.
    ///
    /// # Errors
    /// Not found while there is no province.
    pub fn province_url(&self, lang: Lang, path: &str) -> Outcome<String> {
        let sites = self.sites.now();
        let province = sites.province().ok_or(Fault::NotFound)?;
        let known = province.languages.contains(&lang);
        let lang = if known { lang } else { province.default_language() };
        Ok(self.url(province, &province.path(lang, path)))
    }

    /// Tells the worker of this node that there may be something to do.
    pub fn wake_worker(&self) {
        self.worker.notify_one();
    }

    /// How many facts this node has heard, as it goes on.
    pub fn heard(&self) -> tokio::sync::watch::Receiver<u64> {
        self.heard.subscribe()
    }

    pub(crate) fn has_heard(&self, facts: u64) {
        self.heard.send_modify(|heard| *heard = heard.wrapping_add(facts));
    }

    /// Waits to be told.
    pub async fn worker_woken(&self) {
        self.worker.notified().await;
    }
}
