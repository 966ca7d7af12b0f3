//! The module.

use async_trait::async_trait;
use portal_core::{
    App, Ctx, Jobs, Module, Outcome, Permission, Recurring, Routes, fact::FactCard,
    module::SitemapNode,
};

use super::{
    facts, letters,
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
        public::routes(routes)
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![HANDLE, APPROVE, IDENTITY, READ, SUPERVISE]
    }

    fn facts(&self) -> Vec<FactCard> {
        let mut cards = facts::cards();
        cards.extend(super::publications::facts());
        cards
    }

    fn jobs(&self) -> Jobs {
        Jobs::default()
            .with::<letters::SendLetter>()
            .with::<retention::EraseSenders>()
            .with::<retention::ClearFiles>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        retention::recurring()
    }

    async fn sitemap(&self, _: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        Ok(vec![public::sitemap(ctx)])
    }
}
