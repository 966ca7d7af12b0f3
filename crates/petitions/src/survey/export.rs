//! Answers taken out: row by row in an order of chance, without a day.

use axum::{
    extract::{Path, State},
    response::Response,
};
use portal_core::{
    App, Ctx, Fault, OrNotFound as _, Outcome, Posted, Texts,
    sheet::{Cell, Sheet},
};

use super::{
    Survey, SurveyRefusal,
    answer::{Answers, cells},
    ballots,
    facts::AnswersExported,
    queries,
    question::{Question, QuestionKind},
};
use crate::download;

/// Exports the answers; told. Hidden results are not taken out before the end.
///
/// Requirement: R-P7.
pub(super) async fn answers(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id: i64 = id.parse().ok().or_not_found()?;
    let format = posted.line("dang");
    let mut tx = app.begin(&ctx).await?;
    let survey = queries::by_id(&tx, ctx.site.id, id).await?.or_not_found()?;
    if !survey.shows_results(ctx.now) {
        return Err(SurveyRefusal::Hidden.into());
    }
    if ballots::stored_tally(&tx, ctx.site.id, id).await?.is_some() {
        return Err(SurveyRefusal::Purged.into());
    }
    let answers = ballots::answers(&tx, ctx.site.id, id).await?;
    let sheet = sheet(&ctx.texts(), &survey, &answers);
    let name = format!("khao-sat-{id}");
    let response = match format.as_str() {
        "xlsx" => download::xlsx(&name, sheet.to_xlsx()?),
        "csv" => download::csv(&name, sheet.to_csv()?),
        _ => return Err(Fault::Malformed("dang")),
    };
    let (title, rows) = (survey.title.clone(), answers.len());
    tx.tell(AnswersExported { survey: id, title, format, rows }).await?;
    tx.commit().await?;
    Ok(response)
}

fn sheet(t: &Texts, survey: &Survey, answers: &[Answers]) -> Sheet {
    let questions = survey.questions();
    let row = |one: &Answers| -> Vec<Cell> {
        let cells = questions.iter().flat_map(|question| cells(t, question, one.get(&question.id)));
        cells.map(Cell::from).collect()
    };
    Sheet {
        title: survey.title.clone(),
        columns: questions.iter().flat_map(heads).collect(),
        rows: answers.iter().map(row).collect(),
    }
}

fn heads(question: &Question) -> Vec<(String, u16)> {
    if question.kind == QuestionKind::Grid {
        let items = question.items.iter();
        items.map(|item| (format!("{}: {item}", question.text), 24)).collect()
    } else {
        vec![(question.text.clone(), 32)]
    }
}
