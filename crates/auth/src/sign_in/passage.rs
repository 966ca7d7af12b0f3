//! From the province's host to a site: a one-time code takes somebody who is signed in there to a
//! session here (R-A1).
//!
//! The site gives the browser a token and sends it off with the token's hash; the province ties the
//! code to that hash and to the site. A code that is stolen, passed on, used twice or late opens
//! nothing, and nobody can be signed in as somebody else by a link.

use std::sync::Arc;

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    App, Ctx, Fault, Outcome, Page, PersonId, Posted, Redirect, Site, SiteId, page::is_local_path,
};

use super::{DESK, NEXT, PATH, STAFF, asked, views};
use crate::{
    cookies::{SESSION, START},
    facts::SessionOpened,
    schema::sign_in_codes,
    session::{self, SignInId, Token, TokenHash, queries},
};

/// Where a site takes its people back.
pub(super) const ARRIVAL: &str = "/dang-nhap/vao";
/// Which site.
const SITE: &str = "trang";
/// Hash of the token that the site gave the browser.
const BROWSER: &str = "phieu";
/// The code.
const CODE: &str = "ma";
/// A code lives for the time of a redirect over a slow line.
const LIFE: TimeDelta = TimeDelta::seconds(60);

/// A site somebody is on the way to, and where on it.
pub(super) struct Aim {
    site: Arc<Site>,
    next: String,
    browser: TokenHash,
}

impl Aim {
    /// Reads it from a query; `None` when it names no site that waits for anybody.
    pub(super) fn read(app: &App, asked: &Posted) -> Option<Self> {
        let site = asked.line(SITE).parse().ok().map(SiteId)?;
        let site = app.sites.now().by_id(site).cloned()?;
        let browser = hex::decode(asked.line(BROWSER)).ok()?.try_into().ok()?;
        let next = asked.line(NEXT);
        let next = if is_local_path(&next) { next } else { DESK.to_owned() };
        Some(Self { site, next, browser })
    }

    /// The province's path that leads there.
    pub(super) fn path(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(SITE, &self.site.id.to_string())
            .append_pair(NEXT, &self.next)
            .append_pair(BROWSER, &hex::encode(self.browser))
            .finish();
        format!("{PATH}?{query}")
    }

    /// The site a path of [`Aim::path`]'s form leads to, for the form's words.
    pub(super) fn of_path(app: &App, path: &str) -> Option<Arc<Site>> {
        let (_, query) = path.split_once('?')?;
        Self::read(app, &asked(Some(query))).map(|aim| aim.site)
    }
}

/// Sends somebody from a site to the province's sign-in; who is signed in here goes on.
pub(super) fn set_out(app: &App, ctx: &Ctx, headers: &HeaderMap, next: &str) -> Outcome<Response> {
    let next = if is_local_path(next) && !next.contains(PATH) {
        next.to_owned()
    } else {
        ctx.path_to(DESK)
    };
    if ctx.actor.person().is_some_and(|person| !person.grants.is_empty()) {
        return Ok(Redirect::to(next).into_response());
    }
    // Several windows may set out at once: they share the browser's token.
    let token = START.of(headers).map_or_else(Token::new, Ok)?;
    let aim = Aim { site: Arc::clone(&ctx.site), next, browser: token.hash() };
    let address = app.province_url(ctx.lang, &aim.path())?;
    let mut response = Redirect::to_site(address).into_response();
    START.set(&mut response, &token);
    Ok(response)
}

/// Leads somebody who is signed in on to a site, if they have a role there.
pub(super) async fn lead(
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    person: PersonId,
    aim: &Aim,
) -> Outcome<Response> {
    let Some(held) = held(app, ctx, headers).await? else { return Err(Fault::SignIn) };
    let mut tx = app.begin_platform(ctx).await?;
    if queries::grants_of(&tx, aim.site.id, person, ctx.now).await?.is_empty() {
        tx.roll_back().await?;
        let staff = format!("{}?{SITE}={}", ctx.path_to(STAFF), aim.site.id);
        return Ok(Redirect::to(staff).into_response());
    }
    let code = Token::new()?;
    sweep(&tx, ctx.now - LIFE).await?;
    insert(&tx, &code.hash(), aim, (held.sign_in, person), ctx.now).await?;
    // The session that comes of it is told.
    tx.untold();
    tx.commit().await?;
    let arrival = format!("{}?{CODE}={}", aim.site.path(ctx.lang, ARRIVAL), code.as_str());
    Ok(Redirect::to_site(app.url(&aim.site, &arrival)).into_response())
}

async fn held(app: &App, ctx: &Ctx, headers: &HeaderMap) -> Outcome<Option<queries::Held>> {
    let Some(token) = SESSION.of(headers) else { return Ok(None) };
    let conn = app.db().site(ctx.site.id).await?;
    Ok(queries::by_hash(&conn, ctx.site.id, &token.hash()).await?)
}

/// Takes somebody back from the province's sign-in, and opens the session of this site.
pub(super) async fn arrive(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Outcome<Response> {
    let code = Token::parse(&asked(query.as_deref()).line(CODE));
    let browser = START.of(&headers);
    let (Some(code), Some(browser)) = (code, browser) else { return Ok(too_late(&ctx)) };
    let mut tx = app.begin(&ctx).await?;
    let passage = take(&tx, ctx.site.id, &code.hash()).await?;
    // What was taken is used up, whatever comes of it.
    let good = passage.filter(|passage| {
        passage.browser_hash == browser.hash() && ctx.now < passage.created_at + LIFE
    });
    let Some(passage) = good else {
        tx.untold();
        tx.commit().await?;
        return Ok(too_late(&ctx));
    };
    let (sign_in, person) = (SignInId(passage.sign_in_id), PersonId(passage.person_id));
    let token = session::open(&tx, ctx.site.id, (sign_in, person)).await?;
    tx.tell_as(person, SessionOpened { person }).await?;
    tx.commit().await?;
    let mut response = Redirect::to(passage.next).into_response();
    SESSION.set(&mut response, &token);
    Ok(response)
}

fn too_late(ctx: &Ctx) -> Response {
    Page::new(views::too_late(ctx)).status(StatusCode::GONE).into_response()
}

/// A code that was taken.
#[derive(Queryable, Selectable)]
#[diesel(table_name = sign_in_codes)]
struct Passage {
    sign_in_id: i64,
    person_id: i64,
    browser_hash: Vec<u8>,
    next: String,
    created_at: DateTime<Utc>,
}

async fn insert(
    mut conn: &AsyncPgConnection,
    code: &TokenHash,
    aim: &Aim,
    (sign_in, person): (SignInId, PersonId),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(sign_in_codes::table)
        .values((
            sign_in_codes::code_hash.eq(code.as_slice()),
            sign_in_codes::site_id.eq(aim.site.id.0),
            sign_in_codes::sign_in_id.eq(sign_in.0),
            sign_in_codes::person_id.eq(person.0),
            sign_in_codes::browser_hash.eq(aim.browser.as_slice()),
            sign_in_codes::next.eq(&aim.next),
            sign_in_codes::created_at.eq(now),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

async fn sweep(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(sign_in_codes::table)
        .filter(sign_in_codes::created_at.lt(before))
        .execute(&mut conn)
        .await
}

async fn take(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    code: &TokenHash,
) -> QueryResult<Option<Passage>> {
    diesel::delete(sign_in_codes::table)
        .filter(sign_in_codes::site_id.eq(site.0))
        .filter(sign_in_codes::code_hash.eq(code.as_slice()))
        .returning(Passage::as_returning())
        .get_result(&mut conn)
        .await
        .optional()
}
