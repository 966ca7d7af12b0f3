//! The contract of a module: a bounded context, plugged in.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use maud::Markup;

use crate::{
    App, Ctx, Lang, Outcome, Permission, PersonId, Routes, SiteId, Tx,
    fact::{self, FactCard, FactRow},
    files,
    job::{Jobs, Recurring},
    mail,
    people::Holder,
    personal::held::{Forgotten, Held, Wanted},
    search,
    site::Site,
    tenant::Birth,
};

/// Key under which core's own pages stand (home, sitemap, robots); not a module anybody switches.
pub const CORE: &str = "core";

/// A bounded context behind one trait. Everything has a default, so a module says only what it has.
#[async_trait]
pub trait Module: Send + Sync {
    /// Stable key: `articles`. Also the stem of its texts: `module-articles`, `module-articles-what`.
    fn key(&self) -> &'static str;

    /// Whether IT staff may switch it per site (R-T3). What is not switchable is always on.
    fn switchable(&self) -> bool {
        false
    }

    /// Its paths, public and for staff, each with its [`crate::Access`].
    fn routes(&self, routes: Routes) -> Routes {
        routes
    }

    /// Its entries on the desk of a site's staff.
    fn desk_menu(&self) -> Vec<DeskEntry> {
        Vec::new()
    }

    /// The actions it knows.
    fn permissions(&self) -> Vec<Permission> {
        Vec::new()
    }

    /// The jobs it runs.
    fn jobs(&self) -> Jobs {
        Jobs::default()
    }

    /// The facts it tells, for the record (R-A6). A kind without a card and a sentence fails a test.
    fn facts(&self) -> Vec<FactCard> {
        Vec::new()
    }

    /// Names of things of its own that facts are about, by [`crate::Fact::subject`]: the title of
    /// `item:9`. Asked with whole pages of the record; what is not its own it leaves out.
    async fn name_subjects(
        &self,
        _conn: &AsyncPgConnection,
        _subjects: &[String],
    ) -> QueryResult<Vec<(String, String)>> {
        Ok(Vec::new())
    }

    /// Facts of other contexts it wants a job for, once in the cluster.
    fn listeners(&self) -> Vec<Listener> {
        Vec::new()
    }

    /// Hears every fact, on every node, in order: for what each node keeps by itself.
    async fn hear(&self, _app: &App, _fact: &FactRow) -> anyhow::Result<()> {
        Ok(())
    }

    /// Gives a new site what belongs to it from this module: sections, required pages (R-T4).
    async fn at_birth(&self, _app: &App, _tx: &mut Tx, _birth: &Birth<'_>) -> Outcome<()> {
        Ok(())
    }

    /// A block of the home page; `None` when the block is not this module's, or has nothing to show.
    async fn block(
        &self,
        _app: &App,
        _ctx: &Ctx,
        _block: &BlockName<'_>,
    ) -> Outcome<Option<Markup>> {
        Ok(None)
    }

    /// Its part of the sitemap page: the tree people read.
    async fn sitemap(&self, _app: &App, _ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        Ok(Vec::new())
    }

    /// Its part of `sitemap.xml`: addresses in a language, newest first.
    async fn addresses(&self, _app: &App, _ctx: &Ctx) -> Outcome<Vec<Address>> {
        Ok(Vec::new())
    }

    /// Links for the `<head>` of every page of a site: feeds.
    fn head_links(&self, _ctx: &Ctx) -> Vec<HeadLink> {
        Vec::new()
    }

    /// What it puts below a page of the site: comments, a mark. It goes into the page's cache entry,
    /// so it says what it shows ([`Ctx::reads`]) and is the same for everybody.
    async fn below(&self, _app: &App, _ctx: &Ctx, _subject: &Subject) -> Outcome<Option<Markup>> {
        Ok(None)
    }

    /// A page of its own that others put something below, while readers see it.
    async fn subject(
        &self,
        _app: &App,
        _ctx: &Ctx,
        _kind: &str,
        _id: i64,
    ) -> Outcome<Option<Subject>> {
        Ok(None)
    }

    /// The sections of a site to which a role may be limited, in the order of reading (R-A4).
    async fn sections(&self, _app: &App, _ctx: &Ctx) -> Outcome<Vec<SectionName>> {
        Ok(Vec::new())
    }

    /// What of a person's unfinished work on a site somebody else would have to take over (R-A4).
    async fn belongings(
        &self,
        _app: &App,
        _ctx: &Ctx,
        _person: PersonId,
    ) -> Outcome<Vec<Belonging>> {
        Ok(Vec::new())
    }

    /// Gives what [`Module::belongings`] counts to somebody else, who is a member of the site; gives
    /// how many things it was. Names under what was written stay.
    async fn hand_over(
        &self,
        _tx: &mut Tx,
        _site: SiteId,
        _from: PersonId,
        _to: PersonId,
    ) -> Outcome<usize> {
        Ok(0)
    }

    /// Who holds a permission on a whole site now, lent rights too. Asked through
    /// [`crate::people::holders`]; only the module that keeps roles knows.
    async fn holders(
        &self,
        _app: &App,
        _site: SiteId,
        _permission: Permission,
    ) -> Outcome<Vec<Holder>> {
        Ok(Vec::new())
    }

    /// What it holds about a person, on all sites, also where it is switched off: for whoever has a
    /// right to know of it. Asked through [`crate::personal::held::gather`], by the platform door.
    async fn held_about(
        &self,
        _app: &App,
        _conn: &AsyncPgConnection,
        _wanted: &Wanted,
    ) -> Outcome<Vec<Held>> {
        Ok(Vec::new())
    }

    /// Notes that a person is to be forgotten, on all sites: what tells who they are goes when that with
    /// which it came is done with, by the module's own job. What it was about is a record of the
    /// office, and stays. Asked through [`crate::personal::held::forget`], by the platform door.
    async fn forget(&self, _app: &App, _tx: &mut Tx, _wanted: &Wanted) -> Outcome<Vec<Forgotten>> {
        Ok(Vec::new())
    }

    /// What it answers other programs with, for the description at `/api/v1/openapi.json` (R-C13).
    fn interface(&self) -> Option<utoipa::openapi::OpenApi> {
        None
    }

    /// What it publishes that the search knows, by [`crate::search::Key::kind`] (R-S1).
    fn searched(&self) -> &'static [&'static str] {
        &[]
    }

    /// What of that a fact has changed: each node asks, in the order of the facts, and gets what is
    /// true now. Facts of others matter too, where names of theirs stand in the documents.
    async fn search_changes(
        &self,
        _app: &App,
        _fact: &FactRow,
    ) -> anyhow::Result<Vec<search::Change>> {
        Ok(Vec::new())
    }

    /// Everything of a kind that readers of a site see, in the order of its numbers, from above one
    /// on: as much as is read at once, and nothing at the end.
    async fn search_documents(
        &self,
        _app: &App,
        _site: &Site,
        _kind: &str,
        _after: i64,
    ) -> anyhow::Result<Vec<search::Document>> {
        Ok(Vec::new())
    }

    /// What of a site's published things answers some words, best first. Asked through
    /// [`search::find`]; only the module that keeps the index knows.
    fn search_find(&self, _app: &App, _site: SiteId, _words: &str) -> Vec<search::Key> {
        Vec::new()
    }

    /// Keeps up with the facts what each node has for itself and what takes too long for
    /// [`Module::hear`]. Called one at a time, after facts were told and once a second.
    async fn keep_up(&self, _app: &App) -> anyhow::Result<()> {
        Ok(())
    }

    /// The jobs that come round by themselves; each is one of [`Module::jobs`].
    fn recurring(&self) -> Vec<Recurring> {
        Vec::new()
    }
}

/// A page of the site, as modules know it that put something below it ([`Module::below`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `article`, `page`, or `module` for a module's own page.
    pub kind: &'static str,
    /// Which of them; 0 for a module's own page.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Path of the site, without the language part.
    pub path: String,
    /// Whether the site itself wrote it, rather than quoting another body.
    pub original: bool,
}

impl Subject {
    /// A module's own page.
    pub fn of_module(title: impl Into<String>, path: impl Into<String>) -> Self {
        Self { kind: "module", id: 0, title: title.into(), path: path.into(), original: true }
    }
}

/// A section, as contexts that do not know sections name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionName {
    /// Identity.
    pub id: i64,
    /// Title.
    pub title: String,
    /// How many sections stand above it.
    pub depth: usize,
}

/// Unfinished work of a person: "3 bài đang chờ duyệt".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    /// What it is, with the number, in the language of the page.
    pub text: String,
    /// How many.
    pub count: usize,
    /// Path of the site where such things are listed.
    pub path: String,
}

/// A block as a tenant plugin names it: `articles.section` of `tin-tuc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockName<'a> {
    /// `module.block`.
    pub name: &'a str,
    /// What of: a section's slug; empty where the block needs nothing.
    pub of: &'a str,
}

/// A link in the `<head>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadLink {
    /// `rel`.
    pub rel: &'static str,
    /// MIME type.
    pub mime: &'static str,
    /// Title.
    pub title: String,
    /// Path of the site.
    pub href: String,
}

/// An entry of the staff's desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskEntry {
    /// Key of its text.
    pub text: &'static str,
    /// Path.
    pub path: &'static str,
    /// Who sees it.
    pub permission: Permission,
    /// Its place among the others, small first.
    pub order: u8,
}

/// A fact that makes a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listener {
    /// Module that listens; filled in by the composition.
    pub module: &'static str,
    /// [`crate::Fact::KIND`].
    pub fact: &'static str,
    /// [`crate::Job::KIND`]; its payload is `{"fact": id}`.
    pub job: &'static str,
}

/// A line of the sitemap page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapNode {
    /// Title.
    pub title: String,
    /// Path of the site.
    pub path: String,
    /// Lines under it.
    pub below: Vec<SitemapNode>,
}

/// A line of `sitemap.xml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Path of the site, without the language part.
    pub path: String,
    /// Language it is in.
    pub lang: Lang,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// All modules of an installation, in order.
#[derive(Default)]
pub struct Modules {
    all: Vec<Box<dyn Module>>,
    places: HashMap<&'static str, usize>,
    listeners: Vec<Listener>,
    jobs: Jobs,
}

impl Modules {
    /// Composes modules. The order is kept; at most 64 fit a site's set.
    pub fn new(all: Vec<Box<dyn Module>>) -> Self {
        let mut modules = Self { jobs: files::held::jobs(mail::jobs()), ..Self::default() };
        for (place, module) in all.iter().enumerate() {
            modules.places.insert(module.key(), place);
            modules.jobs.extend(module.jobs());
            modules.listeners.extend(
                module.listeners().into_iter().map(|l| Listener { module: module.key(), ..l }),
            );
        }
        modules.all = all;
        modules
    }

    /// All, in order.
    pub fn all(&self) -> &[Box<dyn Module>] {
        &self.all
    }

    /// The modules that are on at a site.
    pub fn on<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = &'a dyn Module> {
        self.all
            .iter()
            .enumerate()
            .filter(|(place, _)| site.modules.contains(*place))
            .map(|(_, module)| module.as_ref())
    }

    /// What the modules of the page's site put below it, in order.
    pub async fn below(&self, app: &App, ctx: &Ctx, subject: &Subject) -> Outcome<Vec<Markup>> {
        let mut below = Vec::new();
        for module in self.on(&ctx.site) {
            below.extend(module.below(app, ctx, subject).await?);
        }
        Ok(below)
    }

    /// A page that readers see, by whichever module has it.
    pub async fn subject(
        &self,
        app: &App,
        ctx: &Ctx,
        kind: &str,
        id: i64,
    ) -> Outcome<Option<Subject>> {
        for module in self.on(&ctx.site) {
            if let Some(subject) = module.subject(app, ctx, kind, id).await? {
                return Ok(Some(subject));
            }
        }
        Ok(None)
    }

    /// A module's bit in [`crate::site::ModuleSet`].
    pub fn place(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// Finds a module by key.
    pub fn by_key(&self, key: &str) -> Option<&dyn Module> {
        self.place(key).and_then(|place| self.all.get(place)).map(AsRef::as_ref)
    }

    /// Who makes a job of a fact.
    pub fn listeners_to(&self, kind: &str) -> Vec<Listener> {
        self.listeners.iter().filter(|listener| listener.fact == kind).copied().collect()
    }

    /// The cards of every fact, core's first.
    pub fn fact_cards(&self) -> Vec<FactCard> {
        let mut cards = fact::cards();
        cards.extend(self.all.iter().flat_map(|module| module.facts()));
        cards
    }

    /// The jobs that come round by themselves, core's first.
    pub fn recurring(&self) -> Vec<Recurring> {
        let mut all = vec![files::held::recurring()];
        all.extend(self.all.iter().flat_map(|module| module.recurring()));
        all
    }

    /// All jobs.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }
}

/// Which module answers at a path: a menu entry that leads into a module that is off is not shown.
#[derive(Default, Clone)]
pub struct Paths(matchit::Router<&'static str>);

impl Paths {
    pub(crate) fn insert(&mut self, path: &str, module: &'static str) {
        // The same path is put in once per method; only the first counts.
        let _ = self.0.insert(path, module);
    }

    /// The module that answers at a path, if any does.
    pub fn module_of(&self, path: &str) -> Option<&'static str> {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        self.0.at(path).ok().map(|found| *found.value)
    }
}
