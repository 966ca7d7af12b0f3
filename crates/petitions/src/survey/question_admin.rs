//! The desk of a survey's questions.

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted,
    Redirect, Tx,
};

use super::{
    Survey,
    admin::{Asked, load, path},
    facts::SurveyChanged,
    form_views, queries,
    question::{MOST_QUESTIONS, Question, QuestionKind, next_id, shift},
};

/// The empty form of a question.
pub(super) async fn new(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let survey = load(&app, &ctx, &id).await?;
    survey.may_be_changed()?;
    let kind = QuestionKind::parse(&asked.loai).or_not_found()?;
    let (posted, faults) = (Posted::default(), FormFaults::default());
    Ok(Page::new(form_views::question(&app, &ctx, &survey, (kind, None), &posted, &faults)))
}

/// Adds a question at the end.
pub(super) async fn add(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let kind = QuestionKind::parse(&posted.line("kind")).or_not_found()?;
    let (mut tx, survey) = begin(&app, &ctx, &id).await?;
    let mut questions = survey.questions();
    let read = Question::read(next_id(&questions), kind, &posted).and_then(|question| {
        if questions.len() < MOST_QUESTIONS {
            return Ok(question);
        }
        let mut faults = FormFaults::default();
        faults.add("text", FieldFault::Other("question-enough", Vec::new()));
        Err(faults)
    });
    match read {
        Ok(question) => questions.push(question),
        Err(faults) => {
            tx.roll_back().await?;
            let page = form_views::question(&app, &ctx, &survey, (kind, None), &posted, &faults);
            return Ok(Page::invalid(page).into_response());
        }
    }
    let location = ctx.path_to(&path(survey.id));
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    save(&ctx, &mut tx, &survey, &questions).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// The survey, held, while it may be changed.
async fn begin(app: &App, ctx: &Ctx, id: &str) -> Outcome<(Tx, Survey)> {
    let id: i64 = id.parse().ok().or_not_found()?;
    let tx = app.begin(ctx).await?;
    let survey = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    survey.may_be_changed()?;
    Ok((tx, survey))
}

async fn save(ctx: &Ctx, tx: &mut Tx, survey: &Survey, questions: &[Question]) -> Outcome<()> {
    queries::save_questions(tx, ctx.site.id, survey.id, questions, ctx.actor.id()).await?;
    tx.tell(SurveyChanged::of(survey)).await?;
    Ok(())
}

/// The form of a question that is there.
pub(super) async fn edit(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, question)): Path<(String, String)>,
) -> Outcome<Page> {
    let survey = load(&app, &ctx, &id).await?;
    survey.may_be_changed()?;
    let questions = survey.questions();
    let found = questions.iter().find(|one| one.id.to_string() == question).or_not_found()?;
    let of = (found.kind, Some(found.id));
    let faults = FormFaults::default();
    Ok(Page::new(form_views::question(&app, &ctx, &survey, of, &found.write(), &faults)))
}

/// Changes a question.
pub(super) async fn change(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, question)): Path<(String, String)>,
    posted: Posted,
) -> Outcome<Response> {
    let (mut tx, survey) = begin(&app, &ctx, &id).await?;
    let mut questions = survey.questions();
    let found = questions.iter_mut().find(|one| one.id.to_string() == question).or_not_found()?;
    match Question::read(found.id, found.kind, &posted) {
        Ok(read) => *found = read,
        Err(faults) => {
            tx.roll_back().await?;
            let of = (found.kind, Some(found.id));
            let page = form_views::question(&app, &ctx, &survey, of, &posted, &faults);
            return Ok(Page::invalid(page).into_response());
        }
    }
    save(&ctx, &mut tx, &survey, &questions).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(survey.id))).into_response())
}

/// Moves a question up or down, or takes it away.
pub(super) async fn shift_or_remove(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, question)): Path<(String, String)>,
    posted: Posted,
) -> Outcome<Redirect> {
    let question: i64 = question.parse().ok().or_not_found()?;
    let (mut tx, survey) = begin(&app, &ctx, &id).await?;
    let mut questions = survey.questions();
    match posted.line("do").as_str() {
        "up" => {
            shift(&mut questions, question, true);
        }
        "down" => {
            shift(&mut questions, question, false);
        }
        "remove" => questions.retain(|one| one.id != question),
        _ => return Err(Fault::Malformed("do")),
    }
    save(&ctx, &mut tx, &survey, &questions).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(survey.id))))
}
