//! The notices to staff on the platform desk.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, Fault, FormFaults, OrNotFound, Outcome, Page, Posted, Redirect, Tx,
};

use super::{NewNotice, form, queries, views};
use crate::{
    platform::Asked,
    staff::{
        NOTICES,
        facts::{NoticeChanged, NoticePosted, NoticeRemoved},
        system::admin::number,
    },
};

/// The list.
pub(in crate::staff) async fn list(
    ctx: Ctx,
    State(app): State<App>,
    asked: Asked,
) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    let notices = queries::all(&conn).await?;
    Ok(Page::new(views::list(&app, &ctx, &notices, asked.text("xong"))))
}

/// The empty form.
pub(in crate::staff) async fn new(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let (posted, faults) = (Posted::default(), FormFaults::default());
    Ok(Page::new(views::form(&app, &ctx, None, &posted, &faults)))
}

/// Posts a notice.
pub(in crate::staff) async fn add(
    ctx: Ctx,
    State(app): State<App>,
    posted: Posted,
) -> Outcome<Response> {
    let notice = match form::read(&app, &posted, ctx.now) {
        Ok(notice) => notice,
        Err(faults) => return Ok(invalid(&app, &ctx, None, &posted, &faults)),
    };
    let location = after(&ctx, "them");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    post(&mut tx, &notice, ctx.actor.id()).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// Posts a notice and tells so. The transaction is the platform door's, on the province's site.
pub async fn post(
    tx: &mut Tx,
    notice: &NewNotice,
    by: Option<portal_core::PersonId>,
) -> Outcome<i64> {
    let id = queries::insert(tx, notice, by, tx.now()).await?;
    tx.tell(NoticePosted { notice: id, title: notice.title.clone() }).await?;
    Ok(id)
}

/// The form of a notice that is there.
pub(in crate::staff) async fn edit(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    let notice = queries::by_id(&conn, number(&id)?).await?.or_not_found()?;
    let posted = form::write(&app, &notice);
    Ok(Page::new(views::form(&app, &ctx, Some(notice.id), &posted, &FormFaults::default())))
}

/// Changes a notice.
pub(in crate::staff) async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id = number(&id)?;
    let notice = match form::read(&app, &posted, ctx.now) {
        Ok(notice) => notice,
        Err(faults) => return Ok(invalid(&app, &ctx, Some(id), &posted, &faults)),
    };
    let mut tx = app.begin_platform(&ctx).await?;
    if !queries::update(&tx, id, &notice).await? {
        return Err(Fault::NotFound);
    }
    tx.tell(NoticeChanged { notice: id, title: notice.title }).await?;
    tx.commit().await?;
    Ok(Redirect::to(after(&ctx, "sua")).into_response())
}

/// Asks before a notice is taken away.
pub(in crate::staff) async fn ask_remove(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    let notice = queries::by_id(&conn, number(&id)?).await?.or_not_found()?;
    Ok(Page::new(views::ask_remove(&app, &ctx, &notice)))
}

/// Takes a notice away.
pub(in crate::staff) async fn remove(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let id = number(&id)?;
    let mut tx = app.begin_platform(&ctx).await?;
    let notice = queries::by_id(&tx, id).await?.or_not_found()?;
    queries::delete(&tx, id).await?;
    tx.tell(NoticeRemoved { notice: id, title: notice.title }).await?;
    tx.commit().await?;
    Ok(Redirect::to(after(&ctx, "xoa")))
}

fn invalid(
    app: &App,
    ctx: &Ctx,
    id: Option<i64>,
    posted: &Posted,
    faults: &FormFaults,
) -> Response {
    Page::invalid(views::form(app, ctx, id, posted, faults)).into_response()
}

fn after(ctx: &Ctx, what: &str) -> String {
    ctx.path_to(&format!("{NOTICES}?xong={what}"))
}
