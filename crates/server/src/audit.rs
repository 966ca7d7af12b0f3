//! The record as people use it: searched by a unit's administrator and by the platform's, exported,
//! forwarded to a collector (R-A6).

use async_trait::async_trait;
use portal_core::{
    Access, Jobs, Module, Permission, Recurring, Role, Routes,
    fact::{FactCard, FactGroup},
    module::DeskEntry,
};

mod ask;
mod export;
mod facts;
pub mod format;
pub mod forward;
mod heads;
mod keeping;
mod list;
mod views;
mod words;

pub use export::for_console;
pub use facts::{AuditExported, PersonErased, PersonExported};
pub use forward::Target;
pub use heads::{read_heads, write_head};
pub use keeping::take_out;

/// Key of the module.
const KEY: &str = "audit";
/// The record of a unit.
const UNIT: &str = "/quan-tri/nhat-ky";
/// The record of all sites.
const ALL: &str = "/nen-tang/nhat-ky";

/// Reads and exports the record of one's own site.
pub const AUDIT: Permission =
    Permission { key: "audit.read", roles: &[Role::UnitAdministrator], by_section: false };

/// Reads and exports the record of all sites.
pub const AUDIT_ALL: Permission =
    Permission { key: "audit.read-all", roles: &[Role::Platform], by_section: false };

/// The record as a module.
pub struct Audit;

#[async_trait]
impl Module for Audit {
    fn key(&self) -> &'static str {
        KEY
    }

    fn routes(&self, routes: Routes) -> Routes {
        routes
            .get(UNIT, Access::Staff(AUDIT), list::of_unit)
            .post("/quan-tri/nhat-ky/xuat", Access::Staff(AUDIT), export::of_unit)
            .proved()
            .get(ALL, Access::Platform(AUDIT_ALL), list::of_all)
            .post("/nen-tang/nhat-ky/xuat", Access::Platform(AUDIT_ALL), export::of_all)
            .proved()
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![
            DeskEntry { text: "audit", path: UNIT, permission: AUDIT, order: 85 },
            DeskEntry { text: "audit-all", path: ALL, permission: AUDIT_ALL, order: 95 },
        ]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![AUDIT, AUDIT_ALL]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<keeping::TakeOut>().with::<heads::WriteHead>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        vec![
            Recurring::of::<keeping::TakeOut>(keeping::LOOKED_THROUGH),
            Recurring::of::<heads::WriteHead>(heads::WRITTEN),
        ]
    }

    fn facts(&self) -> Vec<FactCard> {
        use portal_core::Fact as _;
        let card = |kind| FactCard::history(kind, FactGroup::Exports);
        [AuditExported::KIND, PersonErased::KIND, PersonExported::KIND].map(card).to_vec()
    }
}
