//! What needs words before it is done: sending back, putting off the closing, linking the document.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{App, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, Tx};

use super::{
    after, find, first,
    form::{day, moment_field},
    go, invalid, lock, refused, views,
};
use crate::consultation::{
    Consultation, Extension, Issued, Refusal, Stage,
    facts::{Extended, IssuedLinked, Returned, TableReturned},
    jobs::Turn,
    queries,
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
}

impl Question {
    /// Word in addresses.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Return => "tra-lai",
            Self::Extend => "gia-han",
            Self::Issue => "ban-hanh",
        }
    }

    /// Word in keys of texts.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Extend => "extend",
            Self::Issue => "issue",
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
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    if !faults.is_empty() {
        return Ok(again(&app, &ctx, &consultation, Question::Return, (&posted, &faults)));
    }
    let location = after(&ctx, &consultation.desk(), "tra-lai");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
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
    put_off(&ctx, &mut tx, &consultation, (to, reason)).await?;
    tx.commit().await?;
    Ok(go(location))
}

async fn put_off(
    ctx: &Ctx,
    tx: &mut Tx,
    consultation: &Consultation,
    (to, reason): (chrono::DateTime<chrono::Utc>, String),
) -> Outcome<()> {
    let (site, of, from) = (ctx.site.id, consultation.id(), consultation.closes_at);
    let mut extensions = consultation.extensions();
    let (by, note) = (ctx.actor.name().to_owned(), reason.clone());
    extensions.push(Extension { from, to, reason, by, at: ctx.now });
    queries::save_extended(tx, site, of, &extensions, to).await?;
    tx.later_at(Turn { consultation: of.0, closes: true }, to).await?;
    tx.tell(Extended { site, consultation: of.0, from, to, note }).await?;
    Ok(())
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
