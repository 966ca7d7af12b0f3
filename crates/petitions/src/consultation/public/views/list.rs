//! The list of consultations, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    ui::{self, site::Head},
};

use super::vietnamese;
use crate::consultation::{
    PUBLIC, Stage, days_left, desk::views::stage_badge, kinds, public::list::Listed, queries::Line,
};

/// The list.
pub(in crate::consultation::public) fn page(app: &App, ctx: &Ctx, listed: &Listed) -> Markup {
    let t = ctx.texts();
    let groups: [(&str, &[Stage]); 4] = [
        ("open", &[Stage::Open]),
        ("announced", &[Stage::Announced]),
        ("answering", &[Stage::Closed, Stage::Answering, Stage::TableSubmitted]),
        ("finished", &[Stage::Finished]),
    ];
    let main = html! {
        div.wrap {
            div.page-title { h1 { (t.say("consultations")) } p.page-lead { (t.say("consult-list-lead")) } }
            (filter(ctx, &t, listed))
            @if listed.lines.is_empty() {
                (ui::empty(&t.say("consult-list-none"), &t.say("consult-list-none-text"), None))
            }
            @for (name, stages) in groups {
                @let lines: Vec<&(Line, i64)> = listed.lines.iter().filter(|(line, _)| stages.contains(&line.stage(ctx.now))).collect();
                @if !lines.is_empty() {
                    section.block aria-labelledby={ "group-" (name) } {
                        div.block-head { h2.block-title id={ "group-" (name) } { (t.say(&format!("consult-group-{name}"))) } }
                        ul.consults { @for (line, count) in lines { (one(ctx, &t, line, *count, Some(&kinds::kind_name(app.law(), &line.kind, ctx.now, ctx.lang)))) } }
                    }
                }
            }
        }
    };
    let head = Head {
        title: t.say("consultations"),
        description: t.say("consult-list-lead"),
        path: PUBLIC.into(),
        no_index: listed.narrowed,
        ..Head::default()
    };
    ui::site::page(app, ctx, &head, Some(&[]), &main)
}

/// A form that works without a script; folded, so that a phone shows the drafts first.
fn filter(ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    html! {
        details.fold open[listed.narrowed] {
            summary { (t.say("consult-filter")) }
            form.form action=(ctx.path_to(PUBLIC)) method="get" {
                div.field-row { @for choice in &listed.choices {
                    div.field {
                        label for=(choice.name) { (t.say(choice.label)) }
                        select id=(choice.name) name=(choice.name) {
                            option value="" { (t.say("consult-filter-all")) }
                            @for (value, text) in &choice.values { option value=(value) selected[*value == choice.here] { (text) } }
                        }
                    }
                } }
                div.buttons { button.btn { (t.say("consult-filter-do")) } }
            }
        }
    }
}

/// A consultation in a list: days left, title, period, number of opinions.
fn one(ctx: &Ctx, t: &Texts, line: &Line, opinions: i64, kind: Option<&str>) -> Markup {
    let stage = line.stage(ctx.now);
    let left = days_left(line.closes_at, ctx.now);
    html! {
        li.consult {
            @if stage == Stage::Open {
                p.consult-days { @if left > 0 { b { (left) } " " (t.say("consult-days-word")) } @else { b { (t.say("consult-today")) } (t.say("consult-last-day")) } }
            }
            div {
                h3.consult-title lang=[vietnamese(ctx)] { a href=(ctx.path_to(&format!("{PUBLIC}/{}", line.id))) { (line.title) } }
                p.meta {
                    @match stage {
                        Stage::Open => span { (t.with("consult-until", [("at", t.date_time(line.closes_at).into())])) },
                        Stage::Announced => span { (t.with("consult-opens-on", [("at", t.date_time(line.opens_at).into())])) },
                        _ => {
                            span { (t.with("consult-closed-on", [("at", t.date(line.closes_at).into())])) }
                            span { (stage_badge(t, stage)) }
                        }
                    }
                    @if opinions > 0 { span { (t.with("consult-opinions-count", [("count", opinions.into())])) } }
                    @if let Some(kind) = kind { span { (kind) } }
                    span { (line.unit) }
                }
            }
        }
    }
}

/// The home page's block.
pub(in crate::consultation::public) fn block(
    ctx: &Ctx,
    lines: &[Line],
    counts: &[(i64, i64)],
) -> Markup {
    let t = ctx.texts();
    let title = t.say("consult-block");
    let count = |id| counts.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
    html! {
        section.block aria-labelledby="consultations" {
            div.block-head {
                h2.block-title id="consultations" { a href=(ctx.path_to(PUBLIC)) { (title) } }
                a.more href=(ctx.path_to(PUBLIC)) { (t.say("block-more")) span.sr { " " (title) } }
            }
            ul.consults { @for line in lines { (one(ctx, &t, line, count(line.id), None)) } }
        }
    }
}
