//! The table begun, put forward, published.

use axum::{
    extract::{Path, State},
    response::Response,
};
use portal_core::{App, Ctx, Outcome, Posted, Tx, files::MediaKind, sheet::XLSX};
use sha2::{Digest as _, Sha256};

use super::{after, first, go, lock, refused, table};
use crate::consultation::{
    Consultation, Refusal,
    facts::{Finished, RowsMerged, TableGathered, TableSubmitted},
    files, opinion, queries,
    response::{self, queries as rows},
};

/// Begins the table, or takes in opinions that were published since.
pub(super) async fn gather(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let location = after(&ctx, &format!("{}/tong-hop", consultation.desk()), "lap");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    if let Err(refusal) = consultation.gather(ctx.now) {
        tx.roll_back().await?;
        return refused(&app, &ctx, &id, &refusal).await;
    }
    let made = take_in(&ctx, &tx, &consultation).await?;
    let note = consultation.note.as_str();
    queries::save_table(&tx, ctx.site.id, consultation.id(), ("writing", None, note), None).await?;
    let told = TableGathered { consultation: consultation.id, rows: made };
    tx.tell(told).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Makes a row of each opinion without one, those that say the same in one row; gives how many.
pub(in crate::consultation) async fn take_in(
    ctx: &Ctx,
    tx: &Tx,
    consultation: &Consultation,
) -> Outcome<usize> {
    let (site, id) = (ctx.site.id, consultation.id());
    let t = ctx.texts();
    rows::follow_the_same(tx, site, id).await?;
    let fresh = rows::without_row(tx, site, id).await?;
    for (opinion, place, body, proposal) in &fresh {
        let content = if proposal.is_empty() {
            body.clone()
        } else {
            format!("{body}\n\n{} {proposal}", t.say("consult-proposed"))
        };
        let row = rows::insert(tx, site, id, (place, &content), ctx.now).await?;
        rows::put_into(tx, site, *opinion, row).await?;
    }
    Ok(fresh.len())
}

/// Makes one row of several: the first keeps its answer, the others' texts are added to it.
pub(super) async fn merge(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let site = ctx.site.id;
    let chosen: Vec<i64> = posted.all("id").iter().filter_map(|id| id.parse().ok()).collect();
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let path = format!("{}/tong-hop", consultation.desk());
    let location = after(&ctx, &path, "gop");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    if let Err(refusal) = consultation.gather(ctx.now) {
        tx.roll_back().await?;
        return refused(&app, &ctx, &id, &refusal).await;
    }
    let mut known = rows::list(&tx, site, consultation.id()).await?;
    known.retain(|row| chosen.contains(&row.id));
    let Some((head, rest)) = known.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        tx.roll_back().await?;
        return Ok(go(after(&ctx, &path, "chon-hai")));
    };
    let (content, verdict, answer) = merged(head, rest);
    let text = (content.as_str(), verdict, answer.as_str());
    let by = (ctx.actor.id(), ctx.actor.name(), ctx.now);
    if !rows::save_answer(&tx, site, (head.id, head.version), text, by).await? {
        return Err(Refusal::Changed.into());
    }
    let ids: Vec<i64> = rest.iter().map(|row| row.id).collect();
    rows::move_opinions(&tx, site, &ids, head.id).await?;
    rows::delete(&tx, site, &ids).await?;
    let count = known.len();
    tx.tell(RowsMerged { consultation: consultation.id, count }).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// What one row holds that stands for several: no text is lost, the same text stands once.
fn merged<'a>(
    head: &'a response::Row,
    rest: &'a [response::Row],
) -> (String, Option<&'static str>, String) {
    let gather = |text: fn(&response::Row) -> &str| {
        let mut texts: Vec<&str> = Vec::new();
        for row in std::iter::once(head).chain(rest) {
            let text = text(row).trim();
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.join("\n\n")
    };
    let verdict = std::iter::once(head).chain(rest).find_map(response::Row::verdict);
    (gather(|row| &row.content), verdict.map(response::Verdict::as_str), gather(|row| &row.answer))
}

/// Puts the table forward.
pub(super) async fn submit(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let location = after(&ctx, &consultation.desk(), "gui-bang");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    let of = consultation.id();
    let open = rows::list(&tx, site, of).await?.iter().filter(|row| !row.is_answered()).count();
    let counts = opinion::queries::count_by_state(&tx, site, of).await?;
    let waiting = counts.iter().find(|(state, _)| state == "waiting").map_or(0, |(_, n)| *n);
    let fresh = rows::without_row(&tx, site, of).await?.len();
    let unanswered = i64::try_from(open + fresh).unwrap_or(i64::MAX);
    if let Err(refusal) = consultation.submit_table(unanswered, waiting, ctx.now) {
        tx.roll_back().await?;
        return refused(&app, &ctx, &id, &refusal).await;
    }
    queries::save_table(&tx, site, of, ("submitted", ctx.actor.id(), ""), None).await?;
    tx.tell(TableSubmitted { consultation: of.0 }).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Approves and publishes the table with its two files: the consultation is finished.
pub(super) async fn finish(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let location = after(&ctx, &consultation.desk(), "hoan-tat");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    let wrote = rows::wrote_in(&tx, site, consultation.id(), ctx.actor.id()).await?;
    if let Err(refusal) = consultation.finish(ctx.actor.id(), wrote, ctx.now) {
        tx.roll_back().await?;
        return refused(&app, &ctx, &id, &refusal).await;
    }
    publish(&app, &ctx, &mut tx, &consultation).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Writes that the table is published, and keeps its two files.
pub(in crate::consultation) async fn publish(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    consultation: &Consultation,
) -> Outcome<()> {
    let (site, of) = (ctx.site.id, consultation.id());
    let whole = table::read(tx, ctx, consultation).await?;
    for (kind, mime) in [("docx", MediaKind::Docx.mime()), ("xlsx", XLSX)] {
        let (name, _, bytes) = table::made(app, ctx, consultation, &whole, kind)?;
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        let kept = (mime, bytes.into(), hash);
        files::keep_bytes(app, tx, (site, of), ("table", &name), kept, ctx.actor.id()).await?;
    }
    queries::save_table(tx, site, of, ("finished", None, ""), Some(ctx.now)).await?;
    tx.tell(Finished { site, consultation: of.0 }).await?;
    Ok(())
}
