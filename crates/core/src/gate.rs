//! The gate before every handler: module on? who is it? may they? And behind it: faults into pages.

use async_trait::async_trait;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    Access, Actor, App, Ctx, Fault, Kind, Outcome, Permission, Role,
    ctx::Arrival,
    page::{Keepable, Page, Redirect},
    routes::{HttpMethod, RouteCard},
    site::Site,
    ui,
};

/// Name of the session cookie. Host-only by its prefix: no site can set or read another's.
pub const SESSION_COOKIE: &str = "__Host-session";

/// Who is behind a session; the auth module answers.
#[async_trait]
pub trait Gatekeeper: Send + Sync {
    /// The person behind a session token on a site, or nobody when the session has ended.
    async fn actor(&self, app: &App, site: &Site, token: &str) -> Outcome<Actor>;

    /// Where to sign in, to be led to `next` afterwards.
    fn sign_in_path(&self, next: &str) -> String;

    /// The address where the person behind a session proves anew who they are, to be led to `next`
    /// afterwards, a path of the context's site; or nothing, if they have done so lately.
    async fn to_prove(
        &self,
        app: &App,
        ctx: &Ctx,
        token: &str,
        next: Option<&str>,
    ) -> Outcome<Option<String>>;

    /// Notes that the person behind a session was told of the sign-in before this one.
    async fn told(&self, app: &App, ctx: &Ctx, token: &str) -> Outcome<()>;
}

/// The session token a request carries, if any.
pub fn session_token(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, SESSION_COOKIE)
}

/// Whether a `Cookie` line may carry a session: for who needs to know only that none does.
pub fn may_carry_session(line: &[u8]) -> bool {
    line.windows(SESSION_COOKIE.len()).any(|part| part == SESSION_COOKIE.as_bytes())
}

/// A cookie a request carries, if it is there and not empty.
pub fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).iter().find_map(|value| {
        value.to_str().ok()?.split(';').find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == wanted && !value.is_empty()).then_some(value)
        })
    })
}

#[derive(Clone)]
pub(crate) struct Gate {
    pub app: App,
    pub card: RouteCard,
}

pub(crate) async fn pass(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let app = &gate.app;
    let Some(arrival) = request.extensions().get::<Arrival>().cloned() else {
        tracing::error!("a request came round the front");
        return Fault::NotFound.into_response();
    };
    let token = session_token(request.headers()).map(ToOwned::to_owned);
    let actor = match &token {
        Some(token) => match app.gatekeeper().actor(app, &arrival.site, token).await {
            Ok(actor) => actor,
            // Reading goes on while nobody can say who somebody is.
            Err(_) if gate.card.access == Access::Public => Actor::Nobody,
            Err(fault) => {
                let ctx = Ctx::arrived(&arrival, Actor::Nobody, app.now());
                return fault_page(app, &ctx, &fault);
            }
        },
        None => Actor::Nobody,
    };
    let mut ctx = Ctx::arrived(&arrival, actor, app.now());
    // Whom the desk would turn away sees of public pages what everybody sees.
    if gate.card.is_for_readers() && is_at_desk(app, &ctx).is_err() {
        ctx.actor = Actor::Nobody;
    }
    // Where somebody goes on to who first has to do something else: what was sent has no way back.
    let next_path = request.method().is_safe().then(|| {
        let address = request.uri().path_and_query();
        ctx.path_to(address.map_or("/", |address| address.as_str()))
    });
    let admitted = admit(app, &ctx, &gate.card).and_then(|()| is_open(app, &ctx, &gate.card));
    let admitted = match admitted {
        Ok(()) if gate.card.proved => {
            proof(app, &ctx, token.as_deref(), next_path.as_deref()).await
        }
        admitted => admitted,
    };
    if let Err(fault) = admitted {
        return refused(app, &ctx, next_path.as_deref(), &fault);
    }
    request.extensions_mut().insert(ctx.clone());
    let mut response = next.run(request).await;
    if let Some(token) = token.filter(|_| ctx.has_told())
        && let Err(fault) = app.gatekeeper().told(app, &ctx, &token).await
    {
        tracing::warn!(%fault, "somebody will be told twice of their last sign-in");
    }
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        return fault_page(app, &ctx, &fault);
    }
    if response.extensions().get::<Keepable>().is_none()
        && !response.headers().contains_key(header::CACHE_CONTROL)
    {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Whether a request may reach its handler. A module that is off, and a platform path on another
/// site than the province's, do not exist.
fn admit(app: &App, ctx: &Ctx, card: &RouteCard) -> Outcome<()> {
    let is_elsewhere =
        matches!(card.access, Access::Platform(_)) && ctx.site.kind != Kind::Province;
    if is_elsewhere || !app.is_on(&ctx.site, card.module) {
        return Err(Fault::NotFound);
    }
    if card.is_for_readers() {
        return Ok(());
    }
    match is_at_desk(app, ctx) {
        // Who is on duty is known once they have signed in.
        Err(Fault::AfterHours { .. }) if card.access == Access::Public => {}
        at_desk => at_desk?,
    }
    if card.access == Access::Public {
        return Ok(());
    }
    if ctx.actor == Actor::Nobody {
        return Err(Fault::SignIn);
    }
    match card.access {
        Access::Public | Access::SignedIn => Ok(()),
        Access::Staff(permission) | Access::Platform(permission) => ctx.require(permission),
    }
}

/// Works at the desk while it is shut.
const ON_DUTY: Permission =
    Permission { key: "desk.on-duty", roles: &[Role::Platform], by_section: false };

/// Whether the desk is reached from where a request came from, at this hour. Its hours hold for
/// nobody who is on duty, and for nobody at all while an urgent notice stands on every page: on the
/// day of a flood editors work through the night.
///
/// Requirement: SECURITY rule 38.
fn is_at_desk(app: &App, ctx: &Ctx) -> Outcome<()> {
    let desk = &app.config().desk;
    if !desk.lets_in(ctx.address) {
        return Err(Fault::Elsewhere);
    }
    match desk.shut_until(ctx.now) {
        Some(until) if !ctx.may(ON_DUTY) && !app.notices.is_urgent(ctx.now) => {
            Err(Fault::AfterHours { until })
        }
        _ => Ok(()),
    }
}

/// Whether what is sent to a route is taken now: during a planned stop most is not.
fn is_open(app: &App, ctx: &Ctx, card: &RouteCard) -> Outcome<()> {
    if card.method == HttpMethod::Get || card.stays_open {
        return Ok(());
    }
    match app.notices.read_only_until(ctx.now) {
        Some(until) => Err(Fault::Paused { until }),
        None => Ok(()),
    }
}

/// Whether somebody has proved lately who they are.
async fn proof(app: &App, ctx: &Ctx, token: Option<&str>, next: Option<&str>) -> Outcome<()> {
    let token = token.ok_or(Fault::SignIn)?;
    match app.gatekeeper().to_prove(app, ctx, token, next).await? {
        None => Ok(()),
        Some(at) => Err(Fault::Unproved { at }),
    }
}

/// The answer to a request that may not reach its handler: the way to what is missing, for whoever
/// has asked for a page, or else the page of the fault.
fn refused(app: &App, ctx: &Ctx, next: Option<&str>, fault: &Fault) -> Response {
    match (fault, next) {
        (Fault::SignIn, Some(next)) => {
            Redirect::to(app.gatekeeper().sign_in_path(next)).into_response()
        }
        (Fault::Unproved { at }, Some(_)) => Redirect::to_site(at.clone()).into_response(),
        (fault, _) => fault_page(app, ctx, fault),
    }
}

/// The page of a fault, in the site's language, with the number to quote.
pub(crate) fn fault_page(app: &App, ctx: &Ctx, fault: &Fault) -> Response {
    match fault {
        Fault::Bug(cause) | Fault::Unstored(cause) => {
            app.metrics.bugs.inc();
            tracing::error!(request = %ctx.request.0, site = %ctx.site.code, path = %ctx.path, cause = format!("{cause:#}"), "fault of ours");
        }
        other => tracing::debug!(request = %ctx.request.0, fault = ?other, "request refused"),
    }
    let page = Page::new(ui::fault::page(app, ctx, fault)).status(fault.status());
    let mut response = page.into_response();
    if let Fault::TooMany { retry_seconds } = fault {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_seconds));
    }
    if matches!(fault, Fault::Packed) {
        // What would be taken (RFC 9110, 15.5.16).
        let identity = HeaderValue::from_static("identity");
        response.headers_mut().insert(header::ACCEPT_ENCODING, identity);
    }
    let wait = match fault {
        Fault::Busy | Fault::Unstored(_) => Some(30),
        Fault::Paused { until } | Fault::AfterHours { until } => {
            Some((*until - ctx.now).num_seconds().max(1))
        }
        _ => None,
    };
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if wait.is_some() || matches!(fault, Fault::Unproved { .. }) {
        response.extensions_mut().insert(PutOff(fault.clone()));
    }
    response
}

/// An answer that only puts off what was asked: the front gives back what was typed.
#[derive(Clone)]
pub(crate) struct PutOff(pub Fault);
