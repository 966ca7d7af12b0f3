//! The block of the home page: how many were answered, how fast, and the newest.

use chrono::{Months, Utc};
use maud::{Markup, html};
use portal_core::{App, Ctx, Outcome, Texts, ui};

use super::{ANSWERED, STATISTICS, words, written_in};
use crate::petition::publications::{
    list_tag,
    read::{self, From, Narrow, Pace, Published},
};

/// How many of the newest it shows.
const NEWEST: i64 = 3;

/// The block; a site that has answered nothing yet has none.
pub(super) async fn answered(app: &App, ctx: &Ctx) -> Outcome<Option<Markup>> {
    ctx.reads(list_tag(ctx.site.id));
    let a_year_ago =
        ctx.now.checked_sub_months(Months::new(12)).unwrap_or(chrono::DateTime::<Utc>::UNIX_EPOCH);
    let (rows, pace) = {
        let conn = app.db().site(ctx.site.id).await?;
        let rows = read::list(&conn, ctx.site.id, &Narrow::default(), From::Newest, NEWEST).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        (rows, read::pace(&conn, ctx.site.id, a_year_ago).await?)
    };
    Ok(Some(view(app, ctx, &rows, pace)))
}

fn view(app: &App, ctx: &Ctx, rows: &[Published], pace: Pace) -> Markup {
    let t = ctx.texts();
    let all = ctx.path_to(ANSWERED);
    html! {
        section.block aria-labelledby="answered" {
            div.block-head {
                h2.block-title id="answered" { a href=(all) { (t.say("answered-title")) } }
                a.more href=(all) { (t.say("block-more")) span.sr { " " (t.say("answered-title")) } }
            }
            (figures(&t, pace))
            ul.news data-look="plain" {
                @for row in rows {
                    li.news-item { div.news-text {
                        h3.news-title { a href=(ctx.path_to(&row.path())) lang=[written_in(ctx)] { (row.title) } }
                        p.meta { span { (words::unit(app, ctx.lang, row.unit_id)) } span { (ui::day(&t, row.answered_at)) } }
                    } }
                }
            }
            p { a href=(ctx.path_to(STATISTICS)) { (t.say("petition-statistics")) } }
        }
    }
}

fn figures(t: &Texts, pace: Pace) -> Markup {
    html! {
        dl.figures {
            div { dt { (t.say("answered-in-year")) } dd { (words::count(t, pace.count)) } }
            @if let Some(share) = words::percent(t, pace.in_time, pace.count) {
                div { dt { (t.say("answered-in-time")) } dd { (share) } }
            }
            @if let Some(days) = pace.middle_days {
                div { dt { (t.say("answered-half-within")) } dd { (t.with("answered-days", [("days", days.ceil().into())])) } }
            }
        }
    }
}
