//! The letters that wait for a person: each is joined to a petition, becomes one, or is put aside.

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use chrono::TimeDelta;
use portal_core::{
    Access, App, Arrival, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page,
    Posted, Redirect, Routes, Tx,
};
use serde::Deserialize;

use super::{
    HELD,
    facts::{MailAccepted, MailAttached, MailDiscarded, MailSeen},
    letter::{self, Letter},
    store::{self, Decision, MailRow, Shown},
    take,
};
use crate::petition::{
    Channel, PetitionId, PetitionKind,
    accept::{NewPetition, accept},
    code, fields,
    permissions::IDENTITY,
    sender::SenderData,
};

mod views;

/// How far back troubles with delivering are shown.
const TROUBLES: TimeDelta = TimeDelta::days(30);
/// Longest title of a petition, in characters.
const TITLE_MAX: usize = 200;
/// Longest text of a petition, in characters.
const BODY_MAX: usize = 20_000;
/// Longest reason, in characters.
const REASON_MAX: usize = 500;

/// The paths. A letter says who wrote it, so they are for those who may know.
pub(super) fn routes(routes: Routes) -> Routes {
    const DESK: Access = Access::Staff(IDENTITY);
    routes
        .get(HELD, DESK, list)
        .get("/quan-tri/kien-nghi/thu-den/{id}", DESK, show)
        .post("/quan-tri/kien-nghi/thu-den/{id}/gan", DESK, attach)
        .post("/quan-tri/kien-nghi/thu-den/{id}/nhan", DESK, take_up)
        .post("/quan-tri/kien-nghi/thu-den/{id}/bo", DESK, discard)
}

/// What was just done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Done {
    xong: String,
}

/// A letter that waits, with what can be done about it.
struct Waiting {
    row: MailRow,
    shown: Shown,
    suggested: Vec<(i64, String, String)>,
}

async fn list(ctx: Ctx, State(app): State<App>, Query(done): Query<Done>) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let held = store::held(&conn, ctx.site.id).await?;
    let waiting = store::count_held(&conn, ctx.site.id).await?;
    let troubles = store::troubles(&conn, ctx.site.id, ctx.now - TROUBLES).await?;
    drop(conn);
    let open = |rows: Vec<MailRow>| -> Outcome<Vec<(MailRow, Shown)>> {
        rows.into_iter().map(|row| row.open(&app).map(|shown| (row, shown))).collect()
    };
    let (held, troubles) = (open(held)?, open(troubles)?);
    Ok(Page::new(views::list(&app, &ctx, &held, waiting, &troubles, &done.xong)))
}

async fn show(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Page> {
    let id = number(&id)?;
    let mut tx = app.begin(&ctx).await?;
    let waiting = waiting(&app, &ctx, &tx, id).await?;
    tx.tell(MailSeen { mail: id }).await?;
    tx.commit().await?;
    let posted = views::as_typed(&waiting.shown);
    Ok(Page::new(views::letter(&app, &ctx, &waiting, &posted, &FormFaults::default())))
}

async fn waiting(app: &App, ctx: &Ctx, tx: &Tx, id: i64) -> Outcome<Waiting> {
    let row = store::lock(tx, ctx.site.id, id).await?.or_not_found()?;
    let suggested = store::suggested(tx, ctx.site.id, &row).await?;
    Ok(Waiting { shown: row.open(app)?, row, suggested })
}

/// Joins the letter to a petition.
async fn attach(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id = number(&id)?;
    let mut tx = app.begin(&ctx).await?;
    if let Some(led) = again(&ctx, &tx, &posted, "gan").await? {
        return Ok(led);
    }
    let waiting = waiting(&app, &ctx, &tx, id).await?;
    let found = match code::read(&posted.line("code")) {
        Ok(code) => store::by_code(&tx, ctx.site.id, &code).await?,
        Err(_) => None,
    };
    let Some(petition) = found.map(PetitionId) else {
        tx.roll_back().await?;
        let mut faults = FormFaults::default();
        faults.add("code", FieldFault::Other("inbox-no-such-code", Vec::new()));
        return Ok(
            Page::invalid(views::letter(&app, &ctx, &waiting, &posted, &faults)).into_response()
        );
    };
    let letter = letter_of(&app, &waiting.row).await?;
    let files = take::stored(&app, (&ctx, ctx.site.id), &letter).await?;
    take::thread(&mut tx, ctx.site.id, petition, id, &letter, files).await?;
    decide(&ctx, &mut tx, id, ("attached", Some(petition)), "").await?;
    tx.tell(MailAttached { mail: id, petition }).await?;
    done(tx, &ctx, "gan").await
}

/// Makes a petition of the letter.
async fn take_up(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id = number(&id)?;
    let mut tx = app.begin(&ctx).await?;
    if let Some(led) = again(&ctx, &tx, &posted, "nhan").await? {
        return Ok(led);
    }
    let waiting = waiting(&app, &ctx, &tx, id).await?;
    let new = match read(&app, &ctx, &waiting, &posted)? {
        Ok(new) => new,
        Err(faults) => {
            tx.roll_back().await?;
            let page = views::letter(&app, &ctx, &waiting, &posted, &faults);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let letter = letter_of(&app, &waiting.row).await?;
    let (files, _) = take::stored(&app, (&ctx, ctx.site.id), &letter).await?;
    let petition = accept(&app, &ctx, &mut tx, NewPetition { files, ..new }).await?.id;
    decide(&ctx, &mut tx, id, ("accepted", Some(petition)), "").await?;
    tx.tell(MailAccepted { mail: id, petition }).await?;
    done(tx, &ctx, "nhan").await
}

/// Puts the letter aside.
async fn discard(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id = number(&id)?;
    let mut tx = app.begin(&ctx).await?;
    if let Some(led) = again(&ctx, &tx, &posted, "bo").await? {
        return Ok(led);
    }
    let waiting = waiting(&app, &ctx, &tx, id).await?;
    let mut faults = FormFaults::default();
    let reason = faults.check("reason", posted.line("reason"), true, REASON_MAX);
    if !faults.is_empty() {
        tx.roll_back().await?;
        return Ok(
            Page::invalid(views::letter(&app, &ctx, &waiting, &posted, &faults)).into_response()
        );
    }
    decide(&ctx, &mut tx, id, ("discarded", None), &reason).await?;
    tx.tell(MailDiscarded { mail: id, reason }).await?;
    done(tx, &ctx, "bo").await
}

/// What the officer made of the letter; who sent it is whom it is from, and its clocks start when it
/// came.
fn read(
    app: &App,
    ctx: &Ctx,
    waiting: &Waiting,
    posted: &Posted,
) -> Outcome<Result<NewPetition, FormFaults>> {
    let mut faults = FormFaults::default();
    let kind = PetitionKind::parse(&posted.line("kind"));
    if kind.is_none() {
        faults.add("kind", FieldFault::NoSuchChoice);
    }
    let field = posted.line("field");
    if !fields::all(app, ctx.now)?.iter().any(|known| known.code == field) {
        faults.add("field", FieldFault::NoSuchChoice);
    }
    let title = faults.check("title", posted.line("title"), true, TITLE_MAX);
    let body = faults.check("body", posted.text("body").trim().to_owned(), true, BODY_MAX);
    let Some(kind) = kind.filter(|_| faults.is_empty()) else { return Ok(Err(faults)) };
    let shown = &waiting.shown;
    let sender =
        SenderData { name: shown.name.clone(), email: shown.from.clone(), ..SenderData::default() };
    Ok(Ok(NewPetition {
        kind,
        channel: Channel::Mail,
        field,
        place: String::new(),
        title,
        body,
        sender,
        name_shown: false,
        confidential: false,
        proved: false,
        received_at: waiting.row.arrived_at,
        entered_by: ctx.actor.id(),
        files: Vec::new(),
    }))
}

/// The letter as it came.
async fn letter_of(app: &App, row: &MailRow) -> Outcome<Letter> {
    let raw = store::raw(app, row).await?.or_not_found()?;
    Ok(letter::read(&raw))
}

async fn decide(
    ctx: &Ctx,
    tx: &mut Tx,
    id: i64,
    (state, petition): (&'static str, Option<PetitionId>),
    reason: &str,
) -> Outcome<()> {
    let decision = Decision { state, petition, by: ctx.actor.id(), reason, now: ctx.now };
    store::decide(tx, id, decision).await?;
    Ok(())
}

/// Where a form leads that was carried out before.
async fn again(ctx: &Ctx, tx: &Tx, posted: &Posted, what: &str) -> Outcome<Option<Response>> {
    match tx.once(posted.key()?, &after(ctx, what)).await? {
        Arrival::First => Ok(None),
        Arrival::Again(location) => Ok(Some(Redirect::to(location).into_response())),
    }
}

async fn done(tx: Tx, ctx: &Ctx, what: &str) -> Outcome<Response> {
    tx.commit().await?;
    Ok(Redirect::to(after(ctx, what)).into_response())
}

fn after(ctx: &Ctx, what: &str) -> String {
    ctx.path_to(&format!("{HELD}?xong={what}"))
}

fn number(id: &str) -> Outcome<i64> {
    id.parse().map_err(|_| Fault::NotFound)
}
