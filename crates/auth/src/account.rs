//! One's own account: where one is signed in, and an end to it; and the same for administrators, of
//! their unit's people (R-A1).

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Ctx, Fault, FieldFault, FormFaults, Kind, Outcome, Page, PersonId, Posted,
    Redirect, Routes, people,
};

use crate::{
    Auth,
    cookies::SESSION,
    facts::{RecoveryAddressSet, SignInEnded, SignInsEnded},
    grants, members,
    permissions::MEMBERS,
    reset,
    session::{SignInId, queries},
    sign_in,
};

mod device;
mod views;

/// One's own account, on the province's host.
pub(crate) const PATH: &str = "/tai-khoan";
/// The sign-ins of a unit's member.
const MEMBER: &str = "/quan-tri/thanh-vien/{person}/phien";

/// What an action that led to the page did: value of the query parameter `xong`.
const DONE: [&str; 3] = ["ended", "others-ended", "recovery"];

pub(crate) fn routes(auth: &Auth, routes: Routes) -> Routes {
    let (ending, ending_others, ending_members) = (auth.clone(), auth.clone(), auth.clone());
    let recovering = auth.clone();
    routes
        .get(PATH, Access::SignedIn, own)
        .post("/tai-khoan/phien", Access::SignedIn, move |ctx, app, posted| {
            end(ending, ctx, app, posted)
        })
        .post("/tai-khoan/phien-khac", Access::SignedIn, move |ctx, app, headers| {
            end_others(ending_others, ctx, app, headers)
        })
        .post("/tai-khoan/thu-du-phong", Access::SignedIn, move |ctx, app, headers, posted| {
            set_recovery(recovering, ctx, app, headers, posted)
        })
        .get(MEMBER, Access::Staff(MEMBERS), member)
        .post(MEMBER, Access::Staff(MEMBERS), move |ctx, app, path, posted| {
            end_members(ending_members, ctx, app, path, posted)
        })
}

fn done(query: Option<String>) -> Option<&'static str> {
    let query = query.unwrap_or_default();
    DONE.into_iter().find(|done| query == format!("xong={done}"))
}

/// The signed-in person; the gate let nobody else in.
fn person(ctx: &Ctx) -> Outcome<PersonId> {
    ctx.actor.id().ok_or(Fault::SignIn)
}

/// Shows one's own account; on the province's host.
async fn own(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Outcome<Response> {
    if ctx.site.kind != Kind::Province {
        return Ok(Redirect::to_site(app.province_url(ctx.lang, PATH)?).into_response());
    }
    let none = (Posted::default(), FormFaults::default());
    let page = shown(&app, &ctx, &headers, (&none.0, &none.1), done(query)).await?;
    Ok(Page::new(page).into_response())
}

async fn shown(
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    (posted, faults): (&Posted, &FormFaults),
    done: Option<&str>,
) -> Outcome<maud::Markup> {
    let person = person(ctx)?;
    let conn = app.db().platform().await?;
    let here = match SESSION.of(headers) {
        Some(token) => queries::by_hash(&conn, ctx.site.id, &token.hash()).await?,
        None => None,
    };
    // This page tells of it itself.
    let _ = ctx.tell_last_sign_in();
    let account = views::Account {
        rows: queries::of_person(&conn, person, ctx.now).await?,
        last: here.as_ref().and_then(|held| held.last.clone()),
        here: here.map(|held| held.sign_in),
        mailbox: people::by_id(&conn, person).await?.and_then(|row| row.email),
        recovery: reset::queries::recovery_address(&conn, person).await?,
    };
    Ok(views::own(app, ctx, &account, (posted, faults), done))
}

/// Sets where codes for a new password go. Whoever found a desk unlocked must not: it asks for the
/// password.
async fn set_recovery(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    let person = person(&ctx)?;
    let mut faults = FormFaults::default();
    let to = posted.line("recovery");
    if !to.is_empty() && !portal_core::mail::is_mailbox(&to) {
        faults.add("recovery", FieldFault::Other("member-no-email", vec![]));
    }
    if faults.is_empty() {
        let password = posted.text("password");
        let known = sign_in::knows_password(&auth, &app, &ctx, &headers, password).await?;
        if let Err(fault) = known {
            faults.add("password", fault);
        }
    }
    if !faults.is_empty() {
        let page = shown(&app, &ctx, &headers, (&posted, &faults), None).await?;
        return Ok(Page::invalid(page).into_response());
    }
    let mut tx = app.begin_platform(&ctx).await?;
    let to = (!to.is_empty()).then_some(to.as_str());
    reset::queries::put_recovery_address(&tx, person, to, ctx.now).await?;
    tx.tell(RecoveryAddressSet { person }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?xong=recovery"))).into_response())
}

/// The sign-in a form names.
fn named(posted: &Posted) -> Outcome<SignInId> {
    posted.line("phien").parse().map(SignInId).map_err(|_| Fault::NotFound)
}

/// Ends one of one's own sign-ins.
async fn end(auth: Auth, ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Redirect> {
    end_one(&auth, &app, &ctx, person(&ctx)?, named(&posted)?).await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?xong=ended"))))
}

async fn end_one(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    person: PersonId,
    sign_in: SignInId,
) -> Outcome<()> {
    // The named door: a sign-in belongs to no single site.
    let mut tx = app.begin_platform(ctx).await?;
    if !queries::end(&tx, person, sign_in).await? {
        return tx.roll_back().await;
    }
    tx.tell(SignInEnded { person }).await?;
    tx.commit().await?;
    auth.known.forget(person);
    Ok(())
}

/// Ends all of one's own sign-ins but this one.
async fn end_others(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
) -> Outcome<Redirect> {
    let person = person(&ctx)?;
    let Some(token) = SESSION.of(&headers) else { return Err(Fault::SignIn) };
    let mut tx = app.begin_platform(&ctx).await?;
    let here = queries::by_hash(&tx, ctx.site.id, &token.hash()).await?;
    let count = queries::end_all(&tx, person, here.map(|held| held.sign_in)).await?;
    tx.tell(SignInsEnded { person, count }).await?;
    tx.commit().await?;
    auth.known.forget(person);
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?xong=others-ended"))))
}

/// A member of this unit, by the path.
async fn of_unit(app: &App, ctx: &Ctx, person: &str) -> Outcome<people::PersonRow> {
    let person = person.parse().map(PersonId).map_err(|_| Fault::NotFound)?;
    let conn = app.db().site(ctx.site.id).await?;
    let members = grants::queries::members(&conn, ctx.site.id).await?;
    if !members.iter().any(|row| row.person_id == person.0) {
        return Err(Fault::NotFound);
    }
    people::by_id(&conn, person).await?.ok_or(Fault::NotFound)
}

/// Shows where a member is signed in.
async fn member(
    ctx: Ctx,
    State(app): State<App>,
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
) -> Outcome<Page> {
    let row = of_unit(&app, &ctx, &path).await?;
    let conn = app.db().platform().await?;
    let rows = queries::of_person(&conn, PersonId(row.id), ctx.now).await?;
    Ok(Page::new(views::member(&app, &ctx, &row, &rows, done(query))))
}

/// Ends a member's sign-in: on all sites, as their own sign-out would.
async fn end_members(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    Path(path): Path<String>,
    posted: Posted,
) -> Outcome<Redirect> {
    let row = of_unit(&app, &ctx, &path).await?;
    end_one(&auth, &app, &ctx, PersonId(row.id), named(&posted)?).await?;
    let path = format!("{}?xong=ended", members::sign_ins_path(row.id));
    Ok(Redirect::to(ctx.path_to(&path)))
}
