//! The figures as data.

use portal_core::{
    App, Ctx, SiteId, Texts,
    sheet::{Cell, Sheet},
    ui::machine_time,
};
use serde_json::{Value, json};

use super::{
    figures::{Counts, Figures},
    views::COLUMNS,
};
use crate::petition::open::words;

/// The figures as a table: the whole, then each way of parting it.
pub fn sheet(app: &App, ctx: &Ctx, figures: &Figures) -> Sheet {
    let t = ctx.texts();
    let mut columns = vec![(t.say("petition-figures-by"), 14), (t.say("petition-figures-of"), 40)];
    columns.extend(COLUMNS.iter().map(|(key, _)| (t.say(key), 12)));
    let mut rows = vec![row(t.say("petition-figures-total"), String::new(), Some(figures.total()))];
    for (unit, counts) in figures.by_unit() {
        rows.push(row(t.say("answered-unit"), words::unit(app, ctx.lang, unit), Some(counts)));
    }
    for (field, counts) in figures.by_field() {
        rows.push(row(t.say("answered-field"), words::field(app, ctx, &field), Some(counts)));
    }
    for (month, counts) in figures.by_month() {
        rows.push(row(t.say("answered-month"), format!("{month:02}/{}", figures.year), counts));
    }
    Sheet { title: title(&t, figures), columns, rows }
}

/// Title of the figures of a year.
pub fn title(t: &Texts, figures: &Figures) -> String {
    t.with("petition-figures-title", [("year", figures.year.to_string().into())])
}

fn row(by: String, of: String, counts: Option<Counts>) -> Vec<Cell> {
    let mut cells = vec![Cell::from(by), Cell::from(of)];
    cells.extend(COLUMNS.iter().map(|(_, read)| counts.map_or(Cell::Empty, |it| read(&it).into())));
    cells
}

/// The figures as JSON. What is not known is `null`, and not zero.
pub fn json(app: &App, ctx: &Ctx, figures: &Figures) -> Value {
    let sites = app.sites.now();
    let code = |id: i64| sites.by_id(SiteId(id)).map(|site| site.code.to_string());
    let units = figures.by_unit().into_iter().map(|(unit, counts)| {
        with(
            &counts,
            [("code", json!(code(unit))), ("name", words::unit(app, ctx.lang, unit).into())],
        )
    });
    let fields = figures.by_field().into_iter().map(|(field, counts)| {
        let name = words::field(app, ctx, &field);
        with(&counts, [("code", field.into()), ("name", name.into())])
    });
    let months = figures.by_month().into_iter().map(|(month, counts)| {
        let month = format!("{}-{month:02}", figures.year);
        match counts {
            Some(counts) => with(&counts, [("month", month.into()), ("known", true.into())]),
            None => json!({ "month": month, "known": false }),
        }
    });
    let marks = figures.shown_marks();
    let satisfaction = marks.units.iter().map(
        |marks| json!({ "code": code(marks.unit), "given": marks.given, "satisfied": marks.good }),
    );
    json!({
        "site": ctx.site.code,
        "year": figures.year,
        "as_of": machine_time(figures.at),
        "licence": ctx.texts().say("petition-data-licence"),
        "total": with(&figures.total(), []),
        "units": units.collect::<Vec<_>>(),
        "fields": fields.collect::<Vec<_>>(),
        "months": months.collect::<Vec<_>>(),
        "satisfaction": {
            "all": marks.all().map(|(given, good)| json!({ "given": given, "satisfied": good })),
            "units": satisfaction.collect::<Vec<_>>(),
        },
    })
}

fn with<const N: usize>(counts: &Counts, first: [(&str, Value); N]) -> Value {
    let Counts { received, handling, overdue, answered, in_time, late, outside, other } = *counts;
    let numbers = [
        ("received", received),
        ("handling", handling),
        ("overdue", overdue),
        ("answered", answered),
        ("in_time", in_time),
        ("late", late),
        ("outside_competence", outside),
        ("closed_otherwise", other),
    ];
    first
        .into_iter()
        .chain(numbers.map(|(name, number)| (name, Value::from(number))))
        .map(|(name, value)| (name.to_owned(), value))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
