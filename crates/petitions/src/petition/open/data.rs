//! The answered questions as open data: a page that explains them, CSV by month, JSON page by page.

use axum::{
    extract::{Query, State},
    http::HeaderValue,
};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Cursor, Fault, OrNotFound as _, Outcome, PublicPage, SiteId,
    sheet::{self, Sheet},
    ui::{self, machine_time, site::Head},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ANSWERED, DATA, STATISTICS, geo_report, in_all_languages, words};
use crate::petition::publications::{
    list_tag,
    read::{self, From, Month, Narrow, Published},
};

/// MIME type of what programs read.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
/// Answers on a page of JSON, and in the CSV of no month.
const PAGE: usize = 1_000;
/// Most answers of a month in a CSV; no province gives so many.
const MONTH_MAX: i64 = 10_000;

/// The columns, with the keys of what they mean.
const COLUMNS: [(&str, &str); 13] = [
    ("id", "petition-data-id"),
    ("url", "petition-data-url"),
    ("kind", "petition-data-kind"),
    ("field", "petition-data-field"),
    ("received_by", "petition-data-received-by"),
    ("answered_by", "petition-data-answered-by"),
    ("received_on", "petition-data-received-on"),
    ("answered_at", "petition-data-answered-at"),
    ("in_time", "petition-data-in-time"),
    ("title", "petition-data-title"),
    ("question", "petition-data-question"),
    ("answer", "petition-data-answer"),
    ("files", "petition-data-files"),
];

/// Which part.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    thang: String,
    truoc: String,
}

impl Asked {
    fn month(&self) -> Outcome<Option<Month>> {
        match self.thang.as_str() {
            "" => Ok(None),
            text => Month::parse(text).or_not_found().map(Some),
        }
    }
}

/// The answers of a month, or the newest, for spreadsheets.
pub(super) async fn csv(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    ctx.reads(list_tag(ctx.site.id));
    let month = asked.month()?;
    let limit = if month.is_some() { MONTH_MAX } else { i64::try_from(PAGE).unwrap_or(1_000) };
    let narrow = Narrow::default().in_month(month);
    let rows = {
        let conn = app.db().site(ctx.site.id).await?;
        read::list(&conn, ctx.site.id, &narrow, From::Newest, limit).await?
    };
    let columns = COLUMNS.iter().map(|(name, _)| ((*name).to_owned(), 20)).collect();
    let rows =
        rows.iter().map(|row| record(&app, &ctx, row).map(|(_, cell)| text(cell).into()).to_vec());
    let sheet = Sheet { title: ctx.texts().say("petition-data"), columns, rows: rows.collect() };
    let text = String::from_utf8(sheet.to_csv()?).map_err(Fault::bug)?;
    Ok(PublicPage::of(&ctx, HeaderValue::from_static(sheet::CSV), text))
}

/// The answers for programs, a page at a time.
pub(super) async fn json(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    ctx.reads(list_tag(ctx.site.id));
    let from = match asked.truoc.as_str() {
        "" => From::Newest,
        place => From::Before(Cursor::parse(place).or_not_found()?),
    };
    let month = asked.month()?;
    let limit = i64::try_from(PAGE).unwrap_or(1_000) + 1;
    let mut rows = {
        let conn = app.db().site(ctx.site.id).await?;
        let narrow = Narrow::default().in_month(month);
        read::list(&conn, ctx.site.id, &narrow, from, limit).await?
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| {
        let month = month.map(|month| format!("&thang={month}")).unwrap_or_default();
        let path = format!("/du-lieu/kien-nghi.json?truoc={}{month}", row.cursor());
        app.url(&ctx.site, &ctx.path_to(&path))
    });
    let items = rows.iter().map(|row| {
        let fields = record(&app, &ctx, row).map(|(name, value)| (name.to_owned(), value));
        Value::Object(fields.into_iter().collect())
    });
    let whole = json!({
        "publisher": ctx.site.name(ctx.lang),
        "licence": ctx.texts().say("petition-data-licence"),
        "items": items.collect::<Vec<_>>(),
        "next": next,
    });
    Ok(PublicPage::of(&ctx, JSON, whole.to_string()))
}

/// One answer, column by column.
fn record(app: &App, ctx: &Ctx, row: &Published) -> [(&'static str, Value); 13] {
    let sites = app.sites.now();
    let received_at = sites.by_id(SiteId(row.site_id));
    let url = |path: &str| match received_at {
        Some(site) => app.url(site, &site.path(site.default_language(), path)),
        None => app.url(&ctx.site, path),
    };
    let files = row.files().into_iter().map(|file| {
        json!({
            "url": url(&row.file_path(&file)), "name": file.name, "type": file.mime, "size": file.size_bytes,
        })
    });
    let files: Vec<Value> = files.collect();
    let values: [Value; 13] = [
        row.petition_id.into(),
        url(&row.path()).into(),
        row.kind().as_str().into(),
        row.field.as_str().into(),
        words::unit(app, ctx.lang, row.site_id).into(),
        words::unit(app, ctx.lang, row.unit_id).into(),
        row.received_on.to_string().into(),
        machine_time(row.answered_at).into(),
        row.in_time.into(),
        row.title.as_str().into(),
        row.question.as_str().into(),
        row.answer.as_str().into(),
        files.into(),
    ];
    let mut names = COLUMNS.iter().map(|(name, _)| *name);
    values.map(|value| (names.next().unwrap_or_default(), value))
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        // Files: name and address, a line each.
        Value::Array(files) => {
            let line = |file: &Value| {
                let part = |name: &str| file.get(name).and_then(Value::as_str).unwrap_or_default();
                format!("{} {}", part("name"), part("url"))
            };
            files.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    }
}

/// Explains the data and offers it.
pub(super) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    ctx.reads(list_tag(ctx.site.id));
    let months = {
        let conn = app.db().site(ctx.site.id).await?;
        read::months(&conn, ctx.site.id).await?
    };
    let t = ctx.texts();
    let head = Head {
        title: t.say("petition-data"),
        description: t.say("petition-data-lead"),
        path: DATA.into(),
        translations: in_all_languages(&ctx, DATA),
        ..Head::default()
    };
    let trail = [(t.say("answered-title"), ctx.path_to(ANSWERED))];
    let main = view(&app, &ctx, &months);
    Ok(PublicPage::html(&ctx, ui::site::page(&app, &ctx, &head, Some(&trail), &main)))
}

fn view(app: &App, ctx: &Ctx, months: &[(Month, i64)]) -> Markup {
    let t = ctx.texts();
    html! {
        div.wrap.narrow {
            div.page-title { h1 { (t.say("petition-data")) } p.page-lead { (t.say("petition-data-lead")) } }
            div.notice data-tone="info" {
                p.notice-title { (t.say("petition-data-licence-title")) }
                p { (t.say("petition-data-licence")) }
            }
            section.block aria-labelledby="months" {
                div.block-head { h2.block-title id="months" { (t.say("petition-data-by-month")) } }
                @if months.is_empty() {
                    p { (t.say("answered-none")) }
                } @else {
                    ul.links data-columns="2" {
                        @for (month, count) in months {
                            li { a href={ (ctx.path_to("/du-lieu/kien-nghi.csv")) "?thang=" (month) } {
                                (t.with("petition-data-month", [("month", month.words().into()), ("count", words::count(&t, *count).into())]))
                            } }
                        }
                    }
                }
            }
            (columns(&t))
            (addresses(app, ctx, &t))
        }
    }
}

fn columns(t: &portal_core::Texts) -> Markup {
    html! {
        div.block {
            div.block-head { h2.block-title id="columns" { (t.say("petition-data-columns")) } }
            div.table-wrap tabindex="0" role="region" aria-label=(t.say("petition-data-columns")) { table.table {
                caption.sr { (t.say("petition-data-columns")) }
                thead { tr { th scope="col" { (t.say("petition-data-column")) } th scope="col" { (t.say("petition-data-meaning")) } } }
                tbody { @for (name, key) in COLUMNS { tr { th scope="row" { code { (name) } } td { (t.say(key)) } } } }
            } }
        }
    }
}

fn addresses(app: &App, ctx: &Ctx, t: &portal_core::Texts) -> Markup {
    let ways = [
        ("/du-lieu/kien-nghi.json".to_owned(), "petition-data-json"),
        (format!("{STATISTICS}.json"), "petition-data-figures"),
        (format!("{}/discovery.json", geo_report::ROOT), "petition-data-open311"),
    ];
    html! {
        section.block aria-labelledby="programs" {
            div.block-head { h2.block-title id="programs" { (t.say("petition-data-programs")) } }
            dl.record {
                @for (path, key) in &ways {
                    @let url = app.url(&ctx.site, path);
                    div { dt { (t.say(key)) } dd { a href=(path) { (url) } } }
                }
            }
        }
    }
}
