//! What a node says of its index: how many documents, what it is doing, what the last check found.
//! Kept in `search_nodes`, for the platform desk and the command line.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::App;

use crate::schema::search_nodes;

/// How often a node reports while nothing changes.
const EVERY: Duration = Duration::from_secs(10);

/// What a node may be doing beside following.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Making the index anew.
    Rebuild,
    /// Comparing it with the database.
    Verify,
}

impl Task {
    /// Its word in the table and in keys of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rebuild => "rebuild",
            Self::Verify => "verify",
        }
    }
}

/// What a check found, and mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Differences {
    /// Documents that readers see and the index had not.
    pub missing: i64,
    /// Documents that the index had as they no longer are.
    pub outdated: i64,
    /// Documents that the index had and readers do not see.
    pub surplus: i64,
}

#[derive(Debug, Clone, Default)]
struct Now {
    rebuild: Option<(usize, usize)>,
    verify: Option<(usize, usize)>,
    asked: i64,
    heard: i64,
    rebuilt_at: Option<DateTime<Utc>>,
    verified: Option<(DateTime<Utc>, Differences)>,
    problem: Option<String>,
    /// Whether something changed since the last report.
    is_news: bool,
    reported: Option<Instant>,
}

impl Now {
    fn task(&mut self, task: Task) -> &mut Option<(usize, usize)> {
        match task {
            Task::Rebuild => &mut self.rebuild,
            Task::Verify => &mut self.verify,
        }
    }
}

/// What this node's index is doing.
#[derive(Default)]
pub struct State(Mutex<Now>);

impl State {
    fn now(&self) -> MutexGuard<'_, Now> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Now) -> T) -> T {
        let mut now = self.now();
        now.is_news = true;
        change(&mut now)
    }

    /// Whether it is doing something.
    pub(super) fn does(&self, task: Task) -> bool {
        self.now().task(task).is_some()
    }

    /// Somebody asked for something, by the number of the fact.
    pub(super) fn asked(&self, fact: i64) {
        self.change(|now| now.asked = now.asked.max(fact));
    }

    /// Begins something; gives whether it was not going on already.
    pub(super) fn begin(&self, task: Task) -> bool {
        self.change(|now| {
            let begins = now.task(task).is_none();
            if begins {
                *now.task(task) = Some((0, 0));
                now.problem = None;
            }
            begins
        })
    }

    /// So many sites are done.
    pub(super) fn has_done(&self, task: Task, sites: usize, of: usize) {
        self.change(|now| *now.task(task) = Some((sites, of)));
    }

    /// It did not go well.
    pub(super) fn fails(&self, problem: String) {
        self.change(|now| now.problem = Some(problem));
    }

    /// The index was made anew.
    pub(super) fn rebuilt(&self, at: DateTime<Utc>) {
        self.end(Task::Rebuild, |now| now.rebuilt_at = Some(at));
    }

    /// The index was compared with the database.
    pub(super) fn checked(&self, at: DateTime<Utc>, found: Differences) {
        self.end(Task::Verify, |now| now.verified = Some((at, found)));
    }

    /// The comparison broke off: what the last whole one found stays.
    pub(super) fn not_checked(&self, problem: String) {
        self.end(Task::Verify, |now| now.problem = Some(problem));
    }

    fn end(&self, task: Task, note: impl FnOnce(&mut Now)) {
        self.change(|now| {
            *now.task(task) = None;
            note(now);
            if now.rebuild.is_none() && now.verify.is_none() {
                now.heard = now.asked;
            }
        });
    }

    /// Writes it down, where it changed or is due.
    pub(super) async fn report(&self, app: &App, documents: u64) -> anyhow::Result<()> {
        let now = {
            let mut now = self.now();
            let due = now.reported.is_none_or(|at| at.elapsed() >= EVERY);
            if !now.is_news && !due {
                return Ok(());
            }
            now.is_news = false;
            now.reported = Some(Instant::now());
            now.clone()
        };
        let written = write(app, &now, documents).await;
        if written.is_err() {
            self.now().is_news = true;
        }
        Ok(written?)
    }
}

/// The name of a node: its machine and the folder of its index.
fn name(app: &App) -> String {
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{} {}", machine.trim(), app.config().search_index.display())
}

async fn write(app: &App, now: &Now, documents: u64) -> Result<(), portal_core::Fault> {
    let (work, (done, all)) = match (now.rebuild, now.verify) {
        (Some(of), _) => (Some(Task::Rebuild), of),
        (None, Some(of)) => (Some(Task::Verify), of),
        (None, None) => (None, (0, 0)),
    };
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let (verified_at, found) = now.verified.unzip();
    let found = found.unwrap_or_default();
    let conn = app.db().platform().await?;
    // What this process has not done yet stays as the one before it left it.
    diesel::sql_query(
        "insert into search_nodes as n values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         on conflict (node) do update set \
           documents = excluded.documents, seen_at = excluded.seen_at, work = excluded.work, \
           sites_done = excluded.sites_done, sites_all = excluded.sites_all, \
           problem = excluded.problem, heard = greatest(n.heard, excluded.heard), \
           rebuilt_at = coalesce(excluded.rebuilt_at, n.rebuilt_at), \
           verified_at = coalesce(excluded.verified_at, n.verified_at), \
           missing = case when excluded.verified_at is null then n.missing else excluded.missing end, \
           outdated = case when excluded.verified_at is null then n.outdated else excluded.outdated end, \
           surplus = case when excluded.verified_at is null then n.surplus else excluded.surplus end",
    )
    .bind::<sql_types::Text, _>(name(app))
    .bind::<sql_types::BigInt, _>(i64::try_from(documents).unwrap_or(i64::MAX))
    .bind::<sql_types::Timestamptz, _>(app.now())
    .bind::<sql_types::Nullable<sql_types::Text>, _>(work.map(Task::as_str))
    .bind::<sql_types::Integer, _>(count(done))
    .bind::<sql_types::Integer, _>(count(all))
    .bind::<sql_types::BigInt, _>(now.heard)
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(now.rebuilt_at)
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(verified_at)
    .bind::<sql_types::BigInt, _>(found.missing)
    .bind::<sql_types::BigInt, _>(found.outdated)
    .bind::<sql_types::BigInt, _>(found.surplus)
    .bind::<sql_types::Nullable<sql_types::Text>, _>(&now.problem)
    .execute(&mut &*conn)
    .await?;
    Ok(())
}

/// A node as it last said.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = search_nodes)]
pub struct NodeRow {
    /// Its machine and folder.
    pub node: String,
    /// Documents in its index.
    pub documents: i64,
    /// When it last said so.
    pub seen_at: DateTime<Utc>,
    /// [`Task::as_str`] of what it is doing.
    pub work: Option<String>,
    /// Sites of that which are done.
    pub sites_done: i32,
    /// Sites in all.
    pub sites_all: i32,
    /// The number of the last fact that asked for something, once that was done.
    pub heard: i64,
    /// When its index was last made anew.
    pub rebuilt_at: Option<DateTime<Utc>>,
    /// When it was last checked.
    pub verified_at: Option<DateTime<Utc>>,
    /// What that found.
    pub missing: i64,
    /// Likewise.
    pub outdated: i64,
    /// Likewise.
    pub surplus: i64,
    /// What last went wrong.
    pub problem: Option<String>,
}

impl NodeRow {
    /// Whether it has said so lately.
    pub fn is_alive(&self, now: DateTime<Utc>) -> bool {
        (now - self.seen_at).to_std().is_ok_and(|ago| ago < 3 * EVERY) || self.seen_at > now
    }
}

/// All nodes. Those that have not said anything for a week are forgotten.
pub async fn nodes(mut conn: &AsyncPgConnection) -> QueryResult<Vec<NodeRow>> {
    search_nodes::table.order(search_nodes::node).select(NodeRow::as_select()).load(&mut conn).await
}

/// Forgets the nodes that have not said anything since a moment.
pub async fn forget(mut conn: &AsyncPgConnection, since: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(search_nodes::table.filter(search_nodes::seen_at.lt(since)))
        .execute(&mut conn)
        .await
}
