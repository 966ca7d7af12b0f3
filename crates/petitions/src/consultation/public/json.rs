//! A consultation as open data: what readers see, and nothing else.

use axum::http::HeaderValue;
use portal_core::{App, Ctx, Fault, Outcome, PublicPage, lang::local_day, ui::machine_time};
use serde_json::{Value, json};

use super::page::{Sheet, sheet};
use crate::consultation::{
    ConsultationId, Stage, desk::table::read as read_table, opinion::queries,
};

/// Most opinions the data hold.
const MOST: i64 = 5_000;

/// The data.
pub(super) async fn page(app: &App, ctx: &Ctx, id: ConsultationId) -> Outcome<PublicPage> {
    let sheet = sheet(app, ctx, id).await?;
    let conn = app.db().site(ctx.site.id).await?;
    let mut opinions = Vec::new();
    if sheet.stage > Stage::Announced {
        opinions = queries::list_published(&conn, ctx.site.id, id, (None, None), MOST).await?;
    }
    let rows: Vec<Value> = if sheet.stage == Stage::Finished {
        let table = read_table(&conn, ctx, &sheet.consultation).await?;
        let t = ctx.texts();
        let row = |line: &crate::consultation::response::Line| {
            json!({
                "place": line.row.place, "place_name": line.place, "actors": line.actors,
                "content": line.row.content, "answer": line.row.answer_in(&t),
                "verdict": line.row.verdict().map(crate::consultation::response::Verdict::as_str),
            })
        };
        table.lines.iter().map(row).collect()
    } else {
        Vec::new()
    };
    drop(conn);
    let opinions: Vec<Value> = opinions
        .into_iter()
        .map(|opinion| {
            json!({
                "id": opinion.id, "place": opinion.place, "name": opinion.shown_name,
                "sender": opinion.sender_kind, "text": opinion.shown_body,
                "proposal": opinion.shown_proposal,
                // The day only: with the minute somebody could be told.
                "received_on": local_day(opinion.received_at).to_string(),
                "same_as": opinion.same_as,
            })
        })
        .collect();
    let data = data(app, ctx, &sheet, &opinions, &rows);
    let text = serde_json::to_string_pretty(&data).map_err(Fault::bug)?;
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    Ok(PublicPage::of(ctx, kind, text))
}

fn data(app: &App, ctx: &Ctx, sheet: &Sheet, opinions: &[Value], table: &[Value]) -> Value {
    let known = &sheet.consultation;
    let url = |path: &str| app.url(&ctx.site, &ctx.path_to(path));
    let files = sheet.files.iter().map(|file| {
        let path = format!("{}/tep/{}", known.path(), file.id);
        json!({ "role": file.role, "name": file.name, "type": file.mime,
            "size_bytes": file.size_bytes, "url": url(&path) })
    });
    let bodies =
        sheet.bodies.iter().map(|body| json!({ "name": body.name, "state": body.state() }));
    let extensions = known.extensions().into_iter().map(|extension| {
        json!({ "from": machine_time(extension.from), "to": machine_time(extension.to),
            "reason": extension.reason })
    });
    json!({
        "id": known.id, "url": url(&known.path()), "title": known.title,
        "summary": known.summary, "kind": known.kind, "kind_name": sheet.kind,
        "field": known.field, "unit": known.unit, "state": sheet.stage.as_str(),
        "opens_at": machine_time(known.opens_at), "closes_at": machine_time(known.closes_at),
        "minimum_days": known.min_days, "citation": known.citation,
        "extensions": extensions.collect::<Vec<_>>(),
        "parts": sheet.parts, "files": files.collect::<Vec<_>>(),
        "bodies": bodies.collect::<Vec<_>>(), "opinions": opinions, "table": table,
        "finished_at": known.finished_at.map(machine_time), "issued": known.issued(),
    })
}
