//! The unit's look at its search: what readers look for and do not find, and what it puts above the
//! results (R-S3).

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use chrono::Months;
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Arrival, Ctx, Fault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect,
    lang::local_day,
};
use serde::Deserialize;

use crate::{
    facts::PromotedChanged,
    promoted::{Promoted, queries},
    words::queries::{Sought, month_of, most},
};

mod form;
mod views;

pub(crate) use views::sought;

/// The desk.
pub const DESK: &str = "/quan-tri/tim-kiem";
/// The form of a new entry.
pub const ADD: &str = "/quan-tri/tim-kiem/them";

/// Words that a list shows.
const WORDS: i64 = 20;
/// Months that are looked at, this one among them.
const MONTHS: u32 = 3;

/// The query of the desk's pages.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) xong: String,
    /// Words that a new entry is to answer.
    tu: String,
}

/// What readers of a site, or of all, have looked for lately.
pub(crate) struct Lately {
    /// What most often.
    pub(crate) most: Vec<Sought>,
    /// What most often in vain.
    pub(crate) in_vain: Vec<Sought>,
}

impl Lately {
    pub(crate) async fn read(app: &App, ctx: &Ctx, all_sites: bool) -> Outcome<Self> {
        let this_month = month_of(local_day(ctx.now));
        let since = this_month.checked_sub_months(Months::new(MONTHS - 1)).unwrap_or(this_month);
        let read = async |conn: &AsyncPgConnection, site| {
            Ok(Self {
                most: most(conn, site, since, false, WORDS).await?,
                in_vain: most(conn, site, since, true, WORDS).await?,
            })
        };
        if all_sites {
            read(&*app.db().platform().await?, None).await
        } else {
            read(&*app.db().site(ctx.site.id).await?, Some(ctx.site.id)).await
        }
    }
}

/// What is looked for, and what stands above the results.
pub(crate) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let lately = Lately::read(&app, &ctx, false).await?;
    let conn = app.db().site(ctx.site.id).await?;
    let promoted = queries::all(&conn, Some(ctx.site.id)).await?;
    Ok(Page::new(views::page(&app, &ctx, &lately, &promoted, &asked.xong)))
}

/// The empty form.
pub(crate) async fn new(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let posted = Posted::from_pairs([("words", asked.tu)]);
    Ok(Page::new(views::form(&app, &ctx, None, &posted, &FormFaults::default())))
}

/// Adds an entry.
pub(crate) async fn add(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let new = match form::read(&app, &ctx, &posted) {
        Ok(new) => new,
        Err(faults) => return Ok(invalid(&app, &ctx, None, &posted, &faults)),
    };
    let location = after(&ctx, "them");
    let mut tx = app.begin(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let promoted = queries::insert(&tx, ctx.site.id, &new, ctx.now).await?;
    tx.tell(PromotedChanged { promoted, words: new.words.join("; "), path: new.path }).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// The form of an entry.
pub(crate) async fn edit(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let promoted = load(&app, &ctx, &id).await?;
    let posted = form::write(&promoted);
    Ok(Page::new(views::form(&app, &ctx, Some(promoted.id), &posted, &FormFaults::default())))
}

/// Changes an entry.
pub(crate) async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let promoted = load(&app, &ctx, &id).await?.id;
    let new = match form::read(&app, &ctx, &posted) {
        Ok(new) => new,
        Err(faults) => return Ok(invalid(&app, &ctx, Some(promoted), &posted, &faults)),
    };
    let mut tx = app.begin(&ctx).await?;
    found(queries::update(&tx, (ctx.site.id, promoted), &new, ctx.now).await?)?;
    tx.tell(PromotedChanged { promoted, words: new.words.join("; "), path: new.path }).await?;
    tx.commit().await?;
    Ok(Redirect::to(after(&ctx, "sua")).into_response())
}

/// Asks before an entry is taken away.
pub(crate) async fn ask_remove(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    Ok(Page::new(views::ask_remove(&app, &ctx, &load(&app, &ctx, &id).await?)))
}

/// Takes an entry away.
pub(crate) async fn remove(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let Promoted { id: promoted, path, .. } = load(&app, &ctx, &id).await?;
    let mut tx = app.begin(&ctx).await?;
    found(queries::delete(&tx, (ctx.site.id, promoted)).await?)?;
    tx.tell(PromotedChanged { promoted, words: String::new(), path }).await?;
    tx.commit().await?;
    Ok(Redirect::to(after(&ctx, "xoa")))
}

async fn load(app: &App, ctx: &Ctx, id: &str) -> Outcome<Promoted> {
    let id = id.parse().ok().or_not_found()?;
    let conn = app.db().site(ctx.site.id).await?;
    queries::by_id(&conn, ctx.site.id, id).await?.or_not_found()
}

fn found(rows: usize) -> Outcome<()> {
    if rows == 0 { Err(Fault::NotFound) } else { Ok(()) }
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
    ctx.path_to(&format!("{DESK}?xong={what}"))
}
