//! What is decided about an item: submit, approve, publish, refuse, withdraw (R-C3).

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Permission,
    PersonId, Posted, Redirect, Refusal as _, lang::local_day,
};

use super::{
    Answer,
    item::{Act, MAX_NOTE, find, gaps, is_open_to, sheet},
    number, views,
};
use crate::{
    item::{
        Decision, EditionHash, ItemId, Refusal, acts,
        queries::{self, Whole},
    },
    permissions::{APPROVE, WRITE},
};

/// The page again, with what stood in the way.
async fn refused(
    app: &App,
    ctx: &Ctx,
    id: &str,
    sentences: &[String],
    status: StatusCode,
) -> Outcome<Answer> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    let sheet = sheet(app, ctx, &conn, whole).await?;
    let page = Page::new(views::item::page(app, ctx, &sheet, sentences, None));
    Ok(Answer::Page(page.status(status)))
}

/// Carries out what a rule allows on an item that is held meanwhile, or shows why not.
async fn carry_out(
    app: &App,
    ctx: &Ctx,
    (id, done, permission): (&str, &str, Permission),
    posted: &Posted,
    rule: impl FnOnce(&Whole) -> Result<Vec<Decision>, Refusal>,
) -> Outcome<Answer> {
    let item = ItemId(number(id)?);
    let location = ctx.path_to(&format!("/quan-tri/bai/{item}?xong={done}"));
    let mut tx = app.begin(ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Answer::Go(Redirect::to(location)));
    }
    let whole = queries::lock(&tx, ctx.site.id, item).await?.or_not_found()?;
    if !is_open_to(ctx, &whole) {
        return Err(Fault::NotFound);
    }
    ctx.require_in(permission, &whole.path)?;
    match rule(&whole) {
        Ok(decisions) => {
            for decision in &decisions {
                acts::carry_out(&mut tx, ctx, &whole, decision).await?;
            }
            tx.commit().await?;
            Ok(Answer::Go(Redirect::to(location)))
        }
        Err(refusal) => {
            tx.roll_back().await?;
            let sentences = [refusal.sentence(&ctx.texts())];
            refused(app, ctx, id, &sentences, StatusCode::CONFLICT).await
        }
    }
}

/// Who lent the actor the right to approve an item; nobody, where it is the actor's own.
pub(super) fn lenders(ctx: &Ctx, whole: &Whole) -> Vec<PersonId> {
    let given: Vec<_> = ctx.giving(APPROVE, &whole.path).collect();
    if given.iter().any(|grant| grant.delegated_by.is_none()) {
        return Vec::new();
    }
    given.iter().filter_map(|grant| Some(grant.delegated_by.as_ref()?.id)).collect()
}

/// The text that was being looked at; a form without it is not ours.
fn seen(posted: &Posted) -> Outcome<EditionHash> {
    EditionHash::parse(&posted.line("hash")).ok_or(Fault::Malformed("hash"))
}

fn person(ctx: &Ctx) -> Outcome<PersonId> {
    ctx.actor.id().ok_or(Fault::Denied)
}

/// What is missing in an item, in words; empty when it is complete.
async fn missing(app: &App, ctx: &Ctx, id: &str) -> Outcome<Vec<String>> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    Ok(gaps(&conn, ctx, &whole).await?.into_iter().map(|(sentence, _)| sentence).collect())
}

/// Asks for approval.
pub async fn submit(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let hash = seen(&posted)?;
    // What is complete stays so: an edition never changes, and the hash names it.
    let missing = missing(&app, &ctx, &id).await?;
    if !missing.is_empty() {
        return refused(&app, &ctx, &id, &missing, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    carry_out(&app, &ctx, (&id, "gui-duyet", WRITE), &posted, |whole| {
        whole.snapshot().submit(hash, ctx.now).map(|decision| vec![decision])
    })
    .await
}

/// Approves a text, and publishes it at once where asked to.
pub async fn approve(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let (hash, by) = (seen(&posted)?, person(&ctx)?);
    let at_once = posted.has("dang");
    let done = if at_once { "dang" } else { "duyet" };
    carry_out(&app, &ctx, (&id, done, APPROVE), &posted, |whole| {
        let now = whole.snapshot();
        now.is_not_of(&lenders(&ctx, whole))?;
        let mut decisions = vec![now.approve(by, hash, ctx.now)?];
        if at_once {
            decisions.push(now.approved(by).publish(hash, ctx.now)?);
        }
        Ok(decisions)
    })
    .await
}

/// Publishes the approved text.
pub async fn publish(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let hash = seen(&posted)?;
    carry_out(&app, &ctx, (&id, "dang", APPROVE), &posted, |whole| {
        whole.snapshot().publish(hash, ctx.now).map(|decision| vec![decision])
    })
    .await
}

/// Asks why an item goes back.
pub async fn ask_refuse(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Page> {
    ask(&app, &ctx, &id, Act::Refuse, &Posted::default(), &FormFaults::default()).await
}

/// Asks why an item is taken down.
pub async fn ask_withdraw(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    ask(&app, &ctx, &id, Act::Withdraw, &Posted::default(), &FormFaults::default()).await
}

async fn ask(
    app: &App,
    ctx: &Ctx,
    id: &str,
    act: Act,
    posted: &Posted,
    faults: &FormFaults,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    ctx.require_in(APPROVE, &whole.path)?;
    let markup = views::item::confirm(app, ctx, &whole, act, posted, faults);
    Ok(if faults.is_empty() { Page::new(markup) } else { Page::invalid(markup) })
}

/// Sends an item back with one of the regulation's reasons.
pub async fn refuse(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let known = app.law().refusal_reasons(local_day(ctx.now)).to_vec();
    let mut faults = FormFaults::default();
    let reason = posted.line("reason");
    if reason.is_empty() {
        faults.add("reason", FieldFault::Missing);
    } else if !known.iter().any(|known| known.code == reason) {
        faults.add("reason", FieldFault::NoSuchChoice);
    }
    let note = faults.check("note", posted.text("note"), true, MAX_NOTE);
    if !faults.is_empty() {
        return ask(&app, &ctx, &id, Act::Refuse, &posted, &faults).await.map(Answer::Page);
    }
    let (hash, by) = (seen(&posted)?, person(&ctx)?);
    carry_out(&app, &ctx, (&id, "tra-lai", APPROVE), &posted, |whole| {
        let now = whole.snapshot();
        now.is_not_of(&lenders(&ctx, whole))?;
        now.refuse(by, hash, (&reason, &note), &known, ctx.now).map(|decision| vec![decision])
    })
    .await
}

/// Takes an item from readers.
pub async fn withdraw(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let mut faults = FormFaults::default();
    let note = faults.check("note", posted.text("note"), true, MAX_NOTE);
    if !faults.is_empty() {
        return ask(&app, &ctx, &id, Act::Withdraw, &posted, &faults).await.map(Answer::Page);
    }
    carry_out(&app, &ctx, (&id, "go", APPROVE), &posted, |whole| {
        whole.snapshot().withdraw(&note, ctx.now).map(|decision| vec![decision])
    })
    .await
}
