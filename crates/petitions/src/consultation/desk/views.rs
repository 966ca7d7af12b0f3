//! The desk of consultations, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    ui::{self, Tone, desk::DeskPage},
};

use crate::consultation::{Consultation, DESK, Part, Stage};

pub mod ask;
pub mod bodies;
pub mod draft;
pub mod edit;
pub mod item;
pub mod list;
pub mod opinions;
pub mod paper;
pub mod table;

/// Where a consultation stands, in a word.
pub(in crate::consultation) fn stage_badge(t: &Texts, stage: Stage) -> Markup {
    let tone = match stage {
        Stage::Draft => Tone::Plain,
        Stage::Submitted | Stage::TableSubmitted | Stage::Closed | Stage::Answering => Tone::Warn,
        Stage::Announced => Tone::Info,
        Stage::Open => Tone::Gold,
        Stage::Finished => Tone::Ok,
    };
    ui::badge(tone, &t.say(&format!("consult-stage-{}", stage.as_str())))
}

/// The places of a draft for a select: the whole of it first.
pub(in crate::consultation) fn place_choices(t: &Texts, parts: &[Part]) -> Vec<(String, String)> {
    let places = parts.iter().filter(|part| part.kind.is_place()).map(|part| {
        let indent = match part.kind {
            crate::consultation::PartKind::Clause => "\u{a0}\u{a0}",
            crate::consultation::PartKind::Point => "\u{a0}\u{a0}\u{a0}\u{a0}",
            _ => "",
        };
        let title: String = part.title().chars().take(60).collect();
        let name = if title.starts_with(part.label.as_str()) {
            title
        } else {
            format!("{}: {title}", part.label)
        };
        (part.key.clone(), format!("{indent}{name}"))
    });
    std::iter::once((String::new(), t.say("consult-place-general"))).chain(places).collect()
}

/// What was just done, in words.
fn done(t: &Texts, done: &str) -> Option<Markup> {
    let tone = if done.starts_with("chon") { Tone::Warn } else { Tone::Ok };
    let known = [
        "them",
        "sua",
        "tep",
        "xoa-tep",
        "cat",
        "tai",
        "gui-duyet",
        "duyet",
        "tra-lai",
        "gia-han",
        "rut",
        "ket-thuc",
        "ban-hanh",
        "co-quan",
        "bo-co-quan",
        "cong-bo",
        "khong-cong-bo",
        "gop",
        "them-giay",
        "lap",
        "dong",
        "gui-bang",
        "hoan-tat",
        "chon-hai",
    ];
    known.contains(&done).then(|| ui::flash(tone, &t.say(&format!("consult-done-{done}"))))
}

/// A page below a consultation.
fn page_of(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    (title, lead): (&str, Option<&str>),
    (actions, flash): (Markup, Option<Markup>),
    main: &Markup,
) -> Markup {
    let t = ctx.texts();
    let trail = [
        (t.say("consultations"), DESK.to_owned()),
        (short(&consultation.title), consultation.desk()),
    ];
    let page = DeskPage { title, lead, entry: DESK, trail: &trail, actions, flash };
    ui::desk::page(app, ctx, &page, main)
}

/// A title short enough for a trail.
fn short(title: &str) -> String {
    let cut: String = title.chars().take(60).collect();
    if cut.len() < title.len() { format!("{}…", cut.trim_end()) } else { cut }
}

/// Texts of several lines as paragraphs.
pub(in crate::consultation) fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.split('\n').filter(|line| !line.trim().is_empty()) { p { (line) } } }
}
