//! Consultations as readers see them, as HTML.

use maud::{Markup, html};
use portal_core::{Ctx, Lang, Texts, ui};

use crate::consultation::{
    PUBLIC, Part, PartKind,
    desk::views::paragraphs,
    opinion::{Opinion, place_name},
};

pub mod comment;
pub mod invited;
pub mod list;
pub mod opinions;
pub mod page;
pub mod table;

/// `lang` of what was written in Vietnamese, on pages of another language.
fn vietnamese(ctx: &Ctx) -> Option<&'static str> {
    (ctx.lang != Lang::VI).then_some("vi")
}

/// The trail to a page below a consultation.
fn trail(ctx: &Ctx, t: &Texts, of: Option<(&str, i64)>) -> Vec<(String, String)> {
    let mut trail = vec![(t.say("consultations"), ctx.path_to(PUBLIC))];
    if let Some((title, id)) = of {
        trail.push((title.chars().take(60).collect(), ctx.path_to(&format!("{PUBLIC}/{id}"))));
    }
    trail
}

/// Texts as paragraphs, a heading's first line bold.
fn part_text(part: &Part) -> Markup {
    let mut lines = part.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let bold = part.kind == PartKind::Article;
    html! {
        @if bold { @if let Some(first) = lines.next() { p { strong { (first) } } } }
        @for line in lines { p { (line) } }
    }
}

/// An opinion as readers see it.
fn opinion(ctx: &Ctx, t: &Texts, parts: Option<&[Part]>, opinion: &Opinion) -> Markup {
    let nameless = format!("consult-nameless-{}", opinion.sender_kind);
    let name =
        if opinion.shown_name.is_empty() { t.say(&nameless) } else { opinion.shown_name.clone() };
    html! {
        li { section.said data-who="citizen" lang=[vietnamese(ctx)] {
            p.said-by { strong { (name) } }
            p.meta {
                @if let Some(parts) = parts { span { (place_name(t, parts, &opinion.place)) } }
                span { (ui::day(t, opinion.received_at)) }
            }
            div.prose {
                (paragraphs(&opinion.shown_body))
                @if !opinion.shown_proposal.is_empty() { p { strong { (t.say("consult-proposed")) } } (paragraphs(&opinion.shown_proposal)) }
            }
        } }
    }
}
