//! Suspending a site and taking it up again, behind a page that says what it means.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::html;
use portal_core::{
    App, Arrival, Ctx, Fault, Kind, Outcome, Page, Posted, Redirect, site::SiteState, ui,
};

use super::{changes, site_path, words};

/// Asks.
pub async fn form(ctx: Ctx, State(app): State<App>, Path(code): Path<String>) -> Outcome<Page> {
    let site = words::fresh(&app, &code).await?;
    if site.kind == Kind::Province {
        return Err(changes::NotChanged::ProvinceStays.into());
    }
    let t = ctx.texts();
    let (stem, next, tone) = match site.state {
        SiteState::Active => ("suspend", "suspended", "btn btn-danger"),
        SiteState::Suspended => ("resume", "active", "btn btn-main"),
    };
    let say = |part: &str| t.say(&format!("platform-{stem}-{part}"));
    let name = site.name(ctx.lang);
    let title = t.with(&format!("platform-{stem}-title"), [("name", name.into())]);
    let main = html! {
        div.confirm.panel {
            p { (say("what")) }
            p.confirm-undo { (say("undo")) }
            form method="post" action=(ctx.path_to(&format!("{}/trang-thai", site_path(&code)))) {
                (ui::form_key(None))
                input type="hidden" name="state" value=(next);
                div.buttons {
                    button class=(tone) { (say("do")) }
                    a.btn href=(ctx.path_to(&site_path(&code))) { (t.say("platform-cancel")) }
                }
            }
        }
    };
    Ok(Page::new(words::page_of_site(&app, &ctx, &site, &title, &site.host, &main)))
}

/// Does it.
pub async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let state = match posted.line("state").as_str() {
        "active" => SiteState::Active,
        "suspended" => SiteState::Suspended,
        _ => return Err(Fault::Malformed("state")),
    };
    let location = words::after(&ctx, &code, "trang-thai");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    changes::set_state(&mut tx, &code, state).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}
