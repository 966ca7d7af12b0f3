//! The desk of surveys: the list, a survey's page, its words and times.

use std::collections::HashMap;

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect,
};
use serde::Deserialize;

use super::{
    Survey, SurveyKind, SurveyRefusal, ballots,
    facts::{SurveyBegun, SurveyChanged},
    form_views, queries, settings, views,
};

/// The list.
pub(super) const LIST: &str = "/quan-tri/khao-sat";

/// The path of a survey on the desk.
pub(super) fn path(id: i64) -> String {
    format!("{LIST}/{id}")
}

/// The query of the desk's pages.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub xong: String,
    pub loai: String,
}

/// The list.
pub(super) async fn list(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let surveys = queries::all(&conn, ctx.site.id).await?;
    let counts: HashMap<i64, i64> =
        ballots::counts(&conn, ctx.site.id).await?.into_iter().collect();
    Ok(Page::new(views::list(&app, &ctx, &surveys, &counts, &asked.xong)))
}

/// One survey of the site.
pub(super) async fn load(app: &App, ctx: &Ctx, id: &str) -> Outcome<Survey> {
    let id = id.parse().ok().or_not_found()?;
    let conn = app.db().site(ctx.site.id).await?;
    queries::by_id(&conn, ctx.site.id, id).await?.or_not_found()
}

/// A survey's page: its questions, and what can be done.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let survey = load(&app, &ctx, &id).await?;
    let conn = app.db().site(ctx.site.id).await?;
    let ballots = ballots::count(&conn, ctx.site.id, survey.id).await?;
    Ok(Page::new(views::one(&app, &ctx, &survey, ballots, &asked.xong)))
}

/// The survey as readers will see it, all pages one below the other.
pub(super) async fn preview(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let survey = load(&app, &ctx, &id).await?;
    Ok(Page::new(views::preview(&app, &ctx, &survey)))
}

/// The results for staff: hidden from them as from everybody until they are shown.
pub(super) async fn results(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let survey = load(&app, &ctx, &id).await?;
    if !survey.shows_results(ctx.now) {
        return Err(SurveyRefusal::Hidden.into());
    }
    let conn = app.db().site(ctx.site.id).await?;
    let tally = ballots::tally(&conn, ctx.site.id, &survey).await?;
    let purged = ballots::stored_tally(&conn, ctx.site.id, survey.id).await?.map(|(_, at)| at);
    let answers = ballots::answers(&conn, ctx.site.id, survey.id).await?;
    Ok(Page::new(views::results(&app, &ctx, &survey, &tally, (&answers, purged))))
}

/// The empty form of a survey or a poll.
pub(super) async fn new(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let kind = SurveyKind::parse(&asked.loai).unwrap_or(SurveyKind::Survey);
    let posted = settings::empty(ctx.now);
    let faults = FormFaults::default();
    Ok(Page::new(form_views::settings(&app, &ctx, (kind, None), &posted, &faults)))
}

/// Begins a survey.
pub(super) async fn add(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let kind = SurveyKind::parse(&posted.line("kind")).unwrap_or(SurveyKind::Survey);
    let new = match settings::read(&ctx, kind, &posted) {
        Ok(new) => new,
        Err(faults) => {
            let page = form_views::settings(&app, &ctx, (kind, None), &posted, &faults);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let mut tx = app.begin(&ctx).await?;
    let survey = queries::insert(&tx, ctx.site.id, &new, &[], ctx.actor.id()).await?;
    let location = ctx.path_to(&path(survey.id));
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    tx.tell(SurveyBegun::of(&survey)).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// The form of a survey that is there.
pub(super) async fn edit(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let survey = load(&app, &ctx, &id).await?;
    survey.may_be_changed()?;
    let posted = settings::write(&survey);
    let of = (survey.kind(), Some(survey.id));
    Ok(Page::new(form_views::settings(&app, &ctx, of, &posted, &FormFaults::default())))
}

/// Changes words and times.
pub(super) async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id: i64 = id.parse().ok().or_not_found()?;
    let mut tx = app.begin(&ctx).await?;
    let survey = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    survey.may_be_changed()?;
    let new = match settings::read(&ctx, survey.kind(), &posted) {
        Ok(new) => new,
        Err(faults) => {
            tx.roll_back().await?;
            let of = (survey.kind(), Some(id));
            let page = form_views::settings(&app, &ctx, of, &posted, &faults);
            return Ok(Page::invalid(page).into_response());
        }
    };
    queries::save_settings(&tx, ctx.site.id, id, &new, ctx.actor.id()).await?;
    tx.tell(SurveyChanged::of(&survey)).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{}?xong=save", path(id)))).into_response())
}
