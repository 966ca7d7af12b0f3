//! The ready-made texts of a unit: listed, written, thrown away.

use axum::extract::{Path, State};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted,
    Redirect, SiteId,
};

use super::{Reply, views};
use crate::petition::{
    deeds::facts::TemplateChanged,
    queries::Whole,
    templates::{self, TemplateKind},
};

/// Path of the page.
pub const PATH: &str = "/quan-tri/kien-nghi/mau";

/// Titles of the ready-made texts of a kind, with their ids.
pub(super) async fn titles(
    conn: &AsyncPgConnection,
    site: SiteId,
    kind: &str,
) -> Outcome<Vec<(i64, String)>> {
    let all = templates::list(conn, site).await?;
    Ok(all.into_iter().filter(|one| one.kind == kind).map(|one| (one.id, one.title)).collect())
}

/// A ready-made text with its places filled in for a petition.
pub(super) async fn filled(
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    id: i64,
    whole: &Whole,
) -> Outcome<Option<String>> {
    let Some(template) = templates::by_id(conn, ctx.site.id, id).await? else { return Ok(None) };
    let number = whole.case.number().map(|(number, year)| format!("{number}/{year}"));
    let number = number.unwrap_or_default();
    let received = ctx.texts().date(whole.sent.received_at);
    let unit = ctx.site.name(ctx.lang);
    let values = [whole.sent.code.as_str(), &number, &whole.sent.title, &received, unit];
    Ok(Some(templates::fill(&template.text, values)))
}

/// Lists them, with a form for another.
pub async fn page(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    show(&app, &ctx, &Posted::default(), &FormFaults::default()).await
}

async fn show(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let all = templates::list(&conn, ctx.site.id).await?;
    let markup = views::templates::page(app, ctx, &all, posted, faults);
    Ok(if faults.is_empty() { Page::new(markup) } else { Page::invalid(markup) })
}

/// Writes one.
pub async fn save(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Reply> {
    let mut faults = FormFaults::default();
    let kind = TemplateKind::parse(&posted.line("kind"));
    if kind.is_none() {
        faults.add("kind", FieldFault::Missing);
    }
    let title = faults.check("title", posted.line("title"), true, 100);
    let text = faults.check("text", posted.text("text"), true, super::answer::MAX_TEXT);
    let Some(kind) = kind.filter(|_| faults.is_empty()) else {
        return show(&app, &ctx, &posted, &faults).await.map(Reply::Page);
    };
    let location = ctx.path_to(PATH);
    let mut tx = app.begin(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Reply::Go(Redirect::to(location)));
    }
    let by = (ctx.actor.id(), ctx.now);
    templates::put(&tx, ctx.site.id, (kind, &title, &text), by).await?;
    tx.tell(TemplateChanged { site: ctx.site.id, title }).await?;
    tx.commit().await?;
    Ok(Reply::Go(Redirect::to(location)))
}

/// Throws one away.
pub async fn remove(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Redirect> {
    let id = id.parse().map_err(|_| Fault::NotFound)?;
    let mut tx = app.begin(&ctx).await?;
    let title = templates::remove(&tx, ctx.site.id, id).await?.or_not_found()?;
    tx.tell(TemplateChanged { site: ctx.site.id, title }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(PATH)))
}
