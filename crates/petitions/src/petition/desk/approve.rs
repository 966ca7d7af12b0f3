//! Deciding on what was written to a sender: approved and sent, or returned with the reason (R-P2).
//! What everybody would read is shown with what looks like personal data marked (R-P4).

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use portal_core::{
    App, Arrival, Ctx, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect,
    Refusal as _, personal,
};

use super::{
    Reply,
    act::{MAX_NOTE, seen},
    find, number, path, sheet, standing, views,
};
use crate::petition::{
    case::{ActKind, Case, Refusal},
    deeds::Desk,
    files::{self, FileRow},
    queries::{self, Answer},
};

/// Whether anything in what everybody would read looks like personal data.
pub fn has_findings(answer: &Answer) -> bool {
    let texts = [&answer.public_title, &answer.public_question, &answer.public_answer];
    texts.into_iter().flatten().any(|text| !personal::find(text).is_empty())
}

/// Whether the answer takes files to everybody.
pub fn publishes_files<'a>(answer: &Answer, mut files: impl Iterator<Item = &'a FileRow>) -> bool {
    answer.public_answer.is_some() && files.any(|file| file.public)
}

/// Shows what waits.
pub async fn ask(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Page> {
    page(&app, &ctx, &id, &Posted::default(), FormFaults::default()).await
}

async fn page(
    app: &App,
    ctx: &Ctx,
    id: &str,
    posted: &Posted,
    faults: FormFaults,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    let sheet = sheet::load(app, ctx, &conn, whole).await?;
    let who = standing(ctx);
    sheet.case.allows(ActKind::Approve, &who)?;
    let blocked = sheet.case.may_send(&who).err();
    let answer = sheet.waiting().cloned().or_not_found()?;
    let form =
        views::approve::Form { sheet: &sheet, answer: &answer, blocked, posted, faults: &faults };
    let markup = views::approve::page(app, ctx, &form);
    Ok(if faults.is_empty() { Page::new(markup) } else { Page::invalid(markup) })
}

/// What was decided.
enum Decision {
    Send,
    Return(String),
}

/// Decides.
pub async fn decide(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Reply> {
    let petition = number(&id)?;
    let returns = posted.line("do") == "return";
    let done = if returns { "tra-lai" } else { "gui" };
    let location = ctx.path_to(&format!("{}?xong={done}", path(petition)));
    let mut tx = app.begin(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Reply::Go(Redirect::to(location)));
    }
    let whole = queries::lock(&tx, ctx.site.id, petition).await?.or_not_found()?;
    let case = queries::case(&tx, ctx.site.id, &whole).await?;
    let answers = queries::answers(&tx, petition).await?;
    let mut faults = FormFaults::default();
    let decision = read(&posted, returns, &mut faults);
    let waiting = case.draft.as_ref().and_then(|d| answers.iter().find(|a| a.id == d.id));
    let refused = allowed(&ctx, &case, &decision, seen(&posted)).err();
    if let (None, true, Some(answer), Some(draft)) =
        (refused, faults.is_empty(), waiting, &case.draft)
    {
        let files = files::of_answers(&tx, &[answer.id]).await?;
        if matches!(decision, Decision::Send) {
            unchecked(answer, &files, &posted, &mut faults);
        }
        if faults.is_empty() {
            let mut desk = Desk { app: &app, ctx: &ctx, tx: &mut tx, whole: &whole, case: &case };
            match &decision {
                Decision::Send => desk.send(answer).await?,
                Decision::Return(reason) => desk.return_draft(draft, reason).await?,
            }
            tx.commit().await?;
            return Ok(Reply::Go(Redirect::to(location)));
        }
    }
    tx.roll_back().await?;
    match refused {
        Some(refusal) => refusal_page(&app, &ctx, &id, refusal).await,
        None => page(&app, &ctx, &id, &posted, faults).await.map(Reply::Page),
    }
}

/// What must be looked at before everybody reads it, and was not said to have been.
fn unchecked(answer: &Answer, files: &[FileRow], posted: &Posted, faults: &mut FormFaults) {
    let doubts =
        [("checked", has_findings(answer)), ("opened", publishes_files(answer, files.iter()))];
    for (field, doubtful) in doubts {
        if doubtful && !posted.has(field) {
            faults.add(field, FieldFault::Other(Refusal::NotChecked.key(), Vec::new()));
        }
    }
}

fn read(posted: &Posted, returns: bool, faults: &mut FormFaults) -> Decision {
    if returns {
        Decision::Return(faults.check("note", posted.text("note"), true, MAX_NOTE))
    } else {
        Decision::Send
    }
}

fn allowed(ctx: &Ctx, case: &Case, decision: &Decision, seen: i32) -> Result<(), Refusal> {
    let who = standing(ctx);
    match decision {
        Decision::Send => case.may_send(&who)?,
        Decision::Return(_) => case.allows(ActKind::Approve, &who)?,
    }
    case.is_version(seen)
}

async fn refusal_page(app: &App, ctx: &Ctx, id: &str, refusal: Refusal) -> Outcome<Reply> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    let sheet = sheet::load(app, ctx, &conn, whole).await?;
    let sentences = [refusal.sentence(&ctx.texts())];
    let page = Page::new(views::sheet::page(app, ctx, &sheet, &sentences, None));
    Ok(Reply::Page(page.status(StatusCode::CONFLICT)))
}
