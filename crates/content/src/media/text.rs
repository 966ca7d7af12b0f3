//! The text inside files: read once by a job, in a process of its own, and kept for search (R-S1).
//! What turns out to be a scan is recognised by a second job, where programs for that are installed.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    App, Ctx, FactId, Fault, Job, Outcome, SiteId,
    confined::{self, Failure},
    fact,
    files::held::FileReleased,
};
use portal_extract::{Format, Found};
use serde::{Deserialize, Serialize};

use super::{Media, MediaId, MediaKind, place, queries};
use crate::{facts::MediaRead, schema::media_texts};

mod recognise;

pub use recognise::RecogniseMedia;

/// How reading a file went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its text is known.
    Read,
    /// It has pages without letters.
    Scanned,
    /// It has pages without letters, and what stands on them was recognised; there may be mistakes.
    Recognised,
    /// It could not be read.
    Unreadable,
}

impl State {
    /// As kept in `media_texts.state`; also the stem of its sentence: `media-text-scanned`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Scanned => "scanned",
            Self::Recognised => "recognised",
            Self::Unreadable => "unreadable",
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "read" => Self::Read,
            "scanned" => Self::Scanned,
            "recognised" => Self::Recognised,
            _ => Self::Unreadable,
        }
    }
}

/// How reading a file went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The outcome.
    pub state: State,
    /// Why it is unreadable.
    pub reason: String,
    /// Whether there is more in the file than was taken.
    pub cut: bool,
}

/// What is kept of a file.
struct Known {
    reading: Reading,
    found: Found,
}

/// Whether files of a kind hold text.
pub fn has_any(kind: MediaKind) -> bool {
    Format::of(kind.mime()).is_some()
}

/// Reads the text of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadMedia {
    /// Which.
    pub media: MediaId,
}

impl Job for ReadMedia {
    const KIND: &'static str = "content.media.read";
    const MODULE: &'static str = "content";

    fn dedup_key(&self) -> Option<String> {
        Some(self.media.to_string())
    }

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(read(&app, &ctx, self.media).await?)
    }
}

/// Has the text of a file read that was held until now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadReleased {
    /// The release.
    pub fact: FactId,
}

impl Job for ReadReleased {
    const KIND: &'static str = "content.media.read_released";
    const MODULE: &'static str = "content";

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(read_released(&app, &ctx, self.fact).await?)
    }
}

async fn read_released(app: &App, ctx: &Ctx, id: FactId) -> Outcome<()> {
    let mut tx = app.begin(ctx).await?;
    let Some(told) = fact::by_id(&tx, id).await? else { return tx.roll_back().await };
    let released: FileReleased = serde_json::from_value(told.data).map_err(Fault::bug)?;
    for media in queries::of_places(&tx, ctx.site.id, &released.places).await? {
        if media.kind().is_some_and(has_any) {
            tx.later(ReadMedia { media: media.id() }).await?;
        }
    }
    tx.untold();
    tx.commit().await
}

async fn read(app: &App, ctx: &Ctx, id: MediaId) -> Outcome<()> {
    let site = ctx.site.id;
    let conn = app.db().site(site).await?;
    let Some(media) = queries::by_id(&conn, site, id).await? else { return Ok(()) };
    // Reading takes its time; the connection is others' meanwhile.
    drop(conn);
    let bytes = match bytes(app, site, &media).await {
        // What is held is read once it is released.
        Err(Fault::Refused(_)) => return Ok(()),
        bytes => bytes?,
    };
    let program = &app.config().program;
    let known = known(confined::text(program, bytes, &media.mime).await)?;
    let recognises = known.reading.state == State::Scanned && can_be_recognised(app).await;
    let mut tx = app.begin(ctx).await?;
    put(&tx, site, id, &known, tx.now()).await?;
    tx.tell(MediaRead { media: id, state: known.reading.state }).await?;
    if recognises {
        tx.later(RecogniseMedia { media: id }).await?;
    }
    tx.commit().await
}

async fn can_be_recognised(app: &App) -> bool {
    app.scans.languages(&app.config().program).await.is_some()
}

async fn bytes(app: &App, site: SiteId, media: &Media) -> Outcome<Bytes> {
    let file = app.files().get(&place(site, &media.sha256, None)).await?;
    file.bytes().await.map_err(Fault::bug)
}

/// What a reading is kept as; a reader that could not be started is tried again.
fn known(read: Result<Found, Failure>) -> Outcome<Known> {
    let reading = |state, reason, cut| Reading { state, reason, cut };
    Ok(match read {
        Ok(found) => {
            let state = if found.scanned { State::Scanned } else { State::Read };
            Known { reading: reading(state, String::new(), found.cut), found }
        }
        Err(failure @ Failure::NoReader(_)) => return Err(Fault::bug(failure)),
        Err(failure) => {
            let reason = failure.to_string().replace('\0', "");
            Known { reading: reading(State::Unreadable, reason, false), found: Found::default() }
        }
    })
}

async fn put(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    media: MediaId,
    Known { reading, found }: &Known,
    at: DateTime<Utc>,
) -> QueryResult<usize> {
    // PostgreSQL's texts hold every character but this one.
    let text = found.text.replace('\0', "");
    let values = (
        media_texts::state.eq(reading.state.word()),
        media_texts::text.eq(&text),
        media_texts::cut.eq(reading.cut),
        media_texts::pages.eq(found.pages.and_then(|pages| i32::try_from(pages).ok())),
        media_texts::reason.eq(&reading.reason),
        media_texts::read_at.eq(at),
    );
    diesel::insert_into(media_texts::table)
        .values((media_texts::site_id.eq(site.0), media_texts::media_id.eq(media.0), values))
        .on_conflict((media_texts::site_id, media_texts::media_id))
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
}

/// How reading some files of a site went, without their texts.
pub async fn readings(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    media: &[i64],
) -> QueryResult<HashMap<MediaId, Reading>> {
    let rows: Vec<(i64, String, String, bool)> = media_texts::table
        .filter(media_texts::site_id.eq(site.0).and(media_texts::media_id.eq_any(media)))
        .select((media_texts::media_id, media_texts::state, media_texts::reason, media_texts::cut))
        .load(&mut conn)
        .await?;
    let reading = |(id, state, reason, cut): (i64, String, String, bool)| {
        (MediaId(id), Reading { state: State::parse(&state), reason, cut })
    };
    Ok(rows.into_iter().map(reading).collect())
}
