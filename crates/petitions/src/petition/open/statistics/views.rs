//! The figures as HTML: tables that stand by themselves.

use chrono::Datelike as _;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    lang::local_day,
    ui::{
        self,
        chart::{self, Row, Series, Shape},
        site::Head,
    },
};

use super::{
    YEARS_BACK, export,
    figures::{Counts, FEWEST_MARKS, Figures, Whose},
};
use crate::petition::open::{DATA, STATISTICS, in_all_languages, words};

/// A column: key of its head, and what is in it.
pub type Column = (&'static str, fn(&Counts) -> i64);

/// The columns of every table.
pub const COLUMNS: [Column; 8] = [
    ("petition-received", |counts| counts.received),
    ("petition-handling", |counts| counts.handling),
    ("petition-overdue", |counts| counts.overdue),
    ("petition-answered", |counts| counts.answered),
    ("petition-in-time", |counts| counts.in_time),
    ("petition-late", |counts| counts.late),
    ("petition-outside", |counts| counts.outside),
    ("petition-closed-otherwise", |counts| counts.other),
];

/// The page.
pub fn page(app: &App, ctx: &Ctx, figures: &Figures) -> Markup {
    let t = ctx.texts();
    let title = export::title(&t, figures);
    let this = local_day(ctx.now).year();
    let head = Head {
        title: title.clone(),
        description: t.say("petition-figures-lead"),
        path: STATISTICS.into(),
        translations: in_all_languages(ctx, STATISTICS),
        no_index: figures.year != this,
        ..Head::default()
    };
    let trail: Vec<_> = ui::leads_somewhere(app, ctx, "/kien-nghi")
        .then(|| (t.say("module-petitions"), ctx.path_to("/kien-nghi")))
        .into_iter()
        .collect();
    let main = html! {
        div.wrap {
            div.page-title {
                h1 { (title) }
                p.page-lead { (lead(&t, figures)) }
                p.meta { (t.with("petition-figures-as-of", [("at", t.date_time(figures.at).into())])) }
            }
            (years(ctx, &t, figures.year, this))
            (at_a_glance(&t, figures))
            (by_unit(app, ctx, &t, figures))
            (by_field(app, ctx, &t, figures))
            (by_month(&t, figures))
            (satisfaction(app, ctx, &t, figures))
            (explanation(ctx, &t, figures))
        }
    };
    ui::site::page(app, ctx, &head, Some(&trail), &main)
}

fn lead(t: &Texts, figures: &Figures) -> String {
    t.say(match figures.whose {
        Whose::Province => "petition-figures-lead",
        Whose::Unit => "petition-figures-lead-unit",
    })
}

fn years(ctx: &Ctx, t: &Texts, shown: i32, this: i32) -> Markup {
    let path = ctx.path_to(STATISTICS);
    html! {
        nav.subsections aria-label=(t.say("petition-figures-years")) { ul {
            @for year in (this - YEARS_BACK..=this).rev() {
                li { a href={ (path) "?nam=" (year) } aria-current=[(year == shown).then_some("page")] { (year) } }
            }
        } }
    }
}

fn at_a_glance(t: &Texts, figures: &Figures) -> Markup {
    let total = figures.total();
    let figure = |key: &str, figure: Option<String>| {
        html! {
            div { dt { (t.say(key)) } dd data-none[figure.is_none()] { (known(t, figure)) } }
        }
    };
    let marks = figures.shown_marks().all();
    html! {
        dl.figures {
            div { dt { (t.say("petition-received")) } dd { (words::count(t, total.received)) } }
            div { dt { (t.say("petition-handling")) } dd { (words::count(t, total.handling)) } }
            div { dt { (t.say("petition-overdue-now")) } dd { (words::count(t, total.overdue)) } }
            div { dt { (t.say("petition-answered")) } dd { (words::count(t, total.answered)) } }
            (figure("petition-in-time-share", words::percent(t, total.in_time, total.in_time + total.late)))
            (figure("petition-satisfied-share", marks.and_then(|(given, good)| words::percent(t, good, given))))
        }
    }
}

/// A figure, or that there is none; which is not zero.
fn known(t: &Texts, figure: Option<String>) -> String {
    figure.unwrap_or_else(|| t.say("petition-no-figure"))
}

fn by_unit(app: &App, ctx: &Ctx, t: &Texts, figures: &Figures) -> Markup {
    if figures.whose == Whose::Unit {
        return html! {};
    }
    let name = |unit: i64| match words::unit(app, ctx.lang, unit) {
        name if name.is_empty() => t.say("petition-unit-gone"),
        name => name,
    };
    let rows: Vec<_> = figures.by_unit().into_iter().map(|(unit, it)| (name(unit), it)).collect();
    table(t, "petition-by-unit", "answered-unit", &rows, figures.total())
}

fn by_field(app: &App, ctx: &Ctx, t: &Texts, figures: &Figures) -> Markup {
    let rows: Vec<_> = figures
        .by_field()
        .into_iter()
        .map(|(field, counts)| (words::field(app, ctx, &field), counts))
        .collect();
    table(t, "petition-by-field", "answered-field", &rows, figures.total())
}

/// The months as a picture with its table: what became of what came in. The parts add up to what
/// was received.
fn by_month(t: &Texts, figures: &Figures) -> Markup {
    let parts: [Column; 6] = [
        ("petition-handling", |it| it.handling),
        ("petition-in-time", |it| it.in_time),
        ("petition-late", |it| it.late),
        ("petition-answered-no-clock", |it| it.answered - it.in_time - it.late),
        ("petition-outside", |it| it.outside),
        ("petition-closed-otherwise", |it| it.other),
    ];
    // What no petition of the year has is no part of the picture.
    let total = figures.total();
    let parts: Vec<_> = parts.into_iter().filter(|(_, read)| read(&total) > 0).collect();
    let rows: Vec<Row> = figures
        .by_month()
        .into_iter()
        .map(|(month, counts)| Row {
            label: format!("{month:02}/{}", figures.year),
            values: parts.iter().map(|(_, read)| Some(words::float(read(&counts?)))).collect(),
        })
        .collect();
    let title = t.say("petition-by-month");
    html! {
        section.block aria-labelledby="months" {
            div.block-head { h2.block-title id="months" { (title) } }
            @if parts.is_empty() {
                p { (t.say("petition-no-figure")) }
            } @else {
                @let names = parts.iter().map(|(key, _)| t.say(key)).collect();
                (chart::figure(t, &t.say("petition-by-month-caption"), &Series::of_parts("months-of-year", Shape::Stacked, t.say("petition-month"), names, rows)))
            }
        }
    }
}

/// A table of counts with its sum.
fn table(t: &Texts, title: &str, head: &str, rows: &[(String, Counts)], total: Counts) -> Markup {
    let title = t.say(title);
    let numbers = |counts: &Counts| COLUMNS.map(|(_, read)| words::count(t, read(counts)));
    html! {
        section.block {
            div.block-head { h2.block-title { (title) } }
            @if rows.is_empty() {
                p { (t.say("petition-no-figure")) }
            } @else {
                div.table-wrap tabindex="0" role="region" aria-label=(title) {
                    table.table {
                        caption.sr { (title) }
                        thead { tr {
                            th scope="col" { (t.say(head)) }
                            @for (key, _) in COLUMNS { th.num scope="col" { (t.say(key)) } }
                        } }
                        tbody {
                            @for (name, counts) in rows {
                                tr { th scope="row" { (name) } @for number in numbers(counts) { td.num { (number) } } }
                            }
                        }
                        tfoot { tr {
                            th scope="row" { (t.say("petition-figures-total")) }
                            @for number in numbers(&total) { td.num { b { (number) } } }
                        } }
                    }
                }
            }
        }
    }
}

fn satisfaction(app: &App, ctx: &Ctx, t: &Texts, figures: &Figures) -> Markup {
    let marks = figures.shown_marks();
    let line = |name: String, given: i64, good: i64| {
        html! { tr {
            th scope="row" { (name) }
            td.num { (words::count(t, given)) }
            td.num { (known(t, words::percent(t, good, given))) }
        } }
    };
    html! {
        section.block aria-labelledby="satisfaction" {
            div.block-head { h2.block-title id="satisfaction" { (t.say("petition-satisfaction")) } }
            p { (t.with("petition-satisfaction-few", [("count", FEWEST_MARKS.into())])) }
            @match marks.all() {
                None => p { (t.say("petition-no-figure")) },
                Some((given, good)) => div.table-wrap tabindex="0" role="region" aria-label=(t.say("petition-satisfaction")) { table.table {
                    caption.sr { (t.say("petition-satisfaction")) }
                    thead { tr {
                        th scope="col" { (t.say("answered-unit")) }
                        th.num scope="col" { (t.say("petition-marks")) }
                        th.num scope="col" { (t.say("petition-satisfied")) }
                    } }
                    tbody {
                        @for marks in &marks.units { (line(words::unit(app, ctx.lang, marks.unit), marks.given, marks.good)) }
                        @if let Some((given, good)) = marks.others { (line(t.say("petition-other-units"), given, good)) }
                    }
                    tfoot { (line(t.say("petition-figures-total"), given, good)) }
                } },
            }
        }
    }
}

fn explanation(ctx: &Ctx, t: &Texts, figures: &Figures) -> Markup {
    let query = format!("?nam={}", figures.year);
    html! {
        section.block aria-labelledby="how" {
            div.block-head { h2.block-title id="how" { (t.say("petition-figures-how")) } }
            div.prose { ul {
                li { (t.say("petition-figures-how-received")) }
                li { (t.say("petition-figures-how-time")) }
                li { (t.say("petition-figures-how-sum")) }
                li { (t.say("petition-figures-how-age")) }
                li { (t.say("petition-figures-how-none")) }
            } }
            ul.links data-columns="3" {
                li { a href=(ctx.path_to(&format!("{STATISTICS}.csv{query}"))) { (t.say("petition-figures-csv")) } }
                li { a href=(ctx.path_to(&format!("{STATISTICS}.json{query}"))) { (t.say("petition-figures-json")) } }
                li { a href=(ctx.path_to(DATA)) { (t.say("petition-data")) } }
            }
        }
    }
}
