//! Signing in and out. It happens on the province's host, for all sites (R-A1); a site sends its
//! people there and takes them back with a one-time code ([`passage`]).

use std::collections::BTreeSet;

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Ctx, FieldFault, Kind, Lang, Outcome, Page, PersonId, Posted, Redirect, Refusal,
    Role, Routes, SiteId, page::is_local_path,
};
use secrecy::SecretString;

use crate::{
    Auth, SignInRefusal, Verified,
    accounts::life_queries,
    answers::grants_everywhere,
    cookies::{BROWSER, SESSION},
    credentials::{is_login, is_worth_asking},
    factor::{self, Gate},
    facts::{SignInEnded, SignInFailed, SignedOut, WhyNot},
    session::{self, Origin, TokenHash, queries},
};

mod browsers;
mod change;
mod passage;
mod views;

pub(crate) use change::CHANGE;
pub(crate) use views::leading_on;

/// The sign-in page.
pub const PATH: &str = "/dang-nhap";
/// Where the sign-out button leads.
pub const OUT: &str = "/dang-xuat";
/// The staff's desk of a site.
const DESK: &str = "/quan-tri";
/// Where somebody goes who has no role, or several sites: the staff page.
const STAFF: &str = "/can-bo";
/// The query parameter, and hidden field, that says where to go on to: a path of this host.
const NEXT: &str = "tiep";

pub(crate) fn routes(auth: &Auth, routes: Routes) -> Routes {
    let signing_in = auth.clone();
    let routes = routes
        .get(PATH, Access::Public, form)
        .post(PATH, Access::Public, move |ctx, app, headers, posted| {
            submit(signing_in, ctx, app, headers, posted)
        })
        .stays_open()
        .get(passage::ARRIVAL, Access::Public, passage::arrive);
    change::routes(auth, routes)
}

pub(crate) fn way_out(auth: &Auth, routes: Routes) -> Routes {
    let auth = auth.clone();
    routes
        .post(OUT, Access::Public, move |ctx, app, headers| leave(auth, ctx, app, headers))
        .stays_open()
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

/// Reads what a query names.
fn asked(query: Option<&str>) -> Posted {
    Posted::from_pairs(
        form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned())),
    )
}

/// Shows the sign-in form; who is signed in goes on. Another site than the province's sends its
/// people there.
async fn form(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Outcome<Response> {
    let asked = asked(query.as_deref());
    let next = asked.line(NEXT);
    if ctx.site.kind != Kind::Province {
        return passage::set_out(&app, &ctx, &headers, &next);
    }
    let aim = passage::Aim::read(&app, &asked);
    match (ctx.actor.id(), aim) {
        (Some(person), Some(aim)) => passage::lead(&app, &ctx, &headers, person, &aim).await,
        (Some(person), None) => {
            let next = landing(&app, &ctx, person, &next).await?;
            Ok(next.redirect())
        }
        (None, aim) => {
            // What the form carries along: this very page, which leads on once somebody is signed in.
            let next = aim.as_ref().map_or(next, |aim| ctx.path_to(&aim.path()));
            let posted = Posted::from_pairs([(NEXT, next)]);
            Ok(Page::new(views::sign_in(&app, &ctx, &posted, None)).into_response())
        }
    }
}

/// What a password came to.
enum Decision {
    /// It is that of the account.
    Right(Verified),
    /// It is not, or cannot be known; the sentence for the person, and the status.
    Wrong(String, StatusCode),
    /// Not looked at before so many seconds have passed.
    Wait(u64),
}

/// Looks at a login and password, and records when they are wrong.
async fn decide(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    posted: &Posted,
) -> Outcome<Decision> {
    let (login, password) = credentials(posted);
    let browser = browsers::known(app, headers, &login).await?;
    let who = (login.as_str(), browser);
    let wait = || auth.limits.wait(app, ctx.address, who, ctx.now);
    if let Some(seconds) = wait().await {
        return Ok(Decision::Wait(seconds));
    }
    let verified = if is_worth_asking(&login, &password) {
        auth.store.verify(app, &login, &password).await
    } else {
        Err(SignInRefusal::WrongCredentials)
    };
    // Who sends many at once is told no more than who sends them one after the other.
    let meanwhile = wait().await;
    let refusal = match (verified, meanwhile) {
        (Ok(_), Some(seconds)) => return Ok(Decision::Wait(seconds)),
        (Ok(verified), None) => return Ok(Decision::Right(verified)),
        (Err(refusal), _) => refusal,
    };
    let why = match refusal {
        SignInRefusal::WrongCredentials => WhyNot::WrongCredentials,
        SignInRefusal::SwitchedOff => WhyNot::SwitchedOff,
        SignInRefusal::Unavailable => WhyNot::Unavailable,
    };
    let status = if refusal == SignInRefusal::Unavailable {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        auth.limits.failed(app, ctx.address, who, ctx.now).await;
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let sentence = refusal.sentence(&ctx.texts());
    record_failure(app, ctx, login, why).await?;
    Ok(meanwhile.map_or(Decision::Wrong(sentence, status), Decision::Wait))
}

/// Whether the signed-in person knows their password, before something that others must not change
/// for them; otherwise what is wrong.
pub(crate) async fn knows_password(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    password: String,
) -> Outcome<Result<(), FieldFault>> {
    let login = ctx.actor.person().map(|person| person.login.clone()).unwrap_or_default();
    let posted = Posted::from_pairs([("login", login), ("password", password)]);
    let fault = |key, args| Ok(Err(FieldFault::Other(key, args)));
    match decide(auth, app, ctx, headers, &posted).await? {
        Decision::Right(verified) if Some(verified.person) == ctx.actor.id() => Ok(Ok(())),
        Decision::Wrong(_, StatusCode::SERVICE_UNAVAILABLE) => fault("sign-in-unavailable", vec![]),
        Decision::Right(_) | Decision::Wrong(..) => fault("password-wrong", vec![]),
        Decision::Wait(seconds) => fault("sign-in-wait", vec![("seconds", seconds.to_string())]),
    }
}

/// Where an answer of [`complete`] leads.
pub(crate) fn leads_to(answer: &Response) -> &str {
    let text = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    text(header::LOCATION)
        .or_else(|| Some(text(header::REFRESH)?.split_once("url=")?.1))
        .unwrap_or("/")
}

fn credentials(posted: &Posted) -> (String, SecretString) {
    (posted.line("login").to_lowercase(), posted.text("password").into())
}

async fn record_failure(app: &App, ctx: &Ctx, login: String, why: WhyNot) -> Outcome<()> {
    // The named door: whose login it is, no site knows.
    let mut tx = app.begin_platform(ctx).await?;
    if why != WhyNot::Unavailable {
        life_queries::failed(&tx, &login).await?;
    }
    let login = is_login(&login).then_some(login);
    let address = ctx.address.map(|address| address.to_string());
    tx.tell(SignInFailed { login, why, address }).await?;
    tx.commit().await
}

/// Signs in, on the province's host.
async fn submit(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    if ctx.site.kind != Kind::Province {
        return Ok(Redirect::to(ctx.path_to(PATH)).into_response());
    }
    match decide(&auth, &app, &ctx, &headers, &posted).await? {
        Decision::Right(verified) if verified.must_change => change::demand(&app, &ctx, &posted),
        Decision::Right(verified) => {
            pass_gate(&auth, &app, &ctx, &headers, &verified, &posted.line(NEXT)).await
        }
        Decision::Wrong(sentence, status) => {
            let page = Page::new(views::sign_in(&app, &ctx, &posted, Some(&sentence)));
            Ok(page.status(status).into_response())
        }
        Decision::Wait(seconds) => {
            let sentence = ctx.texts().with("sign-in-wait", [("seconds", seconds.into())]);
            let page = Page::new(views::sign_in(&app, &ctx, &posted, Some(&sentence)));
            Ok(waiting(page, seconds))
        }
    }
}

fn waiting(page: Page, seconds: u64) -> Response {
    let mut response = page.status(StatusCode::TOO_MANY_REQUESTS).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Asks for the second factor where there is one; otherwise that was all.
async fn pass_gate(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    verified: &Verified,
    next: &str,
) -> Outcome<Response> {
    match factor::gate(auth, app, ctx, verified, next, None).await? {
        Gate::Pass => complete(auth, app, ctx, headers, verified, next).await,
        Gate::Ask(response) => Ok(response),
    }
}

/// Signs in whoever has shown all that is asked for, in place of whoever was signed in at this
/// browser, and leads on. `next` is a path of the province's host.
pub(crate) async fn complete(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    verified: &Verified,
    next: &str,
) -> Outcome<Response> {
    let mut acting = ctx.clone();
    acting.actor = session::actor(verified);
    let person = verified.person;
    let mut tx = app.begin_platform(&acting).await?;
    let mut replaced = None;
    if let Some(old) = SESSION.of(headers)
        && let Some(held) = queries::by_hash(&tx, ctx.site.id, &old.hash()).await?
    {
        queries::end(&tx, held.person, held.sign_in).await?;
        tx.tell(SignInEnded { person: held.person }).await?;
        replaced = Some(held.person);
    }
    let sign_in = session::begin(&mut tx, person, &origin(ctx, headers)).await?;
    let token = session::open(&tx, ctx.site.id, (sign_in, person)).await?;
    let browser = browsers::remember(&tx, headers, person).await?;
    tx.commit().await?;
    if let Some(replaced) = replaced {
        auth.known.forget(replaced);
    }
    let mut response = landing(app, ctx, person, next).await?.after_form(ctx);
    SESSION.set(&mut response, &token);
    BROWSER.set(&mut response, &browser);
    Ok(response)
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

/// Where somebody goes who has signed in.
enum Landing {
    /// A path of this host.
    Here(String),
    /// An address of another site, or a path here that leads to one.
    Away(String),
}

/// Where they asked to go; who did not ask goes to the desk of their only site, and to the staff page
/// where there is none or more than one.
async fn landing(app: &App, ctx: &Ctx, person: PersonId, next: &str) -> Outcome<Landing> {
    if is_local_path(next) {
        let away = next.contains(PATH);
        return Ok(if away { Landing::Away(next.into()) } else { Landing::Here(next.into()) });
    }
    // The platform's people have no desk of a unit.
    let desks: BTreeSet<SiteId> = {
        let conn = app.db().platform().await?;
        let grants = grants_everywhere(&conn, person, ctx.now).await?;
        grants.into_iter().filter(|it| it.role != Role::Platform).map(|it| it.site).collect()
    };
    let only = desks.first().filter(|_| desks.len() == 1);
    let sites = app.sites.now();
    Ok(match only.and_then(|only| sites.by_id(*only)) {
        Some(site) if site.id == ctx.site.id => Landing::Here(ctx.path_to(DESK)),
        Some(site) => Landing::Away(app.url(site, &path(&site.path(ctx.lang, DESK)))),
        None => Landing::Here(ctx.path_to(STAFF)),
    })
}

impl Landing {
    /// Leads there from a page that was asked for.
    fn redirect(self) -> Response {
        let (Self::Here(address) | Self::Away(address)) = self;
        if address.starts_with('/') {
            Redirect::to(address).into_response()
        } else {
            Redirect::to_site(address).into_response()
        }
    }

    /// Leads there from a form. A form may lead to its own host only (`form-action`), and browsers
    /// hold that against each step: another site is reached by a page in between.
    fn after_form(self, ctx: &Ctx) -> Response {
        match self {
            Self::Here(path) => Redirect::to(path).into_response(),
            Self::Away(address) => leading_on(ctx, "sign-in-done", &address),
        }
    }
}

/// Signs out, of all sites. Also without a session: the cookie goes in any case.
async fn leave(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
) -> Outcome<Response> {
    if let Some(token) = SESSION.of(&headers) {
        end_by_token(&auth, &app, &ctx, &token.hash()).await?;
    }
    let mut response = Redirect::to(ctx.path_to("/")).into_response();
    SESSION.take_away(&mut response);
    Ok(response)
}

async fn end_by_token(auth: &Auth, app: &App, ctx: &Ctx, hash: &TokenHash) -> Outcome<()> {
    // The named door: a sign-in belongs to no single site.
    let mut tx = app.begin_platform(ctx).await?;
    let Some(held) = queries::by_hash(&tx, ctx.site.id, hash).await? else {
        return tx.roll_back().await;
    };
    queries::end(&tx, held.person, held.sign_in).await?;
    tx.tell(SignedOut { person: held.person }).await?;
    tx.commit().await?;
    auth.known.forget(held.person);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_keeps_the_way_and_the_language() {
        assert_eq!(path("/quan-tri?a=1"), "/dang-nhap?tiep=%2Fquan-tri%3Fa%3D1");
        assert_eq!(path("/en/quan-tri"), "/en/dang-nhap?tiep=%2Fen%2Fquan-tri");
        assert_eq!(path("/english"), "/dang-nhap?tiep=%2Fenglish");
    }
}
