//! The register taken out, in the layout of the reception register; with the senders only for those
//! who may know them, and told (R-P3, R-P4).

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Outcome, Posted, Texts,
    sheet::{Cell, Sheet},
};

use serde::Deserialize;

use super::{
    Asked, asked,
    list::{Line, ListQuery, lines},
};
use crate::download;
use crate::petition::{
    Channel, PetitionId, PetitionKind,
    deeds::facts::{RegisterExported, SenderSeen},
    events::{self, EventKind, NewEvent},
    fields, queries,
    sender::{self, SenderData},
};

/// Most lines of an export.
const MOST: i64 = 5_000;
/// Most lines of one with senders: each is opened, and each look is told.
const MOST_SENDERS: i64 = 1_000;

/// The query of an export.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FormatQuery {
    format: String,
}

fn known_format(word: &str) -> &'static str {
    if word == "xlsx" { "xlsx" } else { "csv" }
}

/// The register without its senders.
pub async fn plain(
    ctx: Ctx,
    State(app): State<App>,
    query: Asked<ListQuery>,
    format: Asked<FormatQuery>,
) -> Outcome<Response> {
    let format = known_format(&asked(format).format);
    let conn = app.db().site(ctx.site.id).await?;
    let all = load(&app, &ctx, &conn, &asked(query), MOST).await?;
    file(&register(&app, &ctx, &all, None), format)
}

/// The register with its senders. That they were all seen is told, and stands in each timeline.
pub async fn with_identity(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let format = known_format(&posted.line("format"));
    let text = |name| posted.line(name);
    let query = ListQuery {
        q: text("q"),
        field: text("field"),
        kind: text("kind"),
        state: text("state"),
        unit: text("unit"),
        officer: text("officer"),
        month: text("month"),
        ..ListQuery::default()
    };
    let mut tx = app.begin(&ctx).await?;
    let all = load(&app, &ctx, &tx, &query, MOST_SENDERS).await?;
    let mut senders = HashMap::new();
    for line in &all {
        let (petition, site) = (line.whole.id(), line.whole.site());
        senders.insert(petition, sender::read(&app, &tx, petition).await?.unwrap_or_default());
        let event = NewEvent {
            petition,
            site,
            acting_site: ctx.site.id,
            person: ctx.actor.id(),
            kind: EventKind::SenderSeen,
            shown: false,
            data: serde_json::json!({ "export": format }),
        };
        events::add(&mut tx, event).await?;
        tx.tell(SenderSeen { petition }).await?;
    }
    let (site, count, format_word) = (ctx.site.id, all.len(), format.to_owned());
    tx.tell(RegisterExported { site, count, format: format_word, identity: true }).await?;
    tx.commit().await?;
    file(&register(&app, &ctx, &all, Some(&senders)), format)
}

async fn load(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    query: &ListQuery,
    most: i64,
) -> Outcome<Vec<Line>> {
    let narrow = queries::list::Narrow { after: None, ..query.narrow(app, ctx) };
    let rows = queries::list::list(conn, ctx.site.id, &narrow, most).await?;
    lines(conn, rows).await
}

type Senders<'a> = Option<&'a HashMap<PetitionId, SenderData>>;

fn register(app: &App, ctx: &Ctx, all: &[Line], senders: Senders<'_>) -> Sheet {
    let t = ctx.texts();
    let mut columns = vec![("no", 6), ("number", 12), ("code", 16), ("received", 18)];
    if senders.is_some() {
        columns.extend([("name", 26), ("address", 34), ("phone", 16), ("email", 26)]);
    }
    columns.extend([
        ("channel", 16),
        ("kind", 14),
        ("field", 22),
        ("title", 40),
        ("content", 60),
        ("unit", 30),
        ("course", 24),
        ("due", 14),
        ("result", 24),
    ]);
    let head = |(name, width): (&str, u16)| (t.say(&format!("petition-column-{name}")), width);
    let title =
        t.with("petition-register-title", [("unit", ctx.site.name(ctx.lang).to_owned().into())]);
    let rows = (1_i64..).zip(all).map(|(no, line)| row(app, ctx, &t, no, line, senders));
    Sheet { title, columns: columns.into_iter().map(head).collect(), rows: rows.collect() }
}

fn row(app: &App, ctx: &Ctx, t: &Texts, no: i64, line: &Line, senders: Senders<'_>) -> Vec<Cell> {
    let (sent, case) = (&line.whole.sent, &line.whole.case);
    let number = case.number().map(|(number, year)| format!("{number}/{year}"));
    let mut row: Vec<Cell> = vec![
        no.into(),
        number.into(),
        sent.code.clone().into(),
        t.date_time(sent.received_at).into(),
    ];
    if let Some(sender) = senders.and_then(|senders| senders.get(&line.whole.id())) {
        let SenderData { name, address, phone, email, .. } = sender;
        row.extend([name, address, phone, email].map(|text| text.clone().into()));
    }
    let unit = line.whole.unit().unwrap_or_else(|| line.whole.site());
    let unit = app.sites.now().by_id(unit).map(|site| site.name(ctx.lang).to_owned());
    let channel = Channel::parse(&sent.channel).map(|one| t.say(&one.text_key()));
    let kind = PetitionKind::parse(&sent.kind).map(|one| t.say(&one.text_key()));
    row.extend([
        channel.into(),
        kind.into(),
        fields::title(app, ctx.lang, ctx.now, &sent.field).into(),
        sent.title.clone().into(),
        sent.body.clone().into(),
        unit.into(),
        line.officer.clone().into(),
        line.clock.as_ref().map(|clock| t.day(clock.due_on)).into(),
        t.say(&case.state().text_key()).into(),
    ]);
    row
}

fn file(sheet: &Sheet, format: &str) -> Outcome<Response> {
    Ok(match format {
        "xlsx" => download::xlsx("so-kien-nghi", sheet.to_xlsx()?),
        _ => download::csv("so-kien-nghi", sheet.to_csv()?),
    })
}
