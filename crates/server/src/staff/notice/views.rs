//! The notices to staff on the platform desk, as HTML.

use chrono::TimeDelta;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{StaffNotice, form::label};
use crate::staff::{NOTICES, PATH, audience};

/// The list.
pub(super) fn list(app: &App, ctx: &Ctx, notices: &[StaffNotice], done: &str) -> Markup {
    let t = ctx.texts();
    let new = ctx.path_to(&format!("{NOTICES}/them"));
    let (title, lead) = (t.say("staff-notices-title"), t.say("staff-notices-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: NOTICES,
        trail: &[],
        actions: html! {
            a.btn href=(ctx.path_to(PATH)) { (t.say("staff-see")) }
            a.btn.btn-main href=(new) { (t.say("notice-add")) }
        },
        flash: match done {
            "them" => Some("notice-done-posted"),
            "sua" => Some("notice-done-changed"),
            "xoa" => Some("notice-done-removed"),
            _ => None,
        }
        .map(|key| ui::flash(Tone::Ok, &t.say(key))),
    };
    let main = html! {
        @if notices.is_empty() {
            (ui::empty(&t.say("staff-notices-none"), &t.say("staff-notices-none-text"), Some((&new, &t.say("notice-add")))))
        } @else {
            (table(app, ctx, &t, notices))
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn table(app: &App, ctx: &Ctx, t: &Texts, notices: &[StaffNotice]) -> Markup {
    let (who, from, to) = (t.say("staff-audience"), t.say("notice-from"), t.say("notice-to"));
    html! {
        table.table data-cards {
            caption.sr { (t.say("staff-notices")) }
            thead { tr {
                th scope="col" { (t.say("notice-title")) }
                th scope="col" { (who) }
                th scope="col" { (from) }
                th scope="col" { (to) }
                th scope="col" { span.sr { (t.say("system-do")) } }
            } }
            tbody {
                @for notice in notices {
                    @let path = ctx.path_to(&format!("{NOTICES}/{}", notice.id));
                    tr {
                        td.cell-main {
                            a href=(path) { (notice.title) } " "
                            @if notice.is_shown(ctx.now) { (ui::badge(Tone::Ok, &t.say("notice-shown"))) }
                            @else if notice.shown_from > ctx.now { (ui::badge(Tone::Info, &t.say("notice-to-come"))) }
                            @else { (ui::badge(Tone::Plain, &t.say("notice-over"))) }
                        }
                        td data-label=(who) { (notice.audience().words(app, t)) }
                        td data-label=(from) { (ui::day(t, notice.shown_from)) }
                        td data-label=(to) {
                            @match notice.shown_until {
                                // The end is a midnight; the last day is the one before it.
                                Some(at) => (ui::day(t, at - TimeDelta::seconds(1))),
                                None => (t.say("notice-no-end")),
                            }
                        }
                        td.cell-do {
                            a.btn.btn-small href={ (path) "/xoa" } { (t.say("notice-remove")) span.sr { ": " (notice.title) } }
                        }
                    }
                }
            }
        }
    }
}

/// The form.
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
        None => (t.say("notice-add"), format!("{NOTICES}/them")),
        Some(id) => (t.say("notice-edit"), format!("{NOTICES}/{id}")),
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        form.form method="post" action=(ctx.path_to(&path)) data-once=(t.say("platform-saving")) novalidate {
            (ui::form_key(Some(posted)))
            (field("title").required().max(200).input("text"))
            (field("body").required().max(4_000).hint("notice-body-hint").area(6))
            div.field-row {
                (field("from").hint("notice-from-hint").input("date"))
                (field("to").hint("notice-to-hint").input("date"))
            }
            (audience::fields(ctx, posted, faults))
            div.buttons {
                button.btn.btn-main { (t.say("platform-save")) }
                a.btn.btn-quiet href=(ctx.path_to(NOTICES)) { (t.say("platform-cancel")) }
            }
        }
    };
    ui::desk::page(app, ctx, &below(&title, &[(t.say("staff-notices"), NOTICES.to_owned())]), &main)
}

/// Before a notice is taken away.
pub(super) fn ask_remove(app: &App, ctx: &Ctx, notice: &StaffNotice) -> Markup {
    let t = ctx.texts();
    let title = t.with("notice-remove-title", [("title", notice.title.as_str().into())]);
    let main = html! {
        div.confirm.panel {
            p { (t.say("notice-remove-what")) }
            p.confirm-undo { (t.say("notice-remove-undo")) }
            form method="post" action=(ctx.path_to(&format!("{NOTICES}/{}/xoa", notice.id))) data-once=(t.say("platform-saving")) {
                div.buttons {
                    button.btn.btn-danger { (t.say("notice-remove")) }
                    a.btn href=(ctx.path_to(NOTICES)) { (t.say("platform-cancel")) }
                }
            }
        }
    };
    ui::desk::page(app, ctx, &below(&title, &[(t.say("staff-notices"), NOTICES.to_owned())]), &main)
}

fn below<'a>(title: &'a str, trail: &'a [(String, String)]) -> DeskPage<'a> {
    DeskPage { title, lead: None, entry: NOTICES, trail, actions: html! {}, flash: None }
}
