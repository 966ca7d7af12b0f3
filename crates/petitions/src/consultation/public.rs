//! Consultations as readers see them.

use portal_core::{Access, Fault, Outcome, Routes};

use super::files::BODY_BYTES;

pub mod blocks;
pub mod comment;
mod confirm;
mod documents;
mod invited;
mod json;
mod list;
mod opinions;
mod page;
mod table;
pub mod views;

/// Its routes.
pub fn routes(routes: Routes) -> Routes {
    let public = Access::Public;
    routes
        .page("/lay-y-kien", &["loai", "tinh-trang", "linh-vuc", "don-vi"], list::page)
        .page("/lay-y-kien/{id}", &[], page::page)
        .page("/lay-y-kien/{id}/y-kien", &["noi", "truoc"], opinions::page)
        .page("/lay-y-kien/{id}/tong-hop", &[], table::page)
        .get("/lay-y-kien/{id}/tep/{file}", public, documents::send)
        .get("/lay-y-kien/{id}/gop-y", public, comment::form)
        .post_files("/lay-y-kien/{id}/gop-y", public, BODY_BYTES, comment::send)
        .get("/lay-y-kien/{id}/da-gui", public, comment::sent)
        .get("/lay-y-kien/xac-nhan/{token}", public, confirm::ask)
        .post("/lay-y-kien/xac-nhan/{token}", public, confirm::confirm)
        .get("/lay-y-kien/moi/{token}", public, invited::page)
        .post_files("/lay-y-kien/moi/{token}", public, BODY_BYTES, invited::answer)
}

fn number(text: &str) -> Outcome<i64> {
    text.parse().map_err(|_| Fault::NotFound)
}
