//! The link in the letter: it shows a page, and only its button confirms. Programs that follow links
//! before a person does change nothing (R-P1).

use axum::extract::{Path, State};
use maud::html;
use portal_core::{App, Ctx, Fault, OrNotFound as _, Outcome, Page, Redirect};

use super::{Answer, Asked, Done, asked, page, queries, tracked};
use crate::petition::{
    events::{self, EventKind, NewEvent},
    facts::PetitionConfirmed,
    letters,
};

type Link = Path<(String, String)>;

/// Asks whether the address is right.
pub(super) async fn ask(
    ctx: Ctx,
    State(app): State<App>,
    Path((code, token)): Link,
    done: Asked<Done>,
) -> Outcome<Page> {
    fits(&app, &code, &token)?;
    let conn = app.db().site(ctx.site.id).await?;
    let mine = queries::by_code(&conn, ctx.site.id, &code).await?.or_not_found()?;
    let t = ctx.texts();
    let title = t.say("petition-confirm-title");
    let is_done = mine.confirmed_at.is_some() || asked(done).xong == "1";
    let path = format!("/kien-nghi/xac-nhan/{code}/{token}");
    let main = html! {
        div.wrap.narrow { div.message data-tone=(if is_done { "ok" } else { "plain" }) {
            h1 { (title) }
            @if is_done {
                p { (t.with("petition-confirm-done", [("code", code.as_str().into())])) }
                p.message-do { a.btn.btn-main href=(ctx.path_to(&tracked(&code))) { (t.say("petition-confirm-track")) } }
            } @else {
                p { (t.with("petition-confirm-ask", [("code", code.as_str().into()), ("at", t.date_time(mine.received_at).into())])) }
                form method="post" action=(ctx.path_to(&path)) { button.btn.btn-main { (t.say("petition-confirm-do")) } }
            }
        } }
    };
    Ok(Page::new(page(&app, &ctx, &path, &title, &main)))
}

/// Confirms, once.
pub(super) async fn confirm(
    ctx: Ctx,
    State(app): State<App>,
    Path((code, token)): Link,
) -> Outcome<Answer> {
    fits(&app, &code, &token)?;
    let mut tx = app.begin(&ctx).await?;
    let mine = queries::hold(&tx, ctx.site.id, &code).await?;
    if queries::confirm(&tx, mine.id(), ctx.now).await? {
        let event = NewEvent {
            petition: mine.id(),
            site: ctx.site.id,
            acting_site: ctx.site.id,
            person: None,
            kind: EventKind::Confirmed,
            shown: true,
            data: serde_json::json!({}),
        };
        events::add(&mut tx, event).await?;
        tx.tell(PetitionConfirmed { petition: mine.id() }).await?;
    }
    // Confirmed before, nothing is new.
    tx.untold();
    tx.commit().await?;
    let path = format!("/kien-nghi/xac-nhan/{code}/{token}?xong=1");
    Ok(Answer::Go(Redirect::to(ctx.path_to(&path))))
}

/// A link that is none of ours leads nowhere, whether or not there is such a petition.
fn fits(app: &App, code: &str, token: &str) -> Outcome<()> {
    if letters::confirms(&app.config().secrets, code, token) {
        Ok(())
    } else {
        Err(Fault::NotFound)
    }
}
