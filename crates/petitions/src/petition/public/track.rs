//! Looking a petition up by code and secret.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use portal_core::{App, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, Redirect, ui};
use serde::Deserialize;

use super::{Answer, Asked, TRACK, asked, followed, page, permit, queries, track_fields};
use crate::petition::code;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    ma: String,
}

/// Shows the two fields.
pub(super) async fn show(ctx: Ctx, State(app): State<App>, wanted: Asked<Wanted>) -> Outcome<Page> {
    let code: String = asked(wanted).ma.chars().take(40).collect();
    Ok(Page::new(view(&app, &ctx, &code, &FormFaults::default())))
}

/// Opens a petition to whoever has both. Whether the code or the secret is wrong, the answer is the
/// same, after the same work.
pub(super) async fn open(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    app.rates.count(&app, ctx.address).await?;
    let (typed, secret) = (posted.line("code"), posted.line("secret"));
    let mut faults = FormFaults::default();
    let code = match code::read(&typed) {
        Ok(code) => code,
        Err(fault) => {
            faults.add("code", fault);
            return Ok(Page::invalid(view(&app, &ctx, &typed, &faults)).into_response());
        }
    };
    let found = {
        let conn = app.db().site(ctx.site.id).await?;
        queries::by_code(&conn, ctx.site.id, &code).await?
    };
    let stored = found.as_ref().map(|mine| mine.secret_mac.as_slice());
    if !code::fits(&app.config().secrets, &code, &secret, stored) {
        faults.add("code", FieldFault::Other("petition-track-wrong", Vec::new()));
        return Ok(Page::invalid(view(&app, &ctx, &typed, &faults)).into_response());
    }
    let mut response = Redirect::to(ctx.path_to(&followed(&code))).into_response();
    permit::give(&app, &ctx, &mut response, &code, false)?;
    Ok(response)
}

/// Closes it at this browser: for whoever used somebody else's telephone.
pub(super) async fn close(ctx: Ctx, Path(_): Path<String>) -> Response {
    let mut response = Answer::Go(Redirect::to(ctx.path_to(TRACK))).into_response();
    permit::take_away(&mut response);
    response
}

fn view(app: &App, ctx: &Ctx, code: &str, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let title = t.say("petition-track-title");
    let main = html! {
        div.wrap.narrow {
            div.page-title { h1 { (title) } p.page-lead { (t.say("petition-track-lead")) } }
            (ui::fault_summary(&t, faults, |_| t.say("petition-track-code")))
            form.form method="post" action=(ctx.path_to(TRACK)) {
                (track_fields(&t, code))
                div.buttons { button.btn.btn-main { (t.say("petition-track-do")) } }
            }
            p.hint { (t.say("petition-track-lost")) }
        }
    };
    page(app, ctx, TRACK, &title, &main)
}
