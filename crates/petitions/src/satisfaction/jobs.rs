//! What comes round: marks added up, the day's hashes and old words taken away.

use chrono::Days;
use portal_core::{App, Ctx, Job, Outcome, lang::local_day};
use serde::{Deserialize, Serialize};

use super::{module::KEY, queries};
use crate::day_limit;

/// Adds up the marks of all sites, each hour.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FoldMarks {}

impl Job for FoldMarks {
    const KIND: &'static str = "satisfaction.fold";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(fold(&app, &ctx).await?)
    }
}

/// Adds up the marks of all sites.
pub async fn fold(app: &App, ctx: &Ctx) -> Outcome<()> {
    let mut tx = app.begin_platform(ctx).await?;
    queries::fold(&tx).await?;
    tx.untold();
    tx.commit().await
}

/// Takes away what is kept for a day or a year only, each hour: salts and hashes of earlier days, and
/// words older than a year.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Forget {}

impl Job for Forget {
    const KIND: &'static str = "satisfaction.forget";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(forget(&app, &ctx).await?)
    }
}

async fn forget(app: &App, ctx: &Ctx) -> Outcome<()> {
    let today = local_day(ctx.now);
    let mut tx = app.begin_platform(ctx).await?;
    day_limit::forget(&tx, today).await?;
    queries::forget_words(&tx, today.checked_sub_days(Days::new(365)).unwrap_or(today)).await?;
    tx.untold();
    tx.commit().await
}
