//! The module.

use async_trait::async_trait;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    App, Ctx, FactRow, Jobs, Module, Outcome, Permission, PersonId, Recurring, Routes, SiteId, Tx,
    fact::FactCard,
    module::{Address, Belonging, BlockName, DeskEntry, HeadLink, Listener, SitemapNode},
    personal::held::{Forgotten, Held, Wanted},
    search::{Change, Document},
    site::Site,
};

use super::{
    deeds, desk, facts, hand_over, held, inbox, letters, open,
    permissions::{APPROVE, EXTEND, HANDLE, IDENTITY, READ, SUPERVISE},
    public, queries, retention, search, timers,
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
        public::routes(desk::routes(inbox::routes(open::routes(routes))))
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![HANDLE, APPROVE, EXTEND, IDENTITY, READ, SUPERVISE]
    }

    fn facts(&self) -> Vec<FactCard> {
        let mut cards = facts::cards();
        cards.extend(super::publications::facts());
        cards.extend(inbox::facts::cards());
        cards.extend(deeds::facts::cards());
        cards
    }

    fn jobs(&self) -> Jobs {
        let jobs = Jobs::default().with::<letters::SendLetter>();
        timers::jobs(retention::jobs(inbox::jobs(jobs)))
    }

    fn recurring(&self) -> Vec<Recurring> {
        [inbox::recurring(), timers::recurring(), retention::recurring()].concat()
    }

    fn listeners(&self) -> Vec<Listener> {
        timers::listeners()
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        let mut entries = desk::desk_menu();
        entries.extend(inbox::desk_menu());
        entries
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
        queries::name_subjects(conn, subjects).await
    }

    async fn belongings(&self, app: &App, ctx: &Ctx, person: PersonId) -> Outcome<Vec<Belonging>> {
        hand_over::belongings(app, ctx, person).await
    }

    async fn hand_over(
        &self,
        tx: &mut Tx,
        site: SiteId,
        from: PersonId,
        to: PersonId,
    ) -> Outcome<usize> {
        hand_over::hand_over(tx, site, from, to).await
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
