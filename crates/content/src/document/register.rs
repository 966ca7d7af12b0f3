//! The register of a site's documents: searched by number or words, narrowed, taken out (R-C11).

use axum::{
    extract::{Query, State},
    http::HeaderValue,
    response::Response,
};
use portal_core::{App, Ctx, Fault, Outcome, PublicPage, lang::local_day, sheet};

use super::{listing, queries::kinds, superiors, true_until};

pub mod ask;
mod export;
pub mod queries;
pub mod views;

pub use ask::Asked;
use queries::{At, Facet, Line};

/// Parameters of the register's address.
pub const PARAMETERS: [&str; 8] =
    ["q", "loai", "co-quan", "linh-vuc", "nam", "hieu-luc", "xep", "trang"];

/// Lines on a page.
pub const PAGE: i64 = 20;
/// Most lines of a file.
const MOST: i64 = 10_000;

/// What the register shows.
pub(crate) struct Register {
    lines: Vec<Line>,
    facets: Vec<Facet>,
}

impl Register {
    /// How many lines there are on all pages.
    fn total(&self) -> i64 {
        self.lines.first().map_or(0, |line| line.total)
    }
}

async fn read(app: &App, ctx: &Ctx, asked: &Asked, place: (i64, i64)) -> Outcome<Register> {
    ctx.reads(listing::tag(ctx.site.id));
    let sites = superiors(app, &ctx.site);
    let at = At { site: ctx.site.id, sites: &sites, lang: ctx.lang, day: local_day(ctx.now) };
    let conn = app.db().site(ctx.site.id).await?;
    let kinds = kinds(&conn).await?;
    true_until(ctx, queries::next_change(&conn, at).await?);
    let narrow = asked.narrow(&kinds);
    let lines = queries::register(&conn, at, &narrow, asked.order(), place).await?;
    let facets = queries::facets(&conn, ctx.site.id, ctx.lang).await?;
    Ok(Register { lines, facets })
}

/// Shows the register.
pub(crate) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let register = read(&app, &ctx, &asked, (asked.offset(), PAGE)).await?;
    Ok(PublicPage::html(&ctx, views::page(&app, &ctx, &asked, &register)))
}

/// Gives what the register is narrowed to as CSV.
pub(crate) async fn csv(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let register = read(&app, &ctx, &asked, (0, MOST)).await?;
    let bytes = export::sheet(&app, &ctx, &register.lines).to_csv()?;
    let text = String::from_utf8(bytes).map_err(Fault::bug)?;
    Ok(PublicPage::of(&ctx, HeaderValue::from_static(sheet::CSV), text))
}

/// Gives what the register is narrowed to as XLSX.
pub(crate) async fn xlsx(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Response> {
    let register = read(&app, &ctx, &asked, (0, MOST)).await?;
    let bytes = export::sheet(&app, &ctx, &register.lines).to_xlsx()?;
    Ok(export::attachment("van-ban.xlsx", sheet::XLSX, bytes))
}
