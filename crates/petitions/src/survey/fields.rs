//! Questions as fields of a form, each group with its own legend, so that it reads well aloud and on
//! a narrow telephone.

use maud::{Markup, html};
use portal_core::{FormFaults, Posted, Texts, ui::Field};

use super::question::{MARKS, Question, QuestionKind};

/// The form's fields of one page of questions.
pub(super) fn page(
    t: &Texts,
    questions: &[Question],
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    html! {
        @for question in questions {
            @if !question.section.is_empty() { h2.survey-section { (question.section) } }
            (field(t, question, posted, faults))
        }
    }
}

/// What was answered on other pages, carried along.
pub(super) fn carried(questions: &[Question], posted: &Posted) -> Markup {
    html! {
        @for name in questions.iter().flat_map(Question::fields) {
            @for value in posted.all(&name) { input type="hidden" name=(name) value=(value); }
        }
    }
}

fn field(t: &Texts, question: &Question, posted: &Posted, faults: &FormFaults) -> Markup {
    let name = question.field(None);
    let base = || {
        let field =
            Field::new(t, posted, faults, &name, "survey-question").named(question.text.clone());
        let field = if question.required { field.required() } else { field };
        if question.help.is_empty() { field } else { field.hint_text(question.help.clone()) }
    };
    match question.kind {
        QuestionKind::One => {
            let choices = question.options.iter().enumerate();
            let choices: Vec<_> =
                choices.map(|(at, text)| (at.to_string(), text.clone(), None)).collect();
            base().radios(&choices)
        }
        QuestionKind::Many => group(
            t,
            question,
            faults,
            &html! {
                @for (at, text) in question.options.iter().enumerate() {
                    @let value = at.to_string();
                    label.choice {
                        input type="checkbox" name=(name) value=(value) checked[posted.all(&name).contains(&value)];
                        " " span { (text) }
                    }
                }
            },
        ),
        QuestionKind::Scale => group(t, question, faults, &marks(t, question, &name, posted)),
        QuestionKind::Grid => group(
            t,
            question,
            faults,
            &html! {
                @for (row, item) in question.items.iter().enumerate() {
                    fieldset.scale-row {
                        legend { (item) }
                        (marks(t, question, &question.field(Some(row)), posted))
                    }
                }
            },
        ),
        QuestionKind::Short => base().max(question.kind.longest()).input("text"),
        QuestionKind::Long => base().max(question.kind.longest()).area(5),
        QuestionKind::Number => base().width("s").input("number"),
    }
}

/// A group of controls under the question.
fn group(t: &Texts, question: &Question, faults: &FormFaults, controls: &Markup) -> Markup {
    let name = question.field(None);
    let (id, fault) = (format!("f-{name}"), faults.of(&name));
    let hint = (!question.help.is_empty()).then(|| format!("{id}-h"));
    let wrong = fault.map(|_| format!("{id}-e"));
    let described: Vec<String> = hint.iter().chain(&wrong).cloned().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    html! {
        fieldset.field.choices id=(id) data-invalid[fault.is_some()] aria-describedby=[described] {
            legend { (question.text) " " @if question.required { span.need { (t.say("field-required")) } } }
            @if let Some(hint) = hint { p.hint id=(hint) { (question.help) } }
            @if let (Some(id), Some(fault)) = (wrong, fault) {
                p.error id=(id) { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) }
            }
            (controls)
        }
    }
}

/// Five marks in a row, with what the ends mean.
fn marks(t: &Texts, question: &Question, name: &str, posted: &Posted) -> Markup {
    let low = if question.low.is_empty() { t.say("survey-low") } else { question.low.clone() };
    let high = if question.high.is_empty() { t.say("survey-high") } else { question.high.clone() };
    let chosen = posted.line(name);
    html! {
        div.scale {
            span.scale-end aria-hidden="true" { (low) }
            div.scale-marks {
                @for mark in MARKS {
                    @let value = mark.to_string();
                    label.scale-mark {
                        input type="radio" name=(name) value=(value) checked[value == chosen];
                        span { (value)
                            @if mark == 1 { span.sr { " " (low) } }
                            @if mark == 5 { span.sr { " " (high) } }
                        }
                    }
                }
            }
            span.scale-end aria-hidden="true" { (high) }
        }
    }
}
