//! The table on the desk: read, answered row by row by several people, taken out.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted, sheet::XLSX,
};

use super::{Query, after, asked, find, go, invalid, item, number, views};
use crate::consultation::{
    Consultation, Refusal, Stage,
    facts::RowAnswered,
    files, invitation,
    response::{Row, Table, Verdict, export, is_answer, lines, queries},
};

/// Longest text of a row, in characters.
const MAX_TEXT: usize = 20_000;

/// Reads the whole table.
pub(in crate::consultation) async fn read(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    consultation: &Consultation,
) -> Outcome<Table> {
    let (site, id) = (ctx.site.id, consultation.id());
    let rows = queries::list(conn, site, id).await?;
    let actors = queries::actors(conn, site, id).await?;
    let bodies = invitation::queries::list(conn, site, id).await?;
    Ok(Table {
        opinions: actors.len(),
        lines: lines(&ctx.texts(), &consultation.parts(), rows, actors),
        bodies_answered: bodies.iter().filter(|body| !body.is_waiting()).count(),
        bodies: bodies.len(),
    })
}

/// The table.
pub(super) async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
) -> Outcome<Page> {
    let asked = asked(query);
    let sheet = item::sheet(&app, &ctx, &id).await?;
    let conn = app.db().site(ctx.site.id).await?;
    let table = read(&conn, &ctx, &sheet.consultation).await?;
    let fresh = queries::without_row(&conn, ctx.site.id, sheet.consultation.id()).await?.len();
    let only_open = !asked.con.is_empty();
    let shown = views::table::Shown { table: &table, fresh, only_open };
    Ok(Page::new(views::table::page(&app, &ctx, &sheet, &shown, &asked.xong)))
}

async fn find_row(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    (id, row): (&str, &str),
) -> Outcome<(Consultation, Row)> {
    let consultation = find(conn, ctx, id).await?;
    let row = queries::by_id(conn, ctx.site.id, consultation.id(), number(row)?).await?;
    Ok((consultation, row.or_not_found()?))
}

fn form(row: &Row) -> Posted {
    Posted::from_pairs([
        ("content", row.content.clone()),
        ("verdict", row.verdict().map(Verdict::as_str).unwrap_or_default().to_owned()),
        ("answer", row.answer.clone()),
        ("version", row.version.to_string()),
    ])
}

/// A row's form.
pub(super) async fn row(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, row)): Path<(String, String)>,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let (consultation, row) = find_row(&conn, &ctx, (&id, &row)).await?;
    let (posted, faults) = (form(&row), FormFaults::default());
    let shown =
        views::table::RowForm { row: &row, posted: &posted, faults: &faults, theirs: false };
    Ok(Page::new(views::table::row(&app, &ctx, &consultation, &shown)))
}

/// Saves a row over the version its writer saw. Where somebody else saved meanwhile, both texts are
/// shown and nothing is lost.
pub(super) async fn save_row(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, row)): Path<(String, String)>,
    posted: Posted,
) -> Outcome<Response> {
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let (consultation, row) = find_row(&tx, &ctx, (&id, &row)).await?;
    if consultation.stage(ctx.now) != Stage::Answering {
        return Err(Refusal::TableLocked.into());
    }
    let mut faults = FormFaults::default();
    let content = faults.check("content", posted.text("content").trim().to_owned(), true, MAX_TEXT);
    let answer = faults.check("answer", posted.text("answer").trim().to_owned(), false, MAX_TEXT);
    let word = posted.line("verdict");
    let verdict = Verdict::parse(&word);
    if !word.is_empty() && verdict.is_none() {
        faults.add("verdict", FieldFault::NoSuchChoice);
    }
    if verdict.is_some() && !is_answer(verdict, &answer) {
        faults.add("answer", FieldFault::Missing);
    }
    let shown =
        |theirs| views::table::RowForm { row: &row, posted: &posted, faults: &faults, theirs };
    if !faults.is_empty() {
        return Ok(invalid(views::table::row(&app, &ctx, &consultation, &shown(false))));
    }
    let seen = posted.number("version").and_then(|seen| i32::try_from(seen).ok()).unwrap_or(0);
    let text = (content.as_str(), verdict.map(Verdict::as_str), answer.as_str());
    let by = (ctx.actor.id(), ctx.actor.name(), ctx.now);
    if !queries::save_answer(&tx, site, (row.id, seen), text, by).await? {
        // The other's save was committed after this row was read, or before.
        let now = queries::by_id(&tx, site, consultation.id(), row.id).await?.or_not_found()?;
        let shown =
            views::table::RowForm { row: &now, posted: &posted, faults: &faults, theirs: true };
        let page = Page::new(views::table::row(&app, &ctx, &consultation, &shown));
        return Ok(page.status(StatusCode::CONFLICT).into_response());
    }
    let (of, version) = (consultation.id, seen + 1);
    tx.tell(RowAnswered { consultation: of, row: row.id, version }).await?;
    tx.commit().await?;
    let table = format!("{}/tong-hop", consultation.desk());
    Ok(go(format!("{}#dong-{}", after(&ctx, &table, "dong"), row.id)))
}

/// The table as it stands, taken out: `docx` or `xlsx`.
pub(super) async fn export(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, kind)): Path<(String, String)>,
) -> Outcome<Response> {
    let conn = app.db().site(ctx.site.id).await?;
    let consultation = find(&conn, &ctx, &id).await?;
    let table = read(&conn, &ctx, &consultation).await?;
    drop(conn);
    let (name, mime, bytes) = made(&app, &ctx, &consultation, &table, &kind)?;
    Ok(files::made(&name, mime, bytes))
}

/// The table as a file: its name, type and bytes.
pub(in crate::consultation) fn made(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    table: &Table,
    kind: &str,
) -> Outcome<(String, &'static str, Vec<u8>)> {
    let t = ctx.texts();
    let stem = format!("{}-{}", t.say("consult-table-file"), consultation.id);
    match kind {
        "docx" => {
            let sites = app.sites.now();
            let above = ctx.site.parent.and_then(|id| sites.by_id(id));
            let above = match above {
                Some(above) if above.kind != portal_core::Kind::Province => {
                    above.name(ctx.lang).to_owned()
                }
                _ => t.say("province-committee"),
            };
            let frame = export::Frame {
                consultation,
                heads: (above, consultation.unit.clone()),
                at: ctx.now,
            };
            let bytes = export::to_docx(&t, &frame, table)?;
            Ok((format!("{stem}.docx"), portal_core::files::MediaKind::Docx.mime(), bytes))
        }
        "xlsx" => {
            let bytes = export::to_xlsx(&t, consultation, table)?;
            Ok((format!("{stem}.xlsx"), XLSX, bytes))
        }
        _ => Err(portal_core::Fault::NotFound),
    }
}
