//! What comes round: old words are forgotten, and nodes that are no more.

use chrono::{Days, Months};
use portal_core::{App, Ctx, Job, Outcome, lang::local_day};
use serde::{Deserialize, Serialize};

use super::{KEPT_MONTHS, queries};
use crate::{keeper::state, module::KEY};

/// Forgets, each day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Forget {}

impl Job for Forget {
    const KIND: &'static str = "search.forget";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(forget(&app, &ctx).await?)
    }
}

async fn forget(app: &App, ctx: &Ctx) -> Outcome<()> {
    let month = queries::month_of(local_day(ctx.now));
    let before = month.checked_sub_months(Months::new(KEPT_MONTHS)).unwrap_or(month);
    let mut tx = app.begin_platform(ctx).await?;
    queries::forget(&tx, month, before).await?;
    let week = ctx.now.checked_sub_days(Days::new(7)).unwrap_or(ctx.now);
    state::forget(&tx, week).await?;
    tx.untold();
    tx.commit().await
}
