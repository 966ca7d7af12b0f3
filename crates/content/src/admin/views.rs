//! The desk, as HTML.

use maud::{Markup, html};
use portal_core::{
    Ctx, Texts,
    ui::{self, Tone},
};

use super::list::Line;

pub mod desk;
pub mod form;
pub mod item;
pub mod list;
pub mod sections;

/// The badge of a state.
pub fn state_badge(t: &Texts, state: &str) -> Markup {
    let tone = match state {
        "submitted" => Tone::Warn,
        "approved" => Tone::Info,
        "published" => Tone::Ok,
        "refused" => Tone::Bad,
        "withdrawn" => Tone::Gold,
        _ => Tone::Plain,
    };
    ui::badge(tone, &t.say(&format!("admin-state-{state}")))
}

/// Items as a table; on phones as cards. `below` adds to the cell of the title.
pub fn table(ctx: &Ctx, t: &Texts, lines: &[Line], below: impl Fn(&Line) -> Markup) -> Markup {
    let many = ctx.site.languages.len() > 1;
    html! {
        table.table data-cards {
            caption.sr { (t.say("admin-table")) }
            thead { tr {
                th scope="col" { (t.say("admin-column-title")) }
                th scope="col" { (t.say("admin-column-state")) }
                th scope="col" { (t.say("admin-column-section")) }
                th scope="col" { (t.say("admin-column-changed")) }
            } }
            tbody {
                @for line in lines {
                    tr {
                        td.cell-main {
                            a href=(ctx.path_to(&format!("/quan-tri/bai/{}", line.row.id))) { (line.row.title) }
                            p.meta {
                                span { (t.say(&format!("admin-type-{}", line.row.content_type))) }
                                @if many { span { (line.row.language) } }
                                span { (line.author) }
                            }
                            (below(line))
                        }
                        td data-label=(t.say("admin-column-state")) {
                            (state_badge(t, &line.row.state))
                            @if line.row.published_edition.is_some() && line.row.state != "published" {
                                " " (ui::badge(Tone::Ok, &t.say("admin-still-public")))
                            }
                        }
                        td data-label=(t.say("admin-column-section")) { (line.section) }
                        td data-label=(t.say("admin-column-changed")) { (ui::moment(t, line.row.changed_at)) }
                    }
                }
            }
        }
    }
}
