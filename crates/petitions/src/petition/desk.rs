//! The desk of petitions: lists, a case's page, acts, texts to senders, entry from paper (R-P2, R-P3).

use axum::{
    extract::{Query, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use diesel_async::AsyncPgConnection;
use portal_core::{
    Access, Actor, Ctx, Fault, Kind, OrNotFound as _, Outcome, Page, Redirect, Routes,
    module::DeskEntry, upload::BODY_BYTES,
};

use super::{
    PetitionId,
    case::Standing,
    permissions::{APPROVE, EXTEND, HANDLE, IDENTITY, READ, SUPERVISE},
    queries::{self, Whole},
};

pub mod act;
pub mod answer;
pub mod approve;
pub mod board;
pub mod entry;
pub mod export;
pub mod list;
pub mod sender;
pub mod sheet;
pub mod templates;
pub mod views;

/// Path of the list.
pub const PATH: &str = "/quan-tri/kien-nghi";
/// Path of the supervisor's board.
pub const BOARD: &str = "/nen-tang/kien-nghi";

/// Its routes, all for staff.
pub fn routes(routes: Routes) -> Routes {
    let (read, handle) = (Access::Staff(READ), Access::Staff(HANDLE));
    let (approve, identity) = (Access::Staff(APPROVE), Access::Staff(IDENTITY));
    let supervise = Access::Platform(SUPERVISE);
    routes
        .get(PATH, read, list::page)
        .get("/quan-tri/kien-nghi/so", read, export::plain)
        .proved()
        .post("/quan-tri/kien-nghi/so", identity, export::with_identity)
        .proved()
        .get("/quan-tri/kien-nghi/moi", handle, entry::ask)
        .post_files("/quan-tri/kien-nghi/moi", handle, BODY_BYTES, entry::enter)
        .get("/quan-tri/kien-nghi/mau", handle, templates::page)
        .post("/quan-tri/kien-nghi/mau", handle, templates::save)
        .post("/quan-tri/kien-nghi/mau/{id}/xoa", handle, templates::remove)
        .get("/quan-tri/kien-nghi/{id}", read, sheet::page)
        .get("/quan-tri/kien-nghi/{id}/tep/{file}", read, sender::file)
        .post("/quan-tri/kien-nghi/{id}/nguoi-gui", identity, sender::look)
        .get("/quan-tri/kien-nghi/{id}/viec/{act}", read, act::ask)
        .post("/quan-tri/kien-nghi/{id}/viec/{act}", read, act::carry_out)
        .get("/quan-tri/kien-nghi/{id}/tra-loi", handle, answer::ask_answer)
        .post_files("/quan-tri/kien-nghi/{id}/tra-loi", handle, BODY_BYTES, answer::save_answer)
        .get("/quan-tri/kien-nghi/{id}/tien-do", handle, answer::ask_progress)
        .post("/quan-tri/kien-nghi/{id}/tien-do", handle, answer::save_progress)
        .get("/quan-tri/kien-nghi/{id}/duyet", approve, approve::ask)
        .post("/quan-tri/kien-nghi/{id}/duyet", approve, approve::decide)
        .get(BOARD, supervise, board::page)
        .get("/nen-tang/kien-nghi/{unit}", supervise, board::unit)
}

/// Its entries on the desk.
pub fn desk_menu() -> Vec<DeskEntry> {
    let entry = |text, path, permission, order| DeskEntry { text, path, permission, order };
    vec![entry("petition-desk", PATH, READ, 22), entry("petition-board", BOARD, SUPERVISE, 75)]
}

/// What a form's target gives back: the way on, or the page again.
pub enum Reply {
    /// Carried out.
    Go(Redirect),
    /// A page.
    Page(Page),
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Go(redirect) => redirect.into_response(),
            Self::Page(page) => page.into_response(),
        }
    }
}

/// The query of an address.
type Asked<T> = Result<Query<T>, QueryRejection>;

/// What an address asks for; one that cannot be read asks for nothing in particular.
fn asked<T: Default>(query: Asked<T>) -> T {
    query.map(|Query(query)| query).unwrap_or_default()
}

/// The number in a path; anything else is not there.
fn number(text: &str) -> Outcome<PetitionId> {
    text.parse().map(PetitionId).map_err(|_| Fault::NotFound)
}

/// Path of a petition's page.
pub fn path(id: PetitionId) -> String {
    format!("{PATH}/{id}")
}

/// Who asks, as the rules want to know it.
pub fn standing(ctx: &Ctx) -> Standing {
    let given: Vec<_> = ctx.giving(APPROVE, &[]).collect();
    let own = given.iter().any(|grant| grant.delegated_by.is_none());
    let lenders = if own {
        Vec::new()
    } else {
        given.iter().filter_map(|grant| Some(grant.delegated_by.as_ref()?.id)).collect()
    };
    Standing {
        site: ctx.site.id,
        province: ctx.site.kind == Kind::Province,
        person: ctx.actor.id(),
        lenders,
        handles: ctx.may_whole(HANDLE),
        approves: ctx.may_whole(APPROVE),
        extends: ctx.may_whole(EXTEND) || matches!(ctx.actor, Actor::System),
        now: ctx.now,
    }
}

/// Finds a petition this desk sees; any other is "not found".
async fn find(conn: &AsyncPgConnection, ctx: &Ctx, id: &str) -> Outcome<Whole> {
    queries::look(conn, ctx.site.id, number(id)?).await?.or_not_found()
}
