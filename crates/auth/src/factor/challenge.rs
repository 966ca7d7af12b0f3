//! The second factor at sign-in.

use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, Redirect, Routes,
};
use serde_json::Value;

use super::{
    ENROL, Factors, PATH,
    facts::{Method, SecondFactorProved},
    let_in, passkeys,
    pending::{self, Pending},
    proof::{self, Given},
    queries, set_password, views,
};
use crate::{Auth, cookies::PENDING, session, sign_in};

/// Where the script asks what to hand to the device.
pub(super) const PASSKEY: &str = "/dang-nhap/xac-thuc/khoa";
/// The query that shows the field for a recovery code.
pub(super) const WITH_RECOVERY: &str = "cach=du-phong";

pub(super) fn routes(auth: &Auth, routes: Routes) -> Routes {
    let auth = auth.clone();
    routes
        .get(PATH, Access::Public, show)
        .post(PATH, Access::Public, move |ctx, app, headers, posted| {
            answer(auth, ctx, app, headers, posted)
        })
        .stays_open()
        .post(PASSKEY, Access::Public, begin_passkey)
        .stays_open()
}

/// Shows what can be answered.
async fn show(
    ctx: Ctx,
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Outcome<Response> {
    let Some(pending) = pending::find(&app, &headers, ctx.now).await? else {
        return Ok(Redirect::to(ctx.path_to(sign_in::PATH)).into_response());
    };
    let recovery = query.as_deref() == Some(WITH_RECOVERY);
    let method = if recovery { Method::Recovery } else { Method::Totp };
    form(&app, &ctx, &pending, method, &FormFaults::default()).await
}

async fn form(
    app: &App,
    ctx: &Ctx,
    pending: &Pending,
    method: Method,
    faults: &FormFaults,
) -> Outcome<Response> {
    let factors = {
        let conn = app.db().platform().await?;
        Factors::of(&conn, pending.person.person).await?
    };
    if factors.count() == 0 {
        return Ok(Redirect::to(ctx.path_to(ENROL)).into_response());
    }
    let view = views::challenge(ctx, &pending.person, &factors, method, faults);
    Ok(if faults.is_empty() { Page::new(view) } else { Page::invalid(view) }.into_response())
}

/// Takes an answer.
async fn answer(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    let Some(given) = Given::read(&posted) else {
        return unanswered(&app, &ctx, &headers, &posted).await;
    };
    let Some(pending) = pending::try_once(&app, &headers, ctx.now).await? else {
        return Ok(ended(&ctx));
    };
    if proved(&app, &ctx, &pending, &given).await? {
        return let_in(&auth, &app, &ctx, &headers, &pending).await;
    }
    refuse(&auth, &app, &ctx, &pending, given.method).await
}

/// A form that was sent empty: nothing to count.
async fn unanswered(
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    posted: &Posted,
) -> Outcome<Response> {
    let Some(pending) = pending::find(app, headers, ctx.now).await? else {
        return Ok(ended(ctx));
    };
    let method = if posted.all("recovery").is_empty() { Method::Totp } else { Method::Recovery };
    let mut faults = FormFaults::default();
    faults.add(views::field_of(method), FieldFault::Missing);
    form(app, ctx, &pending, method, &faults).await
}

/// Whether an answer is right; then whoever waits is nobody else's turn any more.
async fn proved(app: &App, ctx: &Ctx, pending: &Pending, given: &Given) -> Outcome<bool> {
    let person = pending.person.person;
    let mut acting = ctx.clone();
    acting.actor = session::actor(&pending.person);
    // The named door: only it may read factors, and these are the person's own.
    let mut tx = app.begin_platform(&acting).await?;
    let state = pending.webauthn_state.clone();
    let right = proof::holds(app, ctx, &mut tx, person, given, state).await?
        && pending::delete(&tx, &pending.hash).await?;
    if !right {
        tx.roll_back().await?;
        return Ok(false);
    }
    tx.tell(SecondFactorProved { person, method: given.method }).await?;
    set_password(app, &mut tx, pending).await?;
    tx.commit().await?;
    Ok(true)
}

async fn refuse(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    pending: &Pending,
    method: Method,
) -> Outcome<Response> {
    auth.limits.failed(app, ctx.address, (&pending.person.login, None), ctx.now).await;
    proof::record_failure(app, ctx, pending.person.person, method).await?;
    if pending.tries_left() <= 0 {
        return Ok(ended(ctx));
    }
    let mut faults = FormFaults::default();
    let left = pending.tries_left().to_string();
    let text = match method {
        Method::Totp if app_is_paused(app, ctx, pending).await? => "factor-app-paused",
        method => views::wrong_text(method),
    };
    faults.add(views::field_of(method), FieldFault::Other(text, vec![("left", left)]));
    form(app, ctx, pending, method, &faults).await
}

async fn app_is_paused(app: &App, ctx: &Ctx, pending: &Pending) -> Outcome<bool> {
    let conn = app.db().platform().await?;
    let row = queries::totp(&conn, pending.person.person).await?;
    Ok(row.is_some_and(|row| proof::is_paused(row.wrong, row.wrong_at, ctx.now)))
}

/// The page of a sign-in that does not wait any more, or never did in this browser.
pub(super) fn ended(ctx: &Ctx) -> Response {
    let page = Page::new(views::ended(ctx)).status(StatusCode::UNPROCESSABLE_ENTITY);
    let mut response = page.into_response();
    PENDING.take_away(&mut response);
    response
}

/// Begins to ask for a passkey.
async fn begin_passkey(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
) -> Outcome<Json<Value>> {
    let pending = pending::find(&app, &headers, ctx.now).await?;
    let pending = pending.ok_or(portal_core::Fault::SignIn)?;
    let conn = app.db().platform().await?;
    let has = queries::passkeys(&conn, pending.person.person).await?;
    if has.is_empty() {
        return Err(portal_core::Fault::NotFound);
    }
    let (options, state) = passkeys::begin_asking(&app, &ctx, &has)?;
    pending::ask(&conn, &pending.hash, &state).await?;
    Ok(Json(options))
}
