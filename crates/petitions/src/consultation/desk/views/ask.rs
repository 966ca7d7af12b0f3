//! Pages that ask for words before something is done, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted,
    ui::{self, Field},
};

use super::page_of;
use crate::consultation::{Consultation, desk::ask::Question};

/// The page.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    question: Question,
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let t = ctx.texts();
    let word = question.as_str();
    let label = |name: &str| format!("consult-{word}-{}", name.replace('_', "-"));
    let field = |name: &'static str| Field::new(&t, posted, faults, name, &label(name)).required();
    let here = consultation.desk();
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&label(name))))
        div.confirm.panel {
            p { (t.say(&format!("consult-{word}-says"))) }
            @if matches!(question, Question::Extend | Question::End) {
                p { (t.with("consult-extend-now", [("at", t.date_time(consultation.closes_at).into())])) }
            }
            form.form method="post" action=(ctx.path_to(&format!("{here}/{}", question.path()))) {
                (ui::form_key(Some(posted)))
                @match question {
                    Question::Return => (field("note").max(2_000).area(5)),
                    Question::Extend => {
                        (field("closes_at").input("datetime-local"))
                        (field("reason").hint("consult-extend-reason-hint").max(500).area(3))
                    }
                    Question::Withdraw => (field("note").hint("consult-withdraw-note-hint").max(2_000).area(5)),
                    Question::End => (field("reason").hint("consult-extend-reason-hint").max(500).area(3)),
                    Question::Issue => {
                        div.field-row {
                            (field("number").max(100).input("text"))
                            (field("date").input("date"))
                        }
                        (field("title").max(500).width("full").area(2))
                        (field("url").hint("consult-issue-url-hint").max(500).width("full").input("text"))
                    }
                }
                div.buttons {
                    button.btn.btn-main { (t.say(&format!("consult-{word}-do"))) }
                    a.btn.btn-quiet href=(ctx.path_to(&here)) { (t.say("consult-cancel")) }
                }
            }
        }
    };
    let title = t.say(&format!("consult-ask-{word}"));
    page_of(app, ctx, consultation, (&title, None), (html! {}, None), &main)
}
