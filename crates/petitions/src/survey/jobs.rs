//! What comes round: openings and ends told, answers mixed and deleted.

use portal_core::{App, Ctx, Job, Outcome, lang::local_day};
use serde::{Deserialize, Serialize};

use super::{
    ballots,
    facts::{AnswersPurged, SurveyClosed, SurveyOpened},
    module::KEY,
    queries,
};

/// Tells, each minute, which surveys have opened or ended, so that pages that show them are made anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Turn {}

impl Job for Turn {
    const KIND: &'static str = "surveys.turn";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(turn(&app, &ctx).await?)
    }
}

async fn turn(app: &App, ctx: &Ctx) -> Outcome<()> {
    let mut tx = app.begin_platform(ctx).await?;
    let opened = queries::untold(&tx, 1, ctx.now).await?;
    for survey in &opened {
        tx.tell_on(survey.site(), SurveyOpened::of(survey)).await?;
    }
    queries::note_told(&tx, &ids(&opened), 1).await?;
    let closed = queries::untold(&tx, 2, ctx.now).await?;
    for survey in &closed {
        tx.tell_on(survey.site(), SurveyClosed::of(survey)).await?;
    }
    queries::note_told(&tx, &ids(&closed), 2).await?;
    ballots::forget_tokens(&tx, &ids(&closed)).await?;
    tx.untold();
    tx.commit().await
}

fn ids(surveys: &[super::Survey]) -> Vec<i64> {
    surveys.iter().map(|survey| survey.id).collect()
}

/// Mixes the answers of earlier days, each hour: the first run after midnight finds them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MixAnswers {}

impl Job for MixAnswers {
    const KIND: &'static str = "surveys.mix";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(mix(&app, &ctx).await?)
    }
}

async fn mix(app: &App, ctx: &Ctx) -> Outcome<()> {
    let mut tx = app.begin_platform(ctx).await?;
    ballots::mix(&tx, local_day(ctx.now)).await?;
    tx.untold();
    tx.commit().await
}

/// Deletes, each day, raw answers whose time is over; their counts stay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PurgeAnswers {}

impl Job for PurgeAnswers {
    const KIND: &'static str = "surveys.purge";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(purge(&app, &ctx).await?)
    }
}

async fn purge(app: &App, ctx: &Ctx) -> Outcome<()> {
    let mut tx = app.begin_platform(ctx).await?;
    for survey in ballots::to_purge(&tx, ctx.now).await? {
        let tally = ballots::tally(&tx, survey.site(), &survey).await?;
        ballots::purge(&tx, &survey, &tally, ctx.now).await?;
        tx.tell_on(survey.site(), AnswersPurged::of(&survey)).await?;
    }
    tx.untold();
    tx.commit().await
}
