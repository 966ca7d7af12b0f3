//! The desk of comments: looked at, shown, refused, answered.

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect, Tx,
    personal,
};
use serde::Deserialize;

use super::{
    Comment, CommentReason, CommentState, Decision, Thread,
    facts::{CommentAnswered, CommentRefused, CommentShown},
    letters, queries, views,
};

/// The list.
pub(super) const LIST: &str = "/quan-tri/binh-luan";
/// How many the list shows.
const SHOWN: i64 = 100;

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    tab: Option<String>,
    xong: Option<String>,
    so: Option<String>,
    con: Option<String>,
}

/// The list of a state.
pub(super) async fn list(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let state = asked.tab.as_deref().and_then(CommentState::parse).unwrap_or(CommentState::Waiting);
    let conn = app.db().site(ctx.site.id).await?;
    let threads = queries::in_state(&conn, ctx.site.id, state, SHOWN).await?;
    let counts = queries::counts(&conn, ctx.site.id).await?;
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    let done = asked.xong.as_deref().map(|what| views::Done {
        what: what.to_owned(),
        many: number(&asked.so).unwrap_or(1),
        left: number(&asked.con).unwrap_or(0),
    });
    Ok(Page::new(views::list(&app, &ctx, state, &threads, &counts, done.as_ref())))
}

/// One comment.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let id = id.parse().ok().or_not_found()?;
    let thread = thread(&app, &ctx, id).await?;
    let posted = Posted::from_pairs([
        ("text", thread.comment.shown_text().to_owned()),
        ("reply", thread.reply.as_ref().map(|reply| reply.body.clone()).unwrap_or_default()),
    ]);
    Ok(Page::new(views::one(&app, &ctx, &thread, &posted, &FormFaults::default())))
}

async fn thread(app: &App, ctx: &Ctx, id: i64) -> Outcome<Thread> {
    let conn = app.db().site(ctx.site.id).await?;
    queries::by_id(&conn, ctx.site.id, id).await?.or_not_found()
}

/// Decides on one comment, or answers it.
pub(super) async fn decide(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id: i64 = id.parse().ok().or_not_found()?;
    let mut tx = app.begin(&ctx).await?;
    let comment = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    let mut faults = FormFaults::default();
    let what = posted.line("do");
    match what.as_str() {
        "show" => {
            let text = faults.check("text", posted.text("text"), true, super::form::LONGEST);
            if faults.is_empty() {
                carry_out(&app, &ctx, &mut tx, &comment, &comment.approve(&text)?).await?;
            }
        }
        "refuse" => {
            let note = faults.check("note", posted.line("note"), false, 500);
            match CommentReason::parse(&posted.line("reason")) {
                None => faults.add("reason", FieldFault::Missing),
                Some(CommentReason::Other) if note.is_empty() => {
                    faults.add("note", FieldFault::Missing);
                }
                Some(reason) if faults.is_empty() => {
                    let decision = comment.refuse(reason, &note)?;
                    carry_out(&app, &ctx, &mut tx, &comment, &decision).await?;
                }
                Some(_) => {}
            }
        }
        "answer" => {
            let reply = faults.check("reply", posted.text("reply").trim().to_owned(), false, 2_000);
            if faults.is_empty() {
                answer(&ctx, &mut tx, &comment, &reply).await?;
            }
        }
        _ => return Err(Fault::Malformed("do")),
    }
    if !faults.is_empty() {
        tx.roll_back().await?;
        let thread = thread(&app, &ctx, id).await?;
        let page = views::one(&app, &ctx, &thread, &posted, &faults);
        return Ok(Page::invalid(page).into_response());
    }
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{LIST}?xong={what}"))).into_response())
}

async fn answer(ctx: &Ctx, tx: &mut Tx, comment: &Comment, reply: &str) -> Outcome<()> {
    comment.may_be_answered()?;
    if reply.is_empty() {
        queries::unanswer(tx, ctx.site.id, comment.id).await?;
    } else {
        queries::answer(tx, ctx.site.id, comment.id, reply, ctx.now).await?;
    }
    let (title, item) = (comment.subject_title.clone(), comment.subject_id);
    tx.tell(CommentAnswered { comment: comment.id, item, title }).await?;
    Ok(())
}

/// Decides on several at once. What looks like personal data has to be looked at one by one: showing
/// several passes it over.
pub(super) async fn decide_many(
    ctx: Ctx,
    State(app): State<App>,
    posted: Posted,
) -> Outcome<Redirect> {
    let what = posted.line("do");
    let reason =
        CommentReason::parse(&posted.line("reason")).filter(|one| *one != CommentReason::Other);
    if !matches!((what.as_str(), reason), ("show", _) | ("refuse", Some(_))) {
        return Ok(Redirect::to(ctx.path_to(&format!("{LIST}?xong=reason"))));
    }
    let ids = posted.all("id").into_iter().filter_map(|id| id.parse::<i64>().ok());
    let (mut done, mut left) = (0_usize, 0_usize);
    let mut tx = app.begin(&ctx).await?;
    for id in ids.take(100) {
        let Some(comment) = queries::lock(&tx, ctx.site.id, id).await? else { continue };
        let decision = match (what.as_str(), reason) {
            ("refuse", Some(reason)) => comment.refuse(reason, ""),
            _ if !personal::find(&comment.body).is_empty() => {
                left += 1;
                continue;
            }
            _ => comment.approve(comment.shown_text()),
        };
        if let Ok(decision) = decision {
            carry_out(&app, &ctx, &mut tx, &comment, &decision).await?;
            done += 1;
        }
    }
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{LIST}?xong={what}&so={done}&con={left}"))))
}

async fn carry_out(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    comment: &Comment,
    decision: &Decision,
) -> Outcome<()> {
    queries::decide(tx, ctx.site.id, comment.id, decision, ctx.now).await?;
    letters::tell(app, ctx, tx, comment, decision).await?;
    let (title, item) = (comment.subject_title.clone(), comment.subject_id);
    match decision.reason {
        None => {
            let shortened = decision.shown_body.is_some();
            tx.tell(CommentShown { comment: comment.id, item, title, shortened }).await?;
        }
        Some(reason) => {
            let (reason, note) = (reason.as_str(), decision.note.clone());
            tx.tell(CommentRefused { comment: comment.id, item, title, reason, note }).await?;
        }
    }
    Ok(())
}
