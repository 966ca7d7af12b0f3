//! Taking a petition back.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use maud::html;
use portal_core::{App, Ctx, OrNotFound as _, Outcome, Page, Redirect, deadline};
use serde_json::json;

use super::{Answer, follow, followed, page, permit, queries};
use crate::petition::{
    events::{self, EventKind, NewEvent},
    facts::PetitionWithdrawn,
    letters::{self, LetterKind},
    subject,
};

/// Asks whether it is meant.
pub(super) async fn ask(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Outcome<Answer> {
    if permit::of(&app, &ctx, &headers, &code).is_none() {
        return Ok(follow::elsewhere(&ctx, &code));
    }
    let conn = app.db().site(ctx.site.id).await?;
    let mine = queries::by_code(&conn, ctx.site.id, &code).await?.or_not_found()?;
    let (t, back) = (ctx.texts(), ctx.path_to(&followed(&code)));
    if !mine.state().is_open() {
        return Ok(Answer::Go(Redirect::to(back)));
    }
    let title = t.say("petition-withdraw-title");
    let path = format!("{}/rut", followed(&code));
    let main = html! {
        div.wrap.narrow { div.confirm.panel {
            h1 { (title) }
            p { (t.with("petition-withdraw-ask", [("code", code.as_str().into()), ("title", mine.title.as_str().into())])) }
            p.confirm-undo { (t.say("petition-withdraw-undo")) }
            form method="post" action=(ctx.path_to(&path)) {
                div.buttons {
                    button.btn.btn-danger { (t.say("petition-withdraw-do")) }
                    a.btn href=(back) { (t.say("petition-withdraw-not")) }
                }
            }
        } }
    };
    Ok(Answer::Page(Page::new(page(&app, &ctx, &path, &title, &main))))
}

/// Takes it back: nobody has to do anything any more, and nothing is deleted.
pub(super) async fn withdraw(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Outcome<Answer> {
    if permit::of(&app, &ctx, &headers, &code).is_none() {
        return Ok(follow::elsewhere(&ctx, &code));
    }
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let mine = queries::hold(&tx, site, &code).await?;
    if !mine.state().is_open() {
        return Err(follow::Closed.into());
    }
    let petition = mine.id();
    deadline::stop(&mut tx, &subject(petition), None, ctx.now).await?;
    queries::withdraw(&tx, petition, ctx.now).await?;
    let event = NewEvent {
        petition,
        site,
        acting_site: site,
        person: None,
        kind: EventKind::Withdrawn,
        shown: true,
        data: json!({}),
    };
    events::add(&mut tx, event).await?;
    letters::owe(&mut tx, site, petition, LetterKind::Withdrawn, json!({ "lang": ctx.lang }))
        .await?;
    tx.tell(PetitionWithdrawn { petition }).await?;
    tx.commit().await?;
    Ok(Answer::Go(Redirect::to(ctx.path_to(&format!("{}?xong=rut", followed(&code))))))
}
