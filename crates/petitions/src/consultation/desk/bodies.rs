//! The bodies asked by name.

use axum::{
    extract::{Path, State},
    response::Response,
};
use portal_core::{App, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, mail::is_mailbox};

use super::{Query, after, asked, find, go, invalid, lock, number, views};
use crate::consultation::{
    Refusal, Stage,
    facts::{BodyInvited, BodyRemoved, Changed},
    invitation::{self, Letter, queries},
};

/// Most bodies that are added at once.
const MOST: usize = 300;

/// The list.
pub(super) async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let consultation = find(&conn, &ctx, &id).await?;
    let bodies = queries::list(&conn, ctx.site.id, consultation.id()).await?;
    let form = (&Posted::default(), &FormFaults::default());
    let done = asked(query).xong;
    Ok(Page::new(views::bodies::page(&app, &ctx, (&consultation, &bodies), form, &done)))
}

/// Reads lines of "name; e-mail". The e-mail may be left out.
fn read(faults: &mut FormFaults, posted: &Posted) -> Vec<(String, String)> {
    let mut bodies = Vec::new();
    for line in posted.text("bodies").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, email) = line.rsplit_once([';', '\t']).unwrap_or((line, ""));
        let (name, email) = (name.trim().to_owned(), email.trim().to_owned());
        let fits = !name.is_empty() && name.chars().count() <= 200;
        if !fits || (!email.is_empty() && !is_mailbox(&email)) {
            let line = line.chars().take(80).collect();
            faults.add("bodies", FieldFault::Other("consult-bad-body", vec![("line", line)]));
        }
        bodies.push((name, email));
    }
    if bodies.is_empty() {
        faults.add("bodies", FieldFault::Missing);
    }
    if bodies.len() > MOST {
        faults.add("bodies", FieldFault::Other("consult-too-many-bodies", Vec::new()));
    }
    bodies
}

/// Adds bodies. While the consultation is public they are asked at once, else with its approval.
pub(super) async fn add(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let new = read(&mut faults, &posted);
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let (site, of) = (ctx.site.id, consultation.id());
    if !faults.is_empty() {
        let bodies = queries::list(&tx, site, of).await?;
        let form = (&posted, &faults);
        return Ok(invalid(views::bodies::page(&app, &ctx, (&consultation, &bodies), form, "")));
    }
    let stage = consultation.stage(ctx.now);
    if stage > Stage::Open {
        return Err(Refusal::NotRunning.into());
    }
    for (name, email) in &new {
        queries::insert(&tx, site, of, (name, email)).await?;
    }
    tx.tell(Changed { consultation: of.0, what: "bodies" }).await?;
    if stage.is_public() {
        for body in queries::list(&tx, site, of).await? {
            if body.invited_at.is_none() {
                queries::save_invited(&tx, site, body.id, ctx.now).await?;
                invitation::write(&app, &ctx, &mut tx, (&consultation, &body), Letter::Invitation)
                    .await?;
                tx.tell(BodyInvited { consultation: of.0, name: body.name }).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(go(after(&ctx, &format!("{}/co-quan", consultation.desk()), "co-quan")))
}

/// Takes a body off the list that was not asked yet.
pub(super) async fn remove(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, body)): Path<(String, String)>,
) -> Outcome<Response> {
    let body = number(&body)?;
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let (site, of) = (ctx.site.id, consultation.id());
    let name = queries::by_id(&tx, site, body).await?.map(|body| body.name);
    if queries::delete(&tx, site, of, body).await? {
        let name = name.unwrap_or_default();
        tx.tell(BodyRemoved { consultation: of.0, name }).await?;
        tx.commit().await?;
    }
    Ok(go(after(&ctx, &format!("{}/co-quan", consultation.desk()), "bo-co-quan")))
}
