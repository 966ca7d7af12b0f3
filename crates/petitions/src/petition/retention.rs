//! For how long it is known who sent a petition, and files that nobody came back for (R-P4).

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::TryStreamExt as _;
use object_store::{ObjectMeta, path::Path as StorePath};
use portal_core::{
    App, Ctx, Job, Jobs, Outcome, Recurring, SiteId, Tx,
    law::{LawMiss, Rule},
};
use serde::{Deserialize, Serialize};

use super::{
    PetitionId,
    events::{self, EventKind, NewEvent},
    facts::{ErasureAsked, SenderErased},
    files::FOLDER,
    module::KEY,
    publications,
    schema::{petition_cases, petition_files},
    sender,
};
use crate::retention::{self, Retention};

/// Key of the rule in the law packs.
const RULE: &str = "petition.retention";
/// Senders erased in one transaction, and files asked about in one statement.
const AT_ONCE: usize = 200;
/// For so long a file lies that was sent and never became part of a petition.
const STRAY: TimeDelta = TimeDelta::days(2);

/// The rule of a day.
///
/// # Errors
/// No law pack has one for that day.
///
/// Requirement: R-P4. Legal source: key `petition.retention` of the law packs.
pub fn months(app: &App, now: DateTime<Utc>) -> Result<Rule<Retention>, LawMiss> {
    retention::rule(app, RULE, now)
}

/// Notes that a sender asked for their data to be erased, once.
pub async fn ask(tx: &mut Tx, petition: PetitionId, site: SiteId) -> Outcome<()> {
    if sender::ask_erasure(tx, petition, tx.now()).await? {
        add_event(tx, petition, site, EventKind::ErasureAsked).await?;
        tx.tell_on(site, ErasureAsked { petition }).await?;
    }
    Ok(())
}

/// Whether a petition still has to be answered.
pub async fn is_open(mut conn: &AsyncPgConnection, petition: PetitionId) -> QueryResult<bool> {
    petition_cases::table
        .find(petition.0)
        .select(petition_cases::closed_at.is_null())
        .first(&mut conn)
        .await
}

/// Erases who sent a petition: the sealed row, and the name where it was shown with the answer. What
/// was written stays, and that it was erased is in the timeline.
pub async fn erase(
    tx: &mut Tx,
    petition: PetitionId,
    site: SiteId,
    unit: Option<SiteId>,
) -> Outcome<()> {
    let now = tx.now();
    if !sender::erase(tx, petition, now).await? {
        return Ok(());
    }
    publications::queries::forget_name(tx, petition).await?;
    add_event(tx, petition, site, EventKind::Erased).await?;
    tx.tell_on(site, SenderErased { petition, site, unit }).await?;
    Ok(())
}

/// Nobody of the office does this, and the sender sees it.
async fn add_event(
    tx: &mut Tx,
    petition: PetitionId,
    site: SiteId,
    kind: EventKind,
) -> Outcome<()> {
    let data = serde_json::json!({});
    let event =
        NewEvent { petition, site, acting_site: site, person: None, kind, shown: true, data };
    events::add(tx, event).await?;
    Ok(())
}

/// Erases the senders whose time is over, or who asked for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EraseSenders {}

impl Job for EraseSenders {
    const KIND: &'static str = "petitions.sender.erase";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        while erase_some(&app, &ctx).await? {}
        Ok(())
    }
}

/// Takes files away that were sent with a form that never was accepted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClearFiles {}

impl Job for ClearFiles {
    const KIND: &'static str = "petitions.files.clear";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, _: Ctx) -> anyhow::Result<()> {
        let folder = StorePath::from(FOLDER);
        let old = app.now() - STRAY;
        let files = app
            .files()
            .list(&folder)
            .try_filter(|file| std::future::ready(file.last_modified < old));
        let mut some = files.try_chunks(AT_ONCE);
        while let Some(files) = some.try_next().await? {
            let cleared = clear(&app, &files).await;
            cleared?;
        }
        Ok(())
    }
}

/// Adds both jobs.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.with::<EraseSenders>().with::<ClearFiles>()
}

/// Both come round once a day.
pub fn recurring() -> Vec<Recurring> {
    const DAY: Duration = Duration::from_secs(86_400);
    vec![Recurring::of::<EraseSenders>(DAY), Recurring::of::<ClearFiles>(DAY)]
}

/// Erases some; gives whether there may be more.
async fn erase_some(app: &App, ctx: &Ctx) -> Outcome<bool> {
    let before = retention::limit(app, RULE, ctx.now)?;
    let mut tx = app.begin_platform(ctx).await?;
    let due = due(&tx, before).await?;
    for (petition, site, unit) in &due {
        erase(&mut tx, *petition, *site, *unit).await?;
    }
    tx.untold();
    tx.commit().await?;
    Ok(due.len() >= AT_ONCE)
}

/// Closed petitions whose sender is known for too long, or asked to be forgotten. Letters that wait
/// are sent first.
async fn due(
    mut conn: &AsyncPgConnection,
    before: DateTime<Utc>,
) -> QueryResult<Vec<(PetitionId, SiteId, Option<SiteId>)>> {
    use diesel::sql_types::{BigInt, Nullable, Timestamptz};
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        petition_id: i64,
        #[diesel(sql_type = BigInt)]
        site_id: i64,
        #[diesel(sql_type = Nullable<BigInt>)]
        unit_id: Option<i64>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select s.petition_id, s.site_id, c.unit_id \
         from petition_senders s join petition_cases c on c.petition_id = s.petition_id \
         where s.sealed is not null and c.closed_at is not null \
           and (c.closed_at < $1 or s.erasure_asked_at is not null) \
           and not exists (select 1 from petition_letters l \
             where l.petition_id = s.petition_id and l.sent_at is null and l.owed_at > $1) \
         order by s.petition_id limit $2 for update of s skip locked",
    )
    .bind::<Timestamptz, _>(before)
    .bind::<BigInt, _>(i64::try_from(AT_ONCE).unwrap_or(i64::MAX))
    .load(&mut conn)
    .await?;
    let due =
        |row: Row| (PetitionId(row.petition_id), SiteId(row.site_id), row.unit_id.map(SiteId));
    Ok(rows.into_iter().map(due).collect())
}

/// Deletes those of some files that no row knows.
async fn clear(app: &App, files: &[ObjectMeta]) -> Outcome<()> {
    let hash = |file: &ObjectMeta| hex::decode(file.location.filename()?).ok();
    let hashes: Vec<Vec<u8>> = files.iter().filter_map(hash).collect();
    let known = {
        let conn = app.db().platform().await?;
        known(&conn, &hashes).await?
    };
    for file in files {
        if hash(file).is_some_and(|hash| !known.contains(&hash)) {
            app.files().delete(&file.location).await?;
        }
    }
    Ok(())
}

async fn known(mut conn: &AsyncPgConnection, hashes: &[Vec<u8>]) -> QueryResult<Vec<Vec<u8>>> {
    petition_files::table
        .filter(petition_files::sha256.eq_any(hashes))
        .select(petition_files::sha256)
        .load(&mut conn)
        .await
}
