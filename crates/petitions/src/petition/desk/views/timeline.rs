//! What happened to a petition, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, SiteId, Texts,
    ui::{self, Tone, deadline},
};

use crate::petition::{
    case::AnswerKind,
    desk::sheet::Sheet,
    events::{EventKind, EventRow},
    reasons,
};
use crate::text::paragraphs;

/// Everything that happened, newest first; what the sender sees too is marked.
pub fn panel(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        section.panel aria-labelledby="p-history" {
            h2.panel-title id="p-history" { (t.say("petition-history")) }
            ol.timeline { @for event in sheet.events.iter().rev() { (one(app, ctx, t, sheet, event)) } }
        }
    }
}

fn one(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet, event: &EventRow) -> Markup {
    let tone = match event.kind() {
        Some(EventKind::Answered | EventKind::Published) => Tone::Ok,
        Some(EventKind::Returned | EventKind::DraftReturned | EventKind::Escalated) => Tone::Bad,
        Some(EventKind::Hidden | EventKind::DeadlineMoved | EventKind::Progress) => Tone::Warn,
        _ => Tone::Plain,
    };
    let note = note(app, ctx, event);
    html! {
        li data-tone=(tone.as_str()) {
            p.timeline-what { (sentence(app, ctx, t, sheet, event)) }
            p.timeline-when {
                (ui::moment(t, event.at))
                @if event.shown { " · " (t.say("petition-event-shown")) }
            }
            @if !note.is_empty() { blockquote { (paragraphs(&note)) } }
        }
    }
}

/// Who did what, in one sentence.
fn sentence(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet, event: &EventRow) -> String {
    let sites = app.sites.now();
    let unit = sites.by_id(SiteId(event.acting_site));
    let unit = unit.map(|site| site.name(ctx.lang).to_owned()).unwrap_or_default();
    let who = event.person_id.and_then(|id| sheet.names.get(&id));
    let who = who.map_or(unit.clone(), |name| format!("{name} ({unit})"));
    let day = |name: &str| event.text(name).parse().map(|on| t.day(on)).unwrap_or_default();
    let number = event.number("number").zip(event.number("year"));
    let number = number.map(|(number, year)| format!("{number}/{year}")).unwrap_or_default();
    let duty = match event.text("key") {
        "" => String::new(),
        key => t.say(&deadline::duty_key(key)),
    };
    let what = AnswerKind::parse(event.text("kind")).map(|kind| t.say(&kind.text_key()));
    let args = vec![
        ("who", who),
        ("name", event.text("name").to_owned()),
        ("joint", event.text("joint").to_owned()),
        ("left", event.number("days_left").unwrap_or_default().to_string()),
        ("number", number),
        ("code", event.text("code").to_owned()),
        ("what", what.unwrap_or_default()),
        ("duty", duty),
        ("from", day("from")),
        ("to", day("to")),
        ("on", day("promised_on")),
        ("due", day("due_on")),
    ];
    let variant = match event.kind() {
        Some(EventKind::Forwarded) if !event.text("joint").is_empty() => "-joint",
        Some(EventKind::Assigned) if event.text("name").is_empty() => "-none",
        _ => "",
    };
    match event.kind() {
        Some(kind) => t.with_all(&format!("petition-did-{}{variant}", kind.as_str()), args),
        None => event.kind.clone(),
    }
}

/// The words that go with an event.
fn note(app: &App, ctx: &Ctx, event: &EventRow) -> String {
    let reason = match event.text("reason") {
        "" => String::new(),
        code => reasons::words(app.law(), event.at, code, ctx.lang),
    };
    let texts = [reason.as_str(), event.text("note"), event.text("text")];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}
