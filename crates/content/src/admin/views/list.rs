//! The list of items, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Lang, Texts,
    ui::{self, desk::DeskPage},
};

use crate::{
    admin::{
        list::{Listed, STATES},
        views,
    },
    content_type,
};

/// A page of the list.
pub fn page(app: &App, ctx: &Ctx, listed: &Listed) -> Markup {
    let t = ctx.texts();
    let query = &listed.query;
    let title = title(ctx, &t, listed);
    let newer = (!query.truoc.is_empty()).then(|| ctx.path_to(&query.address(None, None)));
    let older = listed.older.map(|after| ctx.path_to(&query.address(None, Some(after))));
    let main = html! {
        (finder(ctx, &t, listed))
        (chips(ctx, &t, listed))
        @if listed.lines.is_empty() {
            @let all = ctx.path_to("/quan-tri/bai");
            @let write = ctx.path_to("/quan-tri/bai/moi?type=article");
            @if query.parts().is_empty() {
                (ui::empty(&t.say("admin-list-empty"), &t.say("admin-list-empty-text"), Some((&write, &t.say("admin-new-article")))))
            } @else {
                (ui::empty(&t.say("admin-list-none"), &t.say("admin-list-none-text"), Some((&all, &t.say("admin-list-all")))))
            }
        } @else {
            (views::table(ctx, &t, &listed.lines, |_| html! {}))
        }
        (ui::pager(&t, newer.as_deref(), older.as_deref()))
    };
    let page = DeskPage {
        title: &title,
        lead: None,
        entry: "/quan-tri/bai",
        trail: &[],
        actions: views::desk::write_buttons(app, ctx, &t),
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

/// The list as a sentence: what, in which state, of whom, where.
fn title(ctx: &Ctx, t: &Texts, listed: &Listed) -> String {
    let query = &listed.query;
    let what = content_type::by_key(&query.content_type)
        .map_or_else(|| "admin-what".to_owned(), |of| format!("admin-what-{}", of.key()));
    let mut title = t.with(
        "admin-list-title",
        [
            ("what", t.say(&what).into()),
            ("state", state_words(t, &query.state).into()),
            ("unit", ctx.site.name(ctx.lang).to_owned().into()),
        ],
    );
    if let Some(section) = section_title(listed, &query.section) {
        title =
            t.with("admin-list-in-section", [("list", title.into()), ("section", section.into())]);
    }
    if !query.q.trim().is_empty() {
        title = t.with(
            "admin-list-with-words",
            [("list", title.into()), ("words", query.q.trim().into())],
        );
    }
    title
}

fn state_words(t: &Texts, state: &str) -> String {
    if STATES.contains(&state) { t.say(&format!("admin-of-state-{state}")) } else { String::new() }
}

fn section_title<'a>(listed: &'a Listed, id: &str) -> Option<&'a str> {
    let id: i64 = id.parse().ok()?;
    listed.sections.iter().find(|section| section.id == id).map(|section| section.title.as_str())
}

fn finder(ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let query = &listed.query;
    let states = choices(STATES.iter().map(|s| (*s, t.say(&format!("admin-state-{s}")))));
    let types = choices(
        content_type::ALL.iter().map(|of| (of.key(), t.say(&format!("admin-type-{}", of.key())))),
    );
    let sections: Vec<(String, String)> = listed
        .sections
        .iter()
        .map(|s| (s.id.to_string(), format!("{}{}", "— ".repeat(s.depth), s.title)))
        .collect();
    let languages: Vec<(String, String)> =
        ctx.site.languages.iter().map(|l| (l.code().to_owned(), l.own_name())).collect();
    html! {
        form.finder method="get" action=(ctx.path_to("/quan-tri/bai")) {
            div.finder-line {
                label.sr for="fq" { (t.say("admin-find")) }
                input id="fq" name="q" type="search" value=(query.q) placeholder=(t.say("admin-find-hint"));
                button.btn { (t.say("admin-do-find")) }
            }
            details.fold open[query.parts().iter().any(|(name, _)| *name != "q")] {
                summary { (t.say("admin-filters")) }
                div.field-row {
                    (select(t, "state", "admin-column-state", &query.state, &states))
                    (select(t, "type", "admin-column-type", &query.content_type, &types))
                    (select(t, "section", "admin-column-section", &query.section, &sections))
                    @if languages.len() > 1 {
                        (select(t, "language", "admin-column-language", &query.language, &languages))
                    }
                }
                div.buttons { button.btn.btn-main { (t.say("admin-do-filter")) } }
            }
        }
    }
}

fn choices<'a>(all: impl Iterator<Item = (&'a str, String)>) -> Vec<(String, String)> {
    all.map(|(value, text)| (value.to_owned(), text)).collect()
}

fn select(t: &Texts, name: &str, label: &str, now: &str, all: &[(String, String)]) -> Markup {
    html! {
        div.field {
            label for={ "f-" (name) } { (t.say(label)) }
            select id={ "f-" (name) } name=(name) {
                option value="" { (t.say("admin-any")) }
                @for (value, text) in all { option value=(value) selected[value == now] { (text) } }
            }
        }
    }
}

fn chips(ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let query = &listed.query;
    let parts = query.parts();
    html! {
        @if !parts.is_empty() {
            ul.chips aria-label=(t.say("admin-chips")) {
                @for (name, value) in &parts {
                    li { a.chip href=(ctx.path_to(&query.address(Some(name), None))) {
                        (chip(t, listed, name, value)) " " (ui::icon("x"))
                        span.sr { (t.say("admin-chip-drop")) }
                    } }
                }
                li { a href=(ctx.path_to("/quan-tri/bai")) { (t.say("admin-chips-drop")) } }
            }
        }
    }
}

fn chip(t: &Texts, listed: &Listed, name: &str, value: &str) -> String {
    let (label, text) = match name {
        "q" => ("admin-find", value.to_owned()),
        "state" if STATES.contains(&value) => {
            ("admin-column-state", t.say(&format!("admin-state-{value}")))
        }
        "type" if content_type::by_key(value).is_some() => {
            ("admin-column-type", t.say(&format!("admin-type-{value}")))
        }
        "section" => {
            ("admin-column-section", section_title(listed, value).unwrap_or(value).to_owned())
        }
        "language" => (
            "admin-column-language",
            Lang::parse(value).map_or_else(|| value.to_owned(), Lang::own_name),
        ),
        "state" => ("admin-column-state", value.to_owned()),
        _ => ("admin-column-type", value.to_owned()),
    };
    format!("{}: {text}", t.say(label))
}
