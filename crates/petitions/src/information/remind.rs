//! Reminders each morning: to officers before a last day, to whoever approves once it is over (R-P3).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    App, Ctx, Job, Mail, Outcome, SiteId, Texts,
    deadline::{self, Clock},
    people::{self, Holder},
};
use serde::{Deserialize, Serialize};

use super::{
    desk, label,
    module::KEY,
    permissions::{APPROVE, HANDLE},
    queries,
};

/// How often: each day at seven in Vietnam, for days are counted from midnight UTC.
pub const EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long before a last day an officer is reminded.
const BEFORE: TimeDelta = TimeDelta::days(3);

/// Sends the reminders of all sites.
#[derive(Serialize, Deserialize)]
pub struct Remind {}

impl Job for Remind {
    const KIND: &'static str = "petitions.information.remind";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        let conn = app.db().platform().await?;
        let clocks = deadline::coming(&conn, KEY, (DateTime::<Utc>::MIN_UTC, ctx.now + BEFORE));
        let mut by_site: BTreeMap<SiteId, Vec<Clock>> = BTreeMap::new();
        for clock in clocks.await? {
            by_site.entry(clock.site).or_default().push(clock);
        }
        drop(conn);
        for (id, clocks) in by_site {
            let Some(site) = app.sites.now().by_id(id).cloned() else { continue };
            if app.is_on(&site, KEY) {
                let on_site = Ctx::system(&app, Arc::clone(&site));
                remind(&app, &on_site, &clocks).await?;
            }
        }
        Ok(())
    }
}

/// One letter to each person of a site.
async fn remind(app: &App, ctx: &Ctx, clocks: &[Clock]) -> Outcome<()> {
    let late: Vec<&Clock> = clocks.iter().filter(|clock| clock.is_overdue(ctx.now)).collect();
    let officers = people::holders(app, ctx.site.id, HANDLE).await?;
    let heads = people::holders(app, ctx.site.id, APPROVE).await?;
    let t = ctx.texts();
    let mut tx = app.begin(ctx).await?;
    let ids: Vec<i64> = clocks.iter().filter_map(|clock| number_of(&clock.subject)).collect();
    let names: BTreeMap<i64, String> = queries::names(&tx, &ids)
        .await?
        .into_iter()
        .map(|(id, code, number)| (id, label(&t, number, &code)))
        .collect();
    let all: Vec<&Clock> = clocks.iter().collect();
    let mut told = BTreeSet::new();
    for (holders, clocks) in [(officers, all), (heads, late)] {
        for holder in holders {
            let Holder { email: Some(email), id, .. } = holder else { continue };
            if !clocks.is_empty() && told.insert(id) {
                tx.send(&letter(app, ctx, &t, &email, &clocks, &names)).await?;
            }
        }
    }
    tx.untold();
    tx.commit().await
}

fn number_of(subject: &str) -> Option<i64> {
    subject.strip_prefix("information:")?.parse().ok()
}

fn letter(
    app: &App,
    ctx: &Ctx,
    t: &Texts,
    to: &str,
    clocks: &[&Clock],
    names: &BTreeMap<i64, String>,
) -> Mail {
    let calendar = app.calendars.of(ctx.site.id);
    let today = portal_core::lang::local_day(ctx.now);
    let lines: Vec<String> = clocks
        .iter()
        .map(|clock| {
            let name = number_of(&clock.subject).and_then(|id| names.get(&id)).cloned();
            let (key, days) = if clock.is_overdue(ctx.now) {
                ("information-remind-late", calendar.elapsed(clock.due_on, today))
            } else {
                ("information-remind-soon", calendar.elapsed(today, clock.due_on))
            };
            t.with_all(
                key,
                vec![
                    ("label", name.unwrap_or_default()),
                    ("due", t.day(clock.due_on)),
                    ("days", days.to_string()),
                ],
            )
        })
        .collect();
    let subject = t.with("information-remind-subject", [("count", clocks.len().into())]);
    let text = t.with_all(
        "information-remind",
        vec![
            ("site", ctx.site.name(ctx.lang).to_owned()),
            ("lines", lines.join("\n")),
            ("link", app.url(&ctx.site, &ctx.path_to(desk::PATH))),
        ],
    );
    Mail::new(to, subject, text)
}
