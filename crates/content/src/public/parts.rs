//! Parts that the views of several types share.

use maud::{Markup, html};
use portal_core::{Ctx, Texts, ui};

use super::{Shown, queries::Line};
use crate::{item::MediaId, media::Media};

/// Largest width in which a page shows a picture, in pixels.
const WIDE: u32 = 1280;

/// A picture with its caption.
pub fn figure(picture: &Media, caption: &str) -> Markup {
    let (width, height) = scaled(picture, WIDE);
    html! {
        figure.figure {
            img src=(picture.path_in(WIDE)) alt=(picture.alternative) width=[width] height=[height];
            @if !caption.is_empty() { figcaption { (caption) } }
        }
    }
}

/// Width and height of a picture in a width, so that nothing jumps while it loads.
pub fn scaled(picture: &Media, wanted: u32) -> (Option<i64>, Option<i64>) {
    let (Some(width), Some(height)) = (picture.width, picture.height) else { return (None, None) };
    let (width, height) = (i64::from(width).max(1), i64::from(height));
    let shown = width.min(i64::from(wanted));
    (Some(shown), Some(height * shown / width))
}

/// Where a text was taken from.
pub fn source(t: &Texts, source: &str, url: &str) -> Markup {
    let name = if source.is_empty() { url } else { source };
    html! {
        @if !name.is_empty() {
            p.meta { span {
                (t.say("article-source")) ": "
                @if url.is_empty() { (name) } @else { a href=(url) rel="noopener nofollow" { (name) } }
            } }
        }
    }
}

/// The files with a text: kind and size beside each name.
pub fn attachments(t: &Texts, shown: &Shown, ids: &[MediaId]) -> Markup {
    let files: Vec<&Media> = ids.iter().filter_map(|id| shown.media(*id)).collect();
    html! {
        @if !files.is_empty() {
            section.attachments aria-labelledby="at" {
                h2 id="at" { (t.say("article-attachments")) }
                ul {
                    @for file in files {
                        li {
                            a href=(file.path()) download { (ui::icon("file")) (file.name) }
                            " " span.meta {
                                (file.kind().map_or("", crate::media::MediaKind::word)) ", " (t.size(file.size()))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How a list looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Small pictures beside the titles.
    Pictures,
    /// Titles only.
    Plain,
    /// Large pictures with the leads: a section's page.
    Large,
}

/// A list of items.
pub fn list(ctx: &Ctx, lines: &[Line], look: Look) -> Markup {
    let t = ctx.texts();
    let attribute = match look {
        Look::Pictures => None,
        Look::Plain => Some("plain"),
        Look::Large => Some("large"),
    };
    html! {
        ul.news data-look=[attribute] {
            @for line in lines {
                @let href = ctx.path_to(&line.path());
                li.news-item {
                    @if look != Look::Plain { (picture(line, &href, "news-pic", 480)) }
                    div.news-text {
                        @if !line.number.is_empty() { p.kicker { (line.number) } }
                        @if look == Look::Large {
                            h2.news-title { a href=(href) { (line.title) } }
                        } @else {
                            h3.news-title { a href=(href) { (line.title) } }
                        }
                        @if look == Look::Large && !line.lead.is_empty() { p.news-lead { (line.lead) } }
                        p.meta { (ui::moment(&t, line.published_at)) }
                    }
                }
            }
        }
    }
}

/// The picture of a line, as a link that says nothing the title does not say.
pub fn picture(line: &Line, href: &str, class: &str, width: u32) -> Markup {
    html! {
        @if let Some((src, width, height)) = line.picture.in_width(width) {
            a class=(class) href=(href) tabindex="-1" aria-hidden="true" {
                img src=(src) alt="" width=(width) height=(height) loading="lazy";
            }
        }
    }
}
