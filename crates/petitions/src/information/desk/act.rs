//! What is done with a request without writing to its sender.

use axum::{
    extract::{Path, State as FromApp},
    response::{IntoResponse as _, Response},
};
use chrono::Datelike as _;
use maud::html;
use portal_core::{
    App, Ctx, OrNotFound as _, Outcome, Page, Posted, Redirect,
    lang::local_day,
    ui::{self, desk::DeskPage},
};

use super::{begin, decide, number, path};
use crate::information::{
    InformationRefusal, ReplyKind, State, clocks,
    facts::{
        IdentitySeen, InformationDelivered, LinkReissued, RequestAccepted, RequestCompleted,
        RequestDiscarded,
    },
    official,
    queries::{self, replies, sent},
    sealed,
};

/// Puts a request into the register: it gets the next number of the year.
pub async fn accept(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    request.accept()?;
    let site = ctx.site.id;
    if request.number.is_none() {
        let year = local_day(ctx.now).year();
        let number = sent::next_number(&tx, site, year).await?;
        queries::accept(&tx, site, request.id, (number, year), ctx.actor.id()).await?;
    } else {
        queries::move_to(&tx, site, request.id, State::Accepted, ctx.now).await?;
    }
    tx.tell(RequestAccepted { request: request.id, site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// What was missing came in by another way: the clock starts anew from now.
pub async fn completed(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    if request.state != State::Incomplete || request.valid_at.is_some() {
        return Err(InformationRefusal::NotNow.into());
    }
    let site = ctx.site.id;
    queries::set_valid(&tx, site, request.id, Some(ctx.now)).await?;
    clocks::begin(&app, &mut tx, &ctx, request.id, request.channel, ctx.now).await?;
    tx.tell(RequestCompleted { request: request.id, site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// Puts aside what is no request.
pub async fn discard(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    request.discard()?;
    let site = ctx.site.id;
    clocks::stop(&mut tx, &request, ctx.now).await?;
    queries::move_to(&tx, site, request.id, State::Discarded, ctx.now).await?;
    tx.tell(RequestDiscarded { request: request.id, site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// Notes that the information was read at the office, fetched, or posted.
pub async fn handed_over(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    if request.state != State::Answered
        || !queries::set_delivered(&tx, site, request.id, ctx.now).await?
    {
        return Err(InformationRefusal::NotNow.into());
    }
    tx.tell(InformationDelivered { request: request.id, site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// Sends a new link; those not used end.
pub async fn reissue(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    let replies = replies::of_request(&tx, site, request.id).await?;
    let answer = replies.iter().find(|reply| reply.kind == ReplyKind::Answer);
    let Some(answer) = answer.filter(|_| request.state == State::Answered) else {
        return Err(InformationRefusal::NotNow.into());
    };
    let who = official::requester(&app, &ctx, &tx, &request).await?;
    decide::send_link(&app, &mut tx, &ctx, &request, answer, &who.email).await?;
    tx.tell(LinkReissued { request: request.id, site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// Shows who asks; the look is written down first.
///
/// Requirement: R-P9, R-P4, R-A6.
pub async fn identity(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    let who = official::requester(&app, &ctx, &tx, &request).await?;
    let mut added = Vec::new();
    for (at, sealed) in queries::additions(&tx, site, request.id).await? {
        added.push((at, sealed::open_words(&app.config().secrets, site, request.id, &sealed)?));
    }
    tx.tell(IdentitySeen { request: request.id }).await?;
    tx.commit().await?;
    let t = ctx.texts();
    let rows = [
        ("information-organisation", &who.organisation),
        ("information-name", &who.name),
        ("information-residence", &who.residence),
        ("information-identity", &who.identity),
        ("information-issued", &who.issued),
        ("information-phone", &who.phone),
        ("information-fax", &who.fax),
        ("information-email", &who.email),
    ];
    let main = html! {
        section.panel {
            dl.record {
                @for (key, value) in rows {
                    @if !value.is_empty() { div { dt { (t.say(key)) } dd { (value) } } }
                }
            }
            @for (at, words) in &added {
                h2 { (t.say("information-addition")) }
                p.meta { (ui::moment(&t, *at)) }
                p { (words) }
            }
            p.hint { (t.say("information-identity-told")) }
        }
    };
    let title = t.say("information-identity-title");
    let page = DeskPage {
        title: &title,
        lead: None,
        entry: super::PATH,
        trail: &[
            (t.say("module-information-requests"), super::PATH.to_owned()),
            (request.name(&t), path(request.id)),
        ],
        actions: html! {},
        flash: None,
    };
    Ok(Page::new(ui::desk::page(&app, &ctx, &page, &main)))
}

/// A form for paper. It names who asks, so the look is written down as well.
pub async fn sheet(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id = number(&id)?;
    let mut tx = app.begin(&ctx).await?;
    let request = queries::by_id(&tx, ctx.site.id, id).await?.or_not_found()?;
    let reply = match posted.number("reply") {
        None => None,
        Some(wanted) => Some(
            replies::of_request(&tx, ctx.site.id, id)
                .await?
                .into_iter()
                .find(|reply| reply.id.0 == wanted)
                .or_not_found()?,
        ),
    };
    let page = official::sheet(&app, &ctx, &tx, &request, reply.as_ref()).await?;
    tx.tell(IdentitySeen { request: id }).await?;
    tx.commit().await?;
    Ok(Page::new(page).into_response())
}
