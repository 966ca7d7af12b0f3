//! What was done with backups, and how it went: one row a run (R-O2).

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Ctx, OrNotFound as _, Outcome};

use super::{facts::BackupMade, manifest::Manifest, schema::backup_runs};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A backup was made.
    Create,
    /// One was read back.
    Verify,
    /// One was restored for practice.
    Drill,
}

impl Kind {
    /// All, in the order of the desk.
    pub const ALL: [Self; 3] = [Self::Create, Self::Verify, Self::Drill];

    /// The word in the database and in keys of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Verify => "verify",
            Self::Drill => "drill",
        }
    }

    /// How old the last good one may get before somebody has to look. An hour or two more than the
    /// rounds it is made in, so that one under way is waited for.
    pub fn patience(self) -> TimeDelta {
        match self {
            Self::Create => TimeDelta::hours(26),
            Self::Verify | Self::Drill => TimeDelta::days(8),
        }
    }
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = backup_runs)]
pub struct Run {
    /// [`Kind::as_str`].
    pub kind: String,
    /// The backup; `None` where it did not come so far.
    pub name: Option<String>,
    /// The moment whose state the backup holds.
    pub backup_at: Option<DateTime<Utc>>,
    /// Begin.
    pub started_at: DateTime<Utc>,
    /// End.
    pub ended_at: DateTime<Utc>,
    /// Whether all was as it should be.
    pub ok: bool,
    /// What was not.
    pub problem: Option<String>,
    /// How many tables.
    pub tables: i64,
    /// How many rows.
    pub rows: i64,
    /// How many files.
    pub files: i64,
    /// What is stored for them, in bytes.
    pub bytes: i64,
    /// Of a drill: how much younger than the backup the portal was, in seconds.
    pub lost_seconds: Option<i64>,
    /// Of a drill: for how long restoring everything takes, in seconds.
    pub restore_seconds: Option<i64>,
}

/// Longest account of a problem that is kept, in characters.
const PROBLEM: usize = 2_000;

impl Run {
    /// A run that has just ended.
    pub fn new(kind: Kind, started_at: DateTime<Utc>, ended_at: DateTime<Utc>) -> Self {
        Self {
            kind: kind.as_str().to_owned(),
            name: None,
            backup_at: None,
            started_at,
            ended_at,
            ok: true,
            problem: None,
            tables: 0,
            rows: 0,
            files: 0,
            bytes: 0,
            lost_seconds: None,
            restore_seconds: None,
        }
    }

    /// Of a backup.
    #[must_use]
    pub fn of(self, manifest: &Manifest) -> Self {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Self {
            name: Some(manifest.name.clone()),
            backup_at: Some(manifest.moment),
            tables: count(manifest.tables.len()),
            rows: i64::try_from(manifest.rows()).unwrap_or(i64::MAX),
            files: count(manifest.files.len()),
            bytes: i64::try_from(manifest.stored_bytes()).unwrap_or(i64::MAX),
            ..self
        }
    }

    /// With what was wrong; nothing means that all was well.
    #[must_use]
    pub fn ended_with(self, problems: &[String]) -> Self {
        let problem = problems.join("\n").chars().take(PROBLEM).collect::<String>();
        Self { ok: problems.is_empty(), problem: (!problems.is_empty()).then_some(problem), ..self }
    }

    /// Whether everything is as it should be with runs of its kind.
    pub fn is_good(&self, kind: Kind, now: DateTime<Utc>) -> bool {
        self.ok && now - self.counts_from(kind) <= kind.patience()
    }

    /// From when its age counts: a backup is as old as what it holds.
    pub fn counts_from(&self, kind: Kind) -> DateTime<Utc> {
        match kind {
            Kind::Create => self.backup_at.unwrap_or(self.ended_at),
            Kind::Verify | Kind::Drill => self.ended_at,
        }
    }
}

/// Writes a run down. That a backup was made is told: a copy of everything has left the database.
///
/// # Errors
/// When the database does not take it.
pub async fn record(app: &App, run: &Run) -> Outcome<()> {
    let ctx = Ctx::system_of_province(app).or_not_found()?;
    let mut tx = app.begin_platform(&ctx).await?;
    insert(&tx, run).await?;
    match &run.name {
        Some(name) if run.ok && run.kind == Kind::Create.as_str() => {
            tx.tell(BackupMade { name: name.clone(), rows: run.rows, files: run.files }).await?;
        }
        _ => tx.untold(),
    }
    tx.commit().await
}

async fn insert(mut conn: &AsyncPgConnection, run: &Run) -> QueryResult<usize> {
    diesel::insert_into(backup_runs::table).values(run).execute(&mut conn).await
}

/// The last runs of a kind, the newest first.
pub async fn last(mut conn: &AsyncPgConnection, kind: Kind, limit: i64) -> QueryResult<Vec<Run>> {
    backup_runs::table
        .filter(backup_runs::kind.eq(kind.as_str()))
        .order(backup_runs::id.desc())
        .limit(limit)
        .select(Run::as_select())
        .load(&mut conn)
        .await
}

/// The last run of a kind that went well.
pub async fn last_good(mut conn: &AsyncPgConnection, kind: Kind) -> QueryResult<Option<Run>> {
    backup_runs::table
        .filter(backup_runs::kind.eq(kind.as_str()).and(backup_runs::ok))
        .order(backup_runs::id.desc())
        .select(Run::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// The backups that were read back and were whole, or were restored for practice.
pub async fn verified(mut conn: &AsyncPgConnection) -> QueryResult<BTreeSet<String>> {
    let names: Vec<Option<String>> = backup_runs::table
        .filter(backup_runs::ok.and(backup_runs::kind.ne(Kind::Create.as_str())))
        .select(backup_runs::name)
        .load(&mut conn)
        .await?;
    Ok(names.into_iter().flatten().collect())
}
