//! The way by the provincial office: a request, and somebody there who resolves it.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Arrival, Ctx, Fault, FieldFault, FormFaults, Outcome, Page, PersonId, Posted,
    Redirect, Routes, Tx, people,
};

use super::{
    code::{address, on_province},
    queries::{self, NewRequest, RequestRow},
    views,
};
use crate::{
    Auth,
    accounts::{self, NewPassword},
    credentials::{self, is_login},
    facts::{ResetRequestClosed, ResetRequested},
    permissions::RESETS,
};

/// The form.
pub(super) const PATH: &str = "/quen-mat-khau/yeu-cau";
/// What is said once a request is there.
pub(super) const SENT: &str = "/quen-mat-khau/da-gui";
/// The office's list.
pub(crate) const LIST: &str = "/nen-tang/quen-mat-khau";
/// How many requests the list shows of each kind.
const SHOWN: i64 = 100;

pub(crate) fn routes(auth: &Auth, routes: Routes) -> Routes {
    let resolving = auth.clone();
    routes
        .get(PATH, Access::Public, form)
        .post(PATH, Access::Public, submit)
        .get(SENT, Access::Public, sent)
        .get(LIST, Access::Platform(RESETS), list)
        .post(
            "/nen-tang/quen-mat-khau/{id}",
            Access::Platform(RESETS),
            move |ctx, app, id, posted| resolve(resolving, ctx, app, id, posted),
        )
        .proved()
}

async fn form(ctx: Ctx) -> Outcome<Page> {
    on_province(&ctx)?;
    Ok(Page::new(views::request(&ctx, &Posted::default(), &FormFaults::default(), None)))
}

async fn sent(ctx: Ctx) -> Outcome<Page> {
    on_province(&ctx)?;
    Ok(Page::new(views::sent(&ctx)))
}

/// Takes a request.
async fn submit(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    on_province(&ctx)?;
    let mut faults = FormFaults::default();
    let login = posted.line("login").to_lowercase();
    if login.is_empty() {
        faults.add("login", FieldFault::Missing);
    } else if !is_login(&login) {
        faults.add("login", FieldFault::Other("account-no-login", vec![]));
    }
    let name = faults.check("name", posted.line("name"), true, 100);
    let unit = faults.check("unit", posted.line("unit"), true, 200);
    let contact = faults.check("contact", posted.line("contact"), true, 200);
    if !faults.is_empty() {
        return Ok(Page::invalid(views::request(&ctx, &posted, &faults, None)).into_response());
    }
    let from = address(&ctx);
    let mut tx = app.begin_platform(&ctx).await?;
    let location = ctx.path_to(SENT);
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    if queries::asked(&tx, &login, from.as_deref(), ctx.now).await?.address_waits() {
        tx.roll_back().await?;
        let note = ctx.texts().say("reset-too-often");
        let page = views::request(&ctx, &posted, &faults, Some(&note));
        return Ok(Page::new(page)
            .status(axum::http::StatusCode::TOO_MANY_REQUESTS)
            .into_response());
    }
    let request = NewRequest {
        login: &login,
        person_id: None,
        proved: false,
        name: &name,
        unit: &unit,
        contact: &contact,
        address: from.as_deref(),
        created_at: ctx.now,
    };
    let request = queries::insert_request(&tx, request).await?;
    tx.tell(ResetRequested { request, login, proved: false }).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// Leaves a request of somebody whose code was right, and whose password the portal cannot set.
pub(super) async fn open_proved(
    tx: &mut Tx,
    ctx: &Ctx,
    person: PersonId,
    login: &str,
) -> Outcome<()> {
    let row = people::by_id(tx, person).await?.ok_or(Fault::NotFound)?;
    let from = address(ctx);
    let request = NewRequest {
        login,
        person_id: Some(person.0),
        proved: true,
        name: &row.name,
        unit: "",
        contact: row.email.as_deref().unwrap_or_default(),
        address: from.as_deref(),
        created_at: ctx.now,
    };
    let request = queries::insert_request(tx, request).await?;
    tx.tell(ResetRequested { request, login: login.to_owned(), proved: true }).await?;
    Ok(())
}

async fn list(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    let rows = queries::requests(&conn, SHOWN).await?;
    Ok(Page::new(views::list(&app, &ctx, &rows, None)))
}

/// What the office decides.
enum Decision {
    /// A one-time password of a local account, made here and shown once.
    NewPassword,
    /// Done in the mail system.
    Done,
    /// Not done.
    Refused,
}

impl Decision {
    fn read(posted: &Posted) -> Outcome<Self> {
        match posted.line("act").as_str() {
            "password" => Ok(Self::NewPassword),
            "done" => Ok(Self::Done),
            "refuse" => Ok(Self::Refused),
            _ => Err(Fault::Malformed("act")),
        }
    }
}

/// Resolves a request.
async fn resolve(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<i64>,
    posted: Posted,
) -> Outcome<Response> {
    let note = posted.line("note");
    let decision = Decision::read(&posted)?;
    let mut tx = app.begin_platform(&ctx).await?;
    let Some(row) = queries::lock_open(&tx, id).await? else { return Err(Fault::NotFound) };
    if note.is_empty() {
        // Nothing is done without a word on how the person was made out.
        tx.roll_back().await?;
        let conn = app.db().platform().await?;
        let rows = queries::requests(&conn, SHOWN).await?;
        return Ok(Page::invalid(views::list(&app, &ctx, &rows, Some(id))).into_response());
    }
    let (state, made) = match decision {
        Decision::NewPassword => ("done", Some(one_time(&app, &mut tx, &row).await?)),
        Decision::Done => ("done", None),
        Decision::Refused => ("refused", None),
    };
    queries::close(&tx, id, (state, &note), ctx.actor.id(), ctx.now).await?;
    tx.tell(ResetRequestClosed { request: id, done: state == "done" }).await?;
    tx.commit().await?;
    let Some((person, password)) = made else {
        return Ok(Redirect::to(ctx.path_to(LIST)).into_response());
    };
    auth.known.forget(person);
    Ok(Page::new(views::one_time(&app, &ctx, &row, &password)).into_response())
}

async fn one_time(
    app: &App,
    tx: &mut Tx,
    row: &RequestRow,
) -> Outcome<(PersonId, secrecy::SecretString)> {
    let person = people::by_login(tx, &row.login).await?.ok_or(Fault::NotFound)?;
    let person = PersonId(person.id);
    // Only the portal's own accounts have a password here.
    if credentials::queries::of_person(tx, person).await?.is_none() {
        return Err(Fault::NotFound);
    }
    let password = accounts::set_password(app, tx, person, NewPassword::Generated, true).await?;
    Ok((person, password))
}
