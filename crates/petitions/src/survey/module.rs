//! The module.

use std::time::Duration;

use async_trait::async_trait;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    Access, App, Ctx, Jobs, Module, Outcome, Permission, Recurring, Routes,
    fact::FactCard,
    module::{BlockName, DeskEntry, SitemapNode},
};

use super::{
    acts, admin, block, campaign, export, facts,
    jobs::{MixAnswers, PurgeAnswers, Turn},
    permissions::{APPROVE, CAMPAIGN, EDIT, READ},
    public, queries, question_admin,
};

/// Key of the module.
pub const KEY: &str = "surveys";

/// Surveys and polls (R-P7).
pub struct Surveys;

#[async_trait]
impl Module for Surveys {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        const SEE: Access = Access::Staff(READ);
        const WRITE: Access = Access::Staff(EDIT);
        const PLATFORM: Access = Access::Platform(CAMPAIGN);
        routes
            .page(public::PATH, &[], public::list)
            .get("/khao-sat/{id}", Access::Public, public::ask)
            .post("/khao-sat/{id}", Access::Public, public::send)
            .get("/khao-sat/{id}/cam-on", Access::Public, public::thanks)
            .page("/khao-sat/{id}/ket-qua", &[], public::results)
            .get(admin::LIST, SEE, admin::list)
            .get("/quan-tri/khao-sat/them", WRITE, admin::new)
            .post("/quan-tri/khao-sat/them", WRITE, admin::add)
            .get("/quan-tri/khao-sat/{id}", SEE, admin::show)
            .post("/quan-tri/khao-sat/{id}", WRITE, acts::act)
            .post("/quan-tri/khao-sat/{id}/duyet", Access::Staff(APPROVE), acts::decide)
            .get("/quan-tri/khao-sat/{id}/sua", WRITE, admin::edit)
            .post("/quan-tri/khao-sat/{id}/sua", WRITE, admin::save)
            .get("/quan-tri/khao-sat/{id}/xem-truoc", SEE, admin::preview)
            .get("/quan-tri/khao-sat/{id}/ket-qua", SEE, admin::results)
            .post("/quan-tri/khao-sat/{id}/xuat", WRITE, export::answers)
            .get("/quan-tri/khao-sat/{id}/cau-hoi/them", WRITE, question_admin::new)
            .post("/quan-tri/khao-sat/{id}/cau-hoi/them", WRITE, question_admin::add)
            .get("/quan-tri/khao-sat/{id}/cau-hoi/{question}", WRITE, question_admin::edit)
            .post("/quan-tri/khao-sat/{id}/cau-hoi/{question}", WRITE, question_admin::change)
            .post(
                "/quan-tri/khao-sat/{id}/cau-hoi/{question}/chuyen",
                WRITE,
                question_admin::shift_or_remove,
            )
            .get(campaign::LIST, PLATFORM, campaign::list)
            .post(campaign::LIST, PLATFORM, campaign::open)
            .get("/nen-tang/khao-sat/{id}", PLATFORM, campaign::show)
            .post("/nen-tang/khao-sat/{id}/xuat", PLATFORM, campaign::export)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![
            DeskEntry { text: "surveys-desk", path: admin::LIST, permission: READ, order: 52 },
            DeskEntry { text: "campaigns", path: campaign::LIST, permission: CAMPAIGN, order: 94 },
        ]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![READ, EDIT, APPROVE, CAMPAIGN]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<Turn>().with::<MixAnswers>().with::<PurgeAnswers>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        vec![
            Recurring::of::<Turn>(Duration::from_secs(60)),
            Recurring::of::<MixAnswers>(Duration::from_secs(3_600)),
            Recurring::of::<PurgeAnswers>(Duration::from_secs(86_400)),
        ]
    }

    fn facts(&self) -> Vec<FactCard> {
        facts::cards()
    }

    async fn name_subjects(
        &self,
        conn: &AsyncPgConnection,
        subjects: &[String],
    ) -> QueryResult<Vec<(String, String)>> {
        let ids = subjects.iter().filter_map(|one| one.strip_prefix("survey:")?.parse().ok());
        let ids: Vec<i64> = ids.collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let titles = queries::titles(conn, &ids).await?;
        Ok(titles.into_iter().map(|(id, title)| (format!("survey:{id}"), title)).collect())
    }

    async fn block(&self, app: &App, ctx: &Ctx, name: &BlockName<'_>) -> Outcome<Option<Markup>> {
        block::block(app, ctx, name).await
    }

    async fn sitemap(&self, _: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        let title = ctx.texts().say("surveys");
        Ok(vec![SitemapNode { title, path: public::PATH.into(), below: Vec::new() }])
    }
}
