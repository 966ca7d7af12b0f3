//! The desk of petitions as HTML: data in, markup out.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    ui::{self, Tone, desk::DeskPage},
};

use super::{PATH, list::Line, sheet::Sheet};
use crate::petition::{
    CaseState, Channel, PetitionKind, fields,
    files::FileRow,
    queries::{Answer, Whole},
};

pub mod act;
pub mod answer;
pub mod approve;
pub mod board;
pub mod clocks;
pub mod entry;
pub mod list;
pub mod sheet;
pub mod templates;
pub mod timeline;

/// A page below the list: its title, and what stands below that.
fn below(
    app: &App,
    ctx: &Ctx,
    title: (&str, Option<&str>),
    flash: Option<Markup>,
    main: &Markup,
) -> Markup {
    let t = ctx.texts();
    let trail = [(t.say("petition-desk"), PATH.to_owned())];
    page(app, ctx, title, &trail, flash, main)
}

/// A page below a petition's.
fn of_petition(app: &App, ctx: &Ctx, title: &str, whole: &Whole, main: &Markup) -> Markup {
    let t = ctx.texts();
    let trail =
        [(t.say("petition-desk"), PATH.to_owned()), (name(&t, whole), super::path(whole.id()))];
    page(app, ctx, (title, None), &trail, None, main)
}

fn page(
    app: &App,
    ctx: &Ctx,
    (title, lead): (&str, Option<&str>),
    trail: &[(String, String)],
    flash: Option<Markup>,
    main: &Markup,
) -> Markup {
    let page = DeskPage { title, lead, entry: PATH, trail, actions: html! {}, flash };
    ui::desk::page(app, ctx, &page, main)
}

/// What a petition is called among colleagues: its number in the register, or its code.
pub fn name(t: &Texts, whole: &Whole) -> String {
    match whole.case.number() {
        Some((number, year)) => {
            let number = format!("{number}/{year}");
            t.with("petition-numbered", [("number", number.into())])
        }
        None => t.with("petition-coded", [("code", whole.sent.code.as_str().into())]),
    }
}

/// How far it is.
fn state_badge(t: &Texts, state: CaseState) -> Markup {
    let tone = match state {
        CaseState::Received => Tone::Warn,
        CaseState::Registered | CaseState::Forwarded => Tone::Info,
        CaseState::Answered => Tone::Ok,
        _ => Tone::Plain,
    };
    ui::badge(tone, &t.say(&state.text_key()))
}

/// What to be careful about: confidential, not confirmed, not proved to be a person.
fn marks(t: &Texts, whole: &Whole) -> Markup {
    let web = whole.sent.channel == Channel::Web.as_str();
    html! {
        @if whole.sent.confidential { " " (ui::badge(Tone::Bad, &t.say("petition-mark-confidential"))) }
        @if web && whole.case.confirmed_at.is_none() { " " (ui::badge(Tone::Plain, &t.say("petition-mark-unconfirmed"))) }
        @if web && !whole.sent.proved { " " (ui::badge(Tone::Plain, &t.say("petition-mark-unproved"))) }
    }
}

fn kind_name(t: &Texts, kind: &str) -> String {
    PetitionKind::parse(kind).map(|kind| t.say(&kind.text_key())).unwrap_or_default()
}

/// The unit that has it: its name, or that it is still to be given to one.
fn holder(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole) -> String {
    let sites = app.sites.now();
    match whole.unit() {
        Some(unit) => {
            sites.by_id(unit).map(|site| site.name(ctx.lang).to_owned()).unwrap_or_default()
        }
        None if whole.case.state().is_open() => t.say("petition-holder-none"),
        None => "–".to_owned(),
    }
}

/// The lines of a list, each leading to `target` of it.
fn table(
    app: &App,
    ctx: &Ctx,
    t: &Texts,
    lines: &[Line],
    target: impl Fn(&Line) -> String,
) -> Markup {
    let say = |column: &str| t.say(&format!("petition-column-{column}"));
    html! {
        table.table data-cards {
            caption.sr { (t.say("petition-list-caption")) }
            thead { tr {
                @for column in ["title", "field", "unit", "state", "due"] { th scope="col" { (say(column)) } }
            } }
            tbody { @for line in lines {
                @let sent = &line.whole.sent;
                tr {
                    td.cell-main {
                        a href=(target(line)) { (sent.title) }
                        p.meta {
                            span { (name(t, &line.whole)) }
                            span { (kind_name(t, &sent.kind)) }
                            span { (t.say("petition-received-on")) " " (ui::day(t, sent.received_at)) }
                        }
                        p { (marks(t, &line.whole)) }
                    }
                    td data-label=(say("field")) { (fields::title(app, ctx.lang, ctx.now, &sent.field)) }
                    td data-label=(say("unit")) {
                        (holder(app, ctx, t, &line.whole))
                        @if let Some(officer) = &line.officer { p.meta { span { (officer) } } }
                    }
                    td data-label=(say("state")) { (state_badge(t, line.whole.case.state())) }
                    td data-label=(say("due")) {
                        @if let Some(clock) = &line.clock {
                            (clocks::badge(app, ctx, t, clock))
                            p.meta { span { (t.day(clock.due_on)) } }
                        }
                    }
                }
            } }
        }
    }
}

/// A file, as a link that opens it.
fn file_link(ctx: &Ctx, t: &Texts, file: &FileRow, sheet: &Sheet) -> Markup {
    let href = ctx.path_to(&format!("{}/tep/{}", super::path(sheet.whole.id()), file.id));
    let label = html! { (ui::icon("file")) (file.name) };
    html! {
        (ui::file_link(t, &href, &label, sheet.held.get(&file.id)))
        " " span.meta { (t.size(u64::try_from(file.size_bytes).unwrap_or(0))) }
    }
}

/// The files of a text to the sender, and which of them everybody may have.
fn answer_files(ctx: &Ctx, t: &Texts, sheet: &Sheet, answer: &Answer) -> Markup {
    let files = sheet.files_of(answer);
    let goes_public = |file: &FileRow| file.public && answer.public_answer.is_some();
    html! {
        @if !files.is_empty() {
            p { strong { (t.say("petition-answer-files")) } }
            ul.links { @for file in files { li {
                (file_link(ctx, t, file, sheet)) " "
                @if goes_public(file) { (ui::badge(Tone::Warn, &t.say("petition-answer-file-is-public"))) }
                @else { (ui::badge(Tone::Plain, &t.say("petition-answer-file-is-private"))) }
            } } }
        }
    }
}

/// Sentences of a refusal, at the top of a page.
fn refusals(t: &Texts, refused: &[String]) -> Markup {
    html! {
        @if !refused.is_empty() {
            div.errors role="alert" tabindex="-1" id="errors" data-focus {
                h2.errors-title { (t.say("petition-refused-title")) }
                ul { @for sentence in refused { li { (sentence) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use portal_core::{Lang, lang::Locales};

    use crate::petition::{
        case::{ActKind, AnswerKind, DraftState},
        desk::list::Tab,
        events::EventKind,
        templates::TemplateKind,
    };

    #[test]
    fn every_word_that_is_put_together_has_its_text() {
        let t = Locales::shipped().texts(Lang::VI);
        let mut keys = Vec::new();
        for act in ActKind::ALL {
            let key = act.text_key();
            keys.extend([
                key.clone(),
                format!("{key}-says"),
                format!("petition-done-{}", act.as_str()),
            ]);
            let page = matches!(act, ActKind::Answer | ActKind::Progress | ActKind::Approve);
            if !act.is_button() && !page {
                keys.push(format!("{key}-do"));
            }
            if matches!(
                act,
                ActKind::Forward
                    | ActKind::GiveBack
                    | ActKind::TakeBack
                    | ActKind::Outside
                    | ActKind::Refuse
                    | ActKind::Hide
                    | ActKind::Note
                    | ActKind::Contribute
            ) {
                keys.extend([format!("{key}-text"), format!("{key}-hint")]);
            }
        }
        for tab in Tab::ALL {
            let word = tab.as_str();
            keys.extend(
                ["tab", "list", "lead", "empty", "empty-text"]
                    .map(|s| format!("petition-{s}-{word}")),
            );
        }
        keys.extend(EventKind::ALL.iter().map(|kind| format!("petition-did-{}", kind.as_str())));
        keys.extend(AnswerKind::ALL.iter().map(|kind| kind.text_key()));
        keys.extend(DraftState::ALL.iter().map(|state| state.text_key()));
        keys.extend(TemplateKind::ALL.iter().map(|kind| kind.text_key()));
        let missing: Vec<_> = keys.iter().filter(|key| !t.has(key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
