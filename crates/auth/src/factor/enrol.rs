//! A first factor, set up on the way in by whoever needs one.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Ctx, Fault, FieldFault, FormFaults, Outcome, Page, Posted, Redirect, Routes,
};
use serde_json::Value;

use super::{
    ENROL, PATH,
    adding::{self, NAME_MAX, Offer},
    challenge::ended,
    let_in, passkeys,
    pending::{self, Pending},
    queries, set_password, views,
};
use crate::{Auth, session, sign_in};

/// Where the script asks what to hand to the device.
pub(super) const PASSKEY: &str = "/dang-nhap/xac-thuc/thiet-lap/khoa";

pub(super) fn routes(auth: &Auth, routes: Routes) -> Routes {
    let auth = auth.clone();
    routes
        .get(ENROL, Access::Public, show)
        .post(ENROL, Access::Public, move |ctx, app, headers, posted| {
            save(auth, ctx, app, headers, posted)
        })
        .post(PASSKEY, Access::Public, begin_passkey)
}

/// Shows how to set a factor up.
async fn show(ctx: Ctx, State(app): State<App>, headers: HeaderMap) -> Outcome<Response> {
    let Some(pending) = pending::find(&app, &headers, ctx.now).await? else {
        return Ok(Redirect::to(ctx.path_to(sign_in::PATH)).into_response());
    };
    if has_one(&app, &pending).await? {
        return Ok(Redirect::to(ctx.path_to(PATH)).into_response());
    }
    let offer = Offer::new(&app, &ctx, pending.person.person)?;
    let none = FormFaults::default();
    let view = views::enrol(&app, &ctx, &pending.person, &offer, &Posted::default(), &none)?;
    Ok(Page::new(view).into_response())
}

async fn has_one(app: &App, pending: &Pending) -> Outcome<bool> {
    let conn = app.db().platform().await?;
    Ok(queries::has_factor(&conn, pending.person.person).await?)
}

/// Adds the factor, and lets its owner in; the page shows the recovery codes, once.
async fn save(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    let Some(pending) = pending::try_once(&app, &headers, ctx.now).await? else {
        return Ok(ended(&ctx));
    };
    if has_one(&app, &pending).await? {
        return Ok(Redirect::to(ctx.path_to(PATH)).into_response());
    }
    match add(&app, &ctx, &pending, &posted).await? {
        Ok(codes) => {
            let led_on = let_in(&auth, &app, &ctx, &headers, &pending).await?;
            Ok(with_codes(&ctx, &codes, &led_on))
        }
        Err(_) if pending.tries_left() <= 0 => Ok(ended(&ctx)),
        Err(faults) => {
            let person = &pending.person;
            let offer = match Offer::read(&app, &ctx, person.person, &posted) {
                Some(offer) => offer,
                None => Offer::new(&app, &ctx, person.person)?,
            };
            let view = views::enrol(&app, &ctx, person, &offer, &posted, &faults)?;
            Ok(Page::invalid(view).into_response())
        }
    }
}

/// Adds what the form brings; gives the recovery codes, or what is wrong.
async fn add(
    app: &App,
    ctx: &Ctx,
    pending: &Pending,
    posted: &Posted,
) -> Outcome<Result<Vec<String>, FormFaults>> {
    let person = pending.person.person;
    let mut faults = FormFaults::default();
    let mut acting = ctx.clone();
    acting.actor = session::actor(&pending.person);
    // The named door: only it may write factors, and this one is the person's own.
    let mut tx = app.begin_platform(&acting).await?;
    // Whoever is second finds nothing to delete.
    let first = pending::delete(&tx, &pending.hash).await?;
    if posted.has("passkey") {
        let name = faults.check("name", posted.line("name"), true, NAME_MAX);
        if faults.is_empty() && !adding::passkey(app, ctx, &mut tx, person, &name, posted).await? {
            faults.add("name", FieldFault::Other("factor-passkey-not-added", vec![]));
        }
    } else {
        let code = faults.check("code", posted.line("code"), true, 20);
        let offer = Offer::read(app, ctx, person, posted);
        if offer.is_none() {
            faults.add("code", FieldFault::Other("factor-totp-over", vec![]));
        } else if let Some(offer) = offer.filter(|_| faults.is_empty())
            && !adding::totp(app, &mut tx, person, &offer, &code).await?
        {
            faults.add("code", FieldFault::Other("factor-totp-wrong", vec![]));
        }
    }
    if !first || !faults.is_empty() {
        tx.roll_back().await?;
        return if first { Ok(Err(faults)) } else { Err(Fault::SignIn) };
    }
    let codes = adding::make_codes(&mut tx, person).await?;
    set_password(app, &mut tx, pending).await?;
    tx.commit().await?;
    Ok(Ok(codes))
}

/// The recovery codes, with the cookies of the answer that would have led on.
fn with_codes(ctx: &Ctx, codes: &[String], led_on: &Response) -> Response {
    let view = views::first_codes(ctx, codes, sign_in::leads_to(led_on));
    let mut response = Page::new(view).into_response();
    for cookie in led_on.headers().get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    response
}

/// Begins to add a passkey.
async fn begin_passkey(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
) -> Outcome<Json<Value>> {
    let pending = pending::find(&app, &headers, ctx.now).await?.ok_or(Fault::SignIn)?;
    if has_one(&app, &pending).await? {
        return Err(Fault::Denied);
    }
    passkeys::begin_adding(&app, &ctx, &pending.person, &[]).map(Json)
}
