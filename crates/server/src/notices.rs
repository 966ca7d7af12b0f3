//! What the province says on every page of every site: the desk and the commands (R-C14, R-O5).

use portal_core::{Access, Module, Permission, Role, Routes, module::DeskEntry};

pub mod commands;
mod desk;
pub mod form;

/// The notices on the platform desk.
const LIST: &str = "/nen-tang/thong-bao";

/// Speaks on every page of every site.
///
/// Requirement: R-C14, R-O5.
pub const NOTICES: Permission =
    Permission { key: "platform.notices", roles: &[Role::Platform], by_section: false };

/// The notices as a module.
pub struct Notices;

impl Module for Notices {
    fn key(&self) -> &'static str {
        "notices"
    }

    fn routes(&self, routes: Routes) -> Routes {
        const DESK: Access = Access::Platform(NOTICES);
        // Also while nothing else can be sent: a stop is ended here.
        routes
            .get(LIST, DESK, desk::list)
            .get("/nen-tang/thong-bao/dat/{kind}", DESK, desk::new)
            .post("/nen-tang/thong-bao/dat/{kind}", DESK, desk::set)
            .stays_open()
            .get("/nen-tang/thong-bao/{id}/go", DESK, desk::ask_withdraw)
            .post("/nen-tang/thong-bao/{id}/go", DESK, desk::withdraw)
            .stays_open()
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![DeskEntry { text: "notices-desk", path: LIST, permission: NOTICES, order: 91 }]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![NOTICES]
    }
}
