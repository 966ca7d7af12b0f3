//! What waits for an approver, as HTML: both texts, what looks like personal data in the public one,
//! and the two ways on.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Refusal as _, Texts, personal,
    ui::{self, Field, Tone},
};

use super::{answer_files, of_petition};
use crate::petition::{
    case::{AnswerKind, Refusal},
    desk::{
        self,
        act::MAX_NOTE,
        approve::{has_findings, publishes_files},
        sheet::Sheet,
    },
    queries::Answer,
};
use crate::text::paragraphs;

/// What the page shows.
pub struct Form<'a> {
    /// The petition.
    pub sheet: &'a Sheet,
    /// What waits.
    pub answer: &'a Answer,
    /// Why it cannot be sent now.
    pub blocked: Option<Refusal>,
    /// What was typed.
    pub posted: &'a Posted,
    /// What is wrong with it.
    pub faults: &'a FormFaults,
}

/// The page.
pub fn page(app: &App, ctx: &Ctx, form: &Form<'_>) -> Markup {
    let t = ctx.texts();
    let answer = form.answer;
    let author = answer.author_id.and_then(|id| form.sheet.names.get(&id));
    let main = html! {
        (ui::fault_summary(&t, form.faults, |field| t.say(&format!("petition-field-{field}"))))
        div.item {
            div.item-text {
                section.said data-who="citizen" {
                    p.said-by { (t.say("petition-sent")) " " span.meta { (ui::moment(&t, form.sheet.whole.sent.received_at)) } }
                    div.prose lang="vi" { (paragraphs(&form.sheet.whole.sent.body)) }
                }
                section.said data-who="unit" {
                    p.said-by {
                        (t.say("petition-to-sender")) " " span.meta {
                            @if let Some(author) = author { span { (author) } }
                            span { (ui::moment(&t, answer.changed_at)) }
                        }
                    }
                    div.prose lang="vi" { (paragraphs(&answer.text)) }
                    (answer_files(ctx, &t, form.sheet, answer))
                    @if let Some(on) = answer.promised_on { p { strong { (t.with("petition-promised-on", [("on", t.day(on).into())])) } } }
                }
                @if answer.kind() == AnswerKind::Answer { (public(&t, answer)) }
            }
            aside.item-side aria-label=(t.say("petition-acts")) { (decide(ctx, &t, form)) }
        }
    };
    of_petition(app, ctx, &t.say("petition-act-approve"), &form.sheet.whole, &main)
}

fn public(t: &Texts, answer: &Answer) -> Markup {
    let (Some(title), Some(question), Some(text)) =
        (&answer.public_title, &answer.public_question, &answer.public_answer)
    else {
        return html! {
            div.notice data-tone=(Tone::Warn.as_str()) {
                p.notice-title { (t.say("petition-not-public")) }
                (paragraphs(answer.unpublished_reason.as_deref().unwrap_or_default()))
            }
        };
    };
    let marked = |text: &str| {
        html! {
            @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) { p { (personal::marked(t, paragraph)) } }
        }
    };
    html! {
        section.said data-who="unit" {
            p.said-by { (t.say("petition-public")) }
            div.prose lang="vi" { h2 { (personal::marked(t, title)) } (marked(question)) hr; (marked(text)) }
        }
    }
}

/// Each piece that looks like personal data, with the words around it.
fn findings(t: &Texts, answer: &Answer) -> Markup {
    let texts = [&answer.public_title, &answer.public_question, &answer.public_answer];
    html! {
        ul { @for text in texts.into_iter().flatten() { @for found in personal::find(text) {
            li { strong { (t.say(found.kind.text_key())) } ": " (text.get(found.range.clone()).unwrap_or_default()) }
        } } }
    }
}

/// What the approver says to have looked at.
fn tick(t: &Texts, form: &Form<'_>, name: &str) -> Markup {
    let (fault, id) = (form.faults.of(name), format!("f-{name}"));
    let says = fault.map(|_| format!("{id}-e"));
    html! {
        div.field data-invalid[fault.is_some()] {
            @if let Some(fault) = fault { p.error id=[says.as_deref()] { (fault.sentence(t)) } }
            label.choice { input type="checkbox" id=(id) name=(name) value="1" aria-describedby=[says.as_deref()]; " " span { (t.say(&format!("petition-field-{name}"))) } }
        }
    }
}

fn decide(ctx: &Ctx, t: &Texts, form: &Form<'_>) -> Markup {
    let found = has_findings(form.answer);
    let (answer, kind) = (form.answer, form.answer.kind().as_str());
    let hidden = html! {
        (ui::form_key(None))
        input type="hidden" name="version" value=(form.sheet.case.version);
    };
    html! {
        section.panel aria-labelledby="p-send" {
            h2.panel-title id="p-send" { (t.say("petition-approve-send")) }
            @if let Some(refusal) = form.blocked {
                p.error { (refusal.sentence(t)) }
            } @else {
                form.form method="post" data-once=(t.say("petition-saving")) {
                    (hidden)
                    @if found {
                        div.notice data-tone=(Tone::Warn.as_str()) {
                            p.notice-title { (t.say("petition-findings")) }
                            (findings(t, form.answer))
                        }
                        (tick(t, form, "checked"))
                    }
                    @if publishes_files(answer, form.sheet.files_of(answer).into_iter()) { (tick(t, form, "opened")) }
                    div.buttons { button.btn.btn-main name="do" value="send" { (t.say(&format!("petition-approve-{kind}"))) } }
                    p.act-says { (t.say(&format!("petition-approve-{kind}-says"))) }
                }
            }
        }
        section.panel aria-labelledby="p-return" {
            h2.panel-title id="p-return" { (t.say("petition-approve-return")) }
            form.form method="post" data-once=(t.say("petition-saving")) {
                (hidden)
                (Field::new(t, form.posted, form.faults, "note", "petition-field-note").required().max(MAX_NOTE).width("full").area(4))
                div.buttons {
                    button.btn name="do" value="return" { (t.say("petition-approve-return")) }
                    a.btn.btn-quiet href=(ctx.path_to(&desk::path(form.sheet.whole.id()))) { (t.say("petition-leave")) }
                }
            }
        }
    }
}
