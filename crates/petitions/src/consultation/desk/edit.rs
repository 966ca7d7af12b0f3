//! A consultation begun and changed.

use axum::{
    extract::{Path, State},
    response::Response,
};
use portal_core::{App, Ctx, FormFaults, Outcome, Page, Posted};

use super::{after, find, first, form, go, invalid, lock, require_draft, views};
use crate::consultation::{
    Consultation, DESK,
    facts::{Changed, Drafted},
    queries,
};

/// The empty form.
pub(super) async fn new(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let posted = form::blank(&app, &ctx);
    Ok(Page::new(views::edit::page(&app, &ctx, None, &posted, &FormFaults::default())))
}

/// Begins one.
pub(super) async fn create(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let fields = match form::read(&app, &ctx, &posted) {
        Ok(fields) => fields,
        Err(faults) => return Ok(again(&app, &ctx, None, &posted, &faults)),
    };
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let author = (ctx.actor.id(), ctx.actor.name());
    let id = queries::insert(&tx, site, &fields, author, ctx.now).await?;
    let location = after(&ctx, &format!("{DESK}/{id}"), "them");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    tx.tell(Drafted { consultation: id.0, title: fields.title }).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// The form of one that is there.
pub(super) async fn edit(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let consultation = find(&conn, &ctx, &id).await?;
    require_draft(&consultation, &ctx)?;
    let posted = form::write(&consultation);
    let faults = FormFaults::default();
    Ok(Page::new(views::edit::page(&app, &ctx, Some(&consultation), &posted, &faults)))
}

/// Changes one.
pub(super) async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    require_draft(&consultation, &ctx)?;
    let fields = match form::read(&app, &ctx, &posted) {
        Ok(fields) => fields,
        Err(faults) => return Ok(again(&app, &ctx, Some(&consultation), &posted, &faults)),
    };
    queries::save_fields(&tx, ctx.site.id, consultation.id(), &fields, ctx.now).await?;
    tx.tell(Changed { consultation: consultation.id, what: "fields" }).await?;
    tx.commit().await?;
    Ok(go(after(&ctx, &consultation.desk(), "sua")))
}

fn again(
    app: &App,
    ctx: &Ctx,
    consultation: Option<&Consultation>,
    posted: &Posted,
    faults: &FormFaults,
) -> Response {
    invalid(views::edit::page(app, ctx, consultation, posted, faults))
}
