//! Results, as pictures and tables.

use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};
use portal_core::{
    Texts,
    ui::chart::{self, Row, Series, Shape},
};

use super::{Level, Marks, Span};

/// The month of a day.
pub(super) fn month_of(day: NaiveDate) -> Span {
    let from = day.with_day(1).unwrap_or(day);
    let to = from.checked_add_months(chrono::Months::new(1)).unwrap_or(day);
    Span { from, to }
}

/// The year of a day.
pub(super) fn year_of(day: NaiveDate) -> Span {
    year(day.year()).unwrap_or(Span { from: day, to: day })
}

/// A year.
pub(super) fn year(year: i32) -> Option<Span> {
    Some(Span {
        from: NaiveDate::from_ymd_opt(year, 1, 1)?,
        to: NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?,
    })
}

/// Names of the levels, the best first.
pub(super) fn levels(t: &Texts) -> Vec<String> {
    Level::ALL.iter().map(|level| t.say(&level.text_key())).collect()
}

/// The share of readers who are satisfied or very satisfied.
pub(super) fn happy(t: &Texts, marks: Marks) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    chart::share(t, marks.happy() as f64, marks.all())
}

/// This month and this year.
pub(super) fn totals(t: &Texts, today: NaiveDate, month: Marks, year: Marks) -> Markup {
    let month_name = t.with(
        "satisfaction-month",
        [("month", today.month().to_string().into()), ("year", today.year().to_string().into())],
    );
    let year_name = t.with("satisfaction-year", [("year", today.year().to_string().into())]);
    let rows = vec![
        Row::counts(month_name, month.counts()),
        Row::counts(year_name.clone(), year.counts()),
    ];
    let series =
        Series::of_parts("totals", Shape::Stacked, t.say("satisfaction-time"), levels(t), rows);
    html! {
        dl.figures {
            div { dt { (t.say("satisfaction-happy")) small { " " (year_name) } } dd { (happy(t, year)) } }
            div { dt { (t.say("satisfaction-marks")) small { " " (year_name) } } dd { (t.number_of(year.all())) } }
        }
        (chart::figure(t, &t.say("satisfaction-totals"), &series))
    }
}

/// Month by month.
pub(super) fn months(t: &Texts, months: &[(String, Marks)]) -> Markup {
    let name = |key: &str| key.split_once('-').map_or(key.to_owned(), |(y, m)| format!("{m}/{y}"));
    let rows = months.iter().map(|(key, marks)| Row::counts(name(key), marks.counts())).collect();
    let series = Series::of_parts(
        "months",
        Shape::Grouped,
        t.say("satisfaction-month-head"),
        levels(t),
        rows,
    );
    html! { @if months.len() > 1 { (chart::figure(t, &t.say("satisfaction-months"), &series)) } }
}

/// Page by page; the heading before it has the id `heading`.
pub(super) fn pages(
    lang: portal_core::Lang,
    t: &Texts,
    pages: &[(String, String, Marks)],
    heading: &str,
    href: impl Fn(&str) -> String,
) -> Markup {
    let levels = levels(t);
    let (marks_head, happy_head) = (t.say("satisfaction-marks"), t.say("satisfaction-happy"));
    html! {
        @if !pages.is_empty() {
            table.table data-cards aria-labelledby=(heading) {
                thead { tr {
                    th scope="col" { (t.say("satisfaction-page")) }
                    @for level in &levels { th.num scope="col" { (level) } }
                    th.num scope="col" { (marks_head) }
                    th.num scope="col" { (happy_head) }
                } }
                tbody { @for (path, title, marks) in pages { tr {
                    td.cell-main { a href=(href(path)) lang=[(lang != portal_core::Lang::VI).then_some("vi")] { (title) } }
                    @for (level, count) in levels.iter().zip(marks.counts()) { td.num data-label=(level) { (t.number_of(count)) } }
                    td.num data-label=(marks_head) { (t.number_of(marks.all())) }
                    td.num data-label=(happy_head) { (happy(t, *marks)) }
                } } }
            }
        }
    }
}
