//! The members of a site: who works on it, as what, until when (R-A4).

use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, Fault, FormFaults, Outcome, Page, PersonId, Posted, Redirect, Role, Tx,
    people,
};

use crate::{
    accounts::{self, NewAccount, NewPassword},
    grants::{self, queries},
    permissions::MEMBERS,
};

mod form;
mod views;

use form::NewMember;

/// The list.
pub const PATH: &str = "/quan-tri/thanh-vien";

/// Where a member is signed in.
pub(crate) fn sign_ins_path(person: i64) -> String {
    format!("{PATH}/{person}/phien")
}

/// What an action that led to the list did: value of the query parameter `xong`.
const DONE: [&str; 2] = ["granted", "revoked"];

/// Shows the list, and the form for a new member.
pub(crate) async fn list(
    ctx: Ctx,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Outcome<Page> {
    let query = query.unwrap_or_default();
    let done = DONE.into_iter().find(|done| query == format!("xong={done}"));
    let posted = Posted::default();
    Ok(Page::new(shown(&app, &ctx, &posted, &FormFaults::default(), done).await?))
}

async fn shown(
    app: &App,
    ctx: &Ctx,
    posted: &Posted,
    faults: &FormFaults,
    done: Option<&str>,
) -> Outcome<maud::Markup> {
    let rows = {
        let conn = app.db().site(ctx.site.id).await?;
        queries::members(&conn, ctx.site.id).await?
    };
    Ok(views::list(app, ctx, &rows, posted, faults, done))
}

/// Adds a member: a known person gets the role; a new one gets an account as well, whose password is
/// on the page that comes back, once.
pub(crate) async fn add(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let Some(member) = form::read(&posted, ctx.now, &mut faults) else {
        return Ok(Page::invalid(shown(&app, &ctx, &posted, &faults, None).await?).into_response());
    };
    ctx.require(MEMBERS)?;
    let location = ctx.path_to(&format!("{PATH}?xong=granted"));
    // The named door: only it may add people. Everything below is about this site alone.
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    match join(&app, &ctx, &mut tx, &member).await {
        Ok(password) => {
            tx.commit().await?;
            Ok(match password {
                Some(password) => {
                    Page::new(views::created(&app, &ctx, &member, &password)).into_response()
                }
                None => Redirect::to(location).into_response(),
            })
        }
        Err(Refused::Here(field, fault)) => {
            tx.roll_back().await?;
            faults.add(field, fault);
            Ok(Page::invalid(shown(&app, &ctx, &posted, &faults, None).await?).into_response())
        }
        Err(Refused::Fault(fault)) => Err(fault),
    }
}

/// Why a member was not added: something at a field, or something else.
enum Refused {
    Here(&'static str, portal_core::FieldFault),
    Fault(Fault),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Makes somebody a member; gives the new account's password, where there is a new account.
async fn join(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    member: &NewMember,
) -> Result<Option<secrecy::SecretString>, Refused> {
    let known = people::by_login(tx, &member.login).await.map_err(Fault::from)?;
    let (person, password) = match known {
        Some(person) => (PersonId(person.id), None),
        None if member.name.is_empty() => {
            // Known people need no name; this one is not known.
            return Err(Refused::Here("name", portal_core::FieldFault::Missing));
        }
        None => {
            let account = NewAccount {
                login: &member.login,
                name: &member.name,
                email: member.email.as_deref(),
                password: NewPassword::Generated,
                must_change: true,
            };
            let (person, password) = accounts::create(app, tx, account).await?;
            (person, Some(password))
        }
    };
    grants::grant(tx, &ctx.site, person, member.role, member.until, ctx.actor.id()).await?;
    Ok(password)
}

/// Asks before a role is taken away.
pub(crate) async fn ask_revoke(
    ctx: Ctx,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
) -> Outcome<Page> {
    let (person, role) = member_of(&path)?;
    let conn = app.db().site(ctx.site.id).await?;
    let rows = queries::members(&conn, ctx.site.id).await?;
    let row = rows
        .iter()
        .find(|row| row.person_id == person.0 && row.role == role.as_str())
        .ok_or(Fault::NotFound)?;
    Ok(Page::new(views::ask_revoke(&app, &ctx, row, role)))
}

/// Takes a role away.
pub(crate) async fn revoke(
    ctx: Ctx,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
) -> Outcome<Redirect> {
    let (person, role) = member_of(&path)?;
    let mut tx = app.begin(&ctx).await?;
    grants::revoke(&mut tx, ctx.site.id, person, role).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?xong=revoked"))))
}

/// The person and role of a path; the platform's own roles are not for a unit to touch.
fn member_of((person, role): &(String, String)) -> Outcome<(PersonId, Role)> {
    let person = person.parse().map_err(|_| Fault::NotFound)?;
    match Role::parse(role) {
        Some(role) if role != Role::Platform => Ok((PersonId(person), role)),
        _ => Err(Fault::NotFound),
    }
}
