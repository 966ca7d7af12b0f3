//! The desk's forms of surveys and their questions, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, desk, desk::DeskPage},
};

use super::{
    ResultsShown, Survey, SurveyKind,
    admin::{LIST, path},
    question::QuestionKind,
    settings::KEEP_DAYS,
};

fn below<'a>(title: &'a str, trail: &'a [(String, String)]) -> DeskPage<'a> {
    DeskPage { title, lead: None, entry: LIST, trail, actions: html! {}, flash: None }
}

/// Words and times of a survey; `id` of one that is there.
pub(super) fn settings(
    app: &App,
    ctx: &Ctx,
    (kind, id): (SurveyKind, Option<i64>),
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let title = t.say(match (id, kind) {
        (Some(_), _) => "survey-edit",
        (None, SurveyKind::Survey) => "survey-new-survey",
        (None, SurveyKind::Poll) => "survey-new-poll",
    });
    let action = id.map_or_else(|| format!("{LIST}/them"), |id| format!("{}/sua", path(id)));
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("survey-field-{name}"))))
        form.form method="post" action=(ctx.path_to(&action)) data-once=(t.say("survey-saving")) novalidate {
            (ui::form_key(Some(posted)))
            input type="hidden" name="kind" value=(kind.as_str());
            (words(ctx, &t, posted, faults))
            (times(&t, posted, faults))
            (rules(&t, posted, faults))
            div.buttons {
                button.btn.btn-main { (t.say("survey-save")) }
                a.btn.btn-quiet href=(ctx.path_to(&id.map_or_else(|| LIST.to_owned(), path))) { (t.say("survey-cancel")) }
            }
        }
    };
    desk::page(app, ctx, &below(&title, &[(t.say("surveys-desk"), LIST.to_owned())]), &main)
}

fn words(ctx: &Ctx, t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
    let field = |name: &'static str, key: &'static str| Field::new(t, posted, faults, name, key);
    html! {
        (field("title", "survey-field-title").required().max(200).hint("survey-title-hint").input("text"))
        (field("intro", "survey-field-intro").max(4_000).hint("survey-intro-hint").area(5))
        @if ctx.site.languages.len() > 1 {
            (field("language", "survey-field-language").width("s").select(&desk::language_choices(&ctx.site.languages)))
        }
    }
}

/// Opening and end.
pub(super) fn times(t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
    let field = |name: &'static str, key: &'static str| Field::new(t, posted, faults, name, key);
    html! {
        div.field-row {
            (field("opens", "survey-field-opens").required().input("datetime-local"))
            (field("closes", "survey-field-closes").required().input("datetime-local"))
        }
    }
}

fn rules(t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
    let results: Vec<_> = ResultsShown::ALL
        .iter()
        .map(|one| {
            let key = one.text_key();
            (one.as_str().to_owned(), t.say(&key), Some(t.say(&format!("{key}-hint"))))
        })
        .collect();
    let keep =
        KEEP_DAYS.map(|days| (days.to_string(), t.with("survey-days", [("count", days.into())])));
    html! {
        (Field::new(t, posted, faults, "results", "survey-field-results").radios(&results))
        (Field::new(t, posted, faults, "keep", "survey-field-keep").width("m").hint("survey-keep-hint").select(&keep))
    }
}

/// A question; `id` of one that is there.
pub(super) fn question(
    app: &App,
    ctx: &Ctx,
    survey: &Survey,
    (kind, id): (QuestionKind, Option<i64>),
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let key = if id.is_some() { "question-edit" } else { "question-new" };
    let title = t.with(key, [("kind", t.say(&kind.text_key()).into())]);
    let here = id.map_or_else(|| "them".to_owned(), |id| id.to_string());
    let action = format!("{}/cau-hoi/{here}", path(survey.id));
    let trail = [(t.say("surveys-desk"), LIST.to_owned()), (survey.title.clone(), path(survey.id))];
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("question-field-{name}"))))
        form.form method="post" action=(ctx.path_to(&action)) data-once=(t.say("survey-saving")) novalidate {
            (ui::form_key(Some(posted)))
            input type="hidden" name="kind" value=(kind.as_str());
            (asked(&t, kind, posted, faults))
            (tick(&t, posted, "required", "question-field-required"))
            details.fold open[posted.has("section") || posted.has("new_page")] {
                summary { (t.say("question-place")) }
                (Field::new(&t, posted, faults, "section", "question-field-section").max(200).hint("question-section-hint").input("text"))
                (tick(&t, posted, "new_page", "question-field-new_page"))
            }
            div.buttons {
                button.btn.btn-main { (t.say("question-save")) }
                a.btn.btn-quiet href=(ctx.path_to(&path(survey.id))) { (t.say("survey-cancel")) }
            }
        }
    };
    desk::page(app, ctx, &below(&title, &trail), &main)
}

fn asked(t: &Texts, kind: QuestionKind, posted: &Posted, faults: &FormFaults) -> Markup {
    let field = |name: &'static str, key: &'static str| Field::new(t, posted, faults, name, key);
    html! {
        (field("text", "question-field-text").required().max(500).area(2))
        (field("help", "question-field-help").max(500).hint("question-help-hint").input("text"))
        @if kind.has_options() { (field("options", "question-field-options").required().hint("question-options-hint").area(6)) }
        @if kind == QuestionKind::Grid { (field("items", "question-field-items").required().hint("question-items-hint").area(5)) }
        @if kind.has_marks() {
            div.field-row {
                (field("low", "question-field-low").max(60).hint("question-low-hint").input("text"))
                (field("high", "question-field-high").max(60).hint("question-high-hint").input("text"))
            }
        }
        @if matches!(kind, QuestionKind::Many | QuestionKind::Number) {
            @let (least, most) = if kind == QuestionKind::Many { ("question-field-fewest", "question-field-most-choices") } else { ("question-field-least", "question-field-most") };
            div.field-row {
                (field("least", least).hint("question-bound-hint").input("number"))
                (field("most", most).hint("question-bound-hint").input("number"))
            }
        }
    }
}

fn tick(t: &Texts, posted: &Posted, name: &str, key: &str) -> Markup {
    html! { label.choice { input type="checkbox" name=(name) value="1" checked[posted.has(name)]; " " span { (t.say(key)) } } }
}
