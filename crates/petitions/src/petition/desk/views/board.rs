//! The supervisor's board, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Site, Texts,
    ui::{self, Tone, desk::DeskPage},
};

use super::table;
use crate::petition::desk::{
    self, BOARD,
    board::{Board, Figures, LONG, VERY_LONG},
    list::Line,
};

/// The columns: key of the head, and the figure.
fn columns(figures: &Figures) -> [(&'static str, String); 9] {
    let number = |n: usize| n.to_string();
    [
        ("received", figures.received.to_string()),
        ("forwarded", number(figures.forwarded)),
        ("forwarded-late", number(figures.forwarded_late)),
        ("answered", number(figures.answered)),
        ("answered-late", number(figures.answered_late)),
        ("notices", figures.notices.to_string()),
        ("kept", format!("{}/{}", figures.kept, figures.kept + figures.broken)),
        ("given-back", figures.given_back.to_string()),
        ("running", number(figures.running)),
    ]
}

/// The board of a year.
pub fn page(app: &App, ctx: &Ctx, board: &Board) -> Markup {
    let t = ctx.texts();
    let total = &board.total;
    let sites = app.sites.now();
    let say = |column: &str| t.say(&format!("petition-board-{column}"));
    let head = columns(total);
    let main = html! {
        nav.tabs aria-label=(t.say("petition-board-years")) { ul {
            @for year in [board.year + 1, board.year, board.year - 1].into_iter().filter(|year| (2025..=this_year(ctx)).contains(year)) {
                li { a href=(ctx.path_to(&format!("{BOARD}?nam={year}"))) aria-current=[(year == board.year).then_some("page")] { (year) } }
            }
        } }
        dl.figures {
            div { dt { (say("received")) } dd { (total.received) } }
            div { dt { (say("running")) } dd { (total.running) } }
            div { dt { (say("overdue")) } dd { (total.overdue_now()) } }
            div { dt { (say("answered")) } dd { (total.answered) } }
        }
        @if board.units.is_empty() {
            (ui::empty(&t.say("petition-board-empty"), &t.say("petition-board-empty-text"), None))
        } @else {
            table.table data-cards {
                caption.sr { (t.say("petition-board")) }
                thead { tr {
                    th scope="col" { (t.say("petition-column-unit")) }
                    @for (column, _) in &head { th scope="col" { (say(column)) } }
                    th scope="col" { (say("overdue")) }
                } }
                tbody {
                    @for (site, figures) in &board.units {
                        @if let Some(site) = sites.by_id(*site) { (row(ctx, &t, site, figures)) }
                    }
                }
            }
            p.hint { (t.say("petition-board-hint")) }
        }
    };
    desk_page(
        app,
        ctx,
        &t.with("petition-board-title", [("year", board.year.to_string().into())]),
        &main,
    )
}

fn this_year(ctx: &Ctx) -> i32 {
    chrono::Datelike::year(&portal_core::lang::local_day(ctx.now))
}

fn row(ctx: &Ctx, t: &Texts, site: &Site, figures: &Figures) -> Markup {
    let say = |column: &str| t.say(&format!("petition-board-{column}"));
    let [some, long, very] = figures.overdue;
    let tone = if figures.overdue_now() > 0 { Tone::Bad } else { Tone::Ok };
    html! {
        tr {
            td.cell-main { a href=(ctx.path_to(&format!("{BOARD}/{}", site.code))) { (site.name(ctx.lang)) } }
            @for (column, value) in columns(figures) { td.num data-label=(say(column)) { (value) } }
            td data-label=(say("overdue")) {
                (ui::badge(tone, &figures.overdue_now().to_string()))
                @for (age, count) in [("some", some), ("long", long), ("very", very)] {
                    @if count > 0 { p.meta { (t.with(&format!("petition-board-age-{age}"), [("count", count.into()), ("long", LONG.into()), ("very", VERY_LONG.into())])) } }
                }
            }
        }
    }
}

/// A unit's open cases.
pub fn unit(app: &App, ctx: &Ctx, site: &Site, lines: &[Line]) -> Markup {
    let t = ctx.texts();
    let main = html! {
        @if lines.is_empty() {
            (ui::empty(&t.say("petition-board-unit-empty"), &t.say("petition-board-unit-empty-text"), None))
        } @else {
            (table(app, ctx, &t, lines, |line| app.url(site, &desk::path(line.whole.id()))))
        }
    };
    let name = site.name(ctx.lang).to_owned();
    desk_page(app, ctx, &t.with("petition-board-unit", [("unit", name.into())]), &main)
}

fn desk_page(app: &App, ctx: &Ctx, title: &str, main: &Markup) -> Markup {
    let t = ctx.texts();
    let board = t.say("petition-board");
    let lead = t.say("petition-board-lead");
    let trail = [(board, BOARD.to_owned())];
    let page = DeskPage {
        title,
        lead: Some(&lead),
        entry: BOARD,
        trail: &trail,
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, main)
}
