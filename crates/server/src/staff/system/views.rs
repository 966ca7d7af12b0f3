//! The shared systems on the platform desk, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{Health, ICONS, LastCheck, SharedSystem, check::clock, form::label, health};
use crate::staff::{PATH, SYSTEMS, audience};

/// The list.
pub(super) fn list(
    app: &App,
    ctx: &Ctx,
    systems: &[SharedSystem],
    checks: &[(i64, LastCheck)],
    done: &str,
) -> Markup {
    let t = ctx.texts();
    let new = ctx.path_to(&format!("{SYSTEMS}/them"));
    let (title, lead) = (t.say("systems-title"), t.say("systems-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: SYSTEMS,
        trail: &[],
        actions: html! {
            a.btn href=(ctx.path_to(PATH)) { (t.say("staff-see")) }
            a.btn.btn-main href=(new) { (t.say("system-add")) }
        },
        flash: match done {
            "them" => Some("system-done-added"),
            "sua" => Some("system-done-changed"),
            "chuyen" => Some("system-done-moved"),
            "xoa" => Some("system-done-removed"),
            _ => None,
        }
        .map(|key| ui::flash(Tone::Ok, &t.say(key))),
    };
    let main = html! {
        @if systems.is_empty() {
            (ui::empty(&t.say("systems-none"), &t.say("systems-none-text"), Some((&new, &t.say("system-add")))))
        } @else {
            (table(app, ctx, &t, systems, checks))
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn table(
    app: &App,
    ctx: &Ctx,
    t: &Texts,
    systems: &[SharedSystem],
    checks: &[(i64, LastCheck)],
) -> Markup {
    let (who, state) = (t.say("staff-audience"), t.say("system-state"));
    html! {
        table.table data-cards {
            caption.sr { (t.say("systems")) }
            thead { tr {
                th scope="col" { (t.say("system-name-vi")) }
                th scope="col" { (who) }
                th scope="col" { (state) }
                th scope="col" { span.sr { (t.say("system-do")) } }
            } }
            tbody {
                @for (place, system) in systems.iter().enumerate() {
                    @let path = ctx.path_to(&format!("{SYSTEMS}/{}", system.id));
                    @let last = checks.iter().find(|(id, _)| *id == system.id).map(|(_, last)| *last);
                    @let names = system.names();
                    tr {
                        td.cell-main {
                            a href=(path) { (names.of(ctx.lang)) }
                            p.meta { span { (system.url) } }
                        }
                        td data-label=(who) { (system.audience().words(app, t)) }
                        td data-label=(state) {
                            @if system.is_open() && system.health_url.is_none() { (t.say("system-unwatched")) }
                            (state_of(t, ctx, system, last))
                        }
                        td.cell-do {
                            (arrow(t, &path, "len", "system-up", "↑", names.of(ctx.lang), place == 0))
                            (arrow(t, &path, "xuong", "system-down", "↓", names.of(ctx.lang), place + 1 == systems.len()))
                            a.btn.btn-small href={ (path) "/xoa" } { (t.say("system-remove")) span.sr { ": " (names.of(ctx.lang)) } }
                        }
                    }
                }
            }
        }
    }
}

fn arrow(
    t: &Texts,
    path: &str,
    part: &str,
    key: &str,
    sign: &str,
    name: &str,
    off: bool,
) -> Markup {
    html! {
        form method="post" action={ (path) "/" (part) } {
            button.btn.btn-small disabled[off] aria-label={ (t.say(key)) ": " (name) } { (sign) }
        }
    }
}

/// The state of a system: a word, a colour, and since when.
pub(in crate::staff) fn state_of(
    t: &Texts,
    ctx: &Ctx,
    system: &SharedSystem,
    last: Option<LastCheck>,
) -> Markup {
    if !system.is_open() {
        return ui::badge(Tone::Plain, &t.say("system-paused"));
    }
    let time = |at| [("time", clock(t, at, ctx.now).into())];
    let (tone, word, checked) = match health(system.health_url.is_some(), last, ctx.now) {
        Health::Unwatched => return html! {},
        Health::Unknown => (Tone::Plain, t.say("system-unknown"), None),
        Health::Works(at) => (Tone::Ok, t.say("system-works"), Some(at)),
        Health::Slow(at) => (Tone::Warn, t.say("system-slow"), Some(at)),
        Health::Down(since) => {
            (Tone::Bad, t.with("system-down-since", time(since)), last.map(|last| last.at))
        }
    };
    html! {
        span.system-state {
            (ui::badge(tone, &word))
            @if let Some(at) = checked { " " span.system-checked { (t.with("system-checked", time(at))) } }
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
        None => (t.say("system-add"), format!("{SYSTEMS}/them")),
        Some(id) => (t.say("system-edit"), format!("{SYSTEMS}/{id}")),
    };
    let icons = ICONS.map(|icon| (icon.to_owned(), t.say(&format!("system-icon-{icon}"))));
    let states = ["open", "paused"].map(|state| {
        let key = format!("system-state-{state}");
        (state.to_owned(), t.say(&key), Some(t.say(&format!("{key}-what"))))
    });
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        form.form method="post" action=(ctx.path_to(&path)) data-once=(t.say("platform-saving")) novalidate {
            (ui::form_key(Some(posted)))
            (field("name_vi").required().max(120).input("text"))
            (field("what_vi").max(200).hint("system-what-hint").input("text"))
            (field("name_en").max(120).input("text"))
            (field("what_en").max(200).input("text"))
            (field("url").required().hint("system-url-hint").input("url"))
            (field("health_url").hint("system-health-url-hint").input("url"))
            (field("icon").width("m").select(&icons))
            (field("state").radios(&states))
            (audience::fields(ctx, posted, faults))
            div.buttons {
                button.btn.btn-main { (t.say("platform-save")) }
                a.btn.btn-quiet href=(ctx.path_to(SYSTEMS)) { (t.say("platform-cancel")) }
            }
        }
    };
    ui::desk::page(app, ctx, &below(&title, &[(t.say("systems"), SYSTEMS.to_owned())]), &main)
}

/// Before a system is taken away.
pub(super) fn ask_remove(app: &App, ctx: &Ctx, system: &SharedSystem) -> Markup {
    let t = ctx.texts();
    let names = system.names();
    let title = t.with("system-remove-title", [("name", names.of(ctx.lang).into())]);
    let main = html! {
        div.confirm.panel {
            p { (t.say("system-remove-what")) }
            p.confirm-undo { (t.say("system-remove-undo")) }
            form method="post" action=(ctx.path_to(&format!("{SYSTEMS}/{}/xoa", system.id))) data-once=(t.say("platform-saving")) {
                div.buttons {
                    button.btn.btn-danger { (t.say("system-remove")) }
                    a.btn href=(ctx.path_to(SYSTEMS)) { (t.say("platform-cancel")) }
                }
            }
        }
    };
    ui::desk::page(app, ctx, &below(&title, &[(t.say("systems"), SYSTEMS.to_owned())]), &main)
}

fn below<'a>(title: &'a str, trail: &'a [(String, String)]) -> DeskPage<'a> {
    DeskPage { title, lead: None, entry: SYSTEMS, trail, actions: html! {}, flash: None }
}
