//! The module as it is plugged in.

use std::sync::Arc;

use async_trait::async_trait;
use portal_core::{
    App, Fact as _, Module, Routes,
    fact::{FactCard, FactGroup},
};

use crate::{facts, keeper::Keeper, public};

/// The module: this node's index, and the pages that ask it.
#[derive(Clone, Default)]
pub struct Search(Arc<Keeper>);

impl Search {
    /// What keeps this node's index.
    pub fn keeper(&self) -> &Keeper {
        &self.0
    }
}

#[async_trait]
impl Module for Search {
    fn key(&self) -> &'static str {
        "search"
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        public::routes(routes, &self.0)
    }

    fn facts(&self) -> Vec<FactCard> {
        vec![FactCard::history(facts::RebuildAsked::KIND, FactGroup::Settings)]
    }

    async fn keep_up(&self, app: &App) -> anyhow::Result<()> {
        self.0.keep_up(app).await
    }
}
