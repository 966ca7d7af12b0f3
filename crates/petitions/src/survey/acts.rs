//! What is done with a survey as a whole: submitted, approved, given back, ended, copied, thrown away.

use axum::extract::{Path, State};
use chrono::TimeDelta;
use portal_core::{App, Arrival, Ctx, Fault, OrNotFound as _, Outcome, Posted, Redirect, Tx};

use super::{
    Survey, SurveyRefusal, SurveyState,
    admin::{LIST, path},
    facts::{
        SurveyApproved, SurveyBegun, SurveyClosed, SurveyGivenBack, SurveySubmitted,
        SurveyTakenBack, SurveyThrownAway,
    },
    queries::{self, Settings},
    settings::morning,
};

/// What its writers do.
pub(super) async fn act(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Redirect> {
    let id: i64 = id.parse().ok().or_not_found()?;
    let mut tx = app.begin(&ctx).await?;
    let survey = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    let what = posted.line("do");
    let mut to = format!("{}?xong={what}", path(id));
    match what.as_str() {
        "submit" => submit(&ctx, &mut tx, &survey).await?,
        "take-back" => take_back(&ctx, &mut tx, &survey).await?,
        "close" => close(&ctx, &mut tx, &survey).await?,
        "copy" => {
            let copied = copy(&ctx, &mut tx, &survey).await?;
            to = format!("{}?xong=copy", path(copied));
            if let Arrival::Again(location) = tx.once(posted.key()?, &ctx.path_to(&to)).await? {
                tx.roll_back().await?;
                return Ok(Redirect::to(location));
            }
        }
        "throw-away" => {
            survey.may_be_changed()?;
            queries::delete(&tx, ctx.site.id, id).await?;
            tx.tell(SurveyThrownAway::of(&survey)).await?;
            to = format!("{LIST}?xong=throw-away");
        }
        _ => return Err(Fault::Malformed("do")),
    }
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&to)))
}

async fn submit(ctx: &Ctx, tx: &mut Tx, survey: &Survey) -> Outcome<()> {
    survey.submit(ctx.now)?;
    queries::set_state(tx, ctx.site.id, survey.id, SurveyState::Submitted, "").await?;
    tx.tell(SurveySubmitted::of(survey)).await?;
    Ok(())
}

async fn take_back(ctx: &Ctx, tx: &mut Tx, survey: &Survey) -> Outcome<()> {
    if survey.state() != SurveyState::Submitted {
        return Err(SurveyRefusal::NotSubmitted.into());
    }
    queries::set_state(tx, ctx.site.id, survey.id, SurveyState::Draft, "").await?;
    tx.tell(SurveyTakenBack::of(survey)).await?;
    Ok(())
}

async fn close(ctx: &Ctx, tx: &mut Tx, survey: &Survey) -> Outcome<()> {
    survey.close(ctx.now)?;
    queries::close(tx, ctx.site.id, survey, ctx.now).await?;
    tx.tell(SurveyClosed::of(survey)).await?;
    Ok(())
}

/// A new draft with the same questions, open as long, from tomorrow morning on.
async fn copy(ctx: &Ctx, tx: &mut Tx, survey: &Survey) -> Outcome<i64> {
    let opens_at = morning(ctx.now + TimeDelta::days(1));
    let new = Settings {
        kind: survey.kind(),
        language: survey.language.clone(),
        title: ctx
            .texts()
            .with("survey-copy-of", [("title", survey.title.as_str().into())])
            .chars()
            .take(200)
            .collect(),
        intro: survey.intro.clone(),
        opens_at,
        closes_at: opens_at + (survey.closes_at - survey.opens_at).max(TimeDelta::days(1)),
        results: survey.results(),
        keep_days: survey.keep_days,
    };
    let copied =
        queries::insert(tx, ctx.site.id, &new, &survey.questions(), ctx.actor.id()).await?;
    tx.tell(SurveyBegun::of(&copied)).await?;
    Ok(copied.id)
}

/// What somebody else does with what was submitted.
pub(super) async fn decide(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Redirect> {
    let id: i64 = id.parse().ok().or_not_found()?;
    let mut tx = app.begin(&ctx).await?;
    let survey = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    let what = posted.line("do");
    match what.as_str() {
        "approve" => {
            survey.approve(ctx.actor.id(), &posted.line("hash"), ctx.now)?;
            queries::set_state(&tx, ctx.site.id, id, SurveyState::Approved, "").await?;
            tx.tell(SurveyApproved::of(&survey)).await?;
        }
        "give-back" => {
            let note: String = posted.line("note").chars().take(1_000).collect();
            survey.give_back(&note)?;
            queries::set_state(&tx, ctx.site.id, id, SurveyState::Draft, &note).await?;
            tx.tell(SurveyGivenBack::of(&survey).because(note)).await?;
        }
        _ => return Err(Fault::Malformed("do")),
    }
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{}?xong={what}", path(id)))))
}
