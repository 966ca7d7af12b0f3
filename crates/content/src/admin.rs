//! The desk of a site's staff: what waits for them, the list, the form, an item's page, sections.

use axum::{
    extract::{Query, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use portal_core::{Access, Fault, Outcome, Page, Redirect, Routes, module::DeskEntry};

use crate::permissions::{APPROVE, DESK, SECTIONS, WRITE};

pub mod decide;
pub mod desk;
pub mod edit;
pub mod form;
pub mod item;
pub mod list;
pub mod queries;
pub mod reach;
pub mod sections;
pub mod views;

/// Its routes, all for staff.
pub fn routes(routes: Routes) -> Routes {
    let (write, approve) = (Access::Staff(WRITE), Access::Staff(APPROVE));
    let order = Access::Staff(SECTIONS);
    routes
        .get("/quan-tri", Access::Staff(DESK), desk::page)
        .get("/quan-tri/bai", write, list::show)
        .get("/quan-tri/bai/moi", write, edit::new)
        .post("/quan-tri/bai/moi", write, edit::create)
        .get("/quan-tri/bai/{id}", write, item::page)
        .get("/quan-tri/bai/{id}/sua", write, edit::edit)
        .post("/quan-tri/bai/{id}/sua", write, edit::save)
        .post("/quan-tri/bai/{id}/gui-duyet", write, decide::submit)
        .post("/quan-tri/bai/{id}/duyet", approve, decide::approve)
        .get("/quan-tri/bai/{id}/tra-lai", approve, decide::ask_refuse)
        .post("/quan-tri/bai/{id}/tra-lai", approve, decide::refuse)
        .post("/quan-tri/bai/{id}/dang", approve, decide::publish)
        .get("/quan-tri/bai/{id}/go", approve, decide::ask_withdraw)
        .post("/quan-tri/bai/{id}/go", approve, decide::withdraw)
        .get("/quan-tri/chuyen-muc", order, sections::page)
        .post("/quan-tri/chuyen-muc", order, sections::add)
        .post("/quan-tri/chuyen-muc/{id}", order, sections::rename)
        .post("/quan-tri/chuyen-muc/{id}/len", order, sections::up)
        .post("/quan-tri/chuyen-muc/{id}/xuong", order, sections::down)
        .post("/quan-tri/chuyen-muc/{id}/xoa", order, sections::remove)
}

/// Its entries on the desk, that of files among them.
pub fn desk_menu() -> Vec<DeskEntry> {
    let entry = |text, path, permission, order| DeskEntry { text, path, permission, order };
    vec![
        entry("admin-desk", "/quan-tri", WRITE, 10),
        entry("admin-list", "/quan-tri/bai", WRITE, 20),
        entry("media-crumb", "/quan-tri/tep", WRITE, 30),
        entry("admin-sections", "/quan-tri/chuyen-muc", SECTIONS, 40),
    ]
}

/// What a form's target gives back: the way on, or the page again.
pub enum Answer {
    /// Carried out.
    Go(Redirect),
    /// Something stands in the way.
    Page(Page),
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Go(redirect) => redirect.into_response(),
            Self::Page(page) => page.into_response(),
        }
    }
}

/// The query of an address.
pub type Asked<T> = Result<Query<T>, QueryRejection>;

/// What an address asks for; one that cannot be read asks for nothing in particular.
pub fn asked<T: Default>(query: Asked<T>) -> T {
    query.map(|Query(query)| query).unwrap_or_default()
}

/// The number in a path; anything else is not there.
pub fn number(text: &str) -> Outcome<i64> {
    text.parse().map_err(|_| Fault::NotFound)
}
