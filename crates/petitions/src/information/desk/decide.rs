//! From draft to letter: laying before the approver, approving, giving back, sending out.

use axum::extract::{Path, State as FromApp};
use chrono::TimeDelta;
use portal_core::{App, Ctx, Outcome, Posted, Redirect, Tx, deadline, lang::local_day};

use super::{begin, path, write::pending};
use crate::information::{
    InformationRefusal, Reply, ReplyKind, ReplyState, Request, Wish, clocks,
    facts::{
        CompletionAsked, ComplexAnnounced, ReplyReturned, ReplySubmitted, RequestAnswered,
        RequestRefused, RequestTransferred, SecretsChecked, TermExtended,
    },
    letters, links, official,
    queries::{
        self, replies,
        sent::{self, LinkKind},
    },
};

/// Longest note to whoever wrote the reply, in characters.
const MAX_NOTE: usize = 1_000;

/// Lays a reply before the approver; what nobody has to approve goes out at once.
pub async fn submit(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    let replies = replies::of_request(&tx, site, request.id).await?;
    let reply = pending(&replies).ok_or(InformationRefusal::NotNow)?;
    if posted.line("seen") != seen(reply) {
        return Err(InformationRefusal::Changed.into());
    }
    let files = replies::files_of(&tx, site, reply.id).await?;
    reply.submit(posted.has("secrets"), request.wish, files.len())?;
    if reply.kind == ReplyKind::Answer {
        // The record says who looked, and when.
        tx.tell(SecretsChecked { request: request.id, site }).await?;
    }
    if reply.kind.needs_approval() {
        replies::set_state(&tx, site, reply.id, ReplyState::Submitted).await?;
        tx.tell(ReplySubmitted { request: request.id, site }).await?;
    } else {
        send_out(&app, &mut tx, &ctx, &request, reply).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// What a page showed of a reply: when it was last changed. Nothing else is approved than was seen.
pub(super) fn seen(reply: &Reply) -> String {
    reply.changed_at.timestamp_micros().to_string()
}

/// Approves a reply and sends it.
pub async fn approve(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let replies = replies::of_request(&tx, ctx.site.id, request.id).await?;
    let reply = decidable(&ctx, &replies, &posted)?;
    send_out(&app, &mut tx, &ctx, &request, reply).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// Gives a reply back to whoever wrote it, with a note.
pub async fn give_back(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Redirect> {
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    let replies = replies::of_request(&tx, site, request.id).await?;
    let reply = decidable(&ctx, &replies, &posted)?;
    let note: String = posted.text("note").chars().take(MAX_NOTE).collect();
    let decision = (ReplyState::Returned, note.trim());
    replies::decide(&tx, site, reply.id, decision, (ctx.actor.id(), ctx.now)).await?;
    tx.tell(ReplyReturned { request: request.id, site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

fn decidable<'a>(ctx: &Ctx, replies: &'a [Reply], posted: &Posted) -> Outcome<&'a Reply> {
    let reply = pending(replies).ok_or(InformationRefusal::NotNow)?;
    let by = ctx.actor.id().ok_or(InformationRefusal::NotNow)?;
    reply.decide(by)?;
    if posted.line("seen") == seen(reply) {
        Ok(reply)
    } else {
        Err(InformationRefusal::Changed.into())
    }
}

/// Sends a reply out: the request moves on, its clocks with it, and the requester gets a letter where
/// there is an address.
///
/// Requirement: R-P9. Legal source: keys `deadline.info_request.…`.
pub async fn send_out(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    request: &Request,
    reply: &Reply,
) -> Outcome<()> {
    let (site, id) = (ctx.site.id, request.id);
    let decision = (ReplyState::Sent, "");
    replies::decide(tx, site, reply.id, decision, (ctx.actor.id(), ctx.now)).await?;
    match reply.kind {
        ReplyKind::Complete => {
            clocks::stop(tx, request, ctx.now).await?;
            queries::set_valid(tx, site, id, None).await?;
            tx.tell(CompletionAsked { request: id, site }).await?;
        }
        ReplyKind::Notice => {
            clocks::become_complex(app, tx, ctx, request).await?;
            queries::set_complex(tx, site, id, true).await?;
            tx.tell(ComplexAnnounced { request: id, site }).await?;
        }
        ReplyKind::Extension => {
            extend(app, tx, ctx, request, reply).await?;
            tx.tell(TermExtended { request: id, site }).await?;
        }
        ReplyKind::Answer => {
            clocks::meet(tx, request, ctx.now).await?;
            tx.tell(RequestAnswered { request: id, site }).await?;
        }
        ReplyKind::Refusal => {
            clocks::meet(tx, request, ctx.now).await?;
            tx.tell(RequestRefused { request: id, site }).await?;
        }
        ReplyKind::Transfer => {
            clocks::meet(tx, request, ctx.now).await?;
            tx.tell(RequestTransferred { request: id, site }).await?;
        }
    }
    queries::move_to(tx, site, id, reply.kind.leads_to(), ctx.now).await?;
    tell_requester(app, tx, ctx, request, reply).await
}

/// Announces the longer term; the rule is asked again, for the approver may come too late.
async fn extend(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    request: &Request,
    reply: &Reply,
) -> Outcome<()> {
    let all = deadline::of_subject(tx, &request.subject()).await?;
    let clock = clocks::of_answer(app, ctx, &all)?;
    request.write(ReplyKind::Extension, None, clock, ctx.now)?;
    let (clock, until) = clocks::check_extension(clock, reply.until)?;
    clocks::extend(app, tx, ctx, request, clock, until).await?;
    queries::set_extended(tx, ctx.site.id, request.id, ctx.now).await?;
    Ok(())
}

async fn tell_requester(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    request: &Request,
    reply: &Reply,
) -> Outcome<()> {
    let who = official::requester(app, ctx, tx, request).await?;
    if reply.kind == ReplyKind::Answer && request.wish == Wish::Email {
        send_link(app, tx, ctx, request, reply, &who.email).await
    } else if who.email.is_empty() {
        Ok(())
    } else {
        tx.send(&letters::replied(app, ctx, &who.email, request, reply)).await
    }
}

/// Sends a link that hands the files over once; earlier ones end.
pub(super) async fn send_link(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    request: &Request,
    reply: &Reply,
    to: &str,
) -> Outcome<()> {
    if to.is_empty() {
        return Err(InformationRefusal::NoAddress.into());
    }
    let site = ctx.site.id;
    sent::end_deliveries(tx, site, request.id, ctx.now).await?;
    let (token, hash) = links::token()?;
    let ends = ctx.now + link_life(app, ctx);
    let of = (request.id, Some(reply.id));
    sent::insert_link(tx, site, of, (LinkKind::Deliver, &hash), (ctx.now, ends)).await?;
    tx.send(&letters::ready(app, ctx, to, request, &token, ends)).await
}

/// How long a link works. Legal source: key `info_request.link_days` of the law packs.
fn link_life(app: &App, ctx: &Ctx) -> TimeDelta {
    let rule = app.law().rule_on::<u16>("info_request.link_days", local_day(ctx.now));
    TimeDelta::days(rule.map_or(15, |rule| i64::from(rule.value)))
}
