//! The staff page: the systems an official may open, what they are told, and where they work (R-A5).
//! On the province's host only.

use async_trait::async_trait;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use portal_core::{
    Access, Jobs, Module, Permission, Role, Routes,
    fact::{FactCard, FactGroup},
    module::DeskEntry,
};

pub mod audience;
mod facts;
pub mod notice;
mod page;
mod schema;
pub mod system;

/// Key of the module.
const KEY: &str = "staff";
/// The staff page.
pub const PATH: &str = "/can-bo";
/// The shared systems on the platform desk.
const SYSTEMS: &str = "/nen-tang/he-thong";
/// The notices to staff on the platform desk.
const NOTICES: &str = "/nen-tang/thong-bao-can-bo";

/// Says which systems staff find on their page, and what they are told.
///
/// Requirement: R-A5.
pub const STAFF_PAGE: Permission =
    Permission { key: "staff.page", roles: &[Role::Platform], by_section: false };

/// The staff page as a module.
pub struct Staff;

#[async_trait]
impl Module for Staff {
    fn key(&self) -> &'static str {
        KEY
    }

    fn routes(&self, routes: Routes) -> Routes {
        const DESK: Access = Access::Platform(STAFF_PAGE);
        routes
            .get(PATH, Access::SignedIn, page::show)
            .get(SYSTEMS, DESK, system::admin::list)
            .get("/nen-tang/he-thong/them", DESK, system::admin::new)
            .post("/nen-tang/he-thong/them", DESK, system::admin::add)
            .get("/nen-tang/he-thong/{id}", DESK, system::admin::edit)
            .post("/nen-tang/he-thong/{id}", DESK, system::admin::save)
            .post("/nen-tang/he-thong/{id}/len", DESK, system::admin::up)
            .post("/nen-tang/he-thong/{id}/xuong", DESK, system::admin::down)
            .get("/nen-tang/he-thong/{id}/xoa", DESK, system::admin::ask_remove)
            .post("/nen-tang/he-thong/{id}/xoa", DESK, system::admin::remove)
            .get(NOTICES, DESK, notice::admin::list)
            .get("/nen-tang/thong-bao-can-bo/them", DESK, notice::admin::new)
            .post("/nen-tang/thong-bao-can-bo/them", DESK, notice::admin::add)
            .get("/nen-tang/thong-bao-can-bo/{id}", DESK, notice::admin::edit)
            .post("/nen-tang/thong-bao-can-bo/{id}", DESK, notice::admin::save)
            .get("/nen-tang/thong-bao-can-bo/{id}/xoa", DESK, notice::admin::ask_remove)
            .post("/nen-tang/thong-bao-can-bo/{id}/xoa", DESK, notice::admin::remove)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![
            DeskEntry { text: "systems", path: SYSTEMS, permission: STAFF_PAGE, order: 92 },
            DeskEntry { text: "staff-notices", path: NOTICES, permission: STAFF_PAGE, order: 93 },
        ]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![STAFF_PAGE]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<system::check::CheckSystems>()
    }

    fn facts(&self) -> Vec<FactCard> {
        facts::KINDS.map(|kind| FactCard::history(kind, FactGroup::Settings)).to_vec()
    }

    async fn name_subjects(
        &self,
        conn: &AsyncPgConnection,
        subjects: &[String],
    ) -> QueryResult<Vec<(String, String)>> {
        let mut named = Vec::new();
        if subjects.iter().any(|subject| subject.starts_with("system:")) {
            for system in system::queries::all(conn).await? {
                named.push((format!("system:{}", system.id), system.names().vi.into()));
            }
        }
        Ok(named)
    }
}
