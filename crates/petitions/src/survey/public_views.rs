//! What readers see of surveys, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Outcome, Posted, Texts,
    module::Subject,
    robots,
    ui::{self, Tone, site::Head},
};

use super::{
    Phase, Survey, fields,
    public::{FORM, PATH, path},
    question::{Question, pages},
    results::{self, Shown},
    tally::Tally,
};
use crate::text::paragraphs;

/// One page of a survey's form.
pub(super) struct Sheet<'a> {
    pub survey: &'a Survey,
    questions: &'a [Question],
    pages: Vec<&'a [Question]>,
    page: usize,
}

impl<'a> Sheet<'a> {
    /// A page; the last one where there are fewer.
    pub fn new(survey: &'a Survey, questions: &'a [Question], page: usize) -> Self {
        let pages = pages(questions);
        let page = page.min(pages.len().saturating_sub(1));
        Self { survey, questions, pages, page }
    }

    fn shown(&self) -> &'a [Question] {
        self.pages.get(self.page).copied().unwrap_or_default()
    }

    fn is_last(&self) -> bool {
        self.page + 1 >= self.pages.len()
    }
}

/// The list.
pub(super) async fn list(app: &App, ctx: &Ctx, surveys: &[Survey]) -> Outcome<Markup> {
    let t = ctx.texts();
    let title = t.say("surveys");
    let (open, over): (Vec<_>, Vec<_>) =
        surveys.iter().partition(|survey| survey.phase(ctx.now) == Phase::Open);
    let subject = Subject::of_module(&title, PATH);
    let below = app.modules().below(app, ctx, &subject).await?;
    let main = html! { div.wrap {
        div.page-title { h1 { (title) } p.page-lead { (t.say("surveys-lead")) } }
        section.block aria-labelledby="open" {
            div.block-head { h2.block-title id="open" { (t.say("surveys-open")) } }
            @if open.is_empty() { p { (t.say("surveys-none-open")) } }
            (lines(ctx, &t, &open))
        }
        @if !over.is_empty() {
            section.block aria-labelledby="over" {
                div.block-head { h2.block-title id="over" { (t.say("surveys-over")) } }
                ul.news data-look="plain" { @for survey in over {
                    li.news-item { div.news-text {
                        h3.news-title { a href=(ctx.path_to(&format!("{}/ket-qua", path(survey.id)))) { (survey.title) } }
                        p.meta { (t.say("survey-closed-on")) " " (ui::day(&t, survey.closes_at)) }
                    } }
                } }
            }
        }
        @for markup in below { (markup) }
    } };
    let head = Head { title, path: PATH.into(), ..Head::default() };
    Ok(ui::site::page(app, ctx, &head, Some(&[]), &main))
}

/// Surveys that are open, with the days that are left.
pub(super) fn lines(ctx: &Ctx, t: &Texts, surveys: &[&Survey]) -> Markup {
    html! {
        @if !surveys.is_empty() {
            ul.consults { @for survey in surveys {
                li.consult {
                    p.consult-days { b { (days_left(ctx, survey)) } " " (t.say("survey-days-left")) }
                    div {
                        h3.consult-title { a href=(ctx.path_to(&path(survey.id))) { (survey.title) } }
                        p.meta {
                            span { (t.say("survey-until")) " " (ui::moment(t, survey.closes_at)) }
                            span { (t.with("survey-questions", [("count", survey.questions().len().into())])) }
                        }
                    }
                }
            } }
        }
    }
}

/// Days to the last day, that day included.
fn days_left(ctx: &Ctx, survey: &Survey) -> i64 {
    let day = portal_core::lang::local_day;
    (day(survey.closes_at) - day(ctx.now)).num_days().max(0)
}

fn head(survey: &Survey) -> Head {
    Head {
        title: survey.title.clone(),
        path: path(survey.id),
        description: survey.intro.lines().next().unwrap_or_default().to_owned(),
        ..Head::default()
    }
}

fn trail(ctx: &Ctx, t: &Texts) -> [(String, String); 1] {
    [(t.say("surveys"), ctx.path_to(PATH))]
}

/// The form.
pub(super) fn form(
    app: &App,
    ctx: &Ctx,
    sheet: &Sheet<'_>,
    (posted, faults): (&Posted, &FormFaults),
    says: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let main = html! { div.wrap.narrow {
        (opening(ctx, &t, sheet))
        @if let Some(says) = says { (ui::flash(Tone::Bad, says)) }
        (ui::fault_summary(&t, faults, |name| label(sheet.questions, name)))
        form.form.survey method="post" action=(ctx.path_to(&path(sheet.survey.id))) novalidate {
            (ui::form_key(Some(posted)))
            (robots::fields(app, ctx, FORM))
            (questions(&t, sheet, posted, faults))
            @if sheet.page == 0 { p.hint { (t.say("survey-privacy")) } }
            (buttons(&t, sheet))
        }
    } };
    ui::site::page(app, ctx, &head(sheet.survey), Some(&trail(ctx, &t)), &main)
}

fn opening(ctx: &Ctx, t: &Texts, sheet: &Sheet<'_>) -> Markup {
    html! {
        div.page-title {
            h1 { (sheet.survey.title) }
            p.meta { span { (t.say("survey-until")) " " (ui::moment(t, sheet.survey.closes_at)) } }
        }
        @if sheet.page == 0 { div.prose { (paragraphs(&sheet.survey.intro)) } }
        @if sheet.survey.shows_results(ctx.now) {
            p { a href=(ctx.path_to(&format!("{}/ket-qua", path(sheet.survey.id)))) { (t.say("survey-see-results")) } }
        }
        @if sheet.pages.len() > 1 {
            p.survey-page { (t.with("survey-page-of", [("page", (sheet.page + 1).into()), ("pages", sheet.pages.len().into())])) }
        }
    }
}

/// The questions of a page, and what was answered on the others.
pub(super) fn questions(
    t: &Texts,
    sheet: &Sheet<'_>,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    html! {
        input type="hidden" name="page" value=(sheet.page);
        @for (at, page) in sheet.pages.iter().enumerate() {
            @if at != sheet.page { (fields::carried(page, posted)) }
        }
        (fields::page(t, sheet.shown(), posted, faults))
    }
}

/// The main button comes first: it is the one that "Enter" presses.
fn buttons(t: &Texts, sheet: &Sheet<'_>) -> Markup {
    html! {
        div.buttons {
            @if sheet.is_last() { button.btn.btn-main name="do" value="send" { (t.say("survey-send")) } }
            @else { button.btn.btn-main name="do" value="next" { (t.say("survey-next")) } }
            @if sheet.page > 0 { button.btn name="do" value="back" { (t.say("survey-back")) } }
        }
    }
}

/// The question of a field, for the list of faults.
fn label(questions: &[Question], name: &str) -> String {
    let own = |one: &&Question| one.field(None) == name || one.fields().iter().any(|f| f == name);
    questions.iter().find(own).map(|one| one.text.clone()).unwrap_or_default()
}

/// A message in place of the form.
fn message(
    app: &App,
    ctx: &Ctx,
    survey: &Survey,
    (tone, title, text): (&str, &str, String),
) -> Markup {
    let t = ctx.texts();
    let main = html! { div.wrap.narrow { div.message data-tone=(tone) {
        h1 { (t.say(title)) }
        p { (text) }
        p.message-do {
            @if survey.shows_results(ctx.now) {
                a.btn.btn-main href=(ctx.path_to(&format!("{}/ket-qua", path(survey.id)))) { (t.say("survey-see-results")) }
            }
            a.btn href=(ctx.path_to(PATH)) { (t.say("surveys-all")) }
        }
    } } };
    let head = Head { no_index: true, ..head(survey) };
    ui::site::page(app, ctx, &head, Some(&trail(ctx, &t)), &main)
}

/// It is over, or this browser has answered.
pub(super) fn closed(app: &App, ctx: &Ctx, survey: &Survey) -> Markup {
    let t = ctx.texts();
    let says = if survey.phase(ctx.now) == Phase::Over {
        (
            "plain",
            "survey-is-over",
            t.with("survey-is-over-text", [("date", t.date_time(survey.closes_at).into())]),
        )
    } else {
        ("info", "survey-answered-already", after(&t, ctx, survey))
    };
    message(app, ctx, survey, says)
}

/// Thanks.
pub(super) fn thanks(app: &App, ctx: &Ctx, survey: &Survey) -> Markup {
    let text = after(&ctx.texts(), ctx, survey);
    message(app, ctx, survey, ("ok", "survey-thanks", text))
}

/// When results are shown.
fn after(t: &Texts, ctx: &Ctx, survey: &Survey) -> String {
    if survey.shows_results(ctx.now) {
        t.say("survey-thanks-text")
    } else {
        t.with("survey-thanks-later", [("date", t.date_time(survey.closes_at).into())])
    }
}

/// The results; or when they are shown.
pub(super) async fn results_page(
    app: &App,
    ctx: &Ctx,
    survey: &Survey,
    tally: Option<&Tally>,
) -> Outcome<Markup> {
    let t = ctx.texts();
    let title = t.with("survey-results-of", [("title", survey.title.as_str().into())]);
    let own = format!("{}/ket-qua", path(survey.id));
    let below = match tally {
        Some(_) => app.modules().below(app, ctx, &Subject::of_module(&title, &own)).await?,
        None => Vec::new(),
    };
    let main = html! { div.wrap {
        div.page-title { h1 { (title) } p.meta {
            span { (ui::day(&t, survey.opens_at)) " – " (ui::day(&t, survey.closes_at)) }
            @if tally.is_some() && survey.phase(ctx.now) == Phase::Open { span { (t.with("survey-as-of", [("at", t.date_time(ctx.now).into())])) } }
        } }
        @match tally {
            Some(tally) => (results::results(&t, survey, tally, Shown::Everybody)),
            None => div.notice data-tone="info" { p { (t.with("survey-results-later", [("date", t.date_time(survey.closes_at).into())])) } },
        }
        @if survey.phase(ctx.now) == Phase::Open {
            p { a.btn.btn-main href=(ctx.path_to(&path(survey.id))) { (t.say("survey-answer")) } }
        }
        @for markup in below { (markup) }
    } };
    let head = Head { title, path: own, no_index: tally.is_none(), ..Head::default() };
    Ok(ui::site::page(app, ctx, &head, Some(&trail(ctx, &t)), &main))
}
