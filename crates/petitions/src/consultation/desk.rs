//! The desk of consultations: write, approve, moderate, answer.

use axum::response::{IntoResponse as _, Response};
use diesel_async::AsyncPgConnection;
use portal_core::{
    Access, App, Arrival, Ctx, Fault, OrNotFound as _, Outcome, Page, Posted, Redirect,
    Refusal as _, Routes, Tx,
};

use super::{
    Consultation, ConsultationId, Refusal,
    files::BODY_BYTES,
    permissions::{APPROVE, MODERATE, WRITE},
    queries,
};

pub mod acts;
mod ask;
mod bodies;
mod documents;
mod draft;
mod edit;
pub mod form;
mod item;
mod list;
pub mod opinions;
mod paper;
pub mod table;
pub mod table_acts;
pub mod views;

/// Its routes, all for staff.
pub fn routes(routes: Routes) -> Routes {
    let (write, approve) = (Access::Staff(WRITE), Access::Staff(APPROVE));
    let moderate = Access::Staff(MODERATE);
    routes
        .get("/quan-tri/lay-y-kien", write, list::page)
        .get("/quan-tri/lay-y-kien/moi", write, edit::new)
        .post("/quan-tri/lay-y-kien/moi", write, edit::create)
        .get("/quan-tri/lay-y-kien/{id}", write, item::page)
        .get("/quan-tri/lay-y-kien/{id}/sua", write, edit::edit)
        .post("/quan-tri/lay-y-kien/{id}/sua", write, edit::save)
        .get("/quan-tri/lay-y-kien/{id}/van-ban", write, draft::page)
        .post("/quan-tri/lay-y-kien/{id}/van-ban", write, draft::save)
        .post_files("/quan-tri/lay-y-kien/{id}/van-ban/tep", write, BODY_BYTES, draft::upload)
        .post_files("/quan-tri/lay-y-kien/{id}/tep", write, BODY_BYTES, documents::upload)
        .get("/quan-tri/lay-y-kien/{id}/tep/{file}", write, documents::send)
        .post("/quan-tri/lay-y-kien/{id}/tep/{file}/xoa", write, documents::remove)
        .post("/quan-tri/lay-y-kien/{id}/gui-duyet", write, acts::submit)
        .post("/quan-tri/lay-y-kien/{id}/duyet", approve, acts::approve)
        .get("/quan-tri/lay-y-kien/{id}/tra-lai", approve, ask::ask_return)
        .post("/quan-tri/lay-y-kien/{id}/tra-lai", approve, ask::send_back)
        .get("/quan-tri/lay-y-kien/{id}/gia-han", approve, ask::ask_extend)
        .post("/quan-tri/lay-y-kien/{id}/gia-han", approve, ask::extend)
        .get("/quan-tri/lay-y-kien/{id}/rut", approve, ask::ask_withdraw)
        .post("/quan-tri/lay-y-kien/{id}/rut", approve, ask::withdraw)
        .get("/quan-tri/lay-y-kien/{id}/ket-thuc", approve, ask::ask_end)
        .post("/quan-tri/lay-y-kien/{id}/ket-thuc", approve, ask::end)
        .get("/quan-tri/lay-y-kien/{id}/ban-hanh", write, ask::ask_issue)
        .post("/quan-tri/lay-y-kien/{id}/ban-hanh", write, ask::issue)
        .get("/quan-tri/lay-y-kien/{id}/co-quan", write, bodies::page)
        .post("/quan-tri/lay-y-kien/{id}/co-quan", write, bodies::add)
        .post("/quan-tri/lay-y-kien/{id}/co-quan/{body}/bo", write, bodies::remove)
        .get("/quan-tri/lay-y-kien/{id}/y-kien", moderate, opinions::list)
        .post("/quan-tri/lay-y-kien/{id}/y-kien/gop", moderate, opinions::group)
        .get("/quan-tri/lay-y-kien/{id}/y-kien/them", moderate, paper::new)
        .post("/quan-tri/lay-y-kien/{id}/y-kien/them", moderate, paper::add)
        .get("/quan-tri/lay-y-kien/{id}/y-kien/{opinion}", moderate, opinions::page)
        .post("/quan-tri/lay-y-kien/{id}/y-kien/{opinion}", moderate, opinions::decide)
        .post("/quan-tri/lay-y-kien/{id}/y-kien/{opinion}/nguoi-gui", moderate, opinions::look)
        .get("/quan-tri/lay-y-kien/{id}/y-kien/{opinion}/tep", moderate, opinions::file)
        .get("/quan-tri/lay-y-kien/{id}/tong-hop", write, table::page)
        .post("/quan-tri/lay-y-kien/{id}/tong-hop", write, table_acts::gather)
        .post("/quan-tri/lay-y-kien/{id}/tong-hop/gop", write, table_acts::merge)
        .post("/quan-tri/lay-y-kien/{id}/tong-hop/gui-duyet", write, table_acts::submit)
        .post("/quan-tri/lay-y-kien/{id}/tong-hop/duyet", approve, table_acts::finish)
        .get("/quan-tri/lay-y-kien/{id}/tong-hop/dong/{row}", write, table::row)
        .post("/quan-tri/lay-y-kien/{id}/tong-hop/dong/{row}", write, table::save_row)
        .get("/quan-tri/lay-y-kien/{id}/tong-hop/tai/{kind}", write, table::export)
}

/// The query of a desk page.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    /// What was just done.
    xong: String,
    /// Which tab.
    tab: String,
    /// From where on.
    truoc: String,
    /// Only what has no answer yet.
    con: String,
}

type Query = Result<axum::extract::Query<Asked>, axum::extract::rejection::QueryRejection>;

fn asked(query: Query) -> Asked {
    query.map(|axum::extract::Query(asked)| asked).unwrap_or_default()
}

fn number(text: &str) -> Outcome<i64> {
    text.parse().map_err(|_| Fault::NotFound)
}

fn consultation_id(text: &str) -> Outcome<ConsultationId> {
    number(text).map(ConsultationId)
}

async fn find(conn: &AsyncPgConnection, ctx: &Ctx, id: &str) -> Outcome<Consultation> {
    queries::by_id(conn, ctx.site.id, consultation_id(id)?).await?.or_not_found()
}

async fn lock(tx: &Tx, ctx: &Ctx, id: &str) -> Outcome<Consultation> {
    queries::lock(tx, ctx.site.id, consultation_id(id)?).await?.or_not_found()
}

/// A consultation that may still be written.
fn require_draft(consultation: &Consultation, ctx: &Ctx) -> Outcome<()> {
    if consultation.stage(ctx.now) == super::Stage::Draft {
        Ok(())
    } else {
        Err(Refusal::NotDraft.into())
    }
}

/// Where a page of the desk leads after something was done.
fn after(ctx: &Ctx, path: &str, done: &str) -> String {
    ctx.path_to(&format!("{path}?xong={done}"))
}

/// Claims a form's key; gives the way to go where it was carried out before.
async fn first(tx: &Tx, posted: &Posted, location: &str) -> Outcome<Option<Response>> {
    match tx.once(posted.key()?, location).await? {
        Arrival::First => Ok(None),
        Arrival::Again(location) => Ok(Some(Redirect::to(location).into_response())),
    }
}

fn go(location: String) -> Response {
    Redirect::to(location).into_response()
}

fn invalid(markup: maud::Markup) -> Response {
    Page::invalid(markup).into_response()
}

/// The page of a consultation again, with what stood in the way.
async fn refused(app: &App, ctx: &Ctx, id: &str, refusal: &Refusal) -> Outcome<Response> {
    let sheet = item::sheet(app, ctx, id).await?;
    let sentence = refusal.sentence(&ctx.texts());
    let page = Page::new(views::item::page(app, ctx, &sheet, Some(&sentence), ""));
    Ok(page.status(axum::http::StatusCode::CONFLICT).into_response())
}
