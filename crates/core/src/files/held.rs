//! Held files: taken while the virus scanner could not say what they are. Nothing is lost, and nobody
//! gets one before the scanner has looked ([ADR 18](../../../../docs/adr/0018-held-not-lost.md)).
//!
//! What is held is one row, by the places in the object store where the file lies, whatever module's
//! it is; a copy of what was brought lies sealed beside, for the scanner to be asked again.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use object_store::path::Path as StorePath;
use uuid::Uuid;

use crate::{
    App, Ctx, Fault, Job, Jobs, OrNotFound as _, Outcome, Recurring, Refusal, SiteId, Texts, Tx,
    module::CORE,
};

mod facts;
pub(super) mod queries;

pub(crate) use facts::cards;
pub use facts::{FileHeld, FileLocked, FileRefused, FileReleased};
pub use queries::{HeldFile, list};

use super::scan::Verdict;

/// Folder of the copies.
const FOLDER: &str = "held";
const PURPOSE: &str = "file.held";
/// How often the scanner is asked again.
const EVERY: Duration = Duration::from_secs(60);
/// So many files are asked about in one go.
const AT_ONCE: i64 = 500;

/// Why a file is not handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Held {
    /// The scanner has still to look at it.
    Waiting,
    /// The scanner found something in it.
    Locked,
}

impl Refusal for Held {
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::Waiting => "file-held-waiting-what",
            Self::Locked => "file-held-locked-what",
        })
    }
}

/// A file that nobody has said anything of, with what was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unchecked {
    pub name: String,
    pub bytes: Bytes,
    pub why: String,
}

/// Holds a file before it is laid down at some places of a site. Where it lies already and is in
/// service, it stays so.
pub(super) async fn hold(
    app: &App,
    site: SiteId,
    file: &Unchecked,
    places: impl Iterator<Item = &StorePath>,
) -> Outcome<()> {
    let mut new = Vec::new();
    for place in places {
        if !app.files().is_in_service(place).await? {
            new.push(place.to_string());
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let id = Uuid::new_v4();
    let sealed = app.config().secrets.seal(PURPOSE, id.as_bytes(), &file.bytes)?;
    // Before the row, so that no row is without its copy.
    app.files().lay(&copy_of(id), sealed.into()).await?;
    let mut tx = begin(app, site).await?;
    let size_bytes = i64::try_from(file.bytes.len()).map_err(Fault::bug)?;
    queries::insert(&tx, (id, site), &new, (&file.name, size_bytes, &file.why), tx.now()).await?;
    tx.tell(FileHeld { file: id, name: file.name.clone() }).await?;
    tx.commit().await
}

async fn begin(app: &App, site: SiteId) -> Outcome<Tx> {
    let site = app.sites.now().by_id(site).cloned().or_not_found()?;
    app.begin_platform(&Ctx::system(app, site)).await
}

fn copy_of(id: Uuid) -> StorePath {
    StorePath::from(format!("{FOLDER}/{id}"))
}

/// Asks the scanner again about what is held.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct CheckHeld {}

impl Job for CheckHeld {
    const KIND: &'static str = "core.files.check";
    const MODULE: &'static str = CORE;

    async fn run(self, app: App, _: Ctx) -> anyhow::Result<()> {
        Ok(check(&app).await?)
    }
}

pub(crate) fn jobs(jobs: Jobs) -> Jobs {
    jobs.with::<CheckHeld>()
}

pub(crate) fn recurring() -> Recurring {
    Recurring::of::<CheckHeld>(EVERY)
}

/// Looks at what waits, those that were asked about least first: one that the scanner chokes on holds
/// up no other. The scanner is asked whether it is there even where nothing waits, so that its absence
/// is known before a file comes.
async fn check(app: &App) -> Outcome<()> {
    let Some(scanner) = &app.scanner else { return Ok(()) };
    if !scanner.is_there(&app.metrics).await {
        return Ok(());
    }
    let waiting = {
        let conn = app.db().platform().await?;
        queries::waiting(&conn, AT_ONCE).await?
    };
    for file in waiting {
        let verdict = match brought(app, &file).await {
            Ok(bytes) => scanner.scan_patiently(&bytes).await,
            Err(fault) => Verdict::Unknown(format!("the copy cannot be read: {fault}")),
        };
        let goes_on =
            !matches!(verdict, Verdict::Unknown(_)) || scanner.is_there(&app.metrics).await;
        settle(app, &file, verdict).await?;
        if !goes_on {
            break;
        }
    }
    Ok(())
}

async fn brought(app: &App, file: &HeldFile) -> Outcome<Vec<u8>> {
    let found = app.files().open(&copy_of(file.id)).await?;
    let sealed = found.bytes().await.map_err(Fault::bug)?;
    app.config().secrets.open(PURPOSE, file.id.as_bytes(), &sealed).map_err(Fault::bug)
}

/// Releases a file, locks it, or leaves it where it is.
async fn settle(app: &App, file: &HeldFile, verdict: Verdict) -> Outcome<()> {
    let (id, name) = (file.id, file.name.clone());
    let mut tx = begin(app, SiteId(file.site_id)).await?;
    let now = tx.now();
    match verdict {
        Verdict::Clean => {
            if queries::release(&tx, id).await? {
                let places = file.places.clone();
                tx.tell(FileReleased { file: id, name, places }).await?;
            }
            tx.untold();
            tx.commit().await?;
            app.files().delete(&copy_of(id)).await
        }
        Verdict::Infected(signature) => {
            if queries::lock(&tx, id, &signature, now).await? {
                app.metrics.infected_files.inc();
                tx.tell(FileLocked { file: id, name, signature }).await?;
            }
            tx.untold();
            tx.commit().await
        }
        Verdict::Unknown(why) => {
            tracing::warn!(file = %id, why, "a held file is still not checked");
            queries::note(&tx, id, &why).await?;
            tx.untold();
            tx.commit().await
        }
    }
}

/// How many files wait, how many are locked, and since when the oldest waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, diesel::QueryableByName)]
pub struct Standing {
    /// Waiting.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub waiting: i64,
    /// Locked.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub locked: i64,
    /// Since when the oldest waits.
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Timestamptz>)]
    pub oldest: Option<DateTime<Utc>>,
}

/// How it stands with held files.
pub async fn standing(app: &App) -> Outcome<Standing> {
    let conn = app.db().platform().await?;
    Ok(queries::standing(&conn).await?)
}

/// Brings the figures of operations up to date.
pub async fn measure(app: &App) {
    match standing(app).await {
        Ok(Standing { waiting, oldest, .. }) => {
            let age = oldest.map_or(0, |since| (app.now() - since).num_seconds());
            app.metrics.held_files.set(waiting);
            app.metrics.held_files_oldest_seconds.set(age);
        }
        Err(error) => tracing::warn!(%error, "held files cannot be counted"),
    }
}
