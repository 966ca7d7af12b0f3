//! The sender's page.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Lang, Outcome, SiteId, Texts,
    ui::{self, Field, Tone},
};

use super::{MAX_ADDED, Whole, timeline};
use crate::petition::{
    CaseState, fields,
    files::{FileRow, Part},
    letters::LetterRow,
    public::{followed, page as public_page, queries::Told},
    sent::{Sent, views::attachments},
};
use crate::text::paragraphs;

/// The whole page. `done` is what was just done.
pub(super) fn page(
    app: &App,
    ctx: &Ctx,
    whole: &Whole,
    done: &str,
    sent: &Sent,
) -> Outcome<Markup> {
    let t = ctx.texts();
    let mine = &whole.mine;
    let title = t.with("petition-follow-title", [("code", mine.code.as_str().into())]);
    let main = html! {
        div.wrap.with-aside {
            div {
                (said(&t, done))
                (ui::fault_summary(&t, &sent.faults, |name| t.say(&format!("petition-add-{name}"))))
                div.page-title { h1 { (title) } p.page-lead { (mine.title) } }
                p { (badge(&t, mine.state())) " " (t.say(&format!("{}-what", mine.state().text_key()))) }
                @if let Some(unit) = mine.unit() { p.meta { (t.with("petition-follow-unit", [("unit", unit_name(app, ctx.lang, unit).into())])) } }
                (answers(app, ctx, &t, whole))
                @if mine.can_be_rated() { (rating(ctx, &t, whole)) }
                @if mine.state().is_open() { (deadlines(app, ctx, &t, whole)) }
                (timeline::view(app, ctx, &t, whole))
                @if mine.state().is_open() { (add(app, ctx, &t, whole, sent)?) }
            }
            aside {
                (what_was_sent(app, ctx, &t, whole))
                @if !mine.state().is_open() { (deadlines(app, ctx, &t, whole)) }
                (letters(&t, &whole.letters))
                (acts(ctx, &t, whole))
            }
        }
    };
    Ok(public_page(app, ctx, &followed(&mine.code), &title, &main))
}

/// A message after an action.
fn said(t: &Texts, done: &str) -> Markup {
    let key = match done {
        "bo-sung" => "petition-done-added",
        "rut" => "petition-done-withdrawn",
        "danh-gia" => "petition-done-rated",
        _ => return html! {},
    };
    html! {
        div.flash role="status" data-tone=(Tone::Ok.as_str()) data-kept="petition-add" { p { (t.say(key)) } }
    }
}

fn badge(t: &Texts, state: CaseState) -> Markup {
    let tone = match state {
        CaseState::Answered => Tone::Ok,
        CaseState::Received | CaseState::Registered | CaseState::Forwarded => Tone::Info,
        CaseState::Outside | CaseState::Refused => Tone::Warn,
        CaseState::Withdrawn | CaseState::Merged => Tone::Plain,
    };
    ui::badge(tone, &t.say(&state.text_key()))
}

/// Name of a site.
pub(super) fn unit_name(app: &App, lang: Lang, id: SiteId) -> String {
    let sites = app.sites.now();
    sites.by_id(id).map(|site| site.name(lang).to_owned()).unwrap_or_default()
}

/// Links to files.
pub(super) fn file_list<'a>(
    ctx: &Ctx,
    t: &Texts,
    whole: &Whole,
    files: impl Iterator<Item = &'a FileRow>,
) -> Markup {
    let files: Vec<_> = files.collect();
    html! {
        @if !files.is_empty() {
            ul.links {
                @for file in files {
                    @let size = t.size(u64::try_from(file.size_bytes).unwrap_or_default());
                    @let href = ctx.path_to(&format!("{}/tep/{}", followed(&whole.mine.code), file.id));
                    @let label = html! { (ui::icon("file")) (file.name) };
                    li { (ui::file_link(t, &href, &label, whole.held.get(&file.id))) " " span.meta { (size) } }
                }
            }
        }
    }
}

fn answers(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole) -> Markup {
    html! {
        @for told in whole.told.iter().rev() {
            section.said data-who="unit" {
                p.said-by { (unit_name(app, ctx.lang, told.unit())) }
                div.prose { (paragraphs(&told.text)) (promised(t, told)) }
                (file_list(ctx, t, whole, whole.files_of(Part::Answer, Some(told.id))))
            }
        }
    }
}

fn promised(t: &Texts, told: &Told) -> Markup {
    html! {
        @if let Some(on) = told.promised_on { p { b { (t.with("petition-letter-promised", [("on", t.day(on).into())])) } } }
    }
}

fn rating(ctx: &Ctx, t: &Texts, whole: &Whole) -> Markup {
    let action = ctx.path_to(&format!("{}/danh-gia", followed(&whole.mine.code)));
    html! {
        form.satisfaction method="post" action=(action) {
            fieldset {
                legend { (t.say("petition-rate-ask")) }
                div.satisfaction-line {
                    @for level in [3, 2, 1] {
                        button.btn name="level" value=(level) { (t.say(&format!("petition-rate-{level}"))) }
                    }
                }
            }
            p.hint { (t.say("petition-rate-hint")) }
        }
    }
}

fn deadlines(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole) -> Markup {
    html! {
        @if !whole.clocks.is_empty() {
            section.block aria-labelledby="due" {
                div.block-head { h2.block-title id="due" { (t.say("petition-follow-due")) } }
                @for clock in &whole.clocks {
                    @let calendar = app.calendars.of(clock.site);
                    p { b { (t.say(&ui::deadline::duty_key(&clock.key))) } br;
                        (t.with("petition-follow-by", [("on", t.day(clock.due_on).into())])) " "
                        (ui::deadline::badge(t, clock, &calendar, ctx.now)) }
                    (ui::deadline::why(t, clock))
                }
            }
        }
    }
}

fn what_was_sent(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole) -> Markup {
    let mine = &whole.mine;
    html! {
        section.block aria-labelledby="sent" {
            div.block-head { h2.block-title id="sent" { (t.say("petition-follow-sent")) } }
            details.fold {
                summary { (t.say("petition-follow-sent-open")) }
                dl.record {
                    div { dt { (t.say("petition-form-kind")) } dd { (t.say(&mine.kind().text_key())) } }
                    div { dt { (t.say("petition-receipt-at")) } dd { (t.date_time(mine.received_at)) } }
                    div { dt { (t.say("petition-form-field")) } dd { (fields::title(app, ctx.lang, ctx.now, &mine.field)) } }
                    @if !mine.place.is_empty() { div { dt { (t.say("petition-form-place")) } dd { (mine.place) } } }
                    div { dt { (t.say("petition-follow-public")) } dd {
                        (t.say(match (mine.confidential, mine.name_shown) {
                            (true, _) => "petition-follow-confidential",
                            (false, true) => "petition-follow-name-shown",
                            (false, false) => "petition-follow-name-hidden",
                        }))
                    } }
                }
                div.prose data-typed { (paragraphs(&mine.body)) }
                (file_list(ctx, t, whole, whole.files_of(Part::Petition, None)))
            }
        }
    }
}

/// What was written to the sender, and whether it went out.
fn letters(t: &Texts, letters: &[LetterRow]) -> Markup {
    let state = |letter: &LetterRow| match letter.sent_at {
        _ if letter.had_no_address() => t.say("petition-letters-nobody"),
        Some(at) => t.with("petition-letters-sent", [("at", t.date_time(at).into())]),
        None => t.say("petition-letters-waits"),
    };
    html! {
        @if !letters.is_empty() {
            section.block aria-labelledby="letters" {
                div.block-head { h2.block-title id="letters" { (t.say("petition-letters")) } }
                ul.links {
                    @for letter in letters {
                        @if let Some(kind) = letter.kind() { li { (t.say(&kind.text_key())) " " span.meta { (state(letter)) } } }
                    }
                }
            }
        }
    }
}

fn acts(ctx: &Ctx, t: &Texts, whole: &Whole) -> Markup {
    let at = |path: &str| ctx.path_to(&format!("{}/{path}", followed(&whole.mine.code)));
    html! {
        section.block aria-labelledby="acts" {
            div.block-head { h2.block-title id="acts" { (t.say("petition-follow-acts")) } }
            ul.links {
                @if whole.mine.state().is_open() { li { a href=(at("rut")) { (t.say("petition-withdraw-title")) } } }
                li { a href=(at("du-lieu")) { (t.say("petition-mine-title")) } }
            }
            form method="post" action=(at("dong")) { button.btn { (t.say("petition-follow-close")) } }
            p.hint { (t.say("petition-follow-close-hint")) }
        }
    }
}

fn add(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole, sent: &Sent) -> Outcome<Markup> {
    let action = ctx.path_to(&format!("{}/bo-sung", followed(&whole.mine.code)));
    Ok(html! {
        section.block aria-labelledby="add" {
            div.block-head { h2.block-title id="add" { (t.say("petition-add-title")) } }
            details.fold open[!sent.faults.is_empty()] {
                summary { (t.say("petition-add-open")) }
                p { (t.say("petition-add-lead")) }
                form.form method="post" action=(action) enctype="multipart/form-data"
                    data-once=(t.say("petition-form-sending")) data-send=(t.say("petition-form-lost"))
                    data-keep="petition-add" data-keep-in="session" data-keep-found=(t.say("petition-form-keep-found"))
                    data-keep-restore=(t.say("petition-form-keep-restore")) data-keep-drop=(t.say("petition-form-keep-drop")) {
                    (ui::form_key(Some(&sent.posted)))
                    (Field::new(t, &sent.posted, &sent.faults, "text", "petition-add-text").max(MAX_ADDED).area(5))
                    (attachments(app, ctx, t, sent)?)
                    div.buttons { button.btn.btn-main { (t.say("petition-add-do")) } }
                }
            }
        }
    })
}
