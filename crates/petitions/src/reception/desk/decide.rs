//! Laying the plan before somebody else, and approving it.

use axum::extract::{Path, State as FromApp};
use portal_core::{App, Ctx, OrNotFound as _, Outcome, Posted, Redirect, Tx, lang::local_day};

use super::{OFFICE, PATH, about, begin, path_of};
use crate::reception::{
    NoticeKind, ReceptionRefusal, Session, State,
    facts::{
        ReceptionCancelled, ReceptionChanged, ReceptionOfficeApproved, ReceptionPublished,
        ReceptionReturned, ReceptionSubmitted,
    },
    last_day_to_post, may_decide,
    month::Month,
    queries,
};

async fn submit_one(tx: &mut Tx, ctx: &Ctx, session: &Session) -> Outcome<()> {
    if !session.is_open() {
        return Err(ReceptionRefusal::NotNow.into());
    }
    let site = ctx.site.id;
    queries::set_state(tx, site, session.id, State::Submitted).await?;
    tx.tell(ReceptionSubmitted { about: about(session.id), site }).await?;
    Ok(())
}

async fn approve_one(app: &App, tx: &mut Tx, ctx: &Ctx, session: &Session) -> Outcome<()> {
    let last = last_day_to_post(app, ctx, session.plan.starts_at)?;
    session.publish(ctx.actor.id(), last, local_day(ctx.now))?;
    let site = ctx.site.id;
    let decision = (State::Published, "");
    queries::decide(tx, site, session.id, decision, (ctx.actor.id(), ctx.now)).await?;
    tx.tell(ReceptionPublished { about: about(session.id), site }).await?;
    Ok(())
}

/// Lays one before the approver.
pub async fn submit(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, session) = begin(&app, &ctx, &id).await?;
    submit_one(&mut tx, &ctx, &session).await?;
    tx.commit().await?;
    Ok(Redirect::to(path_of(&ctx, &session)))
}

/// Publishes one.
pub async fn approve(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, session) = begin(&app, &ctx, &id).await?;
    approve_one(&app, &mut tx, &ctx, &session).await?;
    tx.commit().await?;
    Ok(Redirect::to(path_of(&ctx, &session)))
}

/// The receptions of the posted month, held until the transaction ends.
async fn of_month(tx: &Tx, ctx: &Ctx, month: Month) -> Outcome<Vec<Session>> {
    let mut held = Vec::new();
    for session in queries::between(tx, ctx.site.id, month.span(), false).await? {
        held.extend(queries::lock(tx, ctx.site.id, session.id).await?);
    }
    Ok(held)
}

/// Lays a month's plan before the approver.
pub async fn submit_month(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    posted: Posted,
) -> Outcome<Redirect> {
    let month = Month::parse(&posted.line("month")).or_not_found()?;
    let mut tx = app.begin(&ctx).await?;
    for session in of_month(&tx, &ctx, month).await?.iter().filter(|one| one.is_open()) {
        submit_one(&mut tx, &ctx, session).await?;
    }
    tx.untold();
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?thang={}", month.word()))))
}

/// Publishes a month's plan: all of it, or nothing where one may not be.
pub async fn approve_month(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    posted: Posted,
) -> Outcome<Redirect> {
    let month = Month::parse(&posted.line("month")).or_not_found()?;
    let mut tx = app.begin(&ctx).await?;
    let all = of_month(&tx, &ctx, month).await?;
    for session in all.iter().filter(|one| one.state == State::Submitted) {
        approve_one(&app, &mut tx, &ctx, session).await?;
    }
    tx.untold();
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?thang={}", month.word()))))
}

/// Gives one back with a note.
pub async fn give_back(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Redirect> {
    let (mut tx, session) = begin(&app, &ctx, &id).await?;
    if session.state != State::Submitted {
        return Err(ReceptionRefusal::NotNow.into());
    }
    may_decide(ctx.actor.id(), session.author)?;
    let site = ctx.site.id;
    let note: String = posted.line("note").chars().take(500).collect();
    let by = (ctx.actor.id(), ctx.now);
    queries::decide(&tx, site, session.id, (State::Returned, &note), by).await?;
    tx.tell(ReceptionReturned { about: about(session.id), site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(path_of(&ctx, &session)))
}

/// Approves a change of a published one, or gives it back.
pub async fn change(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Redirect> {
    let (mut tx, session) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    let notices = queries::notices_of(&tx, site, std::slice::from_ref(&session)).await?;
    let wanted = posted.number("notice");
    let notice = notices.iter().find(|one| Some(one.id) == wanted && !one.approved);
    let notice = notice.or_not_found()?;
    may_decide(ctx.actor.id(), notice.author)?;
    let approved = posted.line("do") != "return";
    if approved {
        session.change(ctx.now)?;
        queries::apply(&tx, site, notice).await?;
    }
    queries::decide_notice(&tx, site, notice.id, approved, (ctx.actor.id(), ctx.now)).await?;
    let about = about(session.id);
    match (approved, notice.kind) {
        (false, _) => tx.tell(ReceptionReturned { about, site }).await?,
        (true, NoticeKind::Changed) => tx.tell(ReceptionChanged { about, site }).await?,
        (true, NoticeKind::Cancelled) => tx.tell(ReceptionCancelled { about, site }).await?,
    };
    tx.commit().await?;
    Ok(Redirect::to(path_of(&ctx, &session)))
}

/// Approves a place and regular times.
pub async fn office(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Redirect> {
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let waiting = queries::office(&tx, site, false).await?;
    // Nothing else is approved than was seen.
    let seen = waiting.filter(|office| Some(office.id) == posted.number("office"));
    let office = seen.ok_or(ReceptionRefusal::NotNow)?;
    may_decide(ctx.actor.id(), office.author)?;
    queries::approve_office(&tx, site, office.id, (ctx.actor.id(), ctx.now)).await?;
    tx.tell(ReceptionOfficeApproved { about: OFFICE.to_owned(), site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(PATH)))
}
