//! Opening a year, and entering its decision.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted,
    calendar::{
        Calendar, Reason,
        change::{Change, NewYear},
        lunar,
    },
    law::{Holiday, Reckoning, Rule},
    ui::{self, Field, desk::DeskPage},
};

use super::{
    admin::again,
    form::{date, label},
    place::{OfProvince, Place as _},
    preview::{self, Form},
};

/// The holidays whose first day is decided each year: the field of the form, the code, the rule.
fn decided(app: &App) -> impl Iterator<Item = (&'static str, &str, &Rule<Holiday>)> {
    let fields = [("first-tet", "tet"), ("first-national-day", "national-day")];
    let holidays = &app.law().calendar().holidays;
    fields.into_iter().filter_map(|(field, code)| {
        let (code, rule) = holidays.iter().find(|(known, _)| known == code)?;
        Some((field, code.as_str(), rule))
    })
}

/// The form of a year.
pub(super) async fn form(
    ctx: Ctx,
    State(app): State<App>,
    Path(year): Path<String>,
) -> Outcome<Page> {
    let calendar = app.calendars.shared();
    let year = read_year(&year, &calendar)?;
    let mut posted = Posted::default();
    for (field, _, rule) in decided(&app) {
        if let Some(first) = first_day(&calendar, year, &rule.value) {
            posted.put(field.to_owned(), first.to_string());
        }
    }
    let confirmed = if calendar.is_provisional(year) { "" } else { "1" };
    posted.put("confirmed".to_owned(), confirmed.to_owned());
    Ok(Page::new(view(&app, &ctx, year, &posted, &FormFaults::default())))
}

/// Opens or confirms a year: first shown what that would move, then done.
pub(super) async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(year): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let calendar = app.calendars.shared();
    let year = read_year(&year, &calendar)?;
    let change = match read(&app, &posted, year) {
        Ok(change) if posted.line("do") != "sua" => change,
        read => {
            let faults = read.err().unwrap_or_default();
            return Ok(again(&faults, view(&app, &ctx, year, &posted, &faults)));
        }
    };
    let path = format!("{}/nam/{year}", OfProvince::BASE);
    let form = Form { path: &path, posted: &posted, year };
    preview::answer::<OfProvince>(&app, &ctx, &Change::Year(change), &form).await
}

/// A year there is a calendar for, or the one after.
fn read_year(text: &str, calendar: &Arc<Calendar>) -> Outcome<i32> {
    let (first, last) = calendar.range();
    let year: Option<i32> = text.parse().ok();
    year.filter(|year| (first.year()..=last.year() + 1).contains(year)).or_not_found()
}

fn read(app: &App, posted: &Posted, year: i32) -> Result<NewYear, FormFaults> {
    let mut faults = FormFaults::default();
    let confirmed = posted.has("confirmed");
    let mut first = BTreeMap::new();
    for (field, code, _) in decided(app) {
        match date(&mut faults, posted, field, true) {
            Some(day) if day.year() == year => drop(first.insert(code.to_owned(), day)),
            Some(_) => {
                let args = vec![("year", year.to_string())];
                faults.add(field, FieldFault::Other("calendar-other-year", args));
            }
            None => {}
        }
    }
    let number = posted.line("decision_number");
    let number = faults.check("decision_number", number, confirmed, 100);
    let decision_on = date(&mut faults, posted, "decision_on", confirmed);
    if !faults.is_empty() {
        return Err(faults);
    }
    let decision_number = Some(number).filter(|number| !number.is_empty());
    Ok(NewYear { year, confirmed, first, decision_number, decision_on })
}

/// The first day of a holiday in a year: as the calendar has it, or reckoned for a year to come.
fn first_day(calendar: &Calendar, year: i32, holiday: &Holiday) -> Option<NaiveDate> {
    let day = NaiveDate::from_ymd_opt(year, 1, 1)?;
    let shown = day.iter_days().take_while(|day| day.year() == year).find(|on| {
        calendar.day(*on).is_ok_and(|day| {
            matches!(&day.reason, Reason::Holiday { name, .. } if *name.vi == *holiday.title_vi)
        })
    });
    let reckoned = || match holiday.kind {
        Reckoning::Solar => NaiveDate::from_ymd_opt(year, holiday.month, holiday.day),
        Reckoning::Lunar => lunar::solar_day(year, holiday.month, holiday.day)?
            .checked_sub_days(chrono::Days::new(holiday.lead.into())),
    };
    shown.or_else(reckoned)
}

fn view(app: &App, ctx: &Ctx, year: i32, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let of_year = [("year", year.to_string().into())];
    let (title, lead) = (t.with("calendar-year", of_year.clone()), t.say("calendar-year-lead"));
    let trail = [(t.say("calendar-title-all"), OfProvince::BASE.to_owned())];
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: OfProvince::BASE,
        trail: &trail,
        actions: html! {},
        flash: None,
    };
    let field = |name: &'static str| Field::new(&t, posted, faults, name, label(name));
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        form.form method="post" action=(ctx.path_to(&format!("{}/nam/{year}", OfProvince::BASE))) novalidate {
            (ui::form_key(Some(posted)))
            div.field-row {
                @for (name, _, rule) in decided(app) {
                    (field(name).required().hint_text(t.with("calendar-first-hint", [("days", rule.value.days.into())])).input("date"))
                }
            }
            label.choice {
                input type="checkbox" name="confirmed" value="1" checked[posted.has("confirmed")];
                " " span { (t.say("calendar-confirmed")) span.hint { (t.say("calendar-confirmed-hint")) } }
            }
            div.field-row {
                (field("decision_number").hint("calendar-decision-hint").max(100).input("text"))
                (field("decision_on").input("date"))
            }
            div.buttons {
                button.btn.btn-main name="do" value="xem" { (t.say("calendar-see")) }
                a.btn.btn-quiet href=(ctx.path_to(OfProvince::BASE)) { (t.say("platform-cancel")) }
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}
