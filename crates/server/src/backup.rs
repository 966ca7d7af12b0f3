//! Backups: made, read back, restored for practice and in earnest (R-O2).
//!
//! A backup is one moment of the whole database, as the text that PostgreSQL's `COPY` writes, and every
//! uploaded file by its content. It needs no program of PostgreSQL's, one site can be taken out of it,
//! and each table and file carries its sum. The commands are `portal backup …` and `portal restore`.

use async_trait::async_trait;
use portal_core::{
    Access, App, Fact as _, FactRow, Module, Permission, Role, Routes, fact::FactCard,
    module::DeskEntry, node,
};

mod catalogue;
pub mod create;
mod desk;
pub mod drill;
mod facts;
pub mod manifest;
pub mod prune;
pub mod restore;
pub mod runs;
mod schema;
pub mod site;
mod stream;
pub mod vault;
pub mod verify;

pub use catalogue::LEFT_OUT;
pub use desk::measure;
pub use facts::PortalRestored;

/// The state of the backups on the platform desk.
pub const PATH: &str = "/nen-tang/sao-luu";

/// Sees how the backups are.
///
/// Requirement: R-O2.
pub const BACKUPS: Permission =
    Permission { key: "platform.backups", roles: &[Role::Platform], by_section: false };

/// The backups as a module: their page, and what nodes do when something was restored.
pub struct Backup;

#[async_trait]
impl Module for Backup {
    fn key(&self) -> &'static str {
        "backup"
    }

    fn routes(&self, routes: Routes) -> Routes {
        routes.get(PATH, Access::Platform(BACKUPS), desk::show)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![DeskEntry { text: "backup-desk", path: PATH, permission: BACKUPS, order: 97 }]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![BACKUPS]
    }

    fn facts(&self) -> Vec<FactCard> {
        facts::cards()
    }

    /// After a restore any page may be untrue, wherever it shows something of the site.
    async fn hear(&self, app: &App, fact: &FactRow) -> anyhow::Result<()> {
        if [facts::SiteRestored::KIND, PortalRestored::KIND].contains(&fact.kind.as_str()) {
            node::load_sites(app).await?;
            app.pages().forget_all(fact.position());
        }
        Ok(())
    }
}
