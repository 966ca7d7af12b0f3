//! Writing to the sender: the answer, or how far it is (R-P2).

use axum::{
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    http::StatusCode,
};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Arrival, Ctx, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect,
    Refusal as _, lang::local_day,
};
use serde::Deserialize;

use super::{
    Asked, Reply, act::seen, asked, find, number, path, sheet, standing, templates, views,
};
use crate::petition::{
    case::{ActKind, AnswerKind, Case, DraftState, Refusal},
    deeds::Desk,
    events::{self, EventKind, EventRow},
    files::{self, FileRow, StoredFile},
    queries::{self, Answer, Whole, save::Text},
    sent::{self, Sent},
};

/// Longest text to a sender, in characters.
pub const MAX_TEXT: usize = 20_000;
/// Longest title for everybody.
pub const MAX_TITLE: usize = 200;

/// The query of the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerQuery {
    /// A ready-made text to begin with.
    mau: String,
}

/// What the form shows beside its fields.
pub struct Beside {
    /// Ready-made texts: id and title.
    pub templates: Vec<(i64, String)>,
    /// Parts that other units wrote for a joint answer.
    pub parts: Vec<EventRow>,
    /// Why the draft came back.
    pub returned: Option<String>,
}

/// Asks for the answer.
pub async fn ask_answer(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Asked<AnswerQuery>,
) -> Outcome<Page> {
    ask(&app, &ctx, &id, AnswerKind::Answer, &asked(query)).await
}

/// Asks for a progress notice.
pub async fn ask_progress(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Asked<AnswerQuery>,
) -> Outcome<Page> {
    ask(&app, &ctx, &id, AnswerKind::Progress, &asked(query)).await
}

/// Saves or submits the answer.
pub async fn save_answer(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Reply> {
    let site = {
        let conn = app.db().site(ctx.site.id).await?;
        find(&conn, &ctx, &id).await?.site()
    };
    let sent = sent::read(&app, (&ctx, site), form, |_| true).await?;
    save(&app, &ctx, &id, AnswerKind::Answer, sent).await
}

/// Saves or submits a progress notice.
pub async fn save_progress(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Reply> {
    let sent = Sent { posted, ..Sent::default() };
    save(&app, &ctx, &id, AnswerKind::Progress, sent).await
}

fn act(kind: AnswerKind) -> ActKind {
    match kind {
        AnswerKind::Answer => ActKind::Answer,
        AnswerKind::Progress => ActKind::Progress,
    }
}

async fn ask(
    app: &App,
    ctx: &Ctx,
    id: &str,
    kind: AnswerKind,
    query: &AnswerQuery,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    let case = queries::case(&conn, ctx.site.id, &whole).await?;
    case.allows(act(kind), &standing(ctx))?;
    let (mut begun, files) = begun(&conn, &whole, &case, kind).await?;
    if let Ok(template) = query.mau.parse() {
        let text = templates::filled(ctx, &conn, template, &whole).await?.or_not_found()?;
        begun.retain(|(name, _)| *name != "text");
        begun.push(("text", text));
    }
    let posted = Posted::from_pairs(begun);
    let sent = Sent { posted, files, ..Sent::default() };
    form(app, ctx, &conn, (&whole, &case, kind), &sent).await.map(Page::new)
}

/// What the form begins with: the draft, or the former answer where it is corrected, each with its
/// files; or the question as it was sent.
async fn begun(
    conn: &AsyncPgConnection,
    whole: &Whole,
    case: &Case,
    kind: AnswerKind,
) -> Outcome<(Vec<(&'static str, String)>, Vec<StoredFile>)> {
    let answers = queries::answers(conn, whole.id()).await?;
    let draft = case.draft.as_ref().filter(|draft| draft.kind == kind).map(|draft| draft.id);
    let known = match draft {
        Some(id) => answers.iter().find(|answer| answer.id == id),
        None if kind == AnswerKind::Answer => answers.iter().rev().find(|a| a.kind() == kind),
        None => None,
    };
    Ok(match known {
        Some(answer) => {
            let rows = files::of_answers(conn, &[answer.id]).await?;
            (fields_of(answer), rows.iter().map(FileRow::stored).collect())
        }
        None if kind == AnswerKind::Progress => Default::default(),
        None => {
            let fields = vec![
                ("public", if case.confidential { "no" } else { "yes" }.to_owned()),
                ("public_title", whole.sent.title.clone()),
                ("public_question", whole.sent.body.clone()),
            ];
            (fields, Vec::new())
        }
    })
}

fn fields_of(answer: &Answer) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let public = if answer.public_answer.is_some() { "yes" } else { "no" };
    vec![
        ("text", answer.text.clone()),
        ("public", public.to_owned()),
        ("public_title", text(&answer.public_title)),
        ("public_question", text(&answer.public_question)),
        ("public_answer", text(&answer.public_answer)),
        ("unpublished_reason", text(&answer.unpublished_reason)),
        ("promised_on", answer.promised_on.map(|on| on.to_string()).unwrap_or_default()),
    ]
}

async fn form(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    (whole, case, kind): (&Whole, &Case, AnswerKind),
    sent: &Sent,
) -> Outcome<maud::Markup> {
    let events = events::list(conn, whole.id(), false).await?;
    let returned = events.iter().rev().find(|e| e.kind() == Some(EventKind::DraftReturned));
    let came_back = case
        .draft
        .as_ref()
        .is_some_and(|draft| draft.kind == kind && draft.state == DraftState::Returned);
    let beside = Beside {
        templates: templates::titles(conn, ctx.site.id, kind.as_str()).await?,
        returned: returned.filter(|_| came_back).map(|event| event.text("note").to_owned()),
        parts: events
            .into_iter()
            .filter(|event| event.kind() == Some(EventKind::Contributed))
            .collect(),
    };
    let form = views::answer::Form { whole, case, kind, beside: &beside, sent };
    views::answer::page(app, ctx, &form)
}

/// Reads the form.
fn read(app: &App, ctx: &Ctx, case: &Case, kind: AnswerKind, sent: &mut Sent) -> Text {
    let files = sent.files.clone();
    let (posted, faults) = (&sent.posted, &mut sent.faults);
    let text = faults.check("text", posted.text("text"), true, MAX_TEXT);
    if kind == AnswerKind::Progress {
        return Text {
            text,
            promised_on: promise(app, ctx, case, posted, faults),
            ..Text::default()
        };
    }
    if case.confidential {
        let reason = Some(ctx.texts().say("petition-confidential-reason"));
        return Text { text, unpublished_reason: reason, files, ..Text::default() };
    }
    if posted.line("public") == "no" {
        let reason =
            faults.check("unpublished_reason", posted.text("unpublished_reason"), true, 1_000);
        return Text { text, unpublished_reason: Some(reason), files, ..Text::default() };
    }
    let title = faults.check("public_title", posted.line("public_title"), true, MAX_TITLE);
    let question = faults.check("public_question", posted.text("public_question"), true, MAX_TEXT);
    let answer = faults.check("public_answer", posted.text("public_answer"), true, MAX_TEXT);
    Text { text, public: Some((title, question, answer)), files, ..Text::default() }
}

fn promise(
    app: &App,
    ctx: &Ctx,
    case: &Case,
    posted: &Posted,
    faults: &mut FormFaults,
) -> Option<chrono::NaiveDate> {
    let typed = posted.line("promised_on");
    let on = typed.parse().ok();
    let refused = match on {
        None if typed.is_empty() => Some(FieldFault::Missing),
        None => Some(FieldFault::Other("petition-no-date", Vec::new())),
        Some(on) if app.calendars.of(ctx.site.id).day(on).is_err() => {
            Some(FieldFault::Other("petition-no-calendar", Vec::new()))
        }
        Some(on) => case
            .may_promise(on, local_day(ctx.now))
            .err()
            .map(|refusal| FieldFault::Other(refusal.key(), Vec::new())),
    };
    if let Some(fault) = refused {
        faults.add("promised_on", fault);
    }
    on
}

async fn save(app: &App, ctx: &Ctx, id: &str, kind: AnswerKind, mut sent: Sent) -> Outcome<Reply> {
    let petition = number(id)?;
    let submit = sent.posted.line("do") == "submit";
    let done = if submit { "gui-duyet" } else { "luu" };
    let location = ctx.path_to(&format!("{}?xong={done}", path(petition)));
    let mut tx = app.begin(ctx).await?;
    if let Arrival::Again(location) = tx.once(sent.posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Reply::Go(Redirect::to(location)));
    }
    let whole = queries::lock(&tx, ctx.site.id, petition).await?.or_not_found()?;
    let case = queries::case(&tx, ctx.site.id, &whole).await?;
    let text = read(app, ctx, &case, kind, &mut sent);
    let allowed = case.allows(act(kind), &standing(ctx));
    let refused = allowed.and_then(|()| case.is_version(seen(&sent.posted))).err();
    if refused.is_none() && sent.faults.is_empty() {
        let mut desk = Desk { app, ctx, tx: &mut tx, whole: &whole, case: &case };
        desk.write(kind, &text, submit).await?;
        tx.commit().await?;
        return Ok(Reply::Go(Redirect::to(location)));
    }
    tx.roll_back().await?;
    again(app, ctx, id, kind, (sent, refused)).await
}

/// The form again with what was typed, also where somebody else was faster.
async fn again(
    app: &App,
    ctx: &Ctx,
    id: &str,
    kind: AnswerKind,
    (mut sent, refused): (Sent, Option<Refusal>),
) -> Outcome<Reply> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    let case = queries::case(&conn, ctx.site.id, &whole).await?;
    match refused {
        Some(refusal) if refusal != Refusal::Stale => {
            let sheet = sheet::load(app, ctx, &conn, whole).await?;
            let t = ctx.texts();
            let typed = t.with("petition-typed", [("text", sent.posted.text("text").into())]);
            let sentences = [refusal.sentence(&t), typed];
            let page = Page::new(views::sheet::page(app, ctx, &sheet, &sentences, None));
            return Ok(Reply::Page(page.status(StatusCode::CONFLICT)));
        }
        Some(refusal) => sent.faults.add("text", FieldFault::Other(refusal.key(), Vec::new())),
        None => {}
    }
    let markup = form(app, ctx, &conn, (&whole, &case, kind), &sent).await?;
    let status = if refused.is_some() { StatusCode::CONFLICT } else { sent.status() };
    Ok(Reply::Page(Page::new(markup).status(status)))
}
