//! The form of a consultation, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, desk::DeskPage},
};

use super::page_of;
use crate::consultation::{Consultation, DESK, kinds};

/// The form.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    consultation: Option<&Consultation>,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let here = consultation.map_or_else(|| DESK.to_owned(), Consultation::desk);
    let target = match consultation {
        Some(_) => format!("{here}/sua"),
        None => format!("{here}/moi"),
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("consult-{}", name.replace('_', "-")))))
        form.form method="post" action=(ctx.path_to(&target)) data-leave=(t.say("consult-leave")) {
            (ui::form_key(Some(posted)))
            (fields(app, ctx, &t, posted, faults))
            div.buttons {
                button.btn.btn-main { (t.say("consult-save")) }
                a.btn.btn-quiet href=(ctx.path_to(&here)) { (t.say("consult-cancel")) }
            }
        }
    };
    match consultation {
        Some(known) => {
            let title = t.say("consult-edit");
            page_of(app, ctx, known, (&title, None), (html! {}, None), &main)
        }
        None => {
            let (title, lead) = (t.say("consult-new"), t.say("consult-new-lead"));
            let trail = [(t.say("consultations"), DESK.to_owned())];
            let page = DeskPage {
                title: &title,
                lead: Some(&lead),
                entry: DESK,
                trail: &trail,
                actions: html! {},
                flash: None,
            };
            ui::desk::page(app, ctx, &page, &main)
        }
    }
}

fn fields(app: &App, ctx: &Ctx, t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
    let field = |name, key| Field::new(t, posted, faults, name, key);
    html! {
        (field("title", "consult-title").required().max(500).hint("consult-title-hint").width("full").area(2))
        (field("kind", "consult-kind").required().radios(&kind_choices(app, ctx, t)))
        (field("summary", "consult-summary").hint("consult-summary-hint").max(3_000).width("full").area(4))
        div.field-row {
            (field("unit", "consult-unit").required().max(200).input("text"))
            (field("field", "consult-field").hint("consult-field-hint").max(100).input("text"))
        }
        h2 { (t.say("consult-period")) }
        p.hint { (t.say("consult-period-hint")) }
        div.field-row {
            (field("opens_at", "consult-opens-at").required().input("datetime-local"))
            (field("closes_at", "consult-closes-at").required().input("datetime-local"))
        }
        h2 { (t.say("consult-receive")) }
        (field("address", "consult-address").required().hint("consult-address-hint").max(300).width("full").input("text"))
        div.field-row {
            (field("email", "consult-email").max(200).input("email"))
            (field("contact", "consult-contact").required().hint("consult-contact-hint").max(300).input("text"))
        }
    }
}

/// Each kind with how long it stays open at least, and by which law.
fn kind_choices(app: &App, ctx: &Ctx, t: &Texts) -> Vec<(String, String, Option<String>)> {
    let choice = |kind: kinds::DraftKind| {
        let documents: Vec<String> =
            kind.documents.iter().map(|code| t.say(&format!("consult-doc-{code}"))).collect();
        let minimum = kinds::minimum(app.law(), &kind.code, ctx.now).map_or_else(
            || t.say("consult-no-minimum"),
            |minimum| {
                let said = t.with(
                    "consult-minimum-of",
                    [
                        ("days", i64::from(minimum.days).into()),
                        ("citation", minimum.citation.to_string().into()),
                    ],
                );
                let unsure = if minimum.is_sure { String::new() } else { t.say("consult-unsure") };
                format!("{said} {unsure}")
            },
        );
        let papers = t.with("consult-papers-of", [("names", documents.join(", ").into())]);
        let name = kind.name(ctx.lang).to_owned();
        (kind.code, name, Some(format!("{} {papers}", minimum.trim())))
    };
    kinds::kinds(app.law(), ctx.now).into_iter().map(choice).collect()
}
