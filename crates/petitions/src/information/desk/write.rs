//! Writing a reply.

use axum::{
    extract::{Path, State as FromApp},
    response::{IntoResponse as _, Response},
};
use chrono::NaiveDate;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect, Tx,
    deadline,
    lang::local_day,
    ui::{self, Field, desk::DeskPage},
};

use super::{begin, number, path};
use crate::information::{
    AnswerClock, InformationRefusal, Reply, ReplyKind, ReplyState, Request, clocks, deliver,
    facts::ReplyWritten,
    queries::{
        self,
        replies::{self, Words},
    },
    statistics,
};

/// Longest reply, in characters.
const MAX_TEXT: usize = 8_000;

/// A reply that is being written, of those of a request.
pub(super) fn pending(replies: &[Reply]) -> Option<&Reply> {
    replies.iter().find(|reply| reply.state != ReplyState::Sent)
}

fn kind_of(word: &str) -> Outcome<ReplyKind> {
    ReplyKind::parse(word).ok_or(Fault::NotFound)
}

/// The form.
pub async fn form(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path((id, kind)): Path<(String, String)>,
) -> Outcome<Page> {
    let (id, kind) = (number(&id)?, kind_of(&kind)?);
    let conn = app.db().site(ctx.site.id).await?;
    let request = queries::by_id(&conn, ctx.site.id, id).await?.or_not_found()?;
    let replies = replies::of_request(&conn, ctx.site.id, id).await?;
    let clocks = deadline::of_subject(&conn, &request.subject()).await?;
    let clock = clocks::of_answer(&app, &ctx, &clocks)?;
    request.write(kind, pending(&replies), clock, ctx.now)?;
    let posted = match pending(&replies) {
        Some(reply) => as_posted(reply),
        None => Posted::from_pairs([
            ("text", ctx.texts().say(&format!("information-draft-{}", kind.as_str()))),
            ("until", clock.map(|clock| clock.longest.to_string()).unwrap_or_default()),
        ]),
    };
    let none = FormFaults::default();
    Ok(Page::new(view(&app, &ctx, &request, kind, &posted, &none, clock)))
}

fn as_posted(reply: &Reply) -> Posted {
    let mut posted = Posted::from_pairs([
        ("text", reply.text.clone()),
        ("costs", reply.costs.clone()),
        ("body", reply.body.clone()),
        ("until", reply.until.map(|day| day.to_string()).unwrap_or_default()),
    ]);
    for reason in &reply.reasons {
        posted.put("reasons".to_owned(), reason.clone());
    }
    posted
}

/// Saves it.
pub async fn save(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path((id, kind)): Path<(String, String)>,
    posted: Posted,
) -> Outcome<Response> {
    let kind = kind_of(&kind)?;
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    let replies = replies::of_request(&tx, site, request.id).await?;
    let clocks = deadline::of_subject(&tx, &request.subject()).await?;
    let clock = clocks::of_answer(&app, &ctx, &clocks)?;
    request.write(kind, pending(&replies), clock, ctx.now)?;
    let words = match read(&app, &ctx, &posted, kind, clock) {
        Ok(words) => words,
        Err(faults) => {
            tx.roll_back().await?;
            let page = view(&app, &ctx, &request, kind, &posted, &faults, clock);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let by = (ctx.actor.id(), ctx.now);
    match pending(&replies) {
        Some(reply) => {
            replies::update(&tx, site, reply.id, &words, by).await?;
        }
        None => {
            replies::insert(&tx, site, request.id, kind, &words, by).await?;
        }
    }
    tx.tell(ReplyWritten { request: request.id, site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))).into_response())
}

fn read(
    app: &App,
    ctx: &Ctx,
    posted: &Posted,
    kind: ReplyKind,
    clock: Option<AnswerClock>,
) -> Result<Words, FormFaults> {
    let mut faults = FormFaults::default();
    let text = faults.check("text", posted.text("text").trim().to_owned(), true, MAX_TEXT);
    let mut words = Words { text, ..Words::default() };
    match kind {
        ReplyKind::Answer | ReplyKind::Notice => {
            words.costs = faults.check("costs", posted.line("costs"), false, 300);
        }
        ReplyKind::Transfer => {
            words.body = faults.check("body", posted.line("body"), true, 200);
        }
        ReplyKind::Refusal => {
            let known = statistics::reasons(app, local_day(ctx.now));
            words.reasons = posted.all("reasons");
            words.reasons.retain(|code| known.iter().any(|reason| reason.code == *code));
            if words.reasons.is_empty() {
                faults.add("reasons", FieldFault::Missing);
            }
        }
        ReplyKind::Extension => {
            words.until = NaiveDate::parse_from_str(&posted.line("until"), "%Y-%m-%d").ok();
            if clocks::check_extension(clock, words.until).is_err() {
                faults.add("until", FieldFault::Other("information-until-bad", vec![]));
            }
        }
        ReplyKind::Complete => {}
    }
    if faults.is_empty() { Ok(words) } else { Err(faults) }
}

/// Lets a reply go that was begun, with its files.
pub async fn discard(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let places = drop_draft(&tx, &ctx, &request).await?;
    tx.tell(ReplyWritten { request: request.id, site: ctx.site.id }).await?;
    tx.commit().await?;
    for place in places {
        deliver::forget(&app, ctx.site.id, place).await;
    }
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// Takes a draft out of the database; gives where the bytes of its files lie.
async fn drop_draft(tx: &Tx, ctx: &Ctx, request: &Request) -> Outcome<Vec<uuid::Uuid>> {
    let site = ctx.site.id;
    let replies = replies::of_request(tx, site, request.id).await?;
    let reply = pending(&replies).filter(|reply| reply.is_open());
    let reply = reply.ok_or(InformationRefusal::NotNow)?;
    let mut places = Vec::new();
    for file in replies::files_of(tx, site, reply.id).await? {
        places.extend(replies::delete_file(tx, site, reply.id, file.id).await?);
    }
    replies::delete(tx, site, reply.id).await?;
    Ok(places)
}

fn view(
    app: &App,
    ctx: &Ctx,
    request: &Request,
    kind: ReplyKind,
    posted: &Posted,
    faults: &FormFaults,
    clock: Option<AnswerClock>,
) -> Markup {
    let t = ctx.texts();
    let stem = format!("information-write-{}", kind.as_str());
    let title = t.say(&stem);
    let field = |name, label| Field::new(&t, posted, faults, name, label);
    let action = format!("{}/soan/{}", path(request.id), kind.as_str());
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("information-write-{name}"))))
        form.form method="post" action=(ctx.path_to(&action)) data-once=(t.say("information-saving")) {
            @if kind == ReplyKind::Refusal { (reasons(app, ctx, posted, faults)) }
            @if kind == ReplyKind::Extension {
                @let longest = clock.map(|clock| t.day(clock.longest)).unwrap_or_default();
                (field("until", "information-write-until").required().width("s")
                    .hint_text(t.with("information-until-hint", [("longest", longest.into())])).input("date"))
            }
            @if kind == ReplyKind::Transfer { (field("body", "information-write-body").required().max(200).width("full").input("text")) }
            (field("text", "information-write-text").hint("information-write-text-hint").required().max(MAX_TEXT).width("full").area(10))
            @if matches!(kind, ReplyKind::Answer | ReplyKind::Notice) {
                (field("costs", "information-write-costs").hint("information-write-costs-hint").max(300).width("full").input("text"))
            }
            div.buttons {
                button.btn.btn-main { (t.say("information-write-save")) }
                a.btn.btn-quiet href=(ctx.path_to(&path(request.id))) { (t.say("information-back")) }
            }
        }
    };
    let lead = t.say(&format!("{stem}-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: super::PATH,
        trail: &[
            (t.say("module-information-requests"), super::PATH.to_owned()),
            (request.name(&t), path(request.id)),
        ],
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn reasons(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let chosen = posted.all("reasons");
    let fault = faults.of("reasons");
    html! {
        fieldset.field.choices id="f-reasons" data-invalid[fault.is_some()] {
            legend { (t.say("information-write-reasons")) " " span.need { (t.say("field-required")) } }
            @if let Some(fault) = fault { p.error { span.sr { (t.say("field-fault")) " " } (fault.sentence(&t)) } }
            @for reason in statistics::reasons(app, local_day(ctx.now)) {
                label.choice {
                    input type="checkbox" name="reasons" value=(reason.code) checked[chosen.contains(&reason.code)];
                    " " span { (reason.text(ctx.lang.code())) }
                }
            }
        }
    }
}
