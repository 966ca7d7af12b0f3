//! The module.

use async_trait::async_trait;
use maud::Markup;
use portal_core::{
    App, Ctx, Jobs, Module, Outcome, Permission, Recurring, Routes,
    fact::FactCard,
    module::{Address, BlockName, DeskEntry, HeadLink, SitemapNode},
};

use super::{
    facts, inbox, letters, open,
    permissions::{APPROVE, HANDLE, IDENTITY, READ, SUPERVISE},
    public, retention,
};

/// Key of the module.
pub const KEY: &str = "petitions";

/// Petitions, questions and reflections, and what becomes of them (R-P1 to R-P5).
pub struct Petitions;

#[async_trait]
impl Module for Petitions {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        public::routes(inbox::routes(open::routes(routes)))
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![HANDLE, APPROVE, IDENTITY, READ, SUPERVISE]
    }

    fn facts(&self) -> Vec<FactCard> {
        let mut cards = facts::cards();
        cards.extend(super::publications::facts());
        cards.extend(inbox::facts::cards());
        cards
    }

    fn jobs(&self) -> Jobs {
        retention::jobs(inbox::jobs(Jobs::default().with::<letters::SendLetter>()))
    }

    fn recurring(&self) -> Vec<Recurring> {
        [inbox::recurring(), retention::recurring()].concat()
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![DeskEntry { text: "inbox", path: inbox::HELD, permission: IDENTITY, order: 44 }]
    }

    async fn block(&self, app: &App, ctx: &Ctx, name: &BlockName<'_>) -> Outcome<Option<Markup>> {
        open::block(app, ctx, name).await
    }

    async fn sitemap(&self, _app: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        Ok([public::sitemap(ctx), open::sitemap(ctx)].concat())
    }

    async fn addresses(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<Address>> {
        open::addresses(app, ctx).await
    }

    fn head_links(&self, ctx: &Ctx) -> Vec<HeadLink> {
        open::head_links(ctx)
    }
}
