//! Proving again who one is before factors are changed: the session alone is not enough.

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    App, Ctx, Fault, FieldFault, FormFaults, Outcome, Page, Person, PersonId, Posted, Redirect,
    page::is_local_path,
};
use secrecy::SecretString;

use super::{
    ACCOUNT,
    account::views,
    facts::SecondFactorProved,
    offer,
    pending::cookie_of,
    proof::{self, Given},
    put_cookie, queries,
};
use crate::{
    Auth,
    credentials::is_worth_asking,
    facts::{SignInFailed, WhyNot},
};

/// Where it is asked for.
pub(super) const PATH: &str = "/tai-khoan/xac-thuc/xac-nhan";
/// The query parameter, and hidden field, that says where to go on to.
pub(super) const NEXT: &str = "tiep";
/// For how long a proof holds.
const LIFE: TimeDelta = TimeDelta::minutes(5);
const COOKIE: &str = "__Host-again";
const PURPOSE: &str = "auth.again";

/// The `Set-Cookie` of somebody who has just proved who they are.
pub(super) fn cookie(app: &App, person: PersonId, now: DateTime<Utc>) -> Outcome<String> {
    let sealed = offer::seal(&app.config().secrets, PURPOSE, person, now + LIFE, b"")?;
    let seconds = LIFE.num_seconds();
    Ok(format!("{COOKIE}={sealed}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"))
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
    let fresh = cookie_of(headers, COOKIE)
        .and_then(|sealed| offer::open(&app.config().secrets, PURPOSE, person.id, ctx.now, sealed));
    Ok(match fresh {
        Some(_) => Ok(person),
        None => Err(Redirect::to(ctx.path_to(&format!("{PATH}?{NEXT}={next}")))),
    })
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
) -> Outcome<Page> {
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == NEXT);
    let posted = Posted::from_pairs(pairs);
    shown(&app, &ctx, &posted, &FormFaults::default()).await.map(Page::new)
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
    posted: Posted,
) -> Outcome<Response> {
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let mut faults = FormFaults::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(seconds) = auth.limits.wait(ctx.address, &person.login, ctx.now) {
        status = StatusCode::TOO_MANY_REQUESTS;
        let seconds = vec![("seconds", seconds.to_string())];
        faults.add("password", FieldFault::Other("sign-in-wait", seconds));
    } else if let Some(given) = Given::read(&posted) {
        if !code_holds(&app, &ctx, person, &given).await? {
            auth.limits.failed(ctx.address, &person.login, ctx.now);
            faults.add(given.field(), FieldFault::Other("factor-again-wrong-code", vec![]));
        }
    } else if !posted.has("password") {
        faults.add("password", FieldFault::Missing);
    } else if !password_holds(&auth, &app, &ctx, person, posted.text("password").into()).await? {
        faults.add("password", FieldFault::Other("factor-again-wrong-password", vec![]));
    }
    if !faults.is_empty() {
        let view = shown(&app, &ctx, &posted, &faults).await?;
        return Ok(Page::new(view).status(status).into_response());
    }
    let mut response = Redirect::to(next(&ctx, &posted.line(NEXT))).into_response();
    put_cookie(&mut response, &cookie(&app, person.id, ctx.now)?);
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

async fn password_holds(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    person: &Person,
    password: SecretString,
) -> Outcome<bool> {
    if is_worth_asking(&person.login, &password) {
        let verified = auth.store.verify(app, &person.login, &password).await;
        if verified.is_ok_and(|verified| verified.person == person.id) {
            return Ok(true);
        }
    }
    auth.limits.failed(ctx.address, &person.login, ctx.now);
    let mut tx = app.begin(ctx).await?;
    let address = ctx.address.map(|address| address.to_string());
    let why = WhyNot::WrongCredentials;
    tx.tell(SignInFailed { login: Some(person.login.clone()), why, address }).await?;
    tx.commit().await?;
    Ok(false)
}
