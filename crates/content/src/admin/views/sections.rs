//! The sections of a site, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, desk::DeskPage},
};

use crate::{admin::sections::Sections, item::SectionId, section::Section};

/// Longest title of a section, in characters.
pub const MAX_TITLE: usize = 150;

/// The tree, and the form that adds a section.
pub fn page(
    app: &App,
    ctx: &Ctx,
    sections: &Sections,
    posted: &Posted,
    faults: &FormFaults,
    said: Option<Markup>,
) -> Markup {
    let t = ctx.texts();
    let title =
        t.with("admin-sections-title", [("unit", ctx.site.name(ctx.lang).to_owned().into())]);
    let many = ctx.site.languages.len() > 1;
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        section.panel aria-labelledby="tree" {
            h2.panel-title id="tree" { (t.say("admin-sections-tree")) }
            @for lang in ctx.site.languages.iter() {
                @if many { h3 { (lang.own_name()) } }
                (branch(ctx, &t, sections, None, lang.code()))
            }
        }
        section.panel aria-labelledby="add" {
            h2.panel-title id="add" { (t.say("admin-sections-add")) }
            form.form method="post" action=(ctx.path_to("/quan-tri/chuyen-muc")) data-once=(t.say("admin-saving")) {
                (ui::form_key(Some(posted)))
                (Field::new(&t, posted, faults, "title", "admin-sections-name").required().max(MAX_TITLE).input("text"))
                (Field::new(&t, posted, faults, "parent", "admin-sections-parent").hint("admin-sections-parent-hint")
                    .select(&parents(ctx, &t, sections)))
                @if many {
                    (Field::new(&t, posted, faults, "language", "admin-column-language").hint("admin-sections-language-hint")
                        .select(&ui::desk::language_choices(&ctx.site.languages)))
                }
                div.buttons { button.btn.btn-main { (t.say("admin-sections-do-add")) } }
            }
        }
    };
    let page = DeskPage {
        title: &title,
        lead: Some(&t.say("admin-sections-lead")),
        entry: "/quan-tri/chuyen-muc",
        trail: &[],
        actions: html! {},
        flash: said,
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn label(field: &str) -> &'static str {
    match field {
        "parent" => "admin-sections-parent",
        "language" => "admin-column-language",
        _ => "admin-sections-name",
    }
}

fn parents(ctx: &Ctx, t: &Texts, sections: &Sections) -> Vec<(String, String)> {
    let mut choices = vec![(String::new(), t.say("admin-sections-top"))];
    for lang in ctx.site.languages.iter() {
        for (depth, section) in sections.tree.in_order(lang.code()) {
            choices
                .push((section.id.to_string(), format!("{}{}", "— ".repeat(depth), section.title)));
        }
    }
    choices
}

fn branch(
    ctx: &Ctx,
    t: &Texts,
    sections: &Sections,
    parent: Option<SectionId>,
    language: &str,
) -> Markup {
    let here: Vec<&Section> = sections.tree.children(parent, language).collect();
    let last = here.len().saturating_sub(1);
    html! {
        @if !here.is_empty() {
            ul.tree {
                @for (place, section) in here.iter().enumerate() {
                    li {
                        (row(ctx, t, sections, section, (place > 0, place < last)))
                        (branch(ctx, t, sections, Some(section.id()), language))
                    }
                }
            }
        }
    }
}

fn row(
    ctx: &Ctx,
    t: &Texts,
    sections: &Sections,
    node: &Section,
    (up, down): (bool, bool),
) -> Markup {
    let list = ctx.path_to(&format!("/quan-tri/bai?section={}", node.id));
    html! {
        div.tree-row {
            span.tree-name {
                a href=(list) { (node.title) } " "
                span.meta {
                    (t.with("admin-sections-count", [("count", sections.items(node).into())]))
                    @if let Some(citation) = sections.citation(node) {
                        ". " (t.with("admin-sections-required", [("citation", citation.into())]))
                    }
                }
                details.fold {
                    summary { (t.say("admin-sections-rename")) span.sr { ": " (node.title) } }
                    form.form method="post" action=(ctx.path_to(&format!("/quan-tri/chuyen-muc/{}", node.id))) {
                        (ui::form_key(None))
                        div.field {
                            label for={ "r-" (node.id) } { (t.say("admin-sections-name")) }
                            input id={ "r-" (node.id) } name="title" value=(node.title) required maxlength=(MAX_TITLE);
                        }
                        div.buttons { button.btn.btn-small { (t.say("admin-sections-do-rename")) } }
                    }
                }
            }
            span.tree-do {
                @if up { (button(ctx, t, node, "len", "↑", "admin-sections-up")) }
                @if down { (button(ctx, t, node, "xuong", "↓", "admin-sections-down")) }
                @if sections.may_go(node).is_ok() { (button(ctx, t, node, "xoa", "×", "admin-sections-remove")) }
            }
        }
    }
}

fn button(ctx: &Ctx, t: &Texts, node: &Section, act: &str, sign: &str, key: &str) -> Markup {
    let says = t.with(key, [("title", node.title.as_str().into())]);
    html! {
        form method="post" action=(ctx.path_to(&format!("/quan-tri/chuyen-muc/{}/{act}", node.id))) {
            (ui::form_key(None))
            button.btn.btn-small aria-label=(says) title=(says) { (sign) }
        }
    }
}
