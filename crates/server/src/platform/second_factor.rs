//! Who needs a second factor on a site: a switch beside the modules and languages (R-A3, R-T3).

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, Fault, Outcome, Posted, Redirect, Site, Tx,
    site::{SecondFactor, settings::SECOND_FACTOR},
    ui,
};

use super::{changes, history, queries::Told, site, site_path, words};

/// Switches it.
pub async fn switch(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let to = match posted.line("on").as_str() {
        "1" => SecondFactor::Required,
        "0" => SecondFactor::Optional,
        _ => return Err(Fault::Malformed("on")),
    };
    let location = words::after(&ctx, &code, "xac-thuc");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    set(&app, &mut tx, &code, to).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// Sets it, for the desk and the command line. What is optional needs no row.
pub async fn set(app: &App, tx: &mut Tx, code: &str, to: SecondFactor) -> Outcome<()> {
    let row = changes::lock(tx, code).await?;
    let value = match to {
        SecondFactor::Optional => None,
        SecondFactor::Required => Some(serde_json::to_value(to).map_err(Fault::bug)?),
    };
    changes::set(app, tx, &row, SECOND_FACTOR, value).await
}

/// The switch, with who changed it last.
pub fn panel(ctx: &Ctx, site: &Site, told: &[Told]) -> Markup {
    let t = ctx.texts();
    let on = site.second_factor == SecondFactor::Required;
    let last = told.iter().find(|(fact, _)| {
        history::setting_of(fact).is_some_and(|change| change.key == SECOND_FACTOR)
    });
    let name = t.say("factor-site-name");
    html! {
        section.panel aria-labelledby="second-factor" {
            h2.panel-title id="second-factor" { (t.say("factor-site")) }
            ul.switches {
                li.switch-row {
                    div.switch-text {
                        h3.switch-name { (name) }
                        p.hint { (t.say("factor-site-what")) }
                        p.meta { (site::who_switched(&t, last, on)) }
                    }
                    form.switch-do method="post" action=(ctx.path_to(&format!("{}/xac-thuc", site_path(&site.code)))) {
                        (ui::form_key(None))
                        button.switch role="switch" aria-checked=(on) aria-label=(name) name="on" value=(if on { "0" } else { "1" }) {
                            span.switch-word { (t.say(if on { "factor-site-on" } else { "factor-site-off" })) }
                        }
                    }
                    @if let Some((fact, _)) = last && site::can_be_undone(told, fact) {
                        (site::undo_form(ctx, site, fact.id, "switch-undo"))
                    }
                }
            }
        }
    }
}
