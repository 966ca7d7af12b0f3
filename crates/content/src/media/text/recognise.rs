//! Scans: what stands on their pages, recognised apart from the reading, which nothing shall hold up.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Ctx, Fault, Job, Outcome, SiteId, confined::Failure};
use portal_extract::Found;
use serde::{Deserialize, Serialize};

use super::{Known, Reading, State, bytes, can_be_recognised, put, queries};
use crate::{facts::MediaRead, media::MediaId, schema::media_texts};

/// When the seat is taken, this one comes back after so long.
const COMES_BACK: TimeDelta = TimeDelta::minutes(1);
/// Fewer letters and digits on a whole scan are specks and stamps.
const FEWEST_LETTERS: usize = 8;

/// Recognises what stands on the pages of a scan.
///
/// Two at once would do no harm, so it has no key: a job that leaves itself for later would find its
/// own still there.
///
/// Requirement: R-S1.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecogniseMedia {
    /// Which.
    pub media: MediaId,
}

impl Job for RecogniseMedia {
    const KIND: &'static str = "content.media.recognise";
    const MODULE: &'static str = "content";

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(recognise(&app, &ctx, self).await?)
    }
}

async fn recognise(app: &App, ctx: &Ctx, job: RecogniseMedia) -> Outcome<()> {
    if !can_be_recognised(app).await {
        return Ok(());
    }
    let Some(_seat) = app.scans.seat() else { return come_back(app, ctx, job).await };
    let (site, id) = (ctx.site.id, job.media);
    let (media, scan) = {
        let conn = app.db().site(site).await?;
        (queries::by_id(&conn, site, id).await?, scan(&conn, site, id).await?)
    };
    let (Some(media), Some((read, pages))) = (media, scan) else { return Ok(()) };
    let pdf = bytes(app, site, &media).await?;
    let recognised = app.scans.recognise(&app.config().program, pdf, pages).await;
    let found = match recognised {
        Ok(found) if letters(&found.text) >= FEWEST_LETTERS => found,
        Err(failure @ Failure::NoReader(_)) => return Err(Fault::bug(failure)),
        // It stays a scan, found by its name.
        Ok(_) => return Ok(()),
        Err(failure) => {
            tracing::warn!(media = id.0, %failure, "a scan was not recognised");
            return Ok(());
        }
    };
    let text = if read.is_empty() { found.text } else { format!("{read}\n{}", found.text) };
    let reading = Reading { state: State::Recognised, reason: String::new(), cut: found.cut };
    let known = Known { reading, found: Found { text, ..found } };
    let mut tx = app.begin(ctx).await?;
    put(&tx, site, id, &known, tx.now()).await?;
    tx.tell(MediaRead { media: id, state: State::Recognised }).await?;
    tx.commit().await
}

/// Leaves the job for a while: a worker that waits does nothing else.
async fn come_back(app: &App, ctx: &Ctx, job: RecogniseMedia) -> Outcome<()> {
    let mut tx = app.begin(ctx).await?;
    tx.later_at(job, tx.now() + COMES_BACK).await?;
    tx.untold();
    tx.commit().await
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The text and the pages of a file, if it still is a scan nobody has recognised.
async fn scan(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    media: MediaId,
) -> QueryResult<Option<(String, u32)>> {
    let row: Option<(String, Option<i32>)> = media_texts::table
        .filter(media_texts::site_id.eq(site.0).and(media_texts::media_id.eq(media.0)))
        .filter(media_texts::state.eq(State::Scanned.word()))
        .select((media_texts::text, media_texts::pages))
        .first(&mut conn)
        .await
        .optional()?;
    let pages = |pages: Option<i32>| pages.and_then(|pages| u32::try_from(pages).ok());
    Ok(row.map(|(text, count)| (text, pages(count).unwrap_or(1))))
}
