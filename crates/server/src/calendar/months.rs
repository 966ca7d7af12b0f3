//! A year as twelve months, and the list of its special days: the same for everybody and for desks.

use chrono::{Datelike as _, Days, NaiveDate};
use maud::{Markup, html};
use portal_core::{
    Texts,
    calendar::{Calendar, Day, Reason},
    ui::{self, Tone, deadline},
};

/// The sign of a day in the months, with its key in the locales; an ordinary day has none.
fn sign(day: &Day) -> Option<&'static str> {
    match (&day.reason, day.working) {
        (Reason::Weekday, _) => None,
        (Reason::Holiday { .. }, _) => Some("holiday"),
        (Reason::Compensation { .. }, _) => Some("lieu"),
        (Reason::Closed(_), _) => Some("closed"),
        (Reason::Decided(_), false) => Some("off"),
        (Reason::Decided(_), true) => Some("work"),
    }
}

/// The signs, in the order of the legend.
const SIGNS: [&str; 5] = ["holiday", "lieu", "off", "work", "closed"];

/// The year as twelve months, with a legend. Every sign is a word, no colour stands alone.
pub(super) fn grid(t: &Texts, calendar: &Calendar, year: i32) -> Markup {
    html! {
        @if calendar.is_provisional(year) {
            div.notice data-tone="warn" {
                p.notice-title { (t.with("calendar-provisional-title", [("year", year.to_string().into())])) }
                p { (t.say("calendar-provisional-text")) }
            }
        }
        ul.legend aria-label=(t.say("calendar-legend")) {
            @for sign in SIGNS {
                li { span.day-mark data-day=(sign) { (t.say(&format!("sign-{sign}"))) } " " (t.say(&format!("sign-{sign}-what"))) }
            }
            li { span.day-mark data-day="rest" { (t.say("sign-rest")) } " " (t.say("sign-rest-what")) }
        }
        div.months { @for month in 1..=12 { (month_table(t, calendar, year, month)) } }
    }
}

fn month_table(t: &Texts, calendar: &Calendar, year: i32, month: u32) -> Markup {
    let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return html! {} };
    let blank = first.weekday().num_days_from_monday();
    let start = first - Days::new(blank.into());
    let weeks: Vec<Vec<NaiveDate>> = (0..6)
        .map(|week| (0..7).map(|day| start + Days::new(week * 7 + day)).collect())
        .filter(|week: &Vec<NaiveDate>| week.iter().any(|day| day.month() == month))
        .collect();
    html! {
        table.month {
            caption { (t.with("calendar-month", [("month", month.into())])) }
            thead { tr {
                @for day in 1..=7 {
                    th scope="col" { abbr title=(t.say(&format!("weekday-{day}"))) { (t.say(&format!("weekday-short-{day}"))) } }
                }
            } }
            tbody {
                @for week in weeks {
                    tr { @for day in week {
                        @if day.month() == month { (cell(t, calendar, day)) } @else { td {} }
                    } }
                }
            }
        }
    }
}

fn cell(t: &Texts, calendar: &Calendar, on: NaiveDate) -> Markup {
    let Ok(day) = calendar.day(on) else { return html! { td { (on.day()) } } };
    let rests = (!day.working).then_some("rest");
    let sign = sign(&day);
    html! {
        td data-day=[sign.or(rests)] {
            span.day-number { (on.day()) }
            @if let Some(sign) = sign { span.day-mark { (t.say(&format!("sign-{sign}"))) } }
            @else if rests.is_some() { span.sr { " " (t.say("sign-rest")) } }
        }
    }
}

/// The days of a year that are not what their weekday says.
pub(super) fn special(calendar: &Calendar, year: i32) -> Vec<Day> {
    let days = NaiveDate::from_ymd_opt(year, 1, 1).into_iter().flat_map(|day| day.iter_days());
    days.take_while(|day| day.year() == year)
        .filter_map(|on| calendar.day(on).ok())
        .filter(|day| day.reason != Reason::Weekday)
        .collect()
}

/// The list of special days with their basis; `act` may put a button at a day.
pub(super) fn list(t: &Texts, days: &[Day], act: impl Fn(&Day) -> Option<Markup>) -> Markup {
    let (state, why) = (t.say("calendar-state"), t.say("clock-reason"));
    let acts: Vec<Option<Markup>> = days.iter().map(&act).collect();
    let any = acts.iter().any(Option::is_some);
    html! {
        table.table data-cards[any] data-tight[!any] {
            caption.sr { (t.say("calendar-special")) }
            thead { tr {
                th scope="col" { (t.say("clock-day")) }
                th scope="col" { (state) }
                th scope="col" { (why) }
                @if any { th scope="col" { span.sr { (t.say("system-do")) } } }
            } }
            tbody {
                @for (day, act) in days.iter().zip(acts) {
                    tr {
                        td.cell-main { (deadline::day(t, day.on)) }
                        td data-label=(state) {
                            @if day.working { (ui::badge(Tone::Info, &t.say("calendar-works"))) }
                            @else { (ui::badge(Tone::Gold, &t.say("calendar-rests"))) }
                        }
                        td data-label=(why) { (deadline::reason(t, day)) }
                        @if any { td.cell-do { @if let Some(act) = act { (act) } } }
                    }
                }
            }
        }
    }
}

/// Links to the years there is a calendar for.
pub(super) fn years(t: &Texts, calendar: &Calendar, here: i32, path: &str) -> Markup {
    let (first, last) = calendar.range();
    html! {
        nav.subsections aria-label=(t.say("calendar-years")) { ul {
            @for year in first.year()..=last.year() {
                li { a href={ (path) "?nam=" (year) } aria-current=[(year == here).then_some("page")] { (year) } }
            }
        } }
    }
}
