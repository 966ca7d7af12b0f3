//! The shared systems on the platform desk.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, Fault, FormFaults, OrNotFound, Outcome, Page, Posted, Redirect, Tx,
};

use super::{NewSystem, NotChanged, check, form, queries, views};
use crate::{
    platform::Asked,
    staff::{
        SYSTEMS,
        facts::{SystemAdded, SystemChanged, SystemRemoved},
    },
};

/// The list.
pub(in crate::staff) async fn list(
    ctx: Ctx,
    State(app): State<App>,
    asked: Asked,
) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    let systems = queries::all(&conn).await?;
    let checks = queries::last_checks(&conn).await?;
    Ok(Page::new(views::list(&app, &ctx, &systems, &checks, asked.text("xong"))))
}

/// The empty form.
pub(in crate::staff) async fn new(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let posted = Posted::from_pairs([("icon", "link"), ("state", "open")]);
    Ok(Page::new(views::form(&app, &ctx, None, &posted, &FormFaults::default())))
}

/// Adds a system.
pub(in crate::staff) async fn add(
    ctx: Ctx,
    State(app): State<App>,
    posted: Posted,
) -> Outcome<Response> {
    let system = match form::read(&app, &posted) {
        Ok(system) => system,
        Err(faults) => return Ok(invalid(&app, &ctx, None, &posted, &faults)),
    };
    let location = after(&ctx, "them");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    create(&mut tx, &system).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// Puts a system on the staff page, behind all others, tells so, and has it asked from then on. The
/// transaction is the platform door's, on the province's site.
pub async fn create(tx: &mut Tx, system: &NewSystem) -> Outcome<i64> {
    let id = queries::insert(tx, system, tx.now()).await?;
    let name = system.names.vi.to_string();
    tx.tell(SystemAdded { system: id, name, url: system.url.clone() }).await?;
    check::begin(tx).await?;
    Ok(id)
}

/// The form of a system that is there.
pub(in crate::staff) async fn edit(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    let system = queries::by_id(&conn, number(&id)?).await?.or_not_found()?;
    let posted = form::write(&app, &system);
    Ok(Page::new(views::form(&app, &ctx, Some(system.id), &posted, &FormFaults::default())))
}

/// Changes a system.
pub(in crate::staff) async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id = number(&id)?;
    let system = match form::read(&app, &posted) {
        Ok(system) => system,
        Err(faults) => return Ok(invalid(&app, &ctx, Some(id), &posted, &faults)),
    };
    let mut tx = app.begin_platform(&ctx).await?;
    let before = queries::by_id(&tx, id).await?.or_not_found()?;
    queries::update(&tx, id, &system).await?;
    let after_row = queries::by_id(&tx, id).await?.or_not_found()?;
    let json = |row| serde_json::to_value(row).map_err(Fault::bug);
    let (name, before, after_row) =
        (system.names.vi.to_string(), Some(json(before)?), Some(json(after_row)?));
    tx.tell(SystemChanged { system: id, name, before, after: after_row }).await?;
    check::begin(&mut tx).await?;
    tx.commit().await?;
    Ok(Redirect::to(after(&ctx, "sua")).into_response())
}

/// Moves a system before the one that stands before it.
pub(in crate::staff) async fn up(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    shift(&ctx, &app, &id, true).await
}

/// Moves a system behind the one that stands behind it.
pub(in crate::staff) async fn down(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    shift(&ctx, &app, &id, false).await
}

async fn shift(ctx: &Ctx, app: &App, id: &str, up: bool) -> Outcome<Redirect> {
    let id = number(id)?;
    let mut tx = app.begin_platform(ctx).await?;
    let mut all = queries::lock_all(&tx).await?;
    let here = all.iter().position(|system| system.id == id).or_not_found()?;
    let there = if up { here.checked_sub(1) } else { Some(here + 1) };
    let there = there.filter(|there| *there < all.len()).ok_or(NotChanged::AtTheEnd)?;
    all.swap(here, there);
    // Numbered anew, so that places are never shared.
    for (position, system) in (1..).zip(&all) {
        queries::place(&tx, system.id, position).await?;
    }
    let moved = all.get(there).or_not_found()?;
    let name = moved.names().vi.to_string();
    tx.tell(SystemChanged { system: id, name, before: None, after: None }).await?;
    tx.commit().await?;
    Ok(Redirect::to(after(ctx, "chuyen")))
}

/// Asks before a system is taken away.
pub(in crate::staff) async fn ask_remove(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    let system = queries::by_id(&conn, number(&id)?).await?.or_not_found()?;
    Ok(Page::new(views::ask_remove(&app, &ctx, &system)))
}

/// Takes a system away.
pub(in crate::staff) async fn remove(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let id = number(&id)?;
    let mut tx = app.begin_platform(&ctx).await?;
    let system = queries::by_id(&tx, id).await?.or_not_found()?;
    queries::delete(&tx, id).await?;
    tx.tell(SystemRemoved { system: id, name: system.names().vi.into() }).await?;
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
    ctx.path_to(&format!("{SYSTEMS}?xong={what}"))
}

/// The number in a path; anything else is not there.
pub(in crate::staff) fn number(text: &str) -> Outcome<i64> {
    text.parse().map_err(|_| Fault::NotFound)
}
