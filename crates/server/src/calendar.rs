//! The desk of the working calendar: days off and working days of the province and of each unit, and
//! the page on which everybody sees them (R-P2).

use std::time::Duration;

use async_trait::async_trait;
use portal_core::{
    Access, App, Ctx, Job, Jobs, Module, Outcome, Permission, Recurring, Role, Routes,
    calendar::recount,
    module::{DeskEntry, SitemapNode},
};
use serde::{Deserialize, Serialize};

mod admin;
mod form;
mod months;
mod place;
mod preview;
mod public;
mod views;
mod year;

use place::{OfProvince, OfUnit};

/// Key of the module.
const KEY: &str = "calendar";
/// The public page.
const PAGE: &str = "/lich-lam-viec";
/// Counting a deadline, for everybody.
const COUNT: &str = "/lich-lam-viec/tinh-han";

/// Enters days off and working days of all units, opens and confirms years.
///
/// Requirement: R-P2.
pub const CALENDAR: Permission =
    Permission { key: "calendar.decide", roles: &[Role::Platform], by_section: false };

/// Sets the unit's own working week and closing days.
///
/// Requirement: R-P2.
pub const OWN_CALENDAR: Permission =
    Permission { key: "calendar.own", roles: &[Role::UnitAdministrator], by_section: false };

/// The working calendar as a module.
pub struct WorkingCalendar;

#[async_trait]
impl Module for WorkingCalendar {
    fn key(&self) -> &'static str {
        KEY
    }

    fn routes(&self, routes: Routes) -> Routes {
        const ALL: Access = Access::Platform(CALENDAR);
        const OWN: Access = Access::Staff(OWN_CALENDAR);
        routes
            .page(PAGE, &["nam"], public::show)
            .get(COUNT, Access::Public, public::count)
            .get("/nen-tang/lich", ALL, admin::show::<OfProvince>)
            .get("/nen-tang/lich/nhap", ALL, admin::form::<OfProvince>)
            .post("/nen-tang/lich/nhap", ALL, admin::enter::<OfProvince>)
            .get("/nen-tang/lich/bo/{id}", ALL, admin::ask_remove::<OfProvince>)
            .post("/nen-tang/lich/bo/{id}", ALL, admin::remove::<OfProvince>)
            .get("/nen-tang/lich/nam/{year}", ALL, year::form)
            .post("/nen-tang/lich/nam/{year}", ALL, year::save)
            .get("/quan-tri/lich", OWN, admin::show::<OfUnit>)
            .get("/quan-tri/lich/nhap", OWN, admin::form::<OfUnit>)
            .post("/quan-tri/lich/nhap", OWN, admin::enter::<OfUnit>)
            .get("/quan-tri/lich/bo/{id}", OWN, admin::ask_remove::<OfUnit>)
            .post("/quan-tri/lich/bo/{id}", OWN, admin::remove::<OfUnit>)
            .get("/quan-tri/lich/tuan", OWN, admin::week_form)
            .post("/quan-tri/lich/tuan", OWN, admin::set_week)
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        vec![
            DeskEntry {
                text: "calendar-desk-unit",
                path: "/quan-tri/lich",
                permission: OWN_CALENDAR,
                order: 70,
            },
            DeskEntry {
                text: "calendar-desk",
                path: "/nen-tang/lich",
                permission: CALENDAR,
                order: 94,
            },
        ]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![CALENDAR, OWN_CALENDAR]
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<CatchUp>()
    }

    fn recurring(&self) -> Vec<Recurring> {
        vec![Recurring::of::<CatchUp>(Duration::from_secs(300))]
    }

    async fn sitemap(&self, _: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        let title = ctx.texts().say("calendar-page");
        Ok(vec![SitemapNode { title, path: PAGE.into(), below: Vec::new() }])
    }
}

/// Counts clocks anew that run by an older calendar: one that was started at the moment of a change.
#[derive(Debug, Serialize, Deserialize)]
struct CatchUp {}

impl Job for CatchUp {
    const KIND: &'static str = "calendar.catch-up";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        let moved = recount::catch_up(&app, &ctx).await;
        Ok(moved.map(drop)?)
    }
}
