//! A consultation put forward, approved, taken back.

use axum::{
    extract::{Path, State},
    response::Response,
};
use portal_core::{App, Ctx, Outcome, Posted, Tx};

use super::{after, first, go, item, lock, refused};
use crate::consultation::{
    Consultation,
    facts::{Approved, BodyInvited, Submitted, Withdrawn},
    files,
    invitation::{self, Letter, queries as invitations},
    jobs::Turn,
    kinds,
    queries::{self, Approval},
};

/// Puts one forward.
pub(super) async fn submit(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let location = after(&ctx, &consultation.desk(), "gui-duyet");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    let (site, of) = (ctx.site.id, consultation.id());
    let lacking = item::lacking(&app, &consultation, &files::queries::list(&tx, site, of).await?);
    let minimum = kinds::minimum(app.law(), &consultation.kind, consultation.opens_at);
    if let Err(refusal) = consultation.submit(lacking, minimum.as_ref()) {
        tx.roll_back().await?;
        return refused(&app, &ctx, &id, &refusal).await;
    }
    queries::save_submitted(&tx, site, of, ctx.actor.id()).await?;
    tx.tell(Submitted { consultation: of.0 }).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Approves one: from then on readers know of it, and the bodies on its list are asked.
pub(super) async fn approve(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let location = after(&ctx, &consultation.desk(), "duyet");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    let opens_at = consultation.opens_at.max(ctx.now);
    let minimum = kinds::minimum(app.law(), &consultation.kind, opens_at);
    let seen = posted.line("version");
    let opens_at = match consultation.approve(ctx.actor.id(), &seen, minimum.as_ref(), ctx.now) {
        Ok(opens_at) => opens_at,
        Err(refusal) => {
            tx.roll_back().await?;
            return refused(&app, &ctx, &id, &refusal).await;
        }
    };
    let approval =
        Approval { name: ctx.actor.name(), opens_at, minimum: minimum.as_ref(), now: ctx.now };
    announce(&app, &ctx, &mut tx, &consultation, &approval).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Writes the approval down, asks the bodies, and leaves the jobs of its opening and closing.
pub(in crate::consultation) async fn announce(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    consultation: &Consultation,
    approval: &Approval<'_>,
) -> Outcome<()> {
    let (site, of) = (ctx.site.id, consultation.id());
    let (opens_at, closes_at) = (approval.opens_at, consultation.closes_at);
    queries::save_approved(tx, site, of, approval).await?;
    for body in invitations::list(tx, site, of).await? {
        if body.invited_at.is_none() {
            invitations::save_invited(tx, site, body.id, ctx.now).await?;
            invitation::write(app, ctx, tx, (consultation, &body), Letter::Invitation).await?;
            tx.tell(BodyInvited { consultation: of.0, name: body.name }).await?;
        }
    }
    Turn::leave(tx, of, false, opens_at).await?;
    Turn::leave(tx, of, true, closes_at).await?;
    tx.tell(Approved { site, consultation: of.0, opens_at, closes_at }).await?;
    Ok(())
}

/// Takes back what has not opened: it is a draft again with the reason on it, and the bodies that were
/// asked are told, to be asked anew when it is approved anew.
pub(super) async fn take_back(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    consultation: &Consultation,
    note: String,
) -> Outcome<()> {
    let (site, of) = (ctx.site.id, consultation.id());
    queries::save_withdrawn(tx, site, of, (&note, ctx.now)).await?;
    for body in invitations::list(tx, site, of).await? {
        if body.invited_at.is_some() {
            let letter = Letter::Withdrawal(&note);
            invitation::write(app, ctx, tx, (consultation, &body), letter).await?;
        }
    }
    invitations::save_uninvited(tx, site, of).await?;
    tx.tell(Withdrawn { site, consultation: of.0, note }).await?;
    Ok(())
}
