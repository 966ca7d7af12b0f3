//! The module as it is plugged in.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use portal_core::{
    Access, App, Ctx, Jobs, Module, Permission, Recurring, Routes, SiteId,
    fact::FactCard,
    module::{DeskEntry, HeadLink},
    search::Key,
};

use crate::{
    desk, facts,
    keeper::Keeper,
    permissions::{INDEX, MANAGE},
    platform, public,
    words::jobs::Forget,
};

/// Key of the module.
pub const KEY: &str = "search";

/// The module: this node's index, and the pages that ask it.
#[derive(Clone, Default)]
pub struct Search(Arc<Keeper>);

#[async_trait]
impl Module for Search {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        const DESK: Access = Access::Staff(MANAGE);
        const PLATFORM: Access = Access::Platform(INDEX);
        public::routes(routes, &self.0)
            .get(desk::DESK, DESK, desk::show)
            .get(desk::ADD, DESK, desk::new)
            .post(desk::ADD, DESK, desk::add)
            .get("/quan-tri/tim-kiem/{id}", DESK, desk::edit)
            .post("/quan-tri/tim-kiem/{id}", DESK, desk::save)
            .get("/quan-tri/tim-kiem/{id}/xoa", DESK, desk::ask_remove)
            .post("/quan-tri/tim-kiem/{id}/xoa", DESK, desk::remove)
            .get(platform::INDEXES, PLATFORM, platform::show)
            .post(platform::REBUILD, PLATFORM, platform::rebuild)
            .post(platform::CHECK, PLATFORM, platform::check)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![
            DeskEntry { text: "search-desk", path: desk::DESK, permission: MANAGE, order: 56 },
            DeskEntry {
                text: "search-indexes",
                path: platform::INDEXES,
                permission: INDEX,
                order: 95,
            },
        ]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![MANAGE, INDEX]
    }

    fn facts(&self) -> Vec<FactCard> {
        facts::cards()
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<Forget>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        vec![Recurring::of::<Forget>(Duration::from_secs(86_400))]
    }

    fn head_links(&self, ctx: &Ctx) -> Vec<HeadLink> {
        public::head_links(ctx)
    }

    fn interface(&self) -> Option<utoipa::openapi::OpenApi> {
        Some(public::interface())
    }

    fn search_find(&self, app: &App, site: SiteId, words: &str) -> Vec<Key> {
        self.0.find(app, site, words)
    }

    async fn keep_up(&self, app: &App) -> anyhow::Result<()> {
        self.0.keep_up(app).await
    }
}
