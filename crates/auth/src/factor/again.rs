//! Proving again who one is before factors are changed: the session alone is not enough.

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use portal_core::{
    App, Ctx, Fault, FieldFault, FormFaults, Kind, Outcome, Page, Person, PersonId, Posted,
    Redirect, page::is_local_path,
};

use super::{
    ACCOUNT,
    account::views,
    facts::SecondFactorProved,
    offer,
    proof::{self, Given},
    queries,
};
use crate::{Auth, cookies::AGAIN, sign_in};

/// Where it is asked for.
pub(super) const PATH: &str = "/tai-khoan/xac-thuc/xac-nhan";
/// The query parameter, and hidden field, that says where to go on to.
pub(super) const NEXT: &str = "tiep";
const PURPOSE: &str = "auth.again";

/// What the cookie of somebody holds who has just proved who they are.
pub(super) fn proof_of(app: &App, person: PersonId, now: DateTime<Utc>) -> Outcome<String> {
    offer::seal(&app.config().secrets, PURPOSE, person, now + super::PROOF_LIFE, b"")
}

/// The person, if they have proved lately who they are; else where they do so first, to be led to
/// `next` then.
pub(super) fn proved<'a>(
    app: &App,
    ctx: &'a Ctx,
    headers: &HeaderMap,
    next: &str,
) -> Outcome<Result<&'a Person, Redirect>> {
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    if let Some(there) = elsewhere(app, ctx)? {
        return Ok(Err(there));
    }
    let fresh = AGAIN
        .text_of(headers)
        .and_then(|sealed| offer::open(&app.config().secrets, PURPOSE, person.id, ctx.now, sealed));
    Ok(match fresh {
        Some(_) => Ok(person),
        None => Err(Redirect::to(ctx.path_to(&format!("{PATH}?{NEXT}={next}")))),
    })
}

/// Where factors are looked after, for whoever is on another site than the province's: no password
/// and no code is typed there.
///
/// Requirement: R-A1.
pub(super) fn elsewhere(app: &App, ctx: &Ctx) -> Outcome<Option<Redirect>> {
    if ctx.site.kind == Kind::Province {
        return Ok(None);
    }
    let sites = app.sites.now();
    let province = sites.province().ok_or(Fault::NotFound)?;
    Ok(Some(Redirect::to_site(app.url(province, ACCOUNT))))
}

/// Where to go on to: one of the pages about factors.
fn next(ctx: &Ctx, asked: &str) -> String {
    let ours = asked == ACCOUNT || asked.starts_with(&format!("{ACCOUNT}/"));
    ctx.path_to(if ours && is_local_path(asked) { asked } else { ACCOUNT })
}

/// Asks.
pub(super) async fn form(
    ctx: Ctx,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Outcome<Response> {
    if let Some(there) = elsewhere(&app, &ctx)? {
        return Ok(there.into_response());
    }
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == NEXT);
    let posted = Posted::from_pairs(pairs);
    let view = shown(&app, &ctx, &posted, &FormFaults::default()).await?;
    Ok(Page::new(view).into_response())
}

async fn shown(
    app: &App,
    ctx: &Ctx,
    posted: &Posted,
    faults: &FormFaults,
) -> Outcome<maud::Markup> {
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let has_totp = {
        let conn = app.db().platform().await?;
        queries::totp(&conn, person.id).await?.is_some()
    };
    Ok(views::again(app, ctx, posted, faults, has_totp))
}

/// Takes the answer: the password, or a code.
pub(super) async fn submit(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    if ctx.site.kind != Kind::Province {
        return Err(Fault::NotFound);
    }
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let mut faults = FormFaults::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(given) = Given::read(&posted) {
        let who = (person.login.as_str(), None);
        if let Some(seconds) = auth.limits.wait(ctx.address, who, ctx.now) {
            status = StatusCode::TOO_MANY_REQUESTS;
            let seconds = vec![("seconds", seconds.to_string())];
            faults.add(given.field(), FieldFault::Other("sign-in-wait", seconds));
        } else if !code_holds(&app, &ctx, person, &given).await? {
            auth.limits.failed(ctx.address, who, ctx.now);
            faults.add(given.field(), FieldFault::Other("factor-again-wrong-code", vec![]));
        }
    } else if !posted.has("password") {
        faults.add("password", FieldFault::Missing);
    } else {
        let password = posted.text("password");
        let known = sign_in::knows_password(&auth, &app, &ctx, &headers, password).await?;
        if let Err(fault) = known {
            faults.add("password", fault);
        }
    }
    if !faults.is_empty() {
        let view = shown(&app, &ctx, &posted, &faults).await?;
        return Ok(Page::new(view).status(status).into_response());
    }
    let mut response = Redirect::to(next(&ctx, &posted.line(NEXT))).into_response();
    AGAIN.set_text(&mut response, &proof_of(&app, person.id, ctx.now)?);
    Ok(response)
}

async fn code_holds(app: &App, ctx: &Ctx, person: &Person, given: &Given) -> Outcome<bool> {
    // The named door: only it may read factors, and these are the person's own.
    let mut tx = app.begin_platform(ctx).await?;
    if proof::holds(app, ctx, &mut tx, person.id, given, None).await? {
        tx.tell(SecondFactorProved { person: person.id, method: given.method }).await?;
        tx.commit().await?;
        return Ok(true);
    }
    tx.roll_back().await?;
    proof::record_failure(app, ctx, person.id, given.method).await?;
    Ok(false)
}
