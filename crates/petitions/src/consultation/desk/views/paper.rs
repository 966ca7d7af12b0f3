//! The form for an opinion that came on paper, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted,
    ui::{self, Field},
};

use super::{page_of, place_choices};
use crate::consultation::{Consultation, public::views::comment::sender_choices};

/// The form.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let t = ctx.texts();
    let field = |name, key| Field::new(&t, posted, faults, name, key);
    let here = format!("{}/y-kien", consultation.desk());
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("consult-said-{name}"))))
        form.form method="post" action=(ctx.path_to(&format!("{here}/them"))) {
            (ui::form_key(Some(posted)))
            (field("received", "consult-said-received").required().hint("consult-received-hint").input("date"))
            (field("place", "consult-said-place").width("full").select(&place_choices(&t, &consultation.parts())))
            (field("body", "consult-said-body").required().width("full").area(8))
            (field("proposal", "consult-said-proposal").width("full").area(4))
            (field("sender", "consult-said-sender").radios(&sender_choices(&t)))
            (field("organisation", "consult-said-organisation").max(200).input("text"))
            div.field-row {
                (field("name", "consult-said-name").max(100).input("text"))
                (field("address", "consult-said-address").max(300).input("text"))
            }
            label.choice { input type="checkbox" name="show_name" value="1" checked[posted.has("show_name")]; " " span { (t.say("consult-paper-show-name")) } }
            div.buttons { button.btn.btn-main { (t.say("consult-paper-save")) } a.btn.btn-quiet href=(ctx.path_to(&here)) { (t.say("consult-cancel")) } }
        }
    };
    let (title, lead) = (t.say("consult-paper"), t.say("consult-paper-lead"));
    page_of(app, ctx, consultation, (&title, Some(&lead)), (html! {}, None), &main)
}
