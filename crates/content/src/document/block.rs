//! The block of the home page: the newest documents.

use maud::{Markup, html};
use portal_core::{App, Ctx, Outcome, lang::local_day, module::BlockName};

use super::{
    PATH, listing,
    register::{
        queries::{self, At, Narrow, Order},
        views,
    },
    superiors, true_until,
};

/// How many it shows.
const NEWEST: i64 = 5;

/// A block by its name; a site that has published none has none.
pub async fn block(app: &App, ctx: &Ctx, block: &BlockName<'_>) -> Outcome<Option<Markup>> {
    if block.name != "documents.latest" {
        return Ok(None);
    }
    ctx.reads(listing::tag(ctx.site.id));
    let sites = superiors(app, &ctx.site);
    let at = At { site: ctx.site.id, sites: &sites, lang: ctx.lang, day: local_day(ctx.now) };
    let lines = {
        let conn = app.db().site(ctx.site.id).await?;
        true_until(ctx, queries::next_change(&conn, at).await?);
        queries::register(&conn, at, &Narrow::default(), Order::Newest, (0, NEWEST)).await?
    };
    if lines.is_empty() {
        return Ok(None);
    }
    let (t, href) = (ctx.texts(), ctx.path_to(PATH));
    Ok(Some(html! {
        section.block aria-labelledby="documents" {
            div.block-head {
                h2.block-title id="documents" { a href=(href) { (t.say("documents-latest")) } }
                a.more href=(href) { (t.say("block-more")) span.sr { " " (t.say("documents-latest")) } }
            }
            (views::list(ctx, &t, &lines))
        }
    }))
}
