//! The module.

use std::time::Duration;

use async_trait::async_trait;
use maud::Markup;
use portal_core::{
    Access, App, Ctx, Fact as _, Jobs, Module, Outcome, Permission, Recurring, Routes,
    fact::{FactCard, FactGroup},
    module::{DeskEntry, SitemapNode, Subject},
};

use super::{
    admin,
    facts::ComparisonExported,
    jobs::{FoldMarks, Forget},
    permissions::{COMPARE, READ},
    platform, public, widget,
};

/// Key of the module.
pub const KEY: &str = "satisfaction";

/// How satisfied readers are with a page and with the site (R-P10).
pub struct Satisfaction;

#[async_trait]
impl Module for Satisfaction {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        const PLATFORM: Access = Access::Platform(COMPARE);
        routes
            .page(public::PATH, &[], public::show)
            .post(public::PATH, Access::Public, public::mark)
            .get("/hai-long/cam-on", Access::Public, public::thanks)
            .post("/hai-long/gop-y", Access::Public, public::words)
            .get(admin::DESK, Access::Staff(READ), admin::show)
            .get(platform::COMPARISON, PLATFORM, platform::show)
            .post("/nen-tang/hai-long/xuat", PLATFORM, platform::export)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![
            DeskEntry {
                text: "satisfaction-entry",
                path: admin::DESK,
                permission: READ,
                order: 56,
            },
            DeskEntry {
                text: "satisfaction-compare",
                path: platform::COMPARISON,
                permission: COMPARE,
                order: 95,
            },
        ]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![READ, COMPARE]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<FoldMarks>().with::<Forget>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        const HOUR: Duration = Duration::from_secs(3_600);
        vec![Recurring::of::<FoldMarks>(HOUR), Recurring::of::<Forget>(HOUR)]
    }

    fn facts(&self) -> Vec<FactCard> {
        vec![FactCard::history(ComparisonExported::KIND, FactGroup::Exports)]
    }

    async fn below(&self, app: &App, ctx: &Ctx, subject: &Subject) -> Outcome<Option<Markup>> {
        Ok(Some(widget::form(app, ctx, subject)))
    }

    async fn sitemap(&self, _: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        let title = ctx.texts().say("satisfaction-results");
        Ok(vec![SitemapNode { title, path: public::PATH.into(), below: Vec::new() }])
    }
}
