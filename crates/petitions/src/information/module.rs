//! The module.

use async_trait::async_trait;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Jobs, Lang, Module, Outcome, Permission, PersonId, Recurring, Routes, SiteId, Tx,
    fact::FactCard,
    lang::Locales,
    module::{Belonging, DeskEntry, SitemapNode},
    personal::held::{Forgotten, Held, Wanted},
};

use super::{
    desk, facts, hand_over, held, label,
    permissions::{APPROVE, HANDLE, IDENTITY, READ},
    public, queries,
    remind::{EVERY, Remind},
    retention::{self, EraseRequesters},
    track,
};

/// Key of the module.
pub const KEY: &str = "information-requests";

/// Requests for information under the Law on Access to Information (R-P9).
pub struct InformationRequests;

#[async_trait]
impl Module for InformationRequests {
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
        vec![DeskEntry {
            text: "module-information-requests",
            path: desk::PATH,
            permission: READ,
            order: 32,
        }]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![HANDLE, APPROVE, IDENTITY, READ]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<Remind>().with::<EraseRequesters>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        vec![Recurring::of::<Remind>(EVERY), Recurring::of::<EraseRequesters>(retention::EVERY)]
    }

    fn facts(&self) -> Vec<FactCard> {
        facts::cards()
    }

    async fn name_subjects(
        &self,
        conn: &AsyncPgConnection,
        subjects: &[String],
    ) -> QueryResult<Vec<(String, String)>> {
        let ids: Vec<i64> = subjects
            .iter()
            .filter_map(|subject| subject.strip_prefix("information:")?.parse().ok())
            .collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let t = Locales::shipped().texts(Lang::VI);
        let names = queries::names(conn, &ids).await?;
        let named = |(id, code, number): (i64, String, _)| {
            (format!("information:{id}"), label(&t, number, &code))
        };
        Ok(names.into_iter().map(named).collect())
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
        Ok(hand_over::hand_over(tx, site, from, to).await?)
    }

    async fn sitemap(&self, _: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        let t = ctx.texts();
        let node = |key: &str, path: &str| SitemapNode {
            title: t.say(key),
            path: path.to_owned(),
            below: Vec::new(),
        };
        let below = vec![
            node("information-ask", public::FORM),
            node("information-track", track::PATH),
            node("information-figures", public::FIGURES),
        ];
        Ok(vec![SitemapNode { below, ..node("module-information-requests", public::PATH) }])
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
