//! The desks of satisfaction, as HTML.

use std::sync::Arc;

use chrono::NaiveDate;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Site, Texts, personal,
    ui::{self, desk::DeskPage},
};

use super::{Marks, admin::DESK, platform::COMPARISON, results};

/// What the unit sees.
pub(super) struct Seen {
    pub today: NaiveDate,
    pub of_month: Marks,
    pub of_year: Marks,
    pub worst: Vec<(String, String, Marks)>,
    pub words: Vec<(NaiveDate, String, String, String)>,
}

/// The unit's desk.
pub(super) fn desk(app: &App, ctx: &Ctx, seen: &Seen) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("satisfaction-desk-title"), t.say("satisfaction-desk-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: DESK,
        trail: &[],
        actions: html! { a.btn href=(ctx.path_to(super::public::PATH)) { (t.say("satisfaction-see-public")) } },
        flash: None,
    };
    let main = html! {
        @if seen.of_year.all() == 0 {
            (ui::empty(&t.say("satisfaction-none"), &t.say("satisfaction-desk-none"), None))
        } @else {
            (results::totals(&t, seen.today, seen.of_month, seen.of_year))
            section aria-labelledby="worst" {
                h2 id="worst" { (t.say("satisfaction-worst")) }
                p.hint { (t.say("satisfaction-worst-hint")) }
                (results::pages(ctx.lang, &t, &seen.worst, "worst", |path| ctx.path_to(path)))
            }
        }
        (words(ctx, &t, &seen.words))
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn words(ctx: &Ctx, t: &Texts, words: &[(NaiveDate, String, String, String)]) -> Markup {
    html! {
        section aria-labelledby="words" {
            h2 id="words" { (t.say("satisfaction-words-desk")) }
            p.hint { (t.say("satisfaction-words-desk-hint")) }
            @if words.is_empty() { p { (t.say("satisfaction-words-none")) } }
            @for (day, path, title, body) in words {
                section.said data-who="citizen" {
                    p.said-by { a href=(ctx.path_to(path)) { (title) } " " span.meta { (day.format("%d/%m/%Y")) } }
                    div.prose { p { (personal::marked(t, body)) } }
                }
            }
        }
    }
}

/// All sites of the province beside each other.
pub(super) fn comparison(app: &App, ctx: &Ctx, year: i32, rows: &[(Arc<Site>, Marks)]) -> Markup {
    let t = ctx.texts();
    let title = t.with("satisfaction-compare-title", [("year", year.to_string().into())]);
    let lead = t.say("satisfaction-compare-lead");
    let here = |of: i32| ctx.path_to(&format!("{COMPARISON}?nam={of}"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: COMPARISON,
        trail: &[],
        actions: html! {
            form method="post" action=(ctx.path_to(&format!("{COMPARISON}/xuat"))) {
                input type="hidden" name="nam" value=(year);
                button.btn { (t.say("satisfaction-export")) }
            }
        },
        flash: None,
    };
    let main = html! {
        nav.tabs aria-label=(t.say("satisfaction-time")) { ul {
            @for of in [year - 1, year] {
                li { a href=(here(of)) aria-current=[(of == year).then_some("page")] { (t.with("satisfaction-year", [("year", of.to_string().into())])) } }
            }
        } }
        (comparison_table(app, ctx, &t, rows))
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn comparison_table(app: &App, ctx: &Ctx, t: &Texts, rows: &[(Arc<Site>, Marks)]) -> Markup {
    let levels = results::levels(t);
    let (marks_head, happy_head) = (t.say("satisfaction-marks"), t.say("satisfaction-happy"));
    html! {
        table.table data-cards {
            caption.sr { (t.say("satisfaction-compare")) }
            thead { tr {
                th scope="col" { (t.say("satisfaction-site")) }
                @for level in &levels { th.num scope="col" { (level) } }
                th.num scope="col" { (marks_head) }
                th.num scope="col" { (happy_head) }
            } }
            tbody { @for (site, marks) in rows { tr {
                td.cell-main { a href=(app.url(site, super::public::PATH)) { (site.name(ctx.lang)) } }
                @for (level, count) in levels.iter().zip(marks.counts()) { td.num data-label=(level) { (t.number_of(count)) } }
                td.num data-label=(marks_head) { (t.number_of(marks.all())) }
                td.num data-label=(happy_head) { (results::happy(t, *marks)) }
            } } }
        }
    }
}
