//! The desk of search as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    lang::local_day,
    page,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{ADD, DESK, Lately, form::label};
use crate::{promoted::Promoted, public::PATH, words::queries::Sought};

/// What is looked for, and what stands above the results.
pub(super) fn page(
    app: &App,
    ctx: &Ctx,
    lately: &Lately,
    promoted: &[Promoted],
    done: &str,
) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("search-desk"), t.say("search-desk-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: DESK,
        trail: &[],
        actions: html! {
            a.btn href=(ctx.path_to(PATH)) { (t.say("search-desk-see")) }
            a.btn.btn-main href=(ctx.path_to(ADD)) { (t.say("search-promoted-add")) }
        },
        flash: match done {
            "them" => Some("search-promoted-added"),
            "sua" => Some("search-promoted-changed"),
            "xoa" => Some("search-promoted-removed"),
            _ => None,
        }
        .map(|key| ui::flash(Tone::Ok, &t.say(key))),
    };
    let main = html! {
        (sought(ctx, &t, lately, true))
        section.panel {
            h2 { (t.say("search-promoted")) }
            p.hint { (t.say("search-promoted-lead")) }
            @if promoted.is_empty() {
                p { (t.say("search-promoted-none")) }
            } @else {
                (table(ctx, &t, promoted))
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

/// What is looked for in vain, and what most often.
pub(crate) fn sought(ctx: &Ctx, t: &Texts, lately: &Lately, can_promote: bool) -> Markup {
    html! {
        p.hint { (t.say("search-words-privacy")) }
        section.panel {
            h2 { (t.say("search-in-vain")) }
            @if lately.in_vain.is_empty() {
                p { (t.say("search-in-vain-none")) }
            } @else {
                (words(ctx, t, &lately.in_vain, (true, can_promote)))
            }
        }
        section.panel {
            h2 { (t.say("search-most")) }
            @if lately.most.is_empty() {
                p { (t.say("search-most-none")) }
            } @else {
                (words(ctx, t, &lately.most, (false, false)))
            }
        }
    }
}

fn words(ctx: &Ctx, t: &Texts, all: &[Sought], (in_vain, can_promote): (bool, bool)) -> Markup {
    let count = t.say(if in_vain { "search-times-in-vain" } else { "search-times" });
    html! {
        table.table data-cards {
            caption.sr { (t.say(if in_vain { "search-in-vain" } else { "search-most" })) }
            thead { tr {
                th scope="col" { (t.say("search-sought")) }
                th.num scope="col" { (count) }
                @if can_promote { th scope="col" { span.sr { (t.say("search-do")) } } }
            } }
            tbody {
                @for one in all {
                    tr {
                        td.cell-main { a href=(ctx.path_to(&page::address(PATH, [("q", one.words.as_str())]))) { (one.words) } }
                        td.num data-label=(count) { (if in_vain { one.in_vain } else { one.asked }) }
                        @if can_promote {
                            td.cell-do {
                                a.btn.btn-small href=(ctx.path_to(&page::address(ADD, [("tu", one.words.as_str())]))) {
                                    (t.say("search-promoted-for")) span.sr { " “" (one.words) "”" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn table(ctx: &Ctx, t: &Texts, promoted: &[Promoted]) -> Markup {
    let (words, until) = (t.say("search-promoted-words"), t.say("search-promoted-until"));
    let today = local_day(ctx.now);
    html! {
        table.table data-cards {
            caption.sr { (t.say("search-promoted")) }
            thead { tr {
                th scope="col" { (t.say("search-promoted-title")) }
                th scope="col" { (words) }
                th scope="col" { (until) }
                th scope="col" { span.sr { (t.say("search-do")) } }
            } }
            tbody {
                @for one in promoted {
                    @let path = ctx.path_to(&format!("{DESK}/{}", one.id));
                    tr {
                        td.cell-main {
                            a href=(path) { (one.title) }
                            p.meta { span { (one.path) } }
                        }
                        td data-label=(words) { (one.words.join("; ")) }
                        td data-label=(until) {
                            @match one.until {
                                Some(day) => {
                                    (t.day(day)) " "
                                    @if day < today { (ui::badge(Tone::Plain, &t.say("search-promoted-over"))) }
                                }
                                None => (t.say("search-promoted-no-end")),
                            }
                        }
                        td.cell-do {
                            a.btn.btn-small href={ (path) "/xoa" } { (t.say("search-promoted-remove")) span.sr { ": " (one.title) } }
                        }
                    }
                }
            }
        }
    }
}

/// The form of an entry.
pub(super) fn form(
    app: &App,
    ctx: &Ctx,
    id: Option<i64>,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let field = |name: &'static str| Field::new(&t, posted, faults, name, label(name));
    let (title, path) = match id {
        None => (t.say("search-promoted-add"), ADD.to_owned()),
        Some(id) => (t.say("search-promoted-edit"), format!("{DESK}/{id}")),
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        form.form method="post" action=(ctx.path_to(&path)) data-once=(t.say("search-saving")) novalidate {
            (ui::form_key(Some(posted)))
            (field("words").required().hint("search-promoted-words-hint").area(4))
            (field("path").required().hint("search-promoted-path-hint").input("text"))
            (field("title").required().max(200).input("text"))
            (field("note").max(300).hint("search-promoted-note-hint").input("text"))
            (field("until").width("m").hint("search-promoted-until-hint").input("date"))
            div.buttons {
                button.btn.btn-main { (t.say("search-save")) }
                a.btn.btn-quiet href=(ctx.path_to(DESK)) { (t.say("search-cancel")) }
            }
        }
    };
    ui::desk::page(app, ctx, &below(&title, &[(t.say("search-desk"), DESK.to_owned())]), &main)
}

/// Before an entry is taken away.
pub(super) fn ask_remove(app: &App, ctx: &Ctx, one: &Promoted) -> Markup {
    let t = ctx.texts();
    let title = t.with("search-promoted-remove-title", [("title", one.title.as_str().into())]);
    let main = html! {
        div.confirm.panel {
            p { (t.say("search-promoted-remove-what")) }
            form method="post" action=(ctx.path_to(&format!("{DESK}/{}/xoa", one.id))) data-once=(t.say("search-saving")) {
                div.buttons {
                    button.btn.btn-danger { (t.say("search-promoted-remove")) }
                    a.btn href=(ctx.path_to(DESK)) { (t.say("search-cancel")) }
                }
            }
        }
    };
    ui::desk::page(app, ctx, &below(&title, &[(t.say("search-desk"), DESK.to_owned())]), &main)
}

fn below<'a>(title: &'a str, trail: &'a [(String, String)]) -> DeskPage<'a> {
    DeskPage { title, lead: None, entry: DESK, trail, actions: html! {}, flash: None }
}
