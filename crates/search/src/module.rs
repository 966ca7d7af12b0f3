//! The module as it is plugged in.

use std::sync::Arc;

use async_trait::async_trait;
use portal_core::{App, Module, Routes};

use crate::{keeper::Keeper, public};

/// The module: this node's index, and the pages that ask it.
#[derive(Clone, Default)]
pub struct Search(Arc<Keeper>);

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

    async fn keep_up(&self, app: &App) -> anyhow::Result<()> {
        self.0.keep_up(app).await
    }
}
