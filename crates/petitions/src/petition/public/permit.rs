//! Who has shown code and secret may see a petition for a while: a sealed cookie says so.

use axum::{http::HeaderMap, response::Response};
use chrono::TimeDelta;
use portal_core::{App, Ctx, Fault, Outcome, cookie::Cookie};
use serde::{Deserialize, Serialize};

const LIFE: TimeDelta = TimeDelta::minutes(30);
const COOKIE: Cookie = Cookie { name: "__Host-petition", keeps: Some(LIFE) };
const PURPOSE: &str = "petition.permit";

/// A permit for one petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Permit {
    /// Its code.
    pub code: String,
    /// Whether it was sent just now, at this browser: its receipt may be shown.
    pub sender: bool,
    until: i64,
}

/// Gives a permit, for half an hour from now.
pub(super) fn give(
    app: &App,
    ctx: &Ctx,
    response: &mut Response,
    code: &str,
    sender: bool,
) -> Outcome<()> {
    let until = (ctx.now + LIFE).timestamp();
    let permit = Permit { code: code.to_owned(), sender, until };
    let text = serde_json::to_vec(&permit).map_err(Fault::bug)?;
    let sealed = app.config().secrets.seal(PURPOSE, &ctx.site.id.0.to_be_bytes(), &text)?;
    COOKIE.set_text(response, &hex::encode(sealed));
    Ok(())
}

/// The permit that a browser brings for a petition.
pub(super) fn of(app: &App, ctx: &Ctx, headers: &HeaderMap, code: &str) -> Option<Permit> {
    let sealed = hex::decode(COOKIE.text_of(headers)?).ok()?;
    let aad = ctx.site.id.0.to_be_bytes();
    let text = app.config().secrets.open(PURPOSE, &aad, &sealed).ok()?;
    let permit: Permit = serde_json::from_slice(&text).ok()?;
    (permit.code == code && ctx.now.timestamp() < permit.until).then_some(permit)
}

/// Takes it away.
pub(super) fn take_away(response: &mut Response) {
    COOKIE.take_away(response);
}
