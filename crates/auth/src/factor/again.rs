//! Proving anew who one is, before one changes factors or roles or takes data of people out: a session
//! alone is not enough. It is done on the province's host, as sign-in is, and holds for the sign-in: on
//! all sites.

use std::sync::Arc;

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Fault, FieldFault, FormFaults, Kind, Outcome, Page, Person, Posted, Redirect, Site,
    SiteId, Texts, page::is_local_path,
};

use super::{
    ACCOUNT,
    account::views,
    facts::{ProvedAgain, SecondFactorProved},
    proof::{self, Given},
    queries,
};
use crate::{
    Auth,
    cookies::SESSION,
    session::{self, SignInId, Token, queries as sessions},
    sign_in,
};

/// Where it is asked for.
pub(super) const PATH: &str = "/tai-khoan/xac-thuc/xac-nhan";
/// Where one is when one has nowhere to go on to.
const DESK: &str = "/quan-tri";

/// Where somebody comes from who proves who they are, and goes on to then: a page of a site of ours.
pub(super) struct Way {
    site: Option<Arc<Site>>,
    next: Option<String>,
    sign_in: Option<SignInId>,
}

impl Way {
    /// The fields of the form, and of the query that leads to it: which site, which of its pages, and
    /// which sign-in has a session there, should it be another than the one on the province's host.
    pub(super) const FIELDS: [&str; 3] = ["trang", "tiep", "phien"];

    /// Reads it; what is no site and no page of ours is left out.
    pub(super) fn read(app: &App, posted: &Posted) -> Self {
        let [site, next, sign_in] = Self::FIELDS.map(|field| posted.line(field));
        let site = site.parse().ok().map(SiteId);
        Self {
            site: site.and_then(|site| app.sites.now().by_id(site).cloned()),
            next: is_local_path(&next).then_some(next),
            sign_in: sign_in.parse().ok().map(SignInId),
        }
    }

    /// Where who does not want to prove it goes back to: the desk they come from, or their factors.
    pub(super) fn back(&self, app: &App, ctx: &Ctx) -> String {
        let own = self.next.as_deref().is_some_and(|next| next.contains(ACCOUNT));
        match &self.site {
            Some(site) if !own => {
                let known = site.languages.contains(&ctx.lang);
                let lang = if known { ctx.lang } else { site.default_language() };
                app.url(site, &site.path(lang, DESK))
            }
            _ => ctx.path_to(ACCOUNT),
        }
    }

    /// Leads on whoever has proved it; who has something to send again on another page is told so.
    fn on(&self, app: &App, ctx: &Ctx) -> Outcome<Response> {
        let address = match (&self.site, &self.next) {
            (Some(site), Some(next)) => app.url(site, next),
            (Some(_), None) => return Ok(Page::new(views::proved(app, ctx)).into_response()),
            (None, _) => app.province_url(ctx.lang, ACCOUNT)?,
        };
        Ok(sign_in::leading_on(ctx, "factor-again-done", &address))
    }
}

/// The address where the person behind a session proves anew who they are; nothing, if they have done
/// so lately. Asks the database each time: the proof may have come on another node.
pub(crate) async fn to_prove(
    app: &App,
    ctx: &Ctx,
    token: &Token,
    next: Option<&str>,
) -> Outcome<Option<String>> {
    let held = {
        let conn = app.db().site(ctx.site.id).await?;
        sessions::by_hash(&conn, ctx.site.id, &token.hash()).await?.ok_or(Fault::SignIn)?
    };
    if session::is_proved(held.proved, ctx.now) {
        return Ok(None);
    }
    let (site, sign_in) = (ctx.site.id.to_string(), held.sign_in.0.to_string());
    let values = [site.as_str(), next.unwrap_or_default(), sign_in.as_str()];
    let query = Way::FIELDS.into_iter().zip(values);
    app.province_url(ctx.lang, &portal_core::page::address(PATH, query)).map(Some)
}

/// The same for the page of a form, which shows [`ask`] in place of the form.
pub(crate) async fn to_open(
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    next: &str,
) -> Outcome<Option<String>> {
    let token = SESSION.of(headers).ok_or(Fault::SignIn)?;
    to_prove(app, ctx, &token, Some(&ctx.path_to(next))).await
}

/// In place of a form that is only for who has proved lately who they are.
pub(crate) fn ask(t: &Texts, at: &str) -> Markup {
    html! {
        p { (t.say("factor-again-needed")) }
        div.buttons { a.btn.btn-main href=(at) { (t.say("unproved-do")) } }
    }
}

/// Where factors are looked after, for whoever is on another site than the province's: no password
/// and no code is typed there.
///
/// Requirement: R-A1.
pub(super) fn elsewhere(app: &App, ctx: &Ctx) -> Outcome<Option<Redirect>> {
    if ctx.site.kind == Kind::Province {
        return Ok(None);
    }
    let sites = app.sites.now();
    let province = sites.province().ok_or(Fault::NotFound)?;
    Ok(Some(Redirect::to_site(app.url(province, ACCOUNT))))
}

/// The person, where their factors are looked after; elsewhere, the way there.
pub(super) fn here<'a>(app: &App, ctx: &'a Ctx) -> Outcome<Result<&'a Person, Redirect>> {
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    Ok(match elsewhere(app, ctx)? {
        None => Ok(person),
        Some(there) => Err(there),
    })
}

/// Asks.
pub(super) async fn form(
    ctx: Ctx,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Outcome<Response> {
    if let Some(there) = elsewhere(&app, &ctx)? {
        return Ok(there.into_response());
    }
    let query = query.unwrap_or_default();
    let posted = Posted::from_pairs(form_urlencoded::parse(query.as_bytes()));
    let view = shown(&app, &ctx, &posted, &FormFaults::default()).await?;
    Ok(Page::new(view).into_response())
}

async fn shown(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Outcome<Markup> {
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let has_totp = {
        let conn = app.db().platform().await?;
        queries::totp(&conn, person.id).await?.is_some()
    };
    let back = Way::read(app, posted).back(app, ctx);
    Ok(views::again(app, ctx, (posted, faults), has_totp, &back))
}

/// Takes the answer: the password, or a code.
pub(super) async fn submit(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    if ctx.site.kind != Kind::Province {
        return Err(Fault::NotFound);
    }
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let mut faults = FormFaults::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(given) = Given::read(&posted) {
        let who = (person.login.as_str(), None);
        if let Some(seconds) = auth.limits.wait(&app, ctx.address, who, ctx.now).await {
            status = StatusCode::TOO_MANY_REQUESTS;
            let seconds = vec![("seconds", seconds.to_string())];
            faults.add(given.field(), FieldFault::Other("sign-in-wait", seconds));
        } else if !code_holds(&app, &ctx, person, &given).await? {
            auth.limits.failed(&app, ctx.address, who, ctx.now).await;
            faults.add(given.field(), FieldFault::Other("factor-again-wrong-code", vec![]));
        }
    } else if !posted.has("password") {
        faults.add("password", FieldFault::Missing);
    } else {
        let password = posted.text("password");
        let known = sign_in::knows_password(&auth, &app, &ctx, &headers, password).await?;
        if let Err(fault) = known {
            faults.add("password", fault);
        }
    }
    if !faults.is_empty() {
        let view = shown(&app, &ctx, &posted, &faults).await?;
        return Ok(Page::new(view).status(status).into_response());
    }
    let way = Way::read(&app, &posted);
    prove(&app, &ctx, &headers, person, &way).await?;
    way.on(&app, &ctx)
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

/// Writes down that somebody has proved who they are: for the sign-in at this host, and for the one
/// that has the session they come from, which must be theirs.
async fn prove(
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    person: &Person,
    way: &Way,
) -> Outcome<()> {
    // The named door: a sign-in belongs to no single site, and these are the person's own.
    let mut tx = app.begin_platform(ctx).await?;
    let here = match SESSION.of(headers) {
        Some(token) => sessions::by_hash(&tx, ctx.site.id, &token.hash()).await?,
        None => None,
    };
    let sign_ins: Vec<SignInId> =
        here.map(|held| held.sign_in).into_iter().chain(way.sign_in).collect();
    sessions::prove(&tx, person.id, &sign_ins, ctx.now).await?;
    tx.tell(ProvedAgain { person: person.id }).await?;
    tx.commit().await
}
