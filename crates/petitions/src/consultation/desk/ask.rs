//! What needs words before it is done: sending back, withdrawing, another closing, linking the
//! document.

use std::ops::ControlFlow::{self, Break, Continue};

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use portal_core::{App, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, Tx};

use super::{
    acts, after, find, first,
    form::{day, moment_field},
    go, invalid, lock, refused, views,
};
use crate::consultation::{
    Consultation, Extension, Issued, Refusal, Stage,
    facts::{EndedEarly, Extended, IssuedLinked, Returned, TableReturned},
    jobs::Turn,
    kinds, queries,
};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Why it goes back.
    Return,
    /// When it closes in place of the time that stands, and why.
    Extend,
    /// What came of it.
    Issue,
    /// Why it is taken back.
    Withdraw,
    /// Why it ends before its time.
    End,
}

impl Question {
    /// Word in addresses.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Return => "tra-lai",
            Self::Extend => "gia-han",
            Self::Issue => "ban-hanh",
            Self::Withdraw => "rut",
            Self::End => "ket-thuc",
        }
    }

    /// Word in keys of texts.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Extend => "extend",
            Self::Issue => "issue",
            Self::Withdraw => "withdraw",
            Self::End => "end",
        }
    }
}

async fn ask(app: &App, ctx: &Ctx, id: &str, question: Question) -> Outcome<Response> {
    let conn = app.db().site(ctx.site.id).await?;
    let consultation = find(&conn, ctx, id).await?;
    let mut posted = Posted::default();
    if let Some(issued) = consultation.issued().filter(|_| question == Question::Issue) {
        posted = Posted::from_pairs([
            ("number", issued.number),
            ("date", issued.date.to_string()),
            ("title", issued.title),
            ("url", issued.url),
        ]);
    }
    let faults = FormFaults::default();
    let markup = views::ask::page(app, ctx, &consultation, question, (&posted, &faults));
    Ok(Page::new(markup).into_response())
}

fn again(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    question: Question,
    form: (&Posted, &FormFaults),
) -> Response {
    invalid(views::ask::page(app, ctx, consultation, question, form))
}

/// Locks the consultation that a form is about, and gives where the form leads. It ends there with the
/// form again, where that has faults, or where the first of the same form led.
async fn begin(
    app: &App,
    ctx: &Ctx,
    id: &str,
    question: Question,
    (posted, faults): (&Posted, &FormFaults),
) -> Outcome<ControlFlow<Response, (Tx, Consultation, String)>> {
    let tx = app.begin(ctx).await?;
    let consultation = lock(&tx, ctx, id).await?;
    if !faults.is_empty() {
        return Ok(Break(again(app, ctx, &consultation, question, (posted, faults))));
    }
    let location = after(ctx, &consultation.desk(), question.path());
    if let Some(done) = first(&tx, posted, &location).await? {
        tx.roll_back().await?;
        return Ok(Break(done));
    }
    Ok(Continue((tx, consultation, location)))
}

/// Asks why one goes back.
pub(super) async fn ask_return(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Response> {
    ask(&app, &ctx, &id, Question::Return).await
}

/// Sends one back to its author, or its table to those who wrote it.
pub(super) async fn send_back(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let note = faults.check("note", posted.text("note").trim().to_owned(), true, 2_000);
    let begun = begin(&app, &ctx, &id, Question::Return, (&posted, &faults)).await?;
    let (mut tx, consultation, location) = match begun {
        Continue(begun) => begun,
        Break(done) => return Ok(done),
    };
    let (site, of) = (ctx.site.id, consultation.id());
    match consultation.stage(ctx.now) {
        Stage::Submitted => {
            queries::save_returned(&tx, site, of, &note).await?;
            tx.tell(Returned { consultation: of.0, note }).await?;
        }
        Stage::TableSubmitted => {
            queries::save_table(&tx, site, of, ("writing", None, &note), None).await?;
            tx.tell(TableReturned { consultation: of.0, note }).await?;
        }
        _ => {
            tx.roll_back().await?;
            return refused(&app, &ctx, &id, &Refusal::NotSubmitted).await;
        }
    }
    tx.commit().await?;
    Ok(go(location))
}

/// Asks until when the closing is put off.
pub(super) async fn ask_extend(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Response> {
    ask(&app, &ctx, &id, Question::Extend).await
}

/// Puts the closing off; the old time stays to be seen.
pub(super) async fn extend(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let to = moment_field(&mut faults, &posted, "closes_at");
    let reason = faults.check("reason", posted.line("reason"), true, 500);
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let (Some(to), true) = (to, faults.is_empty()) else {
        return Ok(again(&app, &ctx, &consultation, Question::Extend, (&posted, &faults)));
    };
    let location = after(&ctx, &consultation.desk(), "gia-han");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    if let Err(refusal) = consultation.extend(to, ctx.now) {
        tx.roll_back().await?;
        if let Refusal::NotLater(until) = refusal {
            let at = vec![("at", ctx.texts().date_time(until))];
            faults.add("closes_at", FieldFault::Other("consult-no-not-later", at));
            return Ok(again(&app, &ctx, &consultation, Question::Extend, (&posted, &faults)));
        }
        return refused(&app, &ctx, &id, &refusal).await;
    }
    let (of, from, note) = (consultation.id(), consultation.closes_at, reason.clone());
    close_at(&ctx, &mut tx, &consultation, (to, reason)).await?;
    tx.tell(Extended { site: ctx.site.id, consultation: of.0, from, to, note }).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Moves the closing; the old time stays to be seen.
async fn close_at(
    ctx: &Ctx,
    tx: &mut Tx,
    consultation: &Consultation,
    (to, reason): (DateTime<Utc>, String),
) -> Outcome<()> {
    let (of, from) = (consultation.id(), consultation.closes_at);
    let mut extensions = consultation.extensions();
    let by = ctx.actor.name().to_owned();
    extensions.push(Extension { from, to, reason, by, at: ctx.now });
    queries::save_extended(tx, ctx.site.id, of, &extensions, to).await?;
    Turn::leave(tx, of, true, to).await
}

/// Asks why one is taken back.
pub(super) async fn ask_withdraw(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Response> {
    ask(&app, &ctx, &id, Question::Withdraw).await
}

/// Takes back what was approved and has not opened; the bodies that were asked are told.
pub(super) async fn withdraw(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let note = faults.check("note", posted.text("note").trim().to_owned(), true, 2_000);
    let begun = begin(&app, &ctx, &id, Question::Withdraw, (&posted, &faults)).await?;
    let (mut tx, consultation, location) = match begun {
        Continue(begun) => begun,
        Break(done) => return Ok(done),
    };
    if let Err(refusal) = consultation.withdraw(ctx.now) {
        tx.roll_back().await?;
        return refused(&app, &ctx, &id, &refusal).await;
    }
    acts::take_back(&app, &ctx, &mut tx, &consultation, note).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Asks why one ends before its time.
pub(super) async fn ask_end(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Response> {
    ask(&app, &ctx, &id, Question::End).await
}

/// Ends one before its time; the reason is shown to readers.
pub(super) async fn end(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let reason = faults.check("reason", posted.line("reason"), true, 500);
    let begun = begin(&app, &ctx, &id, Question::End, (&posted, &faults)).await?;
    let (mut tx, consultation, location) = match begun {
        Continue(begun) => begun,
        Break(done) => return Ok(done),
    };
    let minimum = kinds::minimum(app.law(), &consultation.kind, consultation.opens_at);
    if let Err(refusal) = consultation.end_early(minimum.as_ref(), ctx.now) {
        tx.roll_back().await?;
        return refused(&app, &ctx, &id, &refusal).await;
    }
    let (of, from, note) = (consultation.id(), consultation.closes_at, reason.clone());
    close_at(&ctx, &mut tx, &consultation, (ctx.now, reason)).await?;
    let (site, to) = (ctx.site.id, ctx.now);
    tx.tell(EndedEarly { site, consultation: of.0, from, to, note }).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Asks which document came of one.
pub(super) async fn ask_issue(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Response> {
    ask(&app, &ctx, &id, Question::Issue).await
}

/// Links the document that came of one.
pub(super) async fn issue(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let number = faults.check("number", posted.line("number"), true, 100);
    let title = faults.check("title", posted.line("title"), true, 500);
    let url = faults.check("url", posted.line("url"), true, 500);
    let local = portal_core::page::is_local_path(&url);
    if !url.is_empty() && !local && !url.starts_with("https://") && !url.starts_with("http://") {
        faults.add("url", FieldFault::Other("consult-bad-url", Vec::new()));
    }
    let date = day(&posted.line("date"));
    if date.is_none() {
        faults.add("date", FieldFault::Other("consult-no-day", Vec::new()));
    }
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let (Some(date), true) = (date, faults.is_empty()) else {
        return Ok(again(&app, &ctx, &consultation, Question::Issue, (&posted, &faults)));
    };
    if let Err(refusal) = consultation.issue(ctx.now) {
        tx.roll_back().await?;
        return refused(&app, &ctx, &id, &refusal).await;
    }
    let (site, of) = (ctx.site.id, consultation.id());
    let issued = Issued { number: number.clone(), date, title, url };
    queries::save_issued(&tx, site, of, &issued).await?;
    tx.tell(IssuedLinked { site, consultation: of.0, number }).await?;
    tx.commit().await?;
    Ok(go(after(&ctx, &consultation.desk(), "ban-hanh")))
}
