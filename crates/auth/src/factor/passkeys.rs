//! Passkeys (WebAuthn). They belong to the province's host, where all sign in; a passkey made there is
//! good nowhere else, so no other site can lure it out.

use portal_core::{App, Ctx, Fault, Kind, Outcome, PersonId};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    AuthenticationResult, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

use super::{offer, queries::PasskeyRow};
use crate::Verified;

const OFFER: &str = "auth.passkey.offer";

/// A passkey about to be stored.
pub struct NewPasskey {
    /// The credential's own id.
    pub id: Vec<u8>,
    /// The credential.
    pub credential: Value,
}

/// Whether passkeys work at the site of this request.
pub fn work_here(ctx: &Ctx) -> bool {
    ctx.site.kind == Kind::Province
}

/// Begins to add a passkey: what the browser's script hands to the device, and what comes back with
/// its answer.
pub fn begin_adding(app: &App, ctx: &Ctx, person: &Verified, has: &[PasskeyRow]) -> Outcome<Value> {
    let known = read(has).into_iter().map(|(_, passkey)| passkey.cred_id().clone()).collect();
    let (options, state) = party(app, ctx)?
        .start_passkey_registration(
            handle(person.person)?,
            &person.login,
            &person.name,
            Some(known),
        )
        .map_err(Fault::bug)?;
    let state = serde_json::to_vec(&state).map_err(Fault::bug)?;
    let secrets = &app.config().secrets;
    let until = ctx.now + offer::SET_UP;
    let state = offer::seal(secrets, OFFER, person.person, until, &state)?;
    Ok(json!({ "options": options, "state": state }))
}

/// Reads the device's answer; `None` when it does not fit what was asked.
pub fn finish_adding(
    app: &App,
    ctx: &Ctx,
    person: PersonId,
    state: &str,
    answer: &str,
) -> Outcome<Option<NewPasskey>> {
    let opened = offer::open(&app.config().secrets, OFFER, person, ctx.now, state);
    let state = opened.and_then(|state| serde_json::from_slice::<PasskeyRegistration>(&state).ok());
    let answer = serde_json::from_str::<RegisterPublicKeyCredential>(answer).ok();
    let (Some(state), Some(answer)) = (state, answer) else { return Ok(None) };
    match party(app, ctx)?.finish_passkey_registration(&answer, &state) {
        Ok(passkey) => Ok(Some(NewPasskey {
            id: passkey.cred_id().clone(),
            credential: serde_json::to_value(passkey).map_err(Fault::bug)?,
        })),
        Err(error) => {
            tracing::info!(%error, person = person.0, "a passkey was not added");
            Ok(None)
        }
    }
}

/// Begins to ask for one of a person's passkeys: what the script hands to the device, and what is
/// kept until the answer comes.
pub fn begin_asking(app: &App, ctx: &Ctx, has: &[PasskeyRow]) -> Outcome<(Value, Value)> {
    let passkeys: Vec<Passkey> = read(has).into_iter().map(|(_, passkey)| passkey).collect();
    let asked = party(app, ctx)?.start_passkey_authentication(&passkeys);
    let (options, state) = asked.map_err(Fault::bug)?;
    let state = serde_json::to_value(state).map_err(Fault::bug)?;
    Ok((json!({ "options": options }), state))
}

/// Reads the device's answer: which passkey it was, as it is to be stored now; `None` when it does
/// not fit what was asked.
pub fn finish_asking(
    app: &App,
    ctx: &Ctx,
    has: &[PasskeyRow],
    state: Value,
    answer: &str,
) -> Outcome<Option<(i64, Value)>> {
    let state = serde_json::from_value::<PasskeyAuthentication>(state).ok();
    let answer = serde_json::from_str::<PublicKeyCredential>(answer).ok();
    let (Some(state), Some(answer)) = (state, answer) else { return Ok(None) };
    match party(app, ctx)?.finish_passkey_authentication(&answer, &state) {
        Ok(result) => used(has, &result),
        Err(error) => {
            tracing::info!(%error, "a passkey's answer was refused");
            Ok(None)
        }
    }
}

fn used(has: &[PasskeyRow], result: &AuthenticationResult) -> Outcome<Option<(i64, Value)>> {
    let found = read(has).into_iter().find(|(_, passkey)| passkey.cred_id() == result.cred_id());
    let Some((id, mut passkey)) = found else { return Ok(None) };
    passkey.update_credential(result);
    Ok(Some((id, serde_json::to_value(passkey).map_err(Fault::bug)?)))
}

fn read(rows: &[PasskeyRow]) -> Vec<(i64, Passkey)> {
    let passkey = |row: &PasskeyRow| match serde_json::from_value(row.credential.clone()) {
        Ok(passkey) => Some((row.id, passkey)),
        Err(error) => {
            tracing::error!(passkey = row.id, %error, "a stored passkey cannot be read");
            None
        }
    };
    rows.iter().filter_map(passkey).collect()
}

/// What a device stores to tell one account from another: nothing that says who it is.
fn handle(person: PersonId) -> Outcome<Uuid> {
    u128::try_from(person.0).map(Uuid::from_u128).map_err(Fault::bug)
}

/// The party that passkeys are made for: the province's host, at the origin the world sees.
fn party(app: &App, ctx: &Ctx) -> Outcome<Webauthn> {
    if !work_here(ctx) {
        return Err(Fault::NotFound);
    }
    let origin = Url::parse(&app.url(&ctx.site, "/")).map_err(Fault::bug)?;
    let name = ctx.site.name(ctx.lang);
    let party = WebauthnBuilder::new(&ctx.site.host, &origin)
        .and_then(|builder| builder.rp_name(name).build())
        .map_err(Fault::bug)?;
    Ok(party)
}
