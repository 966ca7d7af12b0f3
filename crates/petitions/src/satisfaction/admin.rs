//! The unit's own look at what its readers think.

use axum::extract::State;
use portal_core::{App, Ctx, Outcome, Page, lang::local_day};

use super::{queries, results, views};

/// The desk.
pub(super) const DESK: &str = "/quan-tri/hai-long";
/// A page with fewer marks says nothing yet.
const WORST_FLOOR: i64 = 3;

/// The unit's results of the year, its worst pages, and what readers wrote.
pub(super) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let today = local_day(ctx.now);
    let year = results::year_of(today);
    let conn = app.db().site(ctx.site.id).await?;
    let site = ctx.site.id;
    let seen = views::Seen {
        today,
        of_month: queries::of_site(&conn, site, results::month_of(today)).await?,
        of_year: queries::of_site(&conn, site, year).await?,
        worst: queries::by_page(&conn, site, year, (WORST_FLOOR, queries::PageOrder::Worst), 20)
            .await?,
        words: queries::words(&conn, site, 100).await?,
    };
    Ok(Page::new(views::desk(&app, &ctx, &seen)))
}
