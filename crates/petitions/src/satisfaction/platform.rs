//! All sites of the province beside each other.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::Datelike as _;
use portal_core::{
    App, Ctx, Fault, OrNotFound as _, Outcome, Page, Posted, Site,
    lang::local_day,
    sheet::{Cell, Sheet},
};
use serde::Deserialize;

use super::{Marks, facts::ComparisonExported, queries, results, views};
use crate::download;

/// The comparison on the platform desk.
pub(super) const COMPARISON: &str = "/nen-tang/hai-long";

/// The query of the comparison.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    nam: Option<String>,
}

/// Every site that has the module on, those with the most marks first: a site without marks stands
/// there with none.
async fn rows(
    app: &App,
    conn: &diesel_async::AsyncPgConnection,
    year: i32,
) -> Outcome<Vec<(Arc<Site>, Marks)>> {
    let span = results::year(year).ok_or(Fault::NotFound)?;
    let marks = queries::by_site(conn, span).await?;
    let of = |site: &Site| {
        marks.iter().find(|(id, _)| *id == site.id).map(|(_, marks)| *marks).unwrap_or_default()
    };
    let sites = app.sites.now().all();
    let mut rows: Vec<_> = sites
        .into_iter()
        .filter(|site| app.is_on(site, super::module::KEY))
        .map(|site| (Arc::clone(&site), of(&site)))
        .collect();
    rows.sort_by_key(|(_, marks)| std::cmp::Reverse(marks.all()));
    Ok(rows)
}

/// The comparison.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let this = local_day(ctx.now).year();
    let year = asked.nam.map_or(Some(this), |year| year.parse().ok()).or_not_found()?;
    let conn = app.db().platform().await?;
    let rows = rows(&app, &conn, year).await?;
    Ok(Page::new(views::comparison(&app, &ctx, year, &rows)))
}

/// The comparison as XLSX; told.
pub(super) async fn export(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let year = posted.line("nam").parse().map_err(|_| Fault::Malformed("nam"))?;
    let mut tx = app.begin_platform(&ctx).await?;
    let rows = rows(&app, &tx, year).await?;
    let t = ctx.texts();
    let mut columns = vec![(t.say("satisfaction-site"), 40)];
    columns.extend(results::levels(&t).into_iter().map(|level| (level, 16)));
    columns.extend([(t.say("satisfaction-marks"), 12), (t.say("satisfaction-happy"), 20)]);
    let sheet = Sheet {
        title: t.with("satisfaction-compare-title", [("year", year.to_string().into())]),
        columns,
        rows: rows
            .iter()
            .map(|(site, marks)| {
                let mut row = vec![Cell::from(site.name(ctx.lang))];
                row.extend(marks.counts().map(Cell::from));
                row.extend([Cell::from(marks.all()), Cell::from(results::happy(&t, *marks))]);
                row
            })
            .collect(),
    };
    tx.tell(ComparisonExported { year, sites: rows.len() }).await?;
    tx.commit().await?;
    Ok(download::xlsx(&format!("hai-long-{year}"), sheet.to_xlsx()?))
}
