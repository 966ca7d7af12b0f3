//! The module.

use async_trait::async_trait;
use maud::Markup;
use portal_core::{
    App, Ctx, Module, Outcome, Permission, Routes,
    fact::FactCard,
    module::{BlockName, DeskEntry, SitemapNode},
};

use super::{
    desk, facts,
    permissions::{APPROVE, EDIT, READ},
    public,
};

/// Key of the module.
pub const KEY: &str = "reception";

/// Citizen reception: place, regular times, schedule and its changes (Law on Citizen Reception).
pub struct Reception;

#[async_trait]
impl Module for Reception {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        desk::routes(public::routes(routes))
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![DeskEntry { text: "module-reception", path: desk::PATH, permission: READ, order: 36 }]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![EDIT, APPROVE, READ]
    }

    fn facts(&self) -> Vec<FactCard> {
        facts::cards()
    }

    async fn block(&self, app: &App, ctx: &Ctx, block: &BlockName<'_>) -> Outcome<Option<Markup>> {
        if block.name == "reception.next" { public::block(app, ctx).await } else { Ok(None) }
    }

    async fn sitemap(&self, _: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        Ok(vec![SitemapNode {
            title: ctx.texts().say("module-reception"),
            path: public::PATH.to_owned(),
            below: Vec::new(),
        }])
    }
}
