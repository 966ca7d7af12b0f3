//! The calendar for everybody: the year with its days off and their basis, and counting a deadline.

use axum::extract::{Query, State};
use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Fault, FormFaults, OrNotFound as _, Outcome, Page, Posted, PublicPage, Refusal as _,
    Texts,
    calendar::{self, Due, end_of, start_of},
    deadline::Count,
    lang::local_day,
    law::{Rule, Term},
    ui::{self, Field, deadline, site::Head},
};
use serde::Deserialize;

use super::{COUNT, PAGE, form::read_date, months};

/// The query of the year.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    nam: Option<String>,
}

/// The year.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    ctx.reads(calendar::tag());
    let t = ctx.texts();
    let days = app.calendars.of(ctx.site.id);
    let (first, last) = days.range();
    let today = local_day(ctx.now);
    let year = match asked.nam {
        None => today.year().clamp(first.year(), last.year()),
        Some(year) => year.parse().ok().or_not_found()?,
    };
    if !(first.year()..=last.year()).contains(&year) {
        return Err(Fault::NotFound);
    }
    let main = html! { div.wrap {
        div.page-title {
            h1 { (t.with("calendar-page-year", [("year", year.to_string().into())])) }
            p.page-lead { (t.say("calendar-page-lead")) }
        }
        p { a.btn href=(ctx.path_to(COUNT)) { (ui::icon("calendar")) (t.say("calendar-count")) } " "
            a.btn.btn-quiet href="#special" { (t.say("calendar-special")) } }
        (months::years(&t, &days, year, &ctx.path_to(PAGE)))
        (months::grid(&t, &days, year))
        h2 id="special" { (t.say("calendar-special")) }
        (months::list(&t, &months::special(&days, year), |_| None))
    } };
    let markup =
        ui::site::page(&app, &ctx, &head(&ctx, t.say("calendar-page"), PAGE), Some(&[]), &main);
    // Without a year asked for, the page is that of the present one.
    let new_year = NaiveDate::from_ymd_opt(today.year(), 12, 31).map(end_of);
    Ok(PublicPage::html(&ctx, markup).until(new_year))
}

/// Counts a deadline: a day, a duty, and the last day with every day of the count explained.
pub(super) async fn count(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Outcome<Page> {
    let t = ctx.texts();
    let mut posted = Posted::from_pairs(asked);
    if !posted.has("tu") {
        posted.put("tu".to_owned(), local_day(ctx.now).to_string());
    }
    let from = read_date(&posted.line("tu"));
    let terms = terms(&app, &t, from.unwrap_or_else(|| local_day(ctx.now)));
    let chosen = terms.iter().find(|term| term.key == posted.line("han"));
    let main = html! { div.wrap {
        div.page-title { h1 { (t.say("calendar-count")) } p.page-lead { (t.say("calendar-count-lead")) } }
        (count_form(&ctx, &t, &posted, &terms))
        @match (from, chosen) {
            (Some(from), Some(chosen)) => (result(&app, &ctx, &t, from, chosen)),
            (None, _) => div.notice data-tone="warn" role="status" { p { (t.say("calendar-no-date")) } },
            (Some(_), None) => {},
        }
    } };
    let trail = [(t.say("calendar-page"), ctx.path_to(PAGE))];
    let head = Head { no_index: posted.has("han"), ..head(&ctx, t.say("calendar-count"), COUNT) };
    Ok(Page::new(ui::site::page(&app, &ctx, &head, Some(&trail), &main)))
}

/// A duty of the law with its name.
struct Named {
    key: String,
    name: String,
    rule: Rule<Term>,
}

/// The periods in force on a day that have a name, by name.
fn terms(app: &App, t: &Texts, on: NaiveDate) -> Vec<Named> {
    let mut terms: Vec<Named> = app
        .law()
        .terms(on)
        .into_iter()
        .map(|(key, rule)| Named {
            key: key.to_owned(),
            name: t.say(&deadline::duty_key(key)),
            rule,
        })
        .collect();
    terms.sort_by(|a, b| a.name.cmp(&b.name));
    terms
}

fn count_form(ctx: &Ctx, t: &Texts, posted: &Posted, terms: &[Named]) -> Markup {
    let faults = FormFaults::default();
    let choice = |term: &Named| {
        let length = deadline::length(t, term.rule.value);
        (term.key.clone(), format!("{} ({length})", term.name))
    };
    let choices: Vec<_> = terms.iter().map(choice).collect();
    html! {
        form.form method="get" action=(ctx.path_to(COUNT)) {
            div.field-row {
                (Field::new(t, posted, &faults, "tu", "calendar-count-from").input("date"))
                (Field::new(t, posted, &faults, "han", "calendar-count-what").select(&choices))
            }
            div.buttons { button.btn.btn-main { (t.say("calendar-count-do")) } }
        }
    }
}

fn result(app: &App, ctx: &Ctx, t: &Texts, from: NaiveDate, chosen: &Named) -> Markup {
    let since = start_of(from);
    let term = chosen.rule.value;
    match app.calendars.of(ctx.site.id).due(since, term) {
        Err(beyond) => html! {
            div.notice data-tone="warn" role="status" { p { (beyond.sentence(t)) } }
        },
        Ok(Due { on, days, provisional, version, .. }) => html! {
            section.block aria-labelledby="due" {
                h2 id="due" { (t.with("calendar-count-due", [("on", t.day(on).into())])) }
                p { (chosen.name) ". " (deadline::weekday(t, on)) "." }
                (deadline::period(t, Count::Term(term), since, Some(&chosen.rule.citation)))
                @if provisional { div.notice data-tone="warn" { p { (t.say("clock-provisional")) } } }
                (deadline::steps(t, &days))
                p.meta { (t.with("clock-version", [("version", version.into())])) }
            }
        },
    }
}

fn head(ctx: &Ctx, title: String, path: &str) -> Head {
    let languages = ctx.site.languages.iter();
    let translations = languages.map(|lang| (*lang, ctx.site.path(*lang, path))).collect();
    Head { title, path: path.to_owned(), translations, ..Head::default() }
}
