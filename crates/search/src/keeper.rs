//! What a node does to keep its index: it follows the facts from a place of its own, asks the owners
//! what is true now, and makes a damaged or missing index anew while questions are answered (R-S1).

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use arc_swap::ArcSwapOption;
use portal_core::{
    App, Fact as _, FactRow, Module, SiteId,
    fact::{self, Position},
    node,
    robots::Rates,
    search::{Change, Document, Key},
    site::{Site, SiteState},
};
use tokio::{sync::Mutex, task::block_in_place};

use self::state::{State, Task};
use crate::{
    Fault, Index, Query, Scope, Sort,
    facts::{CheckAsked, PromotedChanged, RebuildAsked},
    promoted::Promotions,
    search::{LARGEST_PAGE, Narrow},
    words::Words,
};

pub mod state;
mod verify;

/// The file in the index's folder that says up to where the facts are in it.
const PLACE: &str = "place";
/// Facts that are read at once.
const FACTS: i64 = 500;

/// How soon a rebuild that broke off begins anew.
const AGAIN: Duration = Duration::from_secs(10);

/// The index of this node and how far it is.
pub struct Keeper {
    index: ArcSwapOption<Index>,
    /// Whether it was opened without anything in it.
    is_empty: AtomicBool,
    place: Mutex<Option<Position>>,
    /// How often one address asks.
    pub(crate) rates: Rates,
    /// What is looked for, until it is written down.
    pub(crate) words: Words,
    /// What sites put above their results.
    pub(crate) promotions: Promotions,
    state: State,
}

impl Default for Keeper {
    fn default() -> Self {
        Self {
            index: ArcSwapOption::empty(),
            is_empty: AtomicBool::new(false),
            place: Mutex::default(),
            // A person never notices.
            rates: Rates::new("search", 30, Duration::from_millis(333), 5),
            words: Words::default(),
            promotions: Promotions::default(),
            state: State::default(),
        }
    }
}

impl Keeper {
    /// The index, once it was opened.
    pub fn index(&self) -> Option<Arc<Index>> {
        self.index.load_full()
    }

    /// Whether the index is being made anew.
    pub fn is_rebuilding(&self) -> bool {
        self.state.does(Task::Rebuild)
    }

    /// What of a site answers some words: what has all of them, or what they were meant to be.
    pub fn find(&self, app: &App, site: SiteId, words: &str) -> Vec<Key> {
        let Some(index) = self.index() else { return Vec::new() };
        let query = Query {
            text: words.to_owned(),
            scope: Scope::One(site),
            narrow: Narrow::default(),
            sort: Sort::Best,
            page: 1,
            per_page: LARGEST_PAGE,
            facets: false,
            now: app.now(),
        };
        match block_in_place(|| index.search(&query)) {
            Ok(results) if !results.widened => {
                results.hits.into_iter().map(|hit| hit.document.key).collect()
            }
            Ok(_) => Vec::new(),
            Err(error) => {
                tracing::error!(%error, "the search index does not answer");
                Vec::new()
            }
        }
    }

    /// Brings the index up to what was told. Opens it the first time.
    ///
    /// # Errors
    /// A database or a disk that does not answer; the next call goes on from the same place.
    pub async fn keep_up(self: &Arc<Self>, app: &App) -> anyhow::Result<()> {
        let mut place = self.place.lock().await;
        let (index, from) = match (self.index(), *place) {
            (Some(index), Some(from)) => (index, from),
            _ => self.open(app).await?,
        };
        *place = Some(from);
        let followed = self.follow(app, &index, &mut place).await;
        // A writer that has failed does not come back: the index is opened anew. While it is the
        // database that fails, the index answers.
        if followed.as_ref().is_err_and(anyhow::Error::is::<Fault>) {
            self.index.store(None);
            *place = None;
        }
        drop(place);
        followed?;
        self.words.write_down(app).await?;
        self.state.report(app, index.count()).await
    }

    async fn open(self: &Arc<Self>, app: &App) -> anyhow::Result<(Arc<Index>, Position)> {
        let folder = app.config().search_index.clone();
        let index = match self.index() {
            // Opened while the database was away.
            Some(index) => index,
            None => {
                let (index, found) = block_in_place(|| Index::open(&folder))?;
                tracing::info!(?found, "the search index was opened");
                self.is_empty.store(found.needs_rebuild(), Ordering::Relaxed);
                let index = Arc::new(index);
                self.index.store(Some(Arc::clone(&index)));
                index
            }
        };
        self.promotions.read(app, None).await?;
        let from = match read_place(&folder) {
            Some(place) if !self.is_empty.load(Ordering::Relaxed) => place,
            _ => {
                tracing::info!("the search index is made anew");
                // The place first, then the state: what is told in between is heard.
                let now = fact::position_now(&*app.db().platform().await?).await?;
                self.begin_rebuild(app, &index, now);
                now
            }
        };
        Ok((index, from))
    }

    async fn follow(
        self: &Arc<Self>,
        app: &App,
        index: &Arc<Index>,
        place: &mut Option<Position>,
    ) -> anyhow::Result<()> {
        loop {
            let from = place.unwrap_or_default();
            let told = fact::after(&*app.db().platform().await?, from, FACTS).await?;
            let Some(last) = told.last() else { return Ok(()) };
            let reached = Position { txid: last.txid, id: last.id };
            let changed = self.hear(app, index, &told).await?;
            *place = Some(reached);
            if changed {
                block_in_place(|| index.commit())?;
            }
            // A rebuild that breaks off begins anew: until it has ended there is no place.
            if !self.is_rebuilding() {
                block_in_place(|| write_place(&app.config().search_index, reached))?;
            }
            // What is told meanwhile is for the next time: others wait too.
            if i64::try_from(told.len())? < FACTS {
                return Ok(());
            }
        }
    }

    /// Gives whether anything is to be committed.
    async fn hear(
        self: &Arc<Self>,
        app: &App,
        index: &Arc<Index>,
        told: &[FactRow],
    ) -> anyhow::Result<bool> {
        // Of a thing that changed many times, what is true now is put in once.
        let mut changes: HashMap<Key, Option<Box<Document>>> = HashMap::new();
        let mut changed = false;
        for fact in told {
            match fact.kind.as_str() {
                RebuildAsked::KIND => {
                    self.state.asked(fact.id);
                    self.begin_rebuild(app, index, Position { txid: fact.txid, id: fact.id });
                }
                CheckAsked::KIND => {
                    self.state.asked(fact.id);
                    self.begin_check(app);
                }
                PromotedChanged::KIND => self.promotions.read(app, Some(fact.site())).await?,
                _ => {}
            }
            if fact.changes_site() {
                changed |= sync_site(app, index, fact.site()).await?;
            }
            for module in app.modules().all() {
                for change in module.search_changes(app, fact).await? {
                    match change {
                        Change::Is(document) => {
                            changes.insert(document.key.clone(), Some(document))
                        }
                        Change::IsNot(key) => changes.insert(key, None),
                    };
                }
            }
        }
        if changes.is_empty() {
            return Ok(changed);
        }
        block_in_place(|| {
            for (key, document) in &changes {
                match document {
                    Some(document) if is_shown(app, document) => index.put(document)?,
                    _ => index.delete(key),
                }
            }
            anyhow::Ok(())
        })?;
        Ok(true)
    }

    /// Begins to make the index anew, and does not give up; nothing when that goes on already.
    fn begin_rebuild(self: &Arc<Self>, app: &App, index: &Arc<Index>, from: Position) {
        if !self.state.begin(Task::Rebuild) {
            return;
        }
        let (keeper, app, index) = (Arc::clone(self), app.clone(), Arc::clone(index));
        tokio::spawn(async move {
            while let Err(error) = rebuild(&keeper.state, &app, &index, from).await {
                let problem = format!("{error:#}");
                tracing::error!(problem, "the search index could not be made anew; trying again");
                keeper.state.fails(problem);
                tokio::time::sleep(AGAIN).await;
            }
            keeper.state.rebuilt(app.now());
        });
    }

    /// Begins to compare the index with the database; nothing when that goes on already.
    fn begin_check(self: &Arc<Self>, app: &App) {
        if !self.state.begin(Task::Verify) {
            return;
        }
        let (keeper, app) = (Arc::clone(self), app.clone());
        tokio::spawn(async move {
            match verify::verify(&keeper, &app).await {
                Ok(found) => keeper.state.checked(app.now(), found),
                Err(error) => {
                    let problem = format!("{error:#}");
                    tracing::error!(problem, "the search index could not be checked");
                    keeper.state.not_checked(problem);
                }
            }
        });
    }
}

/// Everything of every site into a fresh index, which then takes the old one's place.
async fn rebuild(state: &State, app: &App, index: &Index, from: Position) -> anyhow::Result<()> {
    let Some(fresh) = index.rebuild()? else { return Ok(()) };
    let begun = std::time::Instant::now();
    let mut count = 0;
    let sites = app.sites.now().all();
    for (done, site) in sites.iter().enumerate() {
        for (module, kind) in searched(app, site) {
            each_document(app, site, (module, kind), |document| {
                count += 1;
                fresh.put(document)
            })
            .await?;
        }
        state.has_done(Task::Rebuild, done + 1, sites.len());
    }
    block_in_place(|| fresh.finish())?;
    // What was told since is heard again from here after a restart: putting twice is putting once.
    block_in_place(|| write_place(&app.config().search_index, from))?;
    let seconds = begun.elapsed().as_secs();
    tracing::info!(documents = count, seconds, "the search index was made anew");
    Ok(())
}

/// What of a site is searched: nothing of one that is closed.
fn searched<'a>(app: &'a App, site: &'a Site) -> Vec<(&'a dyn Module, &'static str)> {
    if site.state != SiteState::Active {
        return Vec::new();
    }
    let kinds = |module: &'a dyn Module| module.searched().iter().map(move |kind| (module, *kind));
    app.modules().on(site).flat_map(kinds).collect()
}

/// Every document of a kind that readers of a site see.
async fn each_document(
    app: &App,
    site: &Site,
    (module, kind): (&dyn Module, &str),
    mut take: impl FnMut(&Document) -> Result<(), Fault>,
) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let documents = module.search_documents(app, site, kind, after).await?;
        let Some(last) = documents.last() else { return Ok(()) };
        after = last.key.id;
        block_in_place(|| documents.iter().try_for_each(&mut take))?;
    }
}

/// Whether readers get to a document: its site is open and the module that shows it is on.
fn is_shown(app: &App, document: &Document) -> bool {
    let sites = app.sites.now();
    sites
        .by_id(document.key.site)
        .is_some_and(|site| searched(app, site).iter().any(|(_, kind)| document.key.kind == *kind))
}

/// Puts a site right after its settings changed: takes out what is not shown any more, puts in what
/// is shown again. Gives whether anything was changed.
async fn sync_site(app: &App, index: &Index, id: SiteId) -> anyhow::Result<bool> {
    let site = node::site_now(app, &*app.db().platform().await?, id).await?;
    let shown = searched(app, &site);
    let known = block_in_place(|| index.all_keys(id))?;
    let mut changed = false;
    for entry in &known {
        if !shown.iter().any(|(_, kind)| entry.key.kind == *kind) {
            index.delete(&entry.key);
            changed = true;
        }
    }
    for of in shown {
        if !known.iter().any(|entry| entry.key.kind == of.1) {
            let put = |document: &Document| {
                changed = true;
                index.put(document)
            };
            each_document(app, &site, of, put).await?;
        }
    }
    Ok(changed)
}

fn read_place(folder: &Path) -> Option<Position> {
    let text = std::fs::read_to_string(folder.join(PLACE)).ok()?;
    let (txid, id) = text.trim().split_once(' ')?;
    Some(Position { txid: txid.parse().ok()?, id: id.parse().ok()? })
}

/// Never half written: a place that is too far would lose changes.
fn write_place(folder: &Path, place: Position) -> anyhow::Result<()> {
    let (half, whole): (PathBuf, PathBuf) = (folder.join("place.new"), folder.join(PLACE));
    std::fs::write(&half, format!("{} {}\n", place.txid, place.id))
        .and_then(|()| std::fs::rename(&half, &whole))
        .context("the place in the log cannot be written")
}
