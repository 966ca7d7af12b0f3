//! What happened, as the sender reads it.

use maud::{Markup, html};
use portal_core::{App, Ctx, Texts, ui};

use super::{Whole, views::file_list};
use crate::petition::{
    events::{EventKind, EventRow},
    files::Part,
    reasons,
};
use crate::text::paragraphs;

/// The timeline, newest last.
pub(super) fn view(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole) -> Markup {
    html! {
        section.block aria-labelledby="timeline" {
            div.block-head { h2.block-title id="timeline" { (t.say("petition-follow-timeline")) } }
            ol.timeline {
                @for event in &whole.events {
                    @if let Some(sentence) = sentence(app, ctx, t, event) {
                        li {
                            p.timeline-what { (sentence) }
                            p.timeline-when { (ui::moment(t, event.at)) }
                            @if let Some(reason) = reason(app, ctx, event) { p { (reason) } }
                            @if quoted(event) { blockquote data-typed { (paragraphs(event.text("text"))) } }
                            (file_list(ctx, t, whole, whole.files_of(Part::Addition, Some(event.id))))
                        }
                    }
                }
            }
        }
    }
}

/// Whether the words of an event are shown with it; those of answers and notices stand above.
fn quoted(event: &EventRow) -> bool {
    let told =
        matches!(event.kind(), Some(EventKind::Added | EventKind::Outside | EventKind::Refused));
    told && !event.text("text").is_empty()
}

/// The law's reason of a refusal.
fn reason(app: &App, ctx: &Ctx, event: &EventRow) -> Option<String> {
    let code = event.text("reason");
    let is = event.kind() == Some(EventKind::Refused) && !code.is_empty();
    is.then(|| reasons::words(app.law(), ctx.now, code, ctx.lang))
}

/// An event in words; `None` for one that says nothing to the sender.
fn sentence(app: &App, ctx: &Ctx, t: &Texts, event: &EventRow) -> Option<String> {
    let key = match event.kind()? {
        kind @ (EventKind::Received
        | EventKind::Confirmed
        | EventKind::Added
        | EventKind::Withdrawn
        | EventKind::Registered
        | EventKind::Forwarded
        | EventKind::Accepted
        | EventKind::TakenBack
        | EventKind::Progress
        | EventKind::Answered
        | EventKind::Outside
        | EventKind::Refused
        | EventKind::Merged
        | EventKind::Unmerged
        | EventKind::Extended
        | EventKind::Published
        | EventKind::DeadlineMoved
        | EventKind::Mail
        | EventKind::ErasureAsked
        | EventKind::Erased) => format!("petition-told-{}", kind.as_str()),
        _ => return None,
    };
    let named = event.text("name");
    let sites = app.sites.now();
    let acting = sites.by_id(portal_core::SiteId(event.acting_site));
    let acting = acting.map(|site| site.name(ctx.lang)).unwrap_or_default();
    let day = |name: &str| {
        event.text(name).parse().map_or_else(|_| event.text(name).to_owned(), |on| t.day(on))
    };
    let unit = if named.is_empty() { acting } else { named };
    Some(t.with_all(
        &key,
        vec![
            ("unit", unit.to_owned()),
            ("acting", acting.to_owned()),
            ("number", event.number("number").map(|n| n.to_string()).unwrap_or_default()),
            ("year", event.number("year").map(|n| n.to_string()).unwrap_or_default()),
            ("code", event.text("code").to_owned()),
            ("on", day("promised_on")),
            ("from", day("from")),
            ("to", day("to")),
        ],
    ))
}
