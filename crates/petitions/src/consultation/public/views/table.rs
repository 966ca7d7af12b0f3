//! The published table, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    ui::{self, site::Head},
};

use super::{trail, vietnamese};
use crate::consultation::{
    Consultation,
    desk::views::paragraphs,
    files::queries::File,
    response::{Table, export::summary},
};

/// The table with its files.
pub(in crate::consultation::public) fn page(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    table: &Table,
    files: &[File],
) -> Markup {
    let t = ctx.texts();
    let title = t.say("consult-table-title");
    let main = html! {
        div.wrap {
            div.page-title { h1 { (title) } p.page-lead lang=[vietnamese(ctx)] { (consultation.title) } }
            p { (summary(&t, table)) @if let Some(at) = consultation.finished_at { " " (t.with("consult-table-published", [("at", t.date(at).into())])) } }
            (downloads(ctx, &t, consultation, files))
            @if table.lines.is_empty() { p { (t.say("consult-table-empty")) } } @else { (rows(ctx, &t, table)) }
        }
    };
    let head = Head {
        title: format!("{title}: {}", consultation.title),
        path: format!("{}/tong-hop", consultation.path()),
        ..Head::default()
    };
    let trail = trail(ctx, &t, Some((&consultation.title, consultation.id)));
    ui::site::page(app, ctx, &head, Some(&trail), &main)
}

fn downloads(ctx: &Ctx, t: &Texts, consultation: &Consultation, files: &[File]) -> Markup {
    html! {
        section.attachments aria-labelledby="files" {
            h2 id="files" { (t.say("consult-table-files")) }
            ul { @for file in files.iter().filter(|file| file.role == "table") {
                li { a href=(ctx.path_to(&format!("{}/tep/{}", consultation.path(), file.id))) { (ui::icon("file")) (file.name) } " "
                    span.meta { (t.size(u64::try_from(file.size_bytes).unwrap_or_default())) } }
            } }
        }
    }
}

fn rows(ctx: &Ctx, t: &Texts, table: &Table) -> Markup {
    let name = |column: &str| t.say(&format!("consult-column-{column}"));
    html! {
        table.table data-cards lang=[vietnamese(ctx)] {
            caption.sr { (t.say("consult-table-title")) }
            thead { tr { @for column in ["number", "place", "actors", "content", "answer"] { th scope="col" { (name(column)) } } } }
            tbody { @for (line, number) in table.lines.iter().zip(1_usize..) {
                tr {
                    td data-label=(name("number")) { (number) }
                    td.cell-main { (line.place) }
                    td data-label=(name("actors")) { (line.actors) }
                    td data-label=(name("content")) { (paragraphs(&line.row.content)) }
                    td data-label=(name("answer")) { (paragraphs(&line.row.answer_in(t))) }
                }
            } }
        }
    }
}
