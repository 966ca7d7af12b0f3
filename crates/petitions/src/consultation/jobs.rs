//! What consultations do by themselves: open, close, remind.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use portal_core::{App, Ctx, Fault, Job, Jobs, Outcome, Recurring, SiteId, Tx, lang::local_day};
use serde::{Deserialize, Serialize};

use super::{
    ConsultationId,
    facts::{BodyReminded, Closed, Opened},
    invitation::{self, Letter, queries as invitations},
    module::KEY,
    queries,
    retention::EraseSenders,
};

/// Tells that a consultation opened or closed. The pages know the minute by themselves; this is for
/// the record, and for whatever else listens.
#[derive(Debug, Serialize, Deserialize)]
pub struct Turn {
    /// Which consultation.
    pub consultation: i64,
    /// Whether it closes.
    pub closes: bool,
    /// The moment it was made for, in seconds; another one now, and it has nothing to tell.
    #[serde(default)]
    pub at: Option<i64>,
}

impl Job for Turn {
    const KIND: &'static str = "petitions.consultation.turn";
    const MODULE: &'static str = KEY;

    fn dedup_key(&self) -> Option<String> {
        self.at.map(|at| format!("{}/{}/{at}", self.consultation, self.closes))
    }

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(self.tell(&app, &ctx).await?)
    }
}

impl Turn {
    /// Leaves the job that tells of an opening or a closing.
    pub async fn leave(
        tx: &mut Tx,
        consultation: ConsultationId,
        closes: bool,
        at: DateTime<Utc>,
    ) -> Outcome<()> {
        let turn = Self { consultation: consultation.0, closes, at: Some(at.timestamp()) };
        tx.later_at(turn, at).await
    }

    async fn tell(&self, app: &App, ctx: &Ctx) -> Outcome<()> {
        let (site, consultation) = (ctx.site.id, self.consultation);
        let mut tx = app.begin(ctx).await?;
        let found = queries::lock(&tx, site, ConsultationId(consultation)).await?;
        let Some(found) = found else { return Ok(()) };
        // Moved meanwhile: the other moment has a job of its own.
        let moment = if self.closes { found.closes_at } else { found.opens_at };
        let moved = self.at.is_some_and(|at| at != moment.timestamp());
        if !found.stage(ctx.now).is_public() || moved || moment > ctx.now {
            return Ok(());
        }
        if self.closes {
            tx.tell(Closed { site, consultation }).await?;
        } else {
            tx.tell(Opened { site, consultation }).await?;
        }
        tx.commit().await
    }
}

/// Reminds bodies that have not answered, three working days before the closing.
#[derive(Debug, Serialize, Deserialize)]
pub struct Remind {}

impl Job for Remind {
    const KIND: &'static str = "petitions.consultation.remind";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        let running = {
            let conn = app.db().platform().await?;
            queries::running(&conn, ctx.now).await?
        };
        for (site, id, closes_at) in running {
            let Some(site) = app.sites.now().by_id(SiteId(site)).map(Arc::clone) else { continue };
            let ctx = ctx.on(site);
            if !app.module_is_on(ctx.site.id, KEY)
                || local_day(ctx.now) < invitation::reminder_day(&app, &ctx, closes_at)
            {
                continue;
            }
            if let Err(fault) = remind(&app, &ctx, ConsultationId(id)).await {
                anyhow::bail!("consultation {id}: {fault:?}");
            }
        }
        Ok(())
    }
}

async fn remind(app: &App, ctx: &Ctx, id: ConsultationId) -> Result<(), Fault> {
    let site = ctx.site.id;
    let mut tx = app.begin(ctx).await?;
    let Some(consultation) = queries::by_id(&tx, site, id).await? else { return Ok(()) };
    let mut reminded = false;
    for body in invitations::list(&tx, site, id).await? {
        let due = body.is_waiting() && body.invited_at.is_some() && !body.email.is_empty();
        if due && invitations::save_reminded(&tx, site, body.id, ctx.now).await? {
            let of = (&consultation, &body);
            invitation::write(app, ctx, &mut tx, of, Letter::Reminder).await?;
            tx.tell(BodyReminded { consultation: id.0, name: body.name }).await?;
            reminded = true;
        }
    }
    if reminded { tx.commit().await } else { tx.roll_back().await }
}

/// All of them.
pub fn jobs() -> Jobs {
    Jobs::default().with::<Turn>().with::<Remind>().with::<EraseSenders>()
}

/// What comes round.
pub fn recurring() -> Vec<Recurring> {
    const HOUR: Duration = Duration::from_secs(3_600);
    vec![Recurring::of::<Remind>(HOUR), Recurring::of::<EraseSenders>(24 * HOUR)]
}
