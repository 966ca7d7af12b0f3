//! The register taken out: number, dates, what was asked, what became of it; nothing of who asked.

use axum::{extract::State as FromApp, response::Response};
use chrono::Datelike as _;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Outcome, Posted, Texts, deadline,
    lang::local_day,
    sheet::{CSV, Cell, Sheet, XLSX},
};

use super::{
    Request, deliver, desk,
    facts::RegisterExported,
    queries::{self, Narrow},
};

/// Most lines of an export.
const MOST: i64 = 20_000;

/// Buttons under the list.
pub fn export_form(ctx: &Ctx, t: &Texts) -> Markup {
    let now = local_day(ctx.now).year();
    html! {
        form.form method="post" action=(ctx.path_to(&format!("{}/so", desk::PATH))) {
            div.field-row {
                div.field data-width="s" {
                    label for="f-year" { (t.say("information-export")) }
                    select id="f-year" name="year" { @for year in (now - 4..=now).rev() { option value=(year) { (year) } } }
                }
            }
            div.buttons {
                button.btn name="format" value="xlsx" { (t.say("information-export-xlsx")) }
                button.btn name="format" value="csv" { (t.say("information-export-csv")) }
            }
        }
    }
}

/// Takes a year's register out; told before the first line goes.
pub async fn export(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    let now = local_day(ctx.now).year();
    let year = posted.line("year").parse().unwrap_or(now);
    let csv = posted.line("format") == "csv";
    let format = if csv { "csv" } else { "xlsx" };
    let mut tx = app.begin(&ctx).await?;
    let narrow = Narrow { year: Some(year), ..Narrow::default() };
    let mut requests = queries::list(&tx, ctx.site.id, &narrow, MOST).await?;
    requests.sort_by_key(|request| (request.number.is_none(), request.number, request.id));
    let subjects: Vec<String> = requests.iter().map(Request::subject).collect();
    let clocks = deadline::of_subjects(&tx, &subjects).await?;
    let t = ctx.texts();
    let due = |request: &Request| {
        let subject = request.subject();
        let last = clocks.iter().rev().find(|clock| clock.subject == subject);
        last.map(|clock| t.day(clock.due_on))
    };
    let rows = requests.iter().map(|request| row(&t, request, due(request))).collect();
    let sheet = Sheet {
        title: t.with("information-register-title", [("year", year.to_string().into())]),
        columns: columns(&t),
        rows,
    };
    tx.tell(RegisterExported { format, count: requests.len() }).await?;
    tx.commit().await?;
    let (mime, bytes) = if csv { (CSV, sheet.to_csv()?) } else { (XLSX, sheet.to_xlsx()?) };
    Ok(deliver::attachment(&format!("so-yeu-cau-thong-tin-{year}.{format}"), mime, bytes.into()))
}

fn columns(t: &Texts) -> Vec<(String, u16)> {
    [
        ("information-register-number", 12),
        ("information-code", 16),
        ("information-received", 18),
        ("information-channel", 16),
        ("information-title", 50),
        ("information-wish", 24),
        ("information-standing", 20),
        ("information-due", 14),
        ("information-closed-at", 18),
        ("information-delivered-at", 18),
    ]
    .map(|(key, width)| (t.say(key), width))
    .into()
}

fn row(t: &Texts, request: &Request, due: Option<String>) -> Vec<Cell> {
    let number = request.number.map(|(number, year)| format!("{number}/{year}"));
    vec![
        number.into(),
        request.code.clone().into(),
        t.date_time(request.received_at).into(),
        t.say(&request.channel.text_key()).into(),
        request.title.clone().into(),
        t.say(&request.wish.text_key()).into(),
        t.say(&request.state.text_key()).into(),
        due.into(),
        request.closed_at.map(|at| t.date_time(at)).into(),
        request.delivered_at.map(|at| t.date_time(at)).into(),
    ]
}
