//! How long the record keeps its traces.

use std::time::Duration;

use chrono::{DateTime, Months, Utc};
use portal_core::{App, Ctx, Job, fact::trim};
use serde::{Deserialize, Serialize};

/// How often the record is looked through.
pub(super) const LOOKED_THROUGH: Duration = Duration::from_secs(24 * 60 * 60);

/// Takes the traces out of the record whose time is over (`audit.keep_months`), batch by batch; gives
/// before when they were, and how many.
///
/// Requirement: R-A6.
pub async fn take_out(app: &App, ctx: &Ctx) -> anyhow::Result<(DateTime<Utc>, i64)> {
    let months = app.config().audit.keep_months;
    let before = ctx
        .now
        .checked_sub_months(Months::new(months))
        .ok_or_else(|| anyhow::anyhow!("{months} months are too many"))?;
    let mut count = 0;
    loop {
        let mut tx = app.begin_platform(ctx).await?;
        let trimmed = trim::trim(&mut tx, before, None).await?;
        tx.commit().await?;
        let Some(trimmed) = trimmed else { return Ok((before, count)) };
        count += trimmed.count;
    }
}

/// The same, each day, once in the cluster.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TakeOut {}

impl Job for TakeOut {
    const KIND: &'static str = "audit.take-out";
    const MODULE: &'static str = super::KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        take_out(&app, &ctx).await.map(drop)
    }
}
