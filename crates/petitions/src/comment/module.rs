//! The module.

use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    Access, App, Ctx, Fact as _, Job, Jobs, Module, Outcome, Permission, Recurring, Routes, Tx,
    fact::{FactCard, FactGroup},
    module::{DeskEntry, Subject},
    personal::held::{Forgotten, Held, Wanted},
};
use serde::{Deserialize, Serialize};

use super::{
    admin,
    facts::{CommentAnswered, CommentRefused, CommentShown},
    held,
    permissions::MODERATE,
    public, queries,
};

/// Key of the module.
pub const KEY: &str = "comments";

/// Comments on articles, moderated first (R-P8).
pub struct Comments;

#[async_trait]
impl Module for Comments {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        const DESK: Access = Access::Staff(MODERATE);
        routes
            .get("/binh-luan/{item}", Access::Public, public::ask)
            .post("/binh-luan/{item}", Access::Public, public::send)
            .get("/binh-luan/{item}/da-gui", Access::Public, public::thanks)
            .get(admin::LIST, DESK, admin::list)
            .post(admin::LIST, DESK, admin::decide_many)
            .get("/quan-tri/binh-luan/{id}", DESK, admin::show)
            .post("/quan-tri/binh-luan/{id}", DESK, admin::decide)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![DeskEntry { text: "comments", path: admin::LIST, permission: MODERATE, order: 54 }]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![MODERATE]
    }

    fn facts(&self) -> Vec<FactCard> {
        vec![
            FactCard::history(CommentShown::KIND, FactGroup::Publication),
            FactCard::history(CommentRefused::KIND, FactGroup::Refusals),
            FactCard::history(CommentAnswered::KIND, FactGroup::Publication),
        ]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<ForgetRefused>().with::<ForgetAddresses>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        const DAY: Duration = Duration::from_secs(86_400);
        vec![Recurring::of::<ForgetRefused>(DAY), Recurring::of::<ForgetAddresses>(DAY)]
    }

    async fn below(&self, app: &App, ctx: &Ctx, subject: &Subject) -> Outcome<Option<Markup>> {
        public::below(app, ctx, subject).await
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

/// Takes away what was refused ninety days ago: it was kept for objections only.
#[derive(Serialize, Deserialize)]
struct ForgetRefused {}

impl Job for ForgetRefused {
    const KIND: &'static str = "comments.forget";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        let tx = app.begin_platform(&ctx).await?;
        queries::delete_refused(&tx, ctx.now - TimeDelta::days(90)).await?;
        let mut tx = tx;
        tx.untold();
        Ok(tx.commit().await?)
    }
}

/// Erases the addresses of comments that nobody decided on for too long; a decision erases one at once.
///
/// Requirement: R-P4. Legal source: key `comment.retention` of the law packs.
#[derive(Serialize, Deserialize)]
struct ForgetAddresses {}

impl Job for ForgetAddresses {
    const KIND: &'static str = "comments.addresses.forget";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(forget_addresses(&app, &ctx).await?)
    }
}

async fn forget_addresses(app: &App, ctx: &Ctx) -> Outcome<()> {
    let before = crate::retention::limit(app, "comment.retention", ctx.now)?;
    let mut tx = app.begin_platform(ctx).await?;
    queries::forget_addresses(&tx, before).await?;
    tx.untold();
    tx.commit().await
}
