//! The page on which somebody says what an act needs, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field},
};

use super::{name, of_petition};
use crate::petition::{
    case::ActKind,
    desk::{
        self,
        act::{JOINT, MAX_NOTE, Offer},
    },
    queries::Whole,
};
use crate::text::paragraphs;

/// What the page shows.
pub struct Form<'a> {
    /// Which act.
    pub act: ActKind,
    /// On which petition.
    pub whole: &'a Whole,
    /// What can be chosen.
    pub offer: &'a Offer,
    /// What was typed.
    pub posted: &'a Posted,
    /// What is wrong with it.
    pub faults: &'a FormFaults,
}

/// The page.
pub fn page(app: &App, ctx: &Ctx, form: &Form<'_>) -> Markup {
    let t = ctx.texts();
    let key = form.act.text_key();
    let main = html! {
        (ui::fault_summary(&t, form.faults, |field| t.say(&label(field))))
        div.item {
            div.item-text {
                div.confirm.panel {
                    p { (t.say(&format!("{key}-says"))) }
                    form.form method="post" data-once=(t.say("petition-saving"))
                        data-keep={ "petition-" (form.whole.sent.id) "-" (form.act.as_str()) } data-keep-version=(form.whole.case.version) {
                        (ui::form_key(Some(form.posted)))
                        input type="hidden" name="version" value=(form.whole.case.version);
                        (fields(&t, form))
                        div.buttons {
                            button.btn.btn-main { (t.say(&format!("{key}-do"))) }
                            a.btn href=(ctx.path_to(&desk::path(form.whole.id()))) { (t.say("petition-leave")) }
                        }
                    }
                }
            }
            aside.item-side aria-label=(t.say("petition-sent")) {
                section.panel aria-labelledby="p-sent" {
                    h2.panel-title id="p-sent" { (form.whole.sent.title) }
                    p.meta { span { (name(&t, form.whole)) } span { (ui::day(&t, form.whole.sent.received_at)) } }
                    div.prose lang="vi" { (paragraphs(&form.whole.sent.body)) }
                }
            }
        }
    };
    of_petition(app, ctx, &t.say(&key), form.whole, &main)
}

/// Label of a field, for the summary of faults.
fn label(field: &str) -> String {
    match field {
        "joint1" | "joint2" | "joint3" => "petition-field-joint".to_owned(),
        _ => format!("petition-field-{}", field.replace('_', "-")),
    }
}

fn fields(t: &Texts, form: &Form<'_>) -> Markup {
    let field =
        |name: &'static str, label: &str| Field::new(t, form.posted, form.faults, name, label);
    let text = |required: bool, rows: u32| {
        let key = form.act.text_key();
        let field = field("text", &format!("{key}-text")).hint(&format!("{key}-hint"));
        let field = field.max(MAX_NOTE).width("full");
        if required { field.required().area(rows) } else { field.area(rows) }
    };
    match form.act {
        ActKind::Forward => html! {
            (field("unit", "petition-field-unit").required().hint("petition-field-unit-hint").select(&with_none(t, &form.offer.units)))
            details.fold open[JOINT.iter().any(|name| form.posted.has(name))] {
                summary { (t.say("petition-field-joint")) }
                p.hint { (t.say("petition-field-joint-hint")) }
                @for name in JOINT { (field(name, "petition-field-joint-one").select(&with_none(t, &form.offer.units))) }
            }
            (text(false, 4))
        },
        ActKind::Assign => html! {
            @let officers: Vec<(String, String)> = form.offer.officers.iter().map(|holder| (holder.id.to_string(), holder.name.clone())).collect();
            (field("officer", "petition-field-officer").hint("petition-field-officer-hint").select(&with_none(t, &officers)))
        },
        ActKind::Refuse => html! {
            @let reasons: Vec<_> = form.offer.reasons.iter().map(|reason| (reason.code.clone(), reason.text(t.lang().code()).to_owned(), None)).collect();
            (field("reason", "petition-field-reason").required().radios(&reasons))
            (text(false, 5))
        },
        ActKind::Merge => html! {
            @let similar: Vec<_> = form.offer.similar.iter().map(|whole| {
                let about = format!("{} – {}", name(t, whole), t.date(whole.sent.received_at));
                (whole.id().to_string(), whole.sent.title.clone(), Some(about))
            }).collect();
            @if !similar.is_empty() { (field("into", "petition-field-into").radios(&similar)) }
            (field("code", if similar.is_empty() { "petition-field-code-only" } else { "petition-field-code" }).hint("petition-field-code-hint").width("m").input("text"))
        },
        ActKind::Split => html! {
            (field("title", "petition-field-title").required().max(200).width("full").input("text"))
            (field("body", "petition-field-body").required().hint("petition-field-body-hint").max(10_000).width("full").area(10))
        },
        _ => text(true, 6),
    }
}

fn with_none(t: &Texts, all: &[(String, String)]) -> Vec<(String, String)> {
    let none = (String::new(), t.say("petition-choose"));
    std::iter::once(none).chain(all.iter().cloned()).collect()
}
