//! The platform desk: all sites in IT staff's hands (R-T3, R-T4). On the province's host only.

use portal_core::{
    Access, Fact as _, Job as _, Jobs, Module, Permission, Routes,
    files::held::FileLocked,
    module::{DeskEntry, Listener},
};

pub mod birth_words;
pub mod changes;
pub mod commands;
mod create;
mod files;
mod finder;
mod history;
mod list;
mod menu;
mod menu_form;
mod particulars;
pub mod permissions;
mod queries;
mod second_factor;
mod site;
mod state;
mod words;

use permissions::PLATFORM;
pub(crate) use words::Asked;

/// The list of all sites; everything else stands below it.
pub(crate) const LIST: &str = "/nen-tang";
/// The form that creates a site.
pub(crate) const CREATE: &str = "/nen-tang/tao";

/// The path of a site's page on the desk.
pub fn site_path(code: &str) -> String {
    format!("/nen-tang/site/{code}")
}

/// The platform desk as a module.
pub struct Platform;

impl Module for Platform {
    fn key(&self) -> &'static str {
        "platform"
    }

    fn routes(&self, routes: Routes) -> Routes {
        const DESK: Access = Access::Platform(PLATFORM);
        routes
            .get(LIST, DESK, list::show)
            .get(CREATE, DESK, create::form)
            .post(CREATE, DESK, create::create)
            .get(files::PATH, DESK, files::show)
            .get("/nen-tang/site/{code}", DESK, site::show)
            .post("/nen-tang/site/{code}/mo-dun", DESK, site::switch_module)
            .post("/nen-tang/site/{code}/ngon-ngu", DESK, site::set_languages)
            .post("/nen-tang/site/{code}/xac-thuc", DESK, second_factor::switch)
            .post("/nen-tang/site/{code}/hoan-lai", DESK, site::undo)
            .get("/nen-tang/site/{code}/danh-muc", DESK, menu::form)
            .post("/nen-tang/site/{code}/danh-muc", DESK, menu::save)
            .post("/nen-tang/site/{code}/danh-muc/mac-dinh", DESK, menu::set_back)
            .get("/nen-tang/site/{code}/thong-tin", DESK, particulars::form)
            .post("/nen-tang/site/{code}/thong-tin", DESK, particulars::save)
            .get("/nen-tang/site/{code}/trang-thai", DESK, state::form)
            .post("/nen-tang/site/{code}/trang-thai", DESK, state::save)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        let entry = |text, path, order| DeskEntry { text, path, permission: PLATFORM, order };
        vec![entry("platform-desk", LIST, 90), entry("files-desk", files::PATH, 98)]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<files::TellLocked>()
    }

    fn listeners(&self) -> Vec<Listener> {
        let job = files::TellLocked::KIND;
        vec![Listener { module: self.key(), fact: FileLocked::KIND, job }]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![PLATFORM]
    }
}
