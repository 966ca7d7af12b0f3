//! The desk of surveys, as HTML.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts, personal,
    ui::{self, Tone, desk::DeskPage},
};

use super::{
    Phase, Survey, SurveyKind, SurveyState,
    admin::{LIST, path},
    answer::{Answer, Answers},
    fields,
    permissions::{APPROVE, EDIT},
    public,
    question::{Question, QuestionKind},
    results::{self as figures, Shown},
    tally::Tally,
};
use crate::text::paragraphs;

fn tone(phase: Phase) -> Tone {
    match phase {
        Phase::Draft | Phase::Over => Tone::Plain,
        Phase::Submitted => Tone::Warn,
        Phase::Coming => Tone::Info,
        Phase::Open => Tone::Ok,
    }
}

fn badge(t: &Texts, survey: &Survey, now: DateTime<Utc>) -> Markup {
    let phase = survey.phase(now);
    ui::badge(tone(phase), &t.say(&phase.text_key()))
}

fn done(t: &Texts, what: &str) -> Option<Markup> {
    let known =
        ["save", "submit", "take-back", "close", "copy", "throw-away", "approve", "give-back"];
    known.contains(&what).then(|| ui::flash(Tone::Ok, &t.say(&format!("survey-done-{what}"))))
}

/// The list.
pub(super) fn list(
    app: &App,
    ctx: &Ctx,
    surveys: &[Survey],
    counts: &HashMap<i64, i64>,
    asked: &str,
) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("surveys-desk"), t.say("surveys-desk-lead"));
    let new = |kind: SurveyKind| ctx.path_to(&format!("{LIST}/them?loai={}", kind.as_str()));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: LIST,
        trail: &[],
        actions: html! { @if ctx.may(EDIT) {
            a.btn href=(new(SurveyKind::Poll)) { (t.say("survey-new-poll")) }
            a.btn.btn-main href=(new(SurveyKind::Survey)) { (t.say("survey-new-survey")) }
        } },
        flash: done(&t, asked),
    };
    let main = html! {
        @if surveys.is_empty() {
            (ui::empty(&t.say("surveys-none"), &t.say("surveys-none-text"), None))
        } @else {
            (table(ctx, &t, surveys, counts))
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn table(ctx: &Ctx, t: &Texts, surveys: &[Survey], counts: &HashMap<i64, i64>) -> Markup {
    let (state, from, to, ballots) = (
        t.say("survey-state"),
        t.say("survey-field-opens"),
        t.say("survey-field-closes"),
        t.say("survey-ballots"),
    );
    html! {
        table.table data-cards {
            caption.sr { (t.say("surveys-desk")) }
            thead { tr {
                th scope="col" { (t.say("survey-field-title")) }
                th scope="col" { (state) }
                th scope="col" { (from) }
                th scope="col" { (to) }
                th.num scope="col" { (ballots) }
            } }
            tbody { @for survey in surveys { tr {
                td.cell-main { a href=(ctx.path_to(&path(survey.id))) { (survey.title) }
                    p.meta { span { (t.say(&survey.kind().text_key())) } @if survey.campaign_id.is_some() { span { (t.say("survey-of-province")) } } } }
                td data-label=(state) { (badge(t, survey, ctx.now)) }
                td data-label=(from) { (ui::moment(t, survey.opens_at)) }
                td data-label=(to) { (ui::moment(t, survey.closes_at)) }
                td.num data-label=(ballots) { @match counts.get(&survey.id) { Some(count) => (t.number_of(*count)), None => "–" } }
            } } }
        }
    }
}

fn page_of<'a>(
    title: &'a str,
    trail: &'a [(String, String)],
    flash: Option<Markup>,
) -> DeskPage<'a> {
    DeskPage { title, lead: None, entry: LIST, trail, actions: html! {}, flash }
}

/// A survey's page.
pub(super) fn one(app: &App, ctx: &Ctx, survey: &Survey, ballots: i64, asked: &str) -> Markup {
    let t = ctx.texts();
    let questions = survey.questions();
    let open = survey.may_be_changed().is_ok() && ctx.may(EDIT);
    let trail = [(t.say("surveys-desk"), LIST.to_owned())];
    let page = page_of(&survey.title, &trail, done(&t, asked));
    let main = html! {
        div.item {
            div.item-text { div.article {
                @if !survey.note.is_empty() {
                    div.notice data-tone="bad" { p.notice-title { (t.say("survey-given-back")) } p { (survey.note) } }
                }
                div.prose { (paragraphs(&survey.intro)) }
                h2 { (t.say("survey-questions-head")) }
                @if questions.is_empty() { p.hint { (t.say("survey-no-questions-yet")) } }
                ol.survey-list { @for question in &questions { li { (asked_line(ctx, &t, survey, question, open)) } } }
                @if open && (survey.kind() == SurveyKind::Survey || questions.is_empty()) { (add(ctx, &t, survey)) }
            } }
            aside.item-side {
                (state(ctx, &t, survey, ballots))
                (obstacles(ctx, &t, survey))
                (acts(ctx, &t, survey))
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn asked_line(ctx: &Ctx, t: &Texts, survey: &Survey, question: &Question, open: bool) -> Markup {
    let own = ctx.path_to(&format!("{}/cau-hoi/{}", path(survey.id), question.id));
    let move_it = |what: &str, sign: &str, key: &str| {
        html! {
            button.btn.btn-small name="do" value=(what) { (sign) span.sr { " " (t.say(key)) ": " (question.text) } }
        }
    };
    html! {
        @if question.new_page { p.survey-break { (t.say("survey-page-break")) } }
        @if !question.section.is_empty() { h3.survey-section { (question.section) } }
        p.survey-asked { (question.text) @if question.required { " " span.need { (t.say("field-required")) } } }
        p.meta { span { (t.say(&question.kind.text_key())) } @if !question.help.is_empty() { span { (question.help) } } }
        @if !question.options.is_empty() || !question.items.is_empty() {
            ul { @for text in question.options.iter().chain(&question.items) { li { (text) } } }
        }
        @if open {
            form.survey-do method="post" action={ (own) "/chuyen" } {
                a.btn.btn-small href=(own) { (t.say("question-change")) span.sr { ": " (question.text) } }
                (move_it("up", "↑", "question-up"))
                (move_it("down", "↓", "question-down"))
                (move_it("remove", &t.say("question-remove"), "question-remove-this"))
            }
        }
    }
}

fn add(ctx: &Ctx, t: &Texts, survey: &Survey) -> Markup {
    let fits = |kind: QuestionKind| survey.kind() == SurveyKind::Survey || kind.has_options();
    html! {
        section.survey-add aria-labelledby="add" {
            h3 id="add" { (t.say("question-add")) }
            div.buttons {
                @for kind in QuestionKind::ALL.iter().filter(|kind| fits(**kind)) {
                    a.btn href=(ctx.path_to(&format!("{}/cau-hoi/them?loai={}", path(survey.id), kind.as_str()))) { (t.say(&kind.text_key())) }
                }
            }
        }
    }
}

fn state(ctx: &Ctx, t: &Texts, survey: &Survey, ballots: i64) -> Markup {
    html! {
        section.panel aria-labelledby="p1" {
            h2.panel-title id="p1" { (t.say("survey-state")) }
            p { (badge(t, survey, ctx.now)) " " span.meta { (t.say(&survey.kind().text_key())) } }
            dl.record {
                div { dt { (t.say("survey-field-opens")) } dd { (ui::moment(t, survey.opens_at)) } }
                div { dt { (t.say("survey-field-closes")) } dd { (ui::moment(t, survey.closes_at)) } }
                div { dt { (t.say("survey-field-results")) } dd { (t.say(&survey.results().text_key())) } }
                div { dt { (t.say("survey-field-keep")) } dd { (t.with("survey-days", [("count", survey.keep_days.into())])) } }
                @if matches!(survey.phase(ctx.now), Phase::Open | Phase::Over) {
                    div { dt { (t.say("survey-ballots")) } dd { (t.number_of(ballots)) } }
                }
            }
        }
    }
}

fn obstacles(ctx: &Ctx, t: &Texts, survey: &Survey) -> Markup {
    use portal_core::Refusal as _;
    let all = if survey.state() == SurveyState::Approved {
        Vec::new()
    } else {
        survey.obstacles(ctx.now)
    };
    html! {
        @if !all.is_empty() {
            section.panel.obstacles aria-labelledby="p2" {
                h2.panel-title id="p2" { (t.say("survey-obstacles")) }
                ul { @for one in all { li { (one.sentence(t)) } } }
            }
        }
    }
}

/// What can be done now, each with what follows.
fn acts(ctx: &Ctx, t: &Texts, survey: &Survey) -> Markup {
    let own = ctx.path_to(&path(survey.id));
    let act = |what: &str, class: &str| {
        html! {
            li.act {
                form method="post" action=(own) { (ui::form_key(None)) button class={ "btn " (class) } name="do" value=(what) { (t.say(&format!("survey-act-{what}"))) } }
                p.act-says { (t.say(&format!("survey-act-{what}-says"))) }
            }
        }
    };
    let link = |href: String, key: &str| html! { li { a href=(href) { (t.say(key)) } } };
    let phase = survey.phase(ctx.now);
    html! {
        section.panel aria-labelledby="p3" { h2.panel-title id="p3" { (t.say("survey-acts")) }
            ul.acts {
                @if phase == Phase::Submitted && ctx.may(APPROVE) { (decide(&own, t, survey)) }
                @if phase == Phase::Draft && ctx.may(EDIT) {
                    @if survey.obstacles(ctx.now).is_empty() { (act("submit", "btn-main")) }
                    li.act { a.btn href={ (own) "/sua" } { (t.say("survey-edit")) } }
                }
                @if ctx.may(EDIT) {
                    @if phase == Phase::Submitted { (act("take-back", "")) }
                    (act("copy", ""))
                    @if matches!(phase, Phase::Coming | Phase::Open) { (act("close", "btn-danger")) }
                    @if phase == Phase::Draft { (act("throw-away", "btn-danger")) }
                }
            }
            ul.links {
                (link(format!("{own}/xem-truoc"), "survey-preview"))
                @if phase == Phase::Open { (link(ctx.path_to(&public::path(survey.id)), "survey-see")) }
                @if survey.shows_results(ctx.now) { (link(format!("{own}/ket-qua"), "survey-see-results")) }
            }
        }
    }
}

fn decide(own: &str, t: &Texts, survey: &Survey) -> Markup {
    html! {
        li.act {
            form method="post" action={ (own) "/duyet" } {
                input type="hidden" name="hash" value=(survey.hash());
                button.btn.btn-main name="do" value="approve" { (t.say("survey-act-approve")) }
            }
            p.act-says { (t.with("survey-act-approve-says", [("date", t.date_time(survey.opens_at).into())])) }
        }
        li.act {
            form method="post" action={ (own) "/duyet" } {
                div.field { label for="f-note" { (t.say("survey-field-note")) } input id="f-note" name="note" required maxlength="1000"; }
                button.btn name="do" value="give-back" { (t.say("survey-act-give-back")) }
            }
            p.act-says { (t.say("survey-act-give-back-says")) }
        }
    }
}

/// The survey as readers will see it.
pub(super) fn preview(app: &App, ctx: &Ctx, survey: &Survey) -> Markup {
    let t = ctx.texts();
    let title = t.with("survey-preview-of", [("title", survey.title.as_str().into())]);
    let trail = [(t.say("surveys-desk"), LIST.to_owned()), (survey.title.clone(), path(survey.id))];
    let (posted, faults) = (Posted::default(), FormFaults::default());
    let main = html! {
        div.notice data-tone="info" { p { (t.say("survey-preview-says")) } }
        div.prose { (paragraphs(&survey.intro)) }
        div.form.survey { (fields::page(&t, &survey.questions(), &posted, &faults)) }
    };
    ui::desk::page(app, ctx, &page_of(&title, &trail, None), &main)
}

/// The results for staff, with what was written in words while it is there.
pub(super) fn results(
    app: &App,
    ctx: &Ctx,
    survey: &Survey,
    tally: &Tally,
    (answers, purged): (&[Answers], Option<DateTime<Utc>>),
) -> Markup {
    let t = ctx.texts();
    let title = t.with("survey-results-of", [("title", survey.title.as_str().into())]);
    let trail = [(t.say("surveys-desk"), LIST.to_owned()), (survey.title.clone(), path(survey.id))];
    let main = html! {
        @match purged {
            Some(at) => div.notice data-tone="info" { p { (t.with("survey-purged-on", [("date", t.date(at).into())])) } },
            None if ctx.may(EDIT) => (export(ctx, &t, survey)),
            None => {},
        }
        (figures::results(&t, survey, tally, Shown::Staff))
        (words(&t, survey, answers))
    };
    ui::desk::page(app, ctx, &page_of(&title, &trail, None), &main)
}

fn export(ctx: &Ctx, t: &Texts, survey: &Survey) -> Markup {
    html! {
        form method="post" action=(ctx.path_to(&format!("{}/xuat", path(survey.id)))) {
            div.buttons {
                button.btn name="dang" value="xlsx" { (t.say("survey-export-xlsx")) }
                button.btn name="dang" value="csv" { (t.say("survey-export-csv")) }
            }
            p.hint { (t.say("survey-export-hint")) }
        }
    }
}

/// What was written in words, in an order of chance, with what looks like personal data marked.
fn words(t: &Texts, survey: &Survey, answers: &[Answers]) -> Markup {
    let written = |question: &Question| -> Vec<String> {
        let all = answers.iter().filter_map(|one| one.get(&question.id));
        let texts = all.filter_map(|answer| match answer {
            Answer::Text(text) => Some(text.clone()),
            _ => None,
        });
        texts.take(1_000).collect()
    };
    html! {
        @for question in survey.questions() {
            @let texts = written(&question);
            @if !texts.is_empty() {
                section { h2 { (question.text) }
                    ul.survey-words { @for text in texts { li { (personal::marked(t, &text)) } } }
                }
            }
        }
    }
}
