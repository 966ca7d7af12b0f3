//! The list of consultations on the desk, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    ui::{self, desk::DeskPage},
};

use super::{done, stage_badge};
use crate::consultation::{DESK, Stage, kinds, queries::Line};

/// The tabs: a word, and which stages it holds.
const TABS: [(&str, &[Stage]); 5] = [
    ("all", &[]),
    ("draft", &[Stage::Draft, Stage::Submitted]),
    ("open", &[Stage::Announced, Stage::Open]),
    ("answering", &[Stage::Closed, Stage::Answering, Stage::TableSubmitted]),
    ("finished", &[Stage::Finished]),
];

/// The list.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    lines: &[Line],
    tab: &str,
    flash: &str,
) -> Markup {
    let t = ctx.texts();
    let new = ctx.path_to(&format!("{DESK}/moi"));
    let (tab, stages) = TABS.into_iter().find(|(word, _)| *word == tab).unwrap_or(("all", &[]));
    let within = |line: &&Line| stages.is_empty() || stages.contains(&line.stage(ctx.now));
    let shown: Vec<&Line> = lines.iter().filter(within).collect();
    let main = html! {
        (tabs(ctx, &t, lines, tab))
        @if shown.is_empty() {
            (ui::empty(&t.say("consult-none"), &t.say("consult-none-text"), Some((&new, &t.say("consult-new")))))
        } @else {
            table.table data-cards {
                caption.sr { (t.say("consultations")) }
                thead { tr {
                    th scope="col" { (t.say("consult-title")) }
                    th scope="col" { (t.say("consult-kind")) }
                    th scope="col" { (t.say("consult-period")) }
                    th scope="col" { (t.say("consult-state")) }
                } }
                tbody { @for line in shown { (row(app, ctx, &t, line)) } }
            }
        }
    };
    let (title, lead) = (t.say("consult-desk-title"), t.say("consult-desk-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: DESK,
        trail: &[],
        actions: html! { a.btn.btn-main href=(new) { (t.say("consult-new")) } },
        flash: done(&t, flash),
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn tabs(ctx: &Ctx, t: &Texts, lines: &[Line], here: &str) -> Markup {
    html! {
        nav.tabs aria-label=(t.say("consult-tabs")) { ul {
            @for (word, stages) in TABS {
                @let count = lines.iter().filter(|line| stages.is_empty() || stages.contains(&line.stage(ctx.now))).count();
                li { a href=(ctx.path_to(&format!("{DESK}?tab={word}"))) aria-current=[(word == here).then_some("page")] {
                    (t.say(&format!("consult-tab-{word}"))) " " span.count { (count) }
                } }
            }
        } }
    }
}

fn row(app: &App, ctx: &Ctx, t: &Texts, line: &Line) -> Markup {
    let kind = kinds::kind_name(app.law(), &line.kind, ctx.now, ctx.lang);
    html! {
        tr {
            td.cell-main {
                a href=(ctx.path_to(&format!("{DESK}/{}", line.id))) { (line.title) }
                p.meta { span { (line.unit) } }
            }
            td data-label=(t.say("consult-kind")) { (kind) }
            td data-label=(t.say("consult-period")) {
                (t.with("consult-from-to", [("from", t.date_time(line.opens_at).into()), ("to", t.date_time(line.closes_at).into())]))
            }
            td data-label=(t.say("consult-state")) { (stage_badge(t, line.stage(ctx.now))) }
        }
    }
}
