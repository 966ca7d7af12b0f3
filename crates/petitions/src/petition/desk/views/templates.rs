//! The ready-made texts of a unit, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted,
    ui::{self, Field},
};

use super::below;
use crate::petition::{
    desk::{answer::MAX_TEXT, templates::PATH},
    templates::{PLACES, Template, TemplateKind},
};
use crate::text::paragraphs;

/// The list, with a form for another.
pub fn page(
    app: &App,
    ctx: &Ctx,
    all: &[Template],
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let kinds: Vec<_> = TemplateKind::ALL
        .iter()
        .map(|one| (one.as_str().to_owned(), t.say(&one.text_key()), None))
        .collect();
    let places = PLACES.join(" ");
    let main = html! {
        (ui::fault_summary(&t, faults, |field| t.say(&format!("petition-template-{field}"))))
        @if all.is_empty() { (ui::empty(&t.say("petition-template-none"), &t.say("petition-template-none-text"), None)) }
        @for template in all {
            details.fold {
                summary {
                    (template.title) " "
                    span.meta { span { (TemplateKind::parse(&template.kind).map(|kind| t.say(&kind.text_key())).unwrap_or_default()) } }
                }
                div.prose lang="vi" { (paragraphs(&template.text)) }
                form method="post" action=(ctx.path_to(&format!("{PATH}/{}/xoa", template.id))) {
                    button.btn.btn-small.btn-danger { (t.say("petition-template-remove")) }
                }
            }
        }
        section.panel aria-labelledby="new" {
            h2.panel-title id="new" { (t.say("petition-template-new")) }
            form.form method="post" data-once=(t.say("petition-saving")) {
                (ui::form_key(Some(posted)))
                (Field::new(&t, posted, faults, "kind", "petition-template-kind").required().radios(&kinds))
                (Field::new(&t, posted, faults, "title", "petition-template-title").required().hint("petition-template-title-hint").max(100).input("text"))
                (Field::new(&t, posted, faults, "text", "petition-template-text").required()
                    .hint_text(t.with("petition-template-text-hint", [("places", places.into())])).max(MAX_TEXT).width("full").area(10))
                div.buttons { button.btn.btn-main { (t.say("petition-template-save")) } }
            }
        }
    };
    below(app, ctx, (&t.say("petition-templates"), None), None, &main)
}
