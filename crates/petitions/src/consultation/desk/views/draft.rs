//! The draft's text and how it is cut, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field},
};

use super::{done, page_of};
use crate::consultation::{Consultation, Part, PartKind, Stage, cut};

/// The page.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    (posted, faults): (&Posted, &FormFaults),
    flash: &str,
) -> Markup {
    let t = ctx.texts();
    let parts = consultation.parts();
    let editable = consultation.stage(ctx.now) == Stage::Draft;
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(if name == "file" { "consult-draft-file" } else { "consult-draft-text" })))
        @if editable { (from_file(ctx, &t, consultation, (posted, faults))) }
        section.block aria-labelledby="cut" {
            div.block-head { h2.block-title id="cut" { (t.say("consult-cut")) } }
            (preview(&t, &parts))
        }
        @if editable { (by_hand(ctx, &t, consultation, (posted, faults))) }
    };
    let (title, lead) = (t.say("consult-draft"), t.say("consult-draft-lead"));
    let back = html! { a.btn href=(ctx.path_to(&consultation.desk())) { (t.say("consult-back")) } };
    page_of(app, ctx, consultation, (&title, Some(&lead)), (back, done(&t, flash)), &main)
}

fn from_file(
    ctx: &Ctx,
    t: &Texts,
    consultation: &Consultation,
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let target = ctx.path_to(&format!("{}/van-ban/tep", consultation.desk()));
    html! {
        form.form.panel method="post" action=(target) enctype="multipart/form-data" data-once=(t.say("consult-reading")) {
            (Field::new(t, posted, faults, "file", "consult-draft-file").required().hint("consult-draft-file-hint").file(".docx"))
            @if !consultation.draft.is_empty() { p.hint { (t.say("consult-draft-again")) } }
            div.buttons { button.btn.btn-main { (t.say("consult-draft-take")) } }
        }
    }
}

fn by_hand(
    ctx: &Ctx,
    t: &Texts,
    consultation: &Consultation,
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let target = ctx.path_to(&format!("{}/van-ban", consultation.desk()));
    let open = consultation.draft.is_empty() || !faults.is_empty();
    html! {
        details.fold open[open] {
            summary { (t.say("consult-draft-edit")) }
            (marks(t))
            form.form method="post" action=(target) data-leave=(t.say("consult-leave")) {
                (Field::new(t, posted, faults, "draft", "consult-draft-text").required().hint("consult-draft-text-hint").width("full").area(24))
                div.buttons { button.btn.btn-main { (t.say("consult-draft-cut")) } }
            }
        }
    }
}

/// How an editor corrects the cutting.
fn marks(t: &Texts) -> Markup {
    html! {
        div.notice {
            p.notice-title { (t.say("consult-marks")) }
            ul {
                li { b { "[chương] [mục] [điều] [khoản] [điểm]" } " " (t.say("consult-marks-heading")) }
                li { b { "[lời]" } " " (t.say("consult-marks-text")) }
                li { b { "[cuối]" } " " (t.say("consult-marks-tail")) }
            }
        }
    }
}

/// How many articles, clauses and points a text has; that it was not cut yet where it has no parts.
pub(in crate::consultation::desk) fn counts(t: &Texts, parts: &[Part]) -> Markup {
    if parts.is_empty() {
        return html! { p.hint { (t.say("consult-cut-none")) } };
    }
    let (articles, clauses, points) = cut::counts(parts);
    html! { p.sum { (t.with("consult-cut-counts", [("articles", articles.into()), ("clauses", clauses.into()), ("points", points.into())])) } }
}

/// The parts, each with what it was taken for.
pub(in crate::consultation::desk) fn preview(t: &Texts, parts: &[Part]) -> Markup {
    if parts.is_empty() {
        return counts(t, parts);
    }
    html! {
        (counts(t, parts))
        div.table-wrap tabindex="0" role="region" aria-label=(t.say("consult-cut")) {
            table.table {
                thead { tr { th scope="col" { (t.say("consult-cut-as")) } th scope="col" { (t.say("consult-cut-words")) } } }
                tbody { @for part in parts {
                    tr {
                        th scope="row" { (part.label) }
                        td { @if part.kind == PartKind::Article || part.kind.is_above_articles() { strong { (beginning(part)) } } @else { (beginning(part)) } }
                    }
                } }
            }
        }
    }
}

fn beginning(part: &Part) -> String {
    let text = part.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = text.chars().take(160).collect();
    if cut.len() < text.len() { format!("{}…", cut.trim_end()) } else { cut }
}
