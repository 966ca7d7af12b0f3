//! The way by e-mail: which account, the code, the new password.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Ctx, Fault, FieldFault, FormFaults, Kind, Outcome, Page, PersonId, Posted,
    Redirect, Refusal as _, Routes, Tx,
};
use secrecy::SecretString;

use super::{
    CodeRefusal, LIFE, TRIES, WINDOW, digits, fits, office, queries, send::SendCode, views,
};
use crate::{
    Auth,
    accounts::{self, NewPassword},
    cookies::RESET,
    credentials::{self, is_login},
    facts::{PasswordSet, ResetAsked, ResetCodeRight, ResetCodeWrong},
    password,
    session::{self, Token},
};

/// Which account.
pub(crate) const PATH: &str = "/quen-mat-khau";
/// The code.
pub(super) const CODE: &str = "/quen-mat-khau/ma";
/// The new password.
pub(super) const NEW: &str = "/quen-mat-khau/moi";
/// Done.
const DONE: &str = "/quen-mat-khau/xong";

pub(crate) fn routes(auth: &Auth, routes: Routes) -> Routes {
    let (answering, setting) = (auth.clone(), auth.clone());
    routes
        .get(PATH, Access::Public, start)
        .post(PATH, Access::Public, ask)
        .get(CODE, Access::Public, code_form)
        .post(CODE, Access::Public, move |ctx, app, headers, posted| {
            answer(answering, ctx, app, headers, posted)
        })
        .get(NEW, Access::Public, new_form)
        .post(NEW, Access::Public, move |ctx, app, headers, posted| {
            set(setting, ctx, app, headers, posted)
        })
        .get(DONE, Access::Public, done)
}

/// Forgotten passwords are the province's host's business, as sign-in is.
pub(super) fn on_province(ctx: &Ctx) -> Outcome<()> {
    if ctx.site.kind == Kind::Province { Ok(()) } else { Err(Fault::NotFound) }
}

pub(super) fn address(ctx: &Ctx) -> Option<String> {
    ctx.address.map(|address| address.to_string())
}

async fn start(ctx: Ctx, State(app): State<App>) -> Outcome<Response> {
    if ctx.site.kind != Kind::Province {
        return Ok(Redirect::to_site(app.province_url(ctx.lang, PATH)?).into_response());
    }
    let page = views::start(&ctx, &Posted::default(), &FormFaults::default(), None);
    Ok(Page::new(page).into_response())
}

/// Writes down that a code is asked for. The answer is the same whoever asks for whom.
async fn ask(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    on_province(&ctx)?;
    let login = posted.line("login").to_lowercase();
    let mut faults = FormFaults::default();
    if login.is_empty() {
        faults.add("login", FieldFault::Missing);
    } else if !is_login(&login) {
        faults.add("login", FieldFault::Other("account-no-login", vec![]));
    }
    if !faults.is_empty() {
        return Ok(Page::invalid(views::start(&ctx, &posted, &faults, None)).into_response());
    }
    let from = address(&ctx);
    let token = Token::new()?;
    // The named door: accounts belong to no single site.
    let mut tx = app.begin_platform(&ctx).await?;
    let asked = queries::asked(&tx, &login, from.as_deref(), ctx.now).await?;
    if asked.address_waits() {
        tx.roll_back().await?;
        return Ok(too_often(&ctx, &posted));
    }
    let sends = asked.sends();
    queries::insert(&tx, &token.hash(), (&login, from.as_deref()), sends, ctx.now).await?;
    if sends {
        tx.later(SendCode { token: hex::encode(token.hash()) }).await?;
    }
    tx.tell(ResetAsked { login, address: from }).await?;
    tx.commit().await?;
    let mut response = Redirect::to(ctx.path_to(CODE)).into_response();
    RESET.set(&mut response, &token);
    Ok(response)
}

fn too_often(ctx: &Ctx, posted: &Posted) -> Response {
    let note = ctx.texts().say("reset-too-often");
    let page = views::start(ctx, posted, &FormFaults::default(), Some(&note));
    let mut response = Page::new(page).status(StatusCode::TOO_MANY_REQUESTS).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(WINDOW.num_seconds()));
    response
}

async fn code_form(ctx: Ctx, headers: HeaderMap) -> Outcome<Response> {
    on_province(&ctx)?;
    if RESET.of(&headers).is_none() {
        return Ok(Redirect::to(ctx.path_to(PATH)).into_response());
    }
    Ok(Page::new(views::code(&ctx, None)).into_response())
}

/// Takes an answer. It is counted before it is looked at.
async fn answer(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    on_province(&ctx)?;
    let Some(token) = RESET.of(&headers) else {
        return Ok(Redirect::to(ctx.path_to(PATH)).into_response());
    };
    let hash = token.hash();
    let mut tx = app.begin_platform(&ctx).await?;
    let Some(row) = queries::count_try(&tx, &hash, ctx.now).await? else {
        tx.roll_back().await?;
        return Ok(refused(&ctx, CodeRefusal::Over));
    };
    let code = digits(&posted.line("code"));
    let right = row.code_mac.as_deref().is_some_and(|mac| fits(&app, &hash, &code, mac));
    let Some(person) = row.person_id.map(PersonId).filter(|_| right) else {
        tx.tell(ResetCodeWrong { login: row.login.clone(), address: address(&ctx) }).await?;
        tx.commit().await?;
        let left = TRIES - row.tries;
        let refusal = if left > 0 { CodeRefusal::Wrong(left) } else { CodeRefusal::Over };
        return Ok(refused(&ctx, refusal));
    };
    queries::verified(&tx, &hash, ctx.now).await?;
    tx.tell(ResetCodeRight { person }).await?;
    let next = match means(&auth, &tx, person, &row.login).await? {
        Means::Portal | Means::MailSystem => NEW,
        Means::Office => {
            queries::take(&tx, &hash, ctx.now).await?;
            office::open_proved(&mut tx, &ctx, person, &row.login).await?;
            office::SENT
        }
    };
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(next)).into_response())
}

fn refused(ctx: &Ctx, refusal: CodeRefusal) -> Response {
    Page::invalid(views::code(ctx, Some(refusal))).into_response()
}

/// Who sets a person's new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    /// The portal: the account is its own.
    Portal,
    /// The portal, through the mail system.
    MailSystem,
    /// The provincial office, by hand.
    Office,
}

async fn means(auth: &Auth, tx: &Tx, person: PersonId, login: &str) -> Outcome<Means> {
    Ok(if credentials::queries::of_person(tx, person).await?.is_some() {
        Means::Portal
    } else if auth.store.can_set_password(login) {
        Means::MailSystem
    } else {
        Means::Office
    })
}

async fn new_form(ctx: Ctx, State(app): State<App>, headers: HeaderMap) -> Outcome<Response> {
    on_province(&ctx)?;
    let open = match RESET.of(&headers) {
        Some(token) => {
            let conn = app.db().platform().await?;
            queries::by_token(&conn, &token.hash()).await?.is_some_and(|row| {
                row.verified_at.is_some_and(|at| ctx.now < at + super::NEW_WITHIN)
            })
        }
        None => false,
    };
    if !open {
        return Ok(Redirect::to(ctx.path_to(PATH)).into_response());
    }
    let strength = accounts::strength_today(&app)?;
    let page = views::new(&ctx, strength, &FormFaults::default(), None);
    Ok(Page::new(page).into_response())
}

/// Sets the new password, and ends all sign-ins of the person.
async fn set(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    on_province(&ctx)?;
    let strength = accounts::strength_today(&app)?;
    let Some(token) = RESET.of(&headers) else {
        return Ok(Redirect::to(ctx.path_to(PATH)).into_response());
    };
    let mut tx = app.begin_platform(&ctx).await?;
    let Some((person, login)) = queries::take(&tx, &token.hash(), ctx.now).await? else {
        tx.roll_back().await?;
        return Ok(refused(&ctx, CodeRefusal::Over));
    };
    let mut faults = FormFaults::default();
    let new: SecretString = posted.text("new").into();
    for fault in password::faults(strength, &login, &posted.text("new")) {
        faults.add("new", fault.into());
    }
    if !password::same(&new, &posted.text("again").into()) {
        faults.add("again", FieldFault::Other("password-not-again", vec![]));
    }
    if !faults.is_empty() {
        // Rolled back: the right to set it is not used up by a weak password.
        tx.roll_back().await?;
        return Ok(Page::invalid(views::new(&ctx, strength, &faults, None)).into_response());
    }
    match means(&auth, &tx, person, &login).await? {
        Means::Portal => {
            accounts::set_password(&app, &mut tx, person, NewPassword::Given(new), false).await?;
        }
        Means::MailSystem => {
            if let Err(refusal) = auth.store.set_password(&app, &login, &new).await {
                tx.roll_back().await?;
                let note = refusal.sentence(&ctx.texts());
                let page = views::new(&ctx, strength, &faults, Some(&note));
                return Ok(Page::invalid(page).into_response());
            }
            session::queries::end_all(&tx, person, None).await?;
            tx.tell_as(person, PasswordSet { person }).await?;
        }
        Means::Office => return Err(Fault::NotFound),
    }
    tx.commit().await?;
    auth.known.forget(person);
    let mut response = Redirect::to(ctx.path_to(DONE)).into_response();
    RESET.take_away(&mut response);
    Ok(response)
}

async fn done(ctx: Ctx) -> Outcome<Page> {
    on_province(&ctx)?;
    Ok(Page::new(views::done(&ctx)))
}

/// How long a code is good for, in minutes, for the pages.
pub(super) fn minutes() -> i64 {
    LIFE.num_minutes()
}
