//! The form of a text to the sender, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Outcome, Texts, personal,
    ui::{self, Field, Tone},
};

use super::{name, of_petition};
use crate::petition::{
    case::{AnswerKind, Case},
    desk::{
        self,
        answer::{Beside, MAX_TEXT, MAX_TITLE},
    },
    queries::Whole,
    sent::{Sent, views::of_answer},
};
use crate::text::paragraphs;

/// What the page shows.
pub struct Form<'a> {
    /// On which petition.
    pub whole: &'a Whole,
    /// The same as the rules see it.
    pub case: &'a Case,
    /// What is written.
    pub kind: AnswerKind,
    /// What stands beside the fields.
    pub beside: &'a Beside,
    /// What was typed and chosen, and what is wrong with it.
    pub sent: &'a Sent,
}

/// The page.
pub fn page(app: &App, ctx: &Ctx, form: &Form<'_>) -> Outcome<Markup> {
    let t = ctx.texts();
    let corrects = !form.case.state.is_open();
    let title = match form.kind {
        AnswerKind::Progress => "petition-act-progress",
        AnswerKind::Answer if corrects => "petition-act-correct",
        AnswerKind::Answer => "petition-act-answer",
    };
    let keep = format!("petition-{}-{}", form.whole.sent.id, form.kind.as_str());
    let takes_files = form.kind == AnswerKind::Answer;
    let person = ctx.actor.id().map(|id| id.to_string()).unwrap_or_default();
    let main = html! {
        (ui::fault_summary(&t, &form.sent.faults, |field| t.say(&label(field))))
        @if let Some(reason) = &form.beside.returned {
            div.notice data-tone=(Tone::Bad.as_str()) { p.notice-title { (t.say("petition-draft-came-back")) } (paragraphs(reason)) }
        }
        div.item {
            div.item-text {
                (templates(ctx, &t, form))
                form.form method="post" enctype=[takes_files.then_some("multipart/form-data")] data-once=(t.say("petition-saving"))
                    data-keep={ (keep) "-" (person) } data-keep-version=(form.case.version)
                    data-keep-found=(t.say("petition-form-keep-found")) data-keep-restore=(t.say("petition-form-keep-restore")) data-keep-drop=(t.say("petition-form-keep-drop")) {
                    (ui::form_key(Some(&form.sent.posted)))
                    input type="hidden" name="version" value=(form.case.version);
                    (fields(&t, form))
                    @if takes_files { (of_answer(app, (ctx, form.whole.site()), &t, form.sent, !form.case.confidential)?) }
                    div.savebar { div.buttons {
                        button.btn.btn-main name="do" value="submit" { (t.say("petition-do-submit")) }
                        button.btn name="do" value="save" { (t.say("petition-do-save")) }
                        a.btn.btn-quiet href=(ctx.path_to(&desk::path(form.whole.id()))) { (t.say("petition-leave")) }
                    } }
                }
            }
            aside.item-side aria-label=(t.say("petition-sent")) {
                section.panel aria-labelledby="p-sent" {
                    h2.panel-title id="p-sent" { (form.whole.sent.title) }
                    p.meta { span { (name(&t, form.whole)) } span { (ui::day(&t, form.whole.sent.received_at)) } }
                    div.prose lang="vi" { (marked_paragraphs(&t, &form.whole.sent.body)) }
                }
                (parts(&t, form))
            }
        }
    };
    Ok(of_petition(app, ctx, &t.say(title), form.whole, &main))
}

fn label(field: &str) -> String {
    format!("petition-field-{}", field.replace('_', "-"))
}

/// Ready-made texts to begin with.
fn templates(ctx: &Ctx, t: &Texts, form: &Form<'_>) -> Markup {
    html! {
        @if !form.beside.templates.is_empty() {
            form.finder method="get" {
                div.field {
                    label for="f-mau" { (t.say("petition-template-take")) }
                    p.hint id="f-mau-h" { (t.say("petition-template-take-hint")) }
                    div.finder-line {
                        select id="f-mau" name="mau" aria-describedby="f-mau-h" {
                            @for (id, title) in &form.beside.templates { option value=(id) { (title) } }
                        }
                        button.btn { (t.say("petition-template-do-take")) }
                    }
                }
            }
            p.hint { a href=(ctx.path_to(desk::templates::PATH)) { (t.say("petition-templates")) } }
        }
    }
}

fn fields(t: &Texts, form: &Form<'_>) -> Markup {
    let field = |name: &'static str, label: &str| {
        Field::new(t, &form.sent.posted, &form.sent.faults, name, label).width("full")
    };
    let text = |name, label: &str, hint: &str, rows| {
        field(name, label).hint(hint).max(MAX_TEXT).area(rows)
    };
    if form.kind == AnswerKind::Progress {
        return html! {
            (field("text", "petition-field-progress").required().hint("petition-field-progress-hint").max(MAX_TEXT).area(8))
            (Field::new(t, &form.sent.posted, &form.sent.faults, "promised_on", "petition-field-promised-on").required()
                .hint("petition-field-promised-on-hint").width("s").input("date"))
        };
    }
    let choices = [
        ("yes".to_owned(), t.say("petition-public-yes"), Some(t.say("petition-public-yes-hint"))),
        ("no".to_owned(), t.say("petition-public-no"), Some(t.say("petition-public-no-hint"))),
    ];
    html! {
        (field("text", "petition-field-text").required().hint("petition-field-text-hint").max(MAX_TEXT).area(12))
        @if form.case.confidential {
            div.notice data-tone=(Tone::Warn.as_str()) {
                p.notice-title { (t.say("petition-mark-confidential")) } p { (t.say("petition-confidential-says")) }
            }
        } @else {
            (field("public", "petition-field-public").required().radios(&choices))
            fieldset.field {
                legend { (t.say("petition-public")) }
                (field("public_title", "petition-field-public-title").hint("petition-field-public-title-hint").max(MAX_TITLE).input("text"))
                (text("public_question", "petition-field-public-question", "petition-field-public-question-hint", 8))
                (text("public_answer", "petition-field-public-answer", "petition-field-public-answer-hint", 10))
            }
            (field("unpublished_reason", "petition-field-unpublished-reason").hint("petition-field-unpublished-reason-hint").max(1_000).area(3))
        }
    }
}

/// What was sent, with what looks like personal data marked: it must not stand in what everybody reads.
fn marked_paragraphs(t: &Texts, text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            p { (personal::marked(t, paragraph)) }
        }
    }
}

/// What other units wrote for a joint answer.
fn parts(t: &Texts, form: &Form<'_>) -> Markup {
    html! {
        @for part in &form.beside.parts {
            section.panel {
                h2.panel-title { (t.with("petition-part-of", [("name", part.text("name").into())])) }
                p.meta { span { (ui::moment(t, part.at)) } }
                div.prose lang="vi" { (paragraphs(part.text("note"))) }
            }
        }
    }
}
