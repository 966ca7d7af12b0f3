//! What comes round: the mailbox is read, old letters are forgotten.

use portal_core::{App, Ctx, Fault, Job};
use serde::{Deserialize, Serialize};

use super::{mailbox, store};
use crate::petition::module::KEY;

/// Reads the mailbox, each minute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadInbox {}

impl Job for ReadInbox {
    const KIND: &'static str = "petitions.inbox.read";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        let Some(inbox) = app.config().inbox.clone() else { return Ok(()) };
        // It comes round again in a minute; a schedule of later and later tries would only delay it.
        if let Err(error) = mailbox::read(&app, &ctx, &inbox).await {
            tracing::error!(%error, "the mailbox of petitions cannot be read");
        }
        Ok(())
    }
}

/// Removes letters as they came once their time is over, each day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ForgetLetters {}

/// Letters that are removed at a time.
const BATCH: i64 = 200;

impl Job for ForgetLetters {
    const KIND: &'static str = "petitions.inbox.forget";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        while forget(&app, &ctx).await? {}
        Ok(())
    }
}

/// Removes a batch; gives whether there was one.
async fn forget(app: &App, ctx: &Ctx) -> Result<bool, Fault> {
    let old = {
        let conn = app.db().platform().await?;
        store::to_forget(&conn, ctx.now, BATCH).await?
    };
    if old.is_empty() {
        return Ok(false);
    }
    for (_, digest) in &old {
        store::remove(app, digest).await?;
    }
    let ids: Vec<i64> = old.into_iter().map(|(id, _)| id).collect();
    let mut tx = app.begin_platform(ctx).await?;
    store::forgotten(&tx, &ids).await?;
    // Their coming and what was decided is told; that their time passed is not.
    tx.untold();
    tx.commit().await?;
    Ok(true)
}
