//! The members of a site: who works on it, as what, until when (R-A4).

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, Fault, FormFaults, Kind, Outcome, Page, PersonId, Posted, Redirect, Role,
    Tx, people,
};

use crate::{
    accounts::{self, NewAccount, NewPassword},
    factor::again,
    grants::{self, GrantRefusal, NewRole, queries},
    hand_over::{self, Successor},
    permissions::{MEMBERS, PEOPLE},
    rights,
};

pub(crate) mod days;
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
const DONE: [&str; 3] = ["granted", "revoked", "reviewed"];

/// Shows the list, and the form for a new member.
pub(crate) async fn list(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Outcome<Page> {
    let query = query.unwrap_or_default();
    let done = DONE.into_iter().find(|done| query == format!("xong={done}"));
    let shown = views::Shown {
        to_prove: again::to_open(&app, &ctx, &headers, &format!("{PATH}#add")).await?,
        ..read(&app, &ctx).await?
    };
    let (posted, none) = (Posted::default(), FormFaults::default());
    Ok(Page::new(views::list(&app, &ctx, &shown, &posted, &none, done)))
}

/// The list with a form that is not taken.
async fn invalid(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Outcome<Response> {
    let shown = read(app, ctx).await?;
    Ok(Page::invalid(views::list(app, ctx, &shown, posted, faults, None)).into_response())
}

async fn read(app: &App, ctx: &Ctx) -> Outcome<views::Shown> {
    let sections = rights::sections(app, ctx).await?;
    let conn = app.db().site(ctx.site.id).await?;
    let rows = queries::members(&conn, ctx.site.id).await?;
    let review_months = accounts::rule_today(app)?.review_months;
    Ok(views::Shown { rows, sections, roles: roles(ctx), review_months, to_prove: None })
}

/// The roles the actor may give here: the unit's; the platform's, who holds it, on the province's site.
fn roles(ctx: &Ctx) -> Vec<Role> {
    let platform = ctx.site.kind == Kind::Province && ctx.may(PEOPLE);
    form::ROLES.into_iter().chain(platform.then_some(Role::Platform)).collect()
}

/// Adds a member: a known person gets the role; a new one gets an account as well, whose password is
/// on the page that comes back, once.
pub(crate) async fn add(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let sections: Vec<i64> =
        rights::sections(&app, &ctx).await?.iter().map(|section| section.id).collect();
    let choices = (&roles(&ctx)[..], &sections[..]);
    let Some(member) = form::read(&posted, choices, ctx.now, &mut faults) else {
        return invalid(&app, &ctx, &posted, &faults).await;
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
            invalid(&app, &ctx, &posted, &faults).await
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
    let NewMember { role, section, until, .. } = *member;
    if let Err(refusal) = grants::may_give(ctx, role, Some(person)) {
        return Err(Refused::Here("role", portal_core::FieldFault::Other(refusal.key(), vec![])));
    }
    grants::give(tx, ctx, &ctx.site, NewRole { person, role, section, until }).await?;
    Ok(password)
}

/// Asks before a role is taken away.
pub(crate) async fn ask_revoke(
    ctx: Ctx,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
) -> Outcome<Page> {
    Ok(Page::new(asked(&app, &ctx, member_of(&path)?, &FormFaults::default()).await?))
}

/// The question, with who takes over where the person leaves something unfinished.
async fn asked(
    app: &App,
    ctx: &Ctx,
    (person, grant): (PersonId, i64),
    faults: &FormFaults,
) -> Outcome<maud::Markup> {
    let (row, last, colleagues) = {
        let conn = app.db().site(ctx.site.id).await?;
        let rows = queries::members(&conn, ctx.site.id).await?;
        let row = rows.into_iter().find(|row| row.id == grant && row.person_id == person.0);
        let held = queries::all_of(&conn, ctx.site.id, person).await?;
        let mut colleagues = queries::colleagues(&conn, ctx.site.id, ctx.now).await?;
        colleagues.retain(|one| one.whole && one.id != person.0);
        (row.ok_or(Fault::NotFound)?, grants::is_last(&held, grant, ctx.now), colleagues)
    };
    let role = Role::parse(&row.role).ok_or(Fault::NotFound)?;
    grants::may_give(ctx, role, None)?;
    let left = match last {
        true => hand_over::belongings(app, ctx, person).await?,
        false => Vec::new(),
    };
    Ok(views::ask_revoke(app, ctx, &row, role, (&left, &colleagues), faults))
}

/// Takes a role away.
pub(crate) async fn revoke(
    ctx: Ctx,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
    posted: Posted,
) -> Outcome<Response> {
    let (person, grant) = member_of(&path)?;
    let mut tx = app.begin(&ctx).await?;
    let to = Successor::read(&posted);
    match grants::revoke(&app, &ctx, &mut tx, (person, grant), to).await? {
        Ok(()) => tx.commit().await?,
        Err(refusal @ (GrantRefusal::HandOverFirst | GrantRefusal::NobodyToTakeOver)) => {
            tx.roll_back().await?;
            let mut faults = FormFaults::default();
            let fault = portal_core::FieldFault::Other(refusal.key(), vec![]);
            faults.add(hand_over::FIELD, fault);
            let page = asked(&app, &ctx, (person, grant), &faults).await?;
            return Ok(Page::invalid(page).into_response());
        }
        Err(refusal) => return Err(refusal.into()),
    }
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?xong=revoked"))).into_response())
}

/// Notes that a member's roles were looked at and are still right.
pub(crate) async fn review(
    ctx: Ctx,
    State(app): State<App>,
    Path(person): Path<String>,
) -> Outcome<Redirect> {
    let person = person.parse().map(PersonId).map_err(|_| Fault::NotFound)?;
    let mut tx = app.begin(&ctx).await?;
    grants::review(&mut tx, ctx.site.id, person).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?xong=reviewed"))))
}

/// The person and grant of a path.
fn member_of((person, grant): &(String, String)) -> Outcome<(PersonId, i64)> {
    let person = person.parse().map_err(|_| Fault::NotFound)?;
    Ok((PersonId(person), grant.parse().map_err(|_| Fault::NotFound)?))
}
