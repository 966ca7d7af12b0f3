//! How petitions are dealt with, in figures (R-P3): counted from the cases and their clocks each time
//! the page is made, at most every ten minutes. Nothing is kept beside them that could differ.

use axum::{
    extract::{Query, State},
    http::HeaderValue,
};
use chrono::{Datelike as _, TimeDelta};
use portal_core::{App, Ctx, Fault, Kind, Outcome, PublicPage, lang::local_day, sheet};
use serde::Deserialize;

mod export;
mod figures;
mod queries;
mod views;

use figures::{Figures, Whose};

/// How long a page of figures is kept.
const LIFE: TimeDelta = TimeDelta::minutes(10);
/// The years before this one that can be looked at.
const YEARS_BACK: i32 = 4;

/// Which year.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    nam: String,
}

/// The page.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let figures = count(&app, &ctx, &asked).await?;
    Ok(PublicPage::html(&ctx, views::page(&app, &ctx, &figures)).until(Some(ctx.now + LIFE)))
}

/// The same figures for spreadsheets.
pub(super) async fn csv(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let figures = count(&app, &ctx, &asked).await?;
    let bytes = export::sheet(&app, &ctx, &figures).to_csv()?;
    let text = String::from_utf8(bytes).map_err(Fault::bug)?;
    let page = PublicPage::of(&ctx, HeaderValue::from_static(sheet::CSV), text);
    Ok(page.until(Some(ctx.now + LIFE)))
}

/// The same figures for programs.
pub(super) async fn json(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let figures = count(&app, &ctx, &asked).await?;
    let text = export::json(&app, &ctx, &figures).to_string();
    let page = PublicPage::of(&ctx, super::data::JSON, text);
    Ok(page.until(Some(ctx.now + LIFE)))
}

/// Counts a year: of all units on the province's site, of the unit on its own.
async fn count(app: &App, ctx: &Ctx, asked: &Asked) -> Outcome<Figures> {
    let this = local_day(ctx.now).year();
    let year = match asked.nam.as_str() {
        "" => this,
        text => text.parse().map_err(|_| Fault::NotFound)?,
    };
    if !(this - YEARS_BACK..=this).contains(&year) {
        return Err(Fault::NotFound);
    }
    // The sums of the whole province are no single site's business; no row of a petition leaves here.
    let (whose, cells, marks) = if ctx.site.kind == Kind::Province {
        let conn = app.db().platform().await?;
        let cells = queries::cells(&conn, None, year, ctx.now).await?;
        (Whose::Province, cells, queries::marks(&conn, None, year).await?)
    } else {
        let conn = app.db().site(ctx.site.id).await?;
        let own = Some(ctx.site.id);
        let cells = queries::cells(&conn, own, year, ctx.now).await?;
        (Whose::Unit, cells, queries::marks(&conn, own, year).await?)
    };
    Ok(Figures { whose, year, at: ctx.now, cells, marks })
}
