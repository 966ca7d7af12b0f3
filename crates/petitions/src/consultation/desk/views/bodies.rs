//! The bodies asked by name, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, Tone},
};

use super::{done, page_of};
use crate::consultation::{
    Consultation, Stage,
    invitation::{self, Invitation},
};

/// The state of a body, in a word.
pub(in crate::consultation) fn state_badge(t: &Texts, body: &Invitation) -> Markup {
    let tone = match body.state() {
        "agreed" | "answered" => Tone::Ok,
        _ => Tone::Plain,
    };
    ui::badge(tone, &t.say(&format!("consult-body-{}", body.state())))
}

/// The page.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    (consultation, bodies): (&Consultation, &[Invitation]),
    (posted, faults): (&Posted, &FormFaults),
    flash: &str,
) -> Markup {
    let t = ctx.texts();
    let stage = consultation.stage(ctx.now);
    let target = ctx.path_to(&format!("{}/co-quan", consultation.desk()));
    let main = html! {
        (ui::fault_summary(&t, faults, |_| t.say("consult-bodies-add")))
        @if bodies.is_empty() { p.hint { (t.say("consult-bodies-none")) } } @else {
            table.table data-cards {
                caption.sr { (t.say("consult-bodies")) }
                thead { tr {
                    th scope="col" { (t.say("consult-body")) } th scope="col" { (t.say("consult-email")) }
                    th scope="col" { (t.say("consult-state")) } th scope="col" { (t.say("consult-body-asked")) }
                } }
                tbody { @for body in bodies { (row(app, ctx, &t, consultation, body)) } }
            }
        }
        @if stage <= Stage::Open {
            form.form method="post" action=(target) {
                (Field::new(&t, posted, faults, "bodies", "consult-bodies-add").required().hint("consult-bodies-hint").width("full").area(6))
                div.buttons { button.btn.btn-main { (t.say(if stage.is_public() { "consult-bodies-send" } else { "consult-bodies-keep" })) } }
            }
        }
    };
    let (title, lead) = (t.say("consult-bodies"), t.say("consult-bodies-lead"));
    page_of(app, ctx, consultation, (&title, Some(&lead)), (html! {}, done(&t, flash)), &main)
}

fn row(app: &App, ctx: &Ctx, t: &Texts, consultation: &Consultation, body: &Invitation) -> Markup {
    let remove = format!("{}/co-quan/{}/bo", consultation.desk(), body.id);
    html! {
        tr {
            td.cell-main { (body.name)
                // Without an address staff hand the link over themselves.
                @if body.invited_at.is_some() && body.email.is_empty() {
                    p.hint { (t.say("consult-body-link")) " " span.secret { (app.url(&ctx.site, &ctx.path_to(&invitation::path(app, body.id)))) } }
                }
            }
            td data-label=(t.say("consult-email")) { (body.email) }
            td data-label=(t.say("consult-state")) { (state_badge(t, body)) }
            td data-label=(t.say("consult-body-asked")) {
                @match body.invited_at {
                    Some(at) => {
                        (ui::moment(t, at))
                        @if let Some(at) = body.reminded_at { p.meta { span { (t.with("consult-body-reminded", [("at", t.date_time(at).into())])) } } }
                    }
                    None => {
                        form method="post" action=(ctx.path_to(&remove)) {
                            button.btn.btn-small { (t.say("consult-body-remove")) span.sr { " " (body.name) } }
                        }
                    }
                }
            }
        }
    }
}
