//! Signing in and out, and changing one's password.

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Ctx, FieldFault, FormFaults, Grant, Lang, Outcome, Page, Posted, Redirect,
    Refusal, Routes, gate::session_token, law::PasswordStrength, page::is_local_path,
};
use secrecy::SecretString;

use crate::{
    Auth, SignInRefusal, Verified,
    accounts::{self, NewPassword},
    credentials::{is_login, is_worth_asking},
    factor::{self, Gate},
    facts::{SignInFailed, SignedOut, WhyNot},
    password,
    session::{self, Origin, Token, queries},
};

mod views;

/// The sign-in page.
pub const PATH: &str = "/dang-nhap";
/// Where the sign-out button leads.
pub const OUT: &str = "/dang-xuat";
/// Where a password is changed, with the old one.
pub const CHANGE: &str = "/dang-nhap/doi-mat-khau";
/// Where somebody goes who did not say where to.
const DESK: &str = "/quan-tri";
/// The query parameter, and hidden field, that says where to go on to.
const NEXT: &str = "tiep";

pub(crate) fn routes(auth: &Auth, routes: Routes) -> Routes {
    let (signing_in, changing, leaving) = (auth.clone(), auth.clone(), auth.clone());
    routes
        .get(PATH, Access::Public, form)
        .post(PATH, Access::Public, move |ctx, app, headers, posted| {
            submit(signing_in, ctx, app, headers, posted)
        })
        .get(CHANGE, Access::Public, change_form)
        .post(CHANGE, Access::Public, move |ctx, app, headers, posted| {
            change(changing, ctx, app, headers, posted)
        })
        .post(OUT, Access::Public, move |ctx, app, headers| leave(leaving, ctx, app, headers))
}

/// The sign-in page that leads on to a path, in that path's language.
pub(crate) fn path(next: &str) -> String {
    let lang = Lang::all().into_iter().find(|lang| {
        let rest = next.strip_prefix('/').and_then(|path| path.strip_prefix(lang.code()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    });
    let start = lang.map(|lang| format!("/{lang}")).unwrap_or_default();
    let query: String =
        form_urlencoded::Serializer::new(String::new()).append_pair(NEXT, next).finish();
    format!("{start}{PATH}?{query}")
}

/// Where to go on to: a path of this host that was asked for, or the desk. Never sign-in itself.
fn next(ctx: &Ctx, asked: &str) -> String {
    if is_local_path(asked) && !asked.contains(PATH) { asked.to_owned() } else { ctx.path_to(DESK) }
}

fn asked(query: Option<&str>) -> Posted {
    Posted::from_pairs(
        form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .filter(|(name, _)| name == NEXT)
            .map(|(name, value)| (name.into_owned(), value.into_owned())),
    )
}

/// Shows the sign-in form; who is signed in already goes on.
async fn form(ctx: Ctx, RawQuery(query): RawQuery) -> Response {
    let posted = asked(query.as_deref());
    if ctx.actor.person().is_some_and(|person| !person.grants.is_empty()) {
        return Redirect::to(next(&ctx, &posted.line(NEXT))).into_response();
    }
    Page::new(views::sign_in(&ctx, &posted, None)).into_response()
}

/// Shows the form to change a password.
async fn change_form(ctx: Ctx, State(app): State<App>, RawQuery(query): RawQuery) -> Outcome<Page> {
    let mut posted = asked(query.as_deref());
    if let Some(person) = ctx.actor.person() {
        posted.put("login".into(), person.login.clone());
    }
    let strength = accounts::strength_today(&app)?;
    Ok(Page::new(views::change(&ctx, strength, &posted, &FormFaults::default(), None)))
}

/// What sign-in came to.
enum Decision {
    /// In.
    In(Verified, Vec<Grant>),
    /// Not in; the sentence for the person, and the status.
    Out(String, StatusCode),
    /// Not before so many seconds have passed.
    Wait(u64),
}

/// Decides whether somebody may come in, and records it when not.
async fn decide(auth: &Auth, app: &App, ctx: &Ctx, posted: &Posted) -> Outcome<Decision> {
    let (login, password) = credentials(posted);
    if let Some(seconds) = auth.limits.wait(ctx.address, &login, ctx.now) {
        return Ok(Decision::Wait(seconds));
    }
    let verified = if is_worth_asking(&login, &password) {
        auth.store.verify(app, &login, &password).await
    } else {
        Err(SignInRefusal::WrongCredentials)
    };
    let t = ctx.texts();
    let why = match verified {
        Ok(verified) => {
            let conn = app.db().site(ctx.site.id).await?;
            let grants = queries::grants_of(&conn, ctx.site.id, verified.person, ctx.now).await?;
            if !grants.is_empty() {
                return Ok(Decision::In(verified, grants));
            }
            WhyNot::NoRole
        }
        Err(SignInRefusal::Unavailable) => {
            let sentence = SignInRefusal::Unavailable.sentence(&t);
            return Ok(Decision::Out(sentence, StatusCode::SERVICE_UNAVAILABLE));
        }
        Err(SignInRefusal::WrongCredentials) => WhyNot::WrongCredentials,
        Err(SignInRefusal::SwitchedOff) => WhyNot::SwitchedOff,
    };
    let sentence = if why == WhyNot::NoRole {
        t.with("sign-in-no-role", [("site", ctx.site.name(ctx.lang).into())])
    } else {
        auth.limits.failed(ctx.address, &login, ctx.now);
        SignInRefusal::WrongCredentials.sentence(&t)
    };
    record_failure(app, ctx, login, why).await?;
    Ok(Decision::Out(sentence, StatusCode::UNPROCESSABLE_ENTITY))
}

fn credentials(posted: &Posted) -> (String, SecretString) {
    (posted.line("login").to_lowercase(), posted.text("password").into())
}

async fn record_failure(app: &App, ctx: &Ctx, login: String, why: WhyNot) -> Outcome<()> {
    let mut tx = app.begin(ctx).await?;
    let login = is_login(&login).then_some(login);
    let address = ctx.address.map(|address| address.to_string());
    tx.tell(SignInFailed { login, why, address }).await?;
    tx.commit().await
}

/// Signs in.
async fn submit(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    match decide(&auth, &app, &ctx, &posted).await? {
        Decision::In(verified, _) if verified.must_change => {
            let note = ctx.texts().say("password-must-change");
            let strength = accounts::strength_today(&app)?;
            let none = FormFaults::default();
            let page = Page::new(views::change(&ctx, strength, &posted, &none, Some(&note)));
            Ok(page.into_response())
        }
        Decision::In(verified, _) => {
            pass_gate(&auth, &app, &ctx, &headers, &verified, &posted).await
        }
        Decision::Out(sentence, status) => {
            let page = Page::new(views::sign_in(&ctx, &posted, Some(&sentence)));
            Ok(page.status(status).into_response())
        }
        Decision::Wait(seconds) => {
            let sentence = ctx.texts().with("sign-in-wait", [("seconds", seconds.into())]);
            let page = Page::new(views::sign_in(&ctx, &posted, Some(&sentence)));
            Ok(waiting(page, seconds))
        }
    }
}

fn waiting(page: Page, seconds: u64) -> Response {
    let mut response = page.status(StatusCode::TOO_MANY_REQUESTS).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Opens a session in place of whichever the browser had.
async fn open(
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    verified: &Verified,
    grants: Vec<Grant>,
) -> Outcome<Token> {
    let mut acting = ctx.clone();
    acting.actor = session::actor(verified, grants);
    let mut tx = app.begin(&acting).await?;
    if let Some(old) = session_token(headers).and_then(Token::parse) {
        queries::delete(&tx, ctx.site.id, &old.hash()).await?;
    }
    let token = session::open(&mut tx, ctx.site.id, verified.person, &origin(ctx, headers)).await?;
    tx.commit().await?;
    Ok(token)
}

fn origin(ctx: &Ctx, headers: &HeaderMap) -> Origin {
    Origin {
        address: ctx.address.map(|address| address.to_string()),
        user_agent: headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .map(|agent| agent.chars().take(300).collect()),
    }
}

fn with_cookie(cookie: &str, redirect: Redirect) -> Response {
    let mut response = redirect.into_response();
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Changes a password, for whoever has the old one, and signs in with the new.
async fn change(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    let no_faults = FormFaults::default();
    let strength = accounts::strength_today(&app)?;
    let show = |faults: &FormFaults, note: Option<&str>, status: StatusCode| {
        Page::new(views::change(&ctx, strength, &posted, faults, note)).status(status)
    };
    let faults = faults_of_change(strength, &posted);
    if !faults.is_empty() {
        return Ok(show(&faults, None, StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let (verified, grants) = match decide(&auth, &app, &ctx, &posted).await? {
        Decision::In(verified, grants) => (verified, grants),
        Decision::Out(sentence, status) => {
            return Ok(show(&no_faults, Some(&sentence), status).into_response());
        }
        Decision::Wait(seconds) => {
            let sentence = ctx.texts().with("sign-in-wait", [("seconds", seconds.into())]);
            let page = show(&no_faults, Some(&sentence), StatusCode::TOO_MANY_REQUESTS);
            return Ok(waiting(page, seconds));
        }
    };
    let mut acting = ctx.clone();
    acting.actor = session::actor(&verified, grants.clone());
    // The named door: passwords are written by it alone, and this one is the person's own.
    let mut tx = app.begin_platform(&acting).await?;
    let new = NewPassword::Given(posted.text("new").into());
    accounts::set_password(&app, &mut tx, verified.person, new, false).await?;
    tx.commit().await?;
    auth.known.forget(verified.person);
    pass_gate(&auth, &app, &ctx, &headers, &verified, &posted).await
}

/// Asks for the second factor where there is one, else opens the session.
async fn pass_gate(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    verified: &Verified,
    posted: &Posted,
) -> Outcome<Response> {
    let next = next(ctx, &posted.line(NEXT));
    match factor::gate(auth, app, ctx, verified, &next).await? {
        Gate::Pass => complete(auth, app, ctx, headers, verified, &next).await,
        Gate::Ask(response) => Ok(response),
    }
}

/// Opens the session of somebody who has proved everything, and leads on to a path of this host.
pub(crate) async fn complete(
    _auth: &Auth,
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    verified: &Verified,
    next: &str,
) -> Outcome<Response> {
    let grants = {
        let conn = app.db().site(ctx.site.id).await?;
        queries::grants_of(&conn, ctx.site.id, verified.person, ctx.now).await?
    };
    let token = open(app, ctx, headers, verified, grants).await?;
    Ok(with_cookie(&token.cookie(), Redirect::to(next)))
}

/// What is wrong with the new password, before anybody's old one is looked at.
fn faults_of_change(strength: PasswordStrength, posted: &Posted) -> FormFaults {
    let mut faults = FormFaults::default();
    for field in ["login", "password", "new"] {
        if !posted.has(field) {
            faults.add(field, FieldFault::Missing);
        }
    }
    let (login, old) = credentials(posted);
    let new = posted.text("new");
    if posted.has("new") {
        for fault in password::faults(strength, &login, &new) {
            faults.add("new", fault.into());
        }
        let new = SecretString::from(new);
        if password::same(&old, &new) {
            faults.add("new", FieldFault::Other("password-same", vec![]));
        }
        if !password::same(&new, &posted.text("again").into()) {
            faults.add("again", FieldFault::Other("password-not-again", vec![]));
        }
    }
    faults
}

/// Signs out. Also without a session: the cookie goes in any case.
async fn leave(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
) -> Outcome<Response> {
    if let Some(token) = session_token(&headers).and_then(Token::parse) {
        let mut tx = app.begin(&ctx).await?;
        match queries::delete(&tx, ctx.site.id, &token.hash()).await? {
            Some(person) => {
                tx.tell(SignedOut { person }).await?;
                tx.commit().await?;
                auth.known.forget(person);
            }
            None => tx.roll_back().await?,
        }
    }
    Ok(with_cookie(&session::cookie_away(), Redirect::to(ctx.path_to("/"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_strong_new_and_typed_twice() {
        let strength = PasswordStrength { min_length: 14, classes: 4 };
        let form = |new: &str, again: &str| {
            let fields =
                [("login", "an"), ("password", "Quang-Tri-2025-x"), ("new", new), ("again", again)];
            faults_of_change(strength, &Posted::from_pairs(fields))
        };
        assert!(form("Quang-Tri-2026-x", "Quang-Tri-2026-x").is_empty());
        assert!(form("Quang-Tri-2026-x", "Quang-Tri-2026-y").of("again").is_some());
        assert!(form("Quang-Tri-2025-x", "Quang-Tri-2025-x").of("new").is_some());
        assert!(form("short", "short").of("new").is_some());
        assert!(form("", "").of("new").is_some());
    }

    #[test]
    fn sign_in_keeps_the_way_and_the_language() {
        assert_eq!(path("/quan-tri?a=1"), "/dang-nhap?tiep=%2Fquan-tri%3Fa%3D1");
        assert_eq!(path("/en/quan-tri"), "/en/dang-nhap?tiep=%2Fen%2Fquan-tri");
        assert_eq!(path("/english"), "/dang-nhap?tiep=%2Fenglish");
    }
}
