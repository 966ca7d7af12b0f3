//! The page where people look after their own factors.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Arrival, Ctx, Fault, FieldFault, FormFaults, Outcome, Page, Person, Posted,
    Redirect, Refusal, Routes, Texts, Tx,
};
use serde_json::Value;

use super::{
    ACCOUNT, Factors,
    adding::{self, NAME_MAX, Offer},
    again,
    facts::{FactorRemoved, Method},
    is_required_of, passkeys, pending, queries,
};
use crate::{Auth, Verified};

pub(super) mod views;

pub(super) const TOTP: &str = "/tai-khoan/xac-thuc/ung-dung";
pub(super) const PASSKEY: &str = "/tai-khoan/xac-thuc/khoa";
pub(super) const BEGIN_PASSKEY: &str = "/tai-khoan/xac-thuc/khoa/bat-dau";
pub(super) const CODES: &str = "/tai-khoan/xac-thuc/ma-du-phong";

/// What an action that led to the list did: value of the query parameter `xong`.
const DONE: [&str; 3] = ["added", "removed", "there"];

/// Why a factor stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorRefusal {
    /// It is the last one of somebody who needs one.
    LastOne,
    /// Recovery codes go with a factor, and there is none.
    NoFactor,
}

impl Refusal for FactorRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::LastOne => "factor-last-one",
            Self::NoFactor => "factor-none-for-codes",
        })
    }
}

pub(super) fn routes(auth: &Auth, routes: Routes) -> Routes {
    const OWN: Access = Access::SignedIn;
    let auth = auth.clone();
    routes
        .get(ACCOUNT, OWN, list)
        .get(again::PATH, OWN, again::form)
        .post(again::PATH, OWN, move |ctx, app, headers, posted| {
            again::submit(auth, ctx, app, headers, posted)
        })
        .get(TOTP, OWN, totp_form)
        .proved()
        .post(TOTP, OWN, add_totp)
        .proved()
        .get(PASSKEY, OWN, passkey_form)
        .proved()
        .post(PASSKEY, OWN, add_passkey)
        .proved()
        .post(BEGIN_PASSKEY, OWN, begin_passkey)
        .proved()
        .get(CODES, OWN, ask_codes)
        .proved()
        .post(CODES, OWN, make_codes)
        .proved()
        .get("/tai-khoan/xac-thuc/bo/{what}", OWN, ask_remove)
        .proved()
        .post("/tai-khoan/xac-thuc/bo/{what}", OWN, remove)
        .proved()
}

/// Shows what the person has.
async fn list(ctx: Ctx, State(app): State<App>, RawQuery(query): RawQuery) -> Outcome<Response> {
    if let Some(there) = again::elsewhere(&app, &ctx)? {
        return Ok(there.into_response());
    }
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let query = query.unwrap_or_default();
    let done = DONE.into_iter().find(|done| query == format!("xong={done}"));
    let (factors, required) = {
        let conn = app.db().platform().await?;
        let required = is_required_of(&app, &conn, person.id, ctx.now).await?;
        (Factors::of(&conn, person.id).await?, required)
    };
    Ok(Page::new(views::list(&app, &ctx, &factors, required, done)).into_response())
}

fn done(ctx: &Ctx, what: &str) -> String {
    ctx.path_to(&format!("{ACCOUNT}?xong={what}"))
}

/// Shows how to set an app up.
async fn totp_form(ctx: Ctx, State(app): State<App>) -> Outcome<Response> {
    let person = match again::here(&app, &ctx)? {
        Ok(person) => person,
        Err(redirect) => return Ok(redirect.into_response()),
    };
    let offer = Offer::new(&app, &ctx, person.id)?;
    let none = FormFaults::default();
    let view = views::totp(&app, &ctx, person, &offer, &Posted::default(), &none)?;
    Ok(Page::new(view).into_response())
}

/// Adds an app.
async fn add_totp(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let person = match again::here(&app, &ctx)? {
        Ok(person) => person,
        Err(redirect) => return Ok(redirect.into_response()),
    };
    let mut faults = FormFaults::default();
    let code = faults.check("code", posted.line("code"), true, 20);
    let mut tx = match begin_once(&app, &ctx, &posted).await? {
        Ok(tx) => tx,
        Err(redirect) => return Ok(redirect.into_response()),
    };
    match Offer::read(&app, &ctx, person.id, &posted) {
        None => faults.add("code", FieldFault::Other("factor-totp-over", vec![])),
        Some(_) if !faults.is_empty() => {}
        Some(offer) if adding::totp(&app, &mut tx, person.id, &offer, &code).await? => {
            return finish(&app, &ctx, tx, person).await;
        }
        Some(_) => faults.add("code", FieldFault::Other("factor-totp-wrong", vec![])),
    }
    tx.roll_back().await?;
    let offer = match Offer::read(&app, &ctx, person.id, &posted) {
        Some(offer) => offer,
        None => Offer::new(&app, &ctx, person.id)?,
    };
    let view = views::totp(&app, &ctx, person, &offer, &posted, &faults)?;
    Ok(Page::invalid(view).into_response())
}

/// Begins the write of a form that adds something; a second arrival is led to the list.
async fn begin_once(app: &App, ctx: &Ctx, posted: &Posted) -> Outcome<Result<Tx, Redirect>> {
    // The named door: only it may write factors, and these are the person's own.
    let tx = app.begin_platform(ctx).await?;
    match tx.once(posted.key()?, &done(ctx, "there")).await? {
        Arrival::First => Ok(Ok(tx)),
        Arrival::Again(location) => {
            tx.roll_back().await?;
            Ok(Err(Redirect::to(location)))
        }
    }
}

/// Ends the write that added a factor; with the first one come recovery codes.
async fn finish(app: &App, ctx: &Ctx, mut tx: Tx, person: &Person) -> Outcome<Response> {
    let codes = adding::first_codes(&mut tx, person.id).await?;
    tx.commit().await?;
    Ok(match codes {
        Some(codes) => Page::new(views::codes(app, ctx, &codes)).into_response(),
        None => Redirect::to(done(ctx, "added")).into_response(),
    })
}

/// Shows how to add a passkey.
async fn passkey_form(ctx: Ctx, State(app): State<App>) -> Outcome<Response> {
    if !passkeys::work_here(&ctx) {
        return Err(Fault::NotFound);
    }
    if let Err(redirect) = again::here(&app, &ctx)? {
        return Ok(redirect.into_response());
    }
    let view = views::passkey(&app, &ctx, &Posted::default(), &FormFaults::default());
    Ok(Page::new(view).into_response())
}

/// Begins to add a passkey: what the script hands to the device.
async fn begin_passkey(ctx: Ctx, State(app): State<App>) -> Outcome<Json<Value>> {
    let Ok(person) = again::here(&app, &ctx)? else {
        return Err(Fault::NotFound);
    };
    let has = {
        let conn = app.db().platform().await?;
        queries::passkeys(&conn, person.id).await?
    };
    let person = Verified {
        person: person.id,
        login: person.login.clone(),
        name: person.name.clone(),
        must_change: false,
    };
    passkeys::begin_adding(&app, &ctx, &person, &has).map(Json)
}

/// Adds a passkey.
async fn add_passkey(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let person = match again::here(&app, &ctx)? {
        Ok(person) => person,
        Err(redirect) => return Ok(redirect.into_response()),
    };
    let mut faults = FormFaults::default();
    let name = faults.check("name", posted.line("name"), true, NAME_MAX);
    if faults.is_empty() {
        let mut tx = match begin_once(&app, &ctx, &posted).await? {
            Ok(tx) => tx,
            Err(redirect) => return Ok(redirect.into_response()),
        };
        if adding::passkey(&app, &ctx, &mut tx, person.id, &name, &posted).await? {
            return finish(&app, &ctx, tx, person).await;
        }
        tx.roll_back().await?;
        faults.add("name", FieldFault::Other("factor-passkey-not-added", vec![]));
    }
    Ok(Page::invalid(views::passkey(&app, &ctx, &posted, &faults)).into_response())
}

/// Asks before new recovery codes are made.
async fn ask_codes(ctx: Ctx, State(app): State<App>) -> Outcome<Response> {
    if let Err(redirect) = again::here(&app, &ctx)? {
        return Ok(redirect.into_response());
    }
    Ok(Page::new(views::ask_codes(&app, &ctx)).into_response())
}

/// Makes new recovery codes.
async fn make_codes(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let person = match again::here(&app, &ctx)? {
        Ok(person) => person,
        Err(redirect) => return Ok(redirect.into_response()),
    };
    let mut tx = match begin_once(&app, &ctx, &posted).await? {
        Ok(tx) => tx,
        Err(redirect) => return Ok(redirect.into_response()),
    };
    if !queries::has_factor(&tx, person.id).await? {
        return Err(FactorRefusal::NoFactor.into());
    }
    let codes = adding::make_codes(&mut tx, person.id).await?;
    tx.commit().await?;
    Ok(Page::new(views::codes(&app, &ctx, &codes)).into_response())
}

/// What of a person's factors a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Totp,
    Passkey(i64),
}

impl What {
    fn read(text: &str) -> Outcome<Self> {
        match text {
            "ung-dung" => Ok(Self::Totp),
            id => id.parse().map(Self::Passkey).map_err(|_| Fault::NotFound),
        }
    }
}

/// Asks before a factor is taken away.
async fn ask_remove(
    ctx: Ctx,
    State(app): State<App>,
    Path(path): Path<String>,
) -> Outcome<Response> {
    let what = What::read(&path)?;
    let next = format!("{ACCOUNT}/bo/{path}");
    let person = match again::here(&app, &ctx)? {
        Ok(person) => person,
        Err(redirect) => return Ok(redirect.into_response()),
    };
    let factors = {
        let conn = app.db().platform().await?;
        Factors::of(&conn, person.id).await?
    };
    let name = match what {
        What::Totp => factors.totp.map(|_| ctx.texts().say("factor-totp")),
        What::Passkey(id) => {
            factors.passkeys.iter().find(|row| row.id == id).map(|row| row.name.clone())
        }
    };
    let name = name.ok_or(Fault::NotFound)?;
    let view = views::ask_remove(&app, &ctx, &next, &name, factors.count() == 1);
    Ok(Page::new(view).into_response())
}

/// Takes a factor away. With the last one go the recovery codes.
///
/// Refuses to take the last one of somebody who needs one ([`FactorRefusal::LastOne`]).
async fn remove(ctx: Ctx, State(app): State<App>, Path(path): Path<String>) -> Outcome<Redirect> {
    let what = What::read(&path)?;
    let person = match again::here(&app, &ctx)? {
        Ok(person) => person.id,
        Err(redirect) => return Ok(redirect),
    };
    let mut tx = app.begin_platform(&ctx).await?;
    let removed = match what {
        What::Totp => queries::delete_totp(&tx, person).await?.then_some((Method::Totp, None)),
        What::Passkey(id) => {
            let name = queries::delete_passkey(&tx, person, id).await?;
            name.map(|name| (Method::Passkey, Some(name)))
        }
    };
    let (method, name) = removed.ok_or(Fault::NotFound)?;
    if !queries::has_factor(&tx, person).await? {
        if is_required_of(&app, &tx, person, ctx.now).await? {
            return Err(FactorRefusal::LastOne.into());
        }
        queries::delete_recovery(&tx, person).await?;
        pending::delete_of(&tx, person).await?;
    }
    tx.tell(FactorRemoved { person, method, name }).await?;
    tx.commit().await?;
    Ok(Redirect::to(done(&ctx, "removed")))
}
