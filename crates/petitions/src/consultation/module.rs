//! The module.

use std::collections::BTreeSet;

use async_trait::async_trait;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    App, Ctx, FactRow, Jobs, Module, Outcome, Permission, Recurring, Routes, Tx,
    fact::FactCard,
    module::{Address, BlockName, DeskEntry, SitemapNode},
    personal::held::{Forgotten, Held, Wanted},
    search::{Change, Document},
    site::Site,
};

use super::{
    DESK, desk, facts, held, jobs,
    permissions::{APPROVE, MODERATE, WRITE},
    public::{self, blocks},
    queries, search,
};

/// Key of the module.
pub const KEY: &str = "consultations";

/// Draft documents laid before people and organisations (R-P6).
pub struct Consultations;

#[async_trait]
impl Module for Consultations {
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
        vec![DeskEntry { text: "consultations", path: DESK, permission: WRITE, order: 44 }]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![WRITE, MODERATE, APPROVE]
    }

    fn jobs(&self) -> Jobs {
        jobs::jobs()
    }

    fn recurring(&self) -> Vec<Recurring> {
        jobs::recurring()
    }

    fn facts(&self) -> Vec<FactCard> {
        facts::cards()
    }

    fn searched(&self) -> &'static [&'static str] {
        &[search::KIND]
    }

    async fn search_changes(&self, app: &App, fact: &FactRow) -> anyhow::Result<Vec<Change>> {
        search::changes(app, fact).await
    }

    async fn search_documents(
        &self,
        app: &App,
        site: &Site,
        _kind: &str,
        after: i64,
    ) -> anyhow::Result<Vec<Document>> {
        search::documents(app, site, after).await
    }

    async fn name_subjects(
        &self,
        conn: &AsyncPgConnection,
        subjects: &[String],
    ) -> QueryResult<Vec<(String, String)>> {
        let stem = "consultation:";
        let ids: BTreeSet<i64> = subjects
            .iter()
            .filter_map(|subject| subject.strip_prefix(stem)?.parse().ok())
            .collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let titles = queries::titles(conn, &ids).await?;
        Ok(titles.into_iter().map(|(id, title)| (format!("{stem}{id}"), title)).collect())
    }

    async fn block(&self, app: &App, ctx: &Ctx, block: &BlockName<'_>) -> Outcome<Option<Markup>> {
        match block.name {
            "consultations.open" => blocks::open(app, ctx).await,
            _ => Ok(None),
        }
    }

    async fn sitemap(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        blocks::sitemap(app, ctx).await
    }

    async fn addresses(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<Address>> {
        blocks::addresses(app, ctx).await
    }

    async fn held_about(
        &self,
        app: &App,
        conn: &AsyncPgConnection,
        wanted: &Wanted,
    ) -> Outcome<Vec<Held>> {
        held::about(app, conn, wanted).await
    }

    async fn forget(&self, app: &App, tx: &mut Tx, wanted: &Wanted) -> Outcome<Vec<Forgotten>> {
        held::forget(app, tx, wanted).await
    }
}
