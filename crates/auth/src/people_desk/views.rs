use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Role, Texts,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{PATH, Place};
use crate::{accounts::life_queries::Found, factor::again, hand_over};

/// People, found by words.
pub(super) fn list(app: &App, ctx: &Ctx, words: &str, found: &[Found]) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("people-desk"), t.say("people-desk-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[],
        actions: html! {},
        flash: None,
    };
    let main = html! {
        form.finder method="get" action=(ctx.path_to(PATH)) {
            div.finder-line {
                label.sr for="fq" { (t.say("people-desk-find")) }
                input id="fq" name="q" type="search" value=(words) placeholder=(t.say("people-desk-find"));
                button.btn { (t.say("search")) }
            }
        }
        @if found.is_empty() {
            (ui::empty(&t.say("people-desk-none"), &t.say("people-desk-none-text"), None))
        } @else {
            (table(&t, ctx, found))
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn table(t: &Texts, ctx: &Ctx, found: &[Found]) -> Markup {
    let last = t.say("member-signed-in");
    html! {
        table.table data-cards {
            caption.sr { (t.say("people-desk")) }
            thead { tr { th scope="col" { (t.say("member-name")) } th scope="col" { (last) } } }
            tbody {
                @for person in found {
                    tr {
                        td.cell-main {
                            a href=(ctx.path_to(&format!("{PATH}/{}", person.id))) { (person.name) } " "
                            (state(t, person))
                            p.meta { span { (person.login) } }
                        }
                        td data-label=(last) { (signed_in(t, person)) }
                    }
                }
            }
        }
    }
}

fn state(t: &Texts, person: &Found) -> Markup {
    if person.active {
        return html! {};
    }
    let key =
        if person.off_why.as_deref() == Some("idle") { "person-asleep" } else { "member-off" };
    ui::badge(Tone::Bad, &t.say(key))
}

fn signed_in(t: &Texts, person: &Found) -> Markup {
    html! {
        @match person.signed_in {
            Some(at) => (ui::moment(t, at)),
            None => (t.say("member-never")),
        }
    }
}

/// One person, with what they have on each site.
pub(super) fn person(
    app: &App,
    ctx: &Ctx,
    found: &Found,
    (places, to_prove): (&[Place], Option<&str>),
    (posted, faults): (&Posted, &FormFaults),
    done: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let trail = [(t.say("people-desk"), PATH.to_owned())];
    let flash = done.map(|done| {
        let key = if done == "khoa" { "person-switched-off" } else { "person-switched-on" };
        ui::flash(Tone::Ok, &t.say(key))
    });
    let page = DeskPage {
        title: &found.name,
        lead: None,
        entry: PATH,
        trail: &trail,
        actions: html! {},
        flash,
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |field| t.say(label_of(field))))
        section.panel {
            dl.record {
                div { dt { (t.say("member-login")) } dd { (found.login) " " (state(&t, found)) } }
                div { dt { (t.say("member-signed-in")) } dd { (signed_in(&t, found)) } }
            }
        }
        section.panel aria-labelledby="places" {
            h2.panel-title id="places" { (t.say("person-roles")) }
            @if places.is_empty() { p { (t.say("person-roles-none")) } }
            dl.record { @for place in places { (one_place(&t, ctx, place)) } }
        }
        @if let Some(at) = to_prove { (first_proof(&t, found, at)) }
        @else if found.active { (off_form(&t, ctx, found, places, (posted, faults))) }
        @else { (on_form(&t, ctx, found)) }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn one_place(t: &Texts, ctx: &Ctx, place: &Place) -> Markup {
    let role_name = |role: &str| {
        Role::parse(role).map_or_else(|| role.to_owned(), |role| t.say(role.text_key()))
    };
    html! {
        div {
            dt { (place.site.name(ctx.lang)) }
            dd {
                @for (n, held) in place.held.iter().enumerate() {
                    @if n > 0 { ", " }
                    (role_name(&held.role))
                    @if held.until.is_some_and(|until| until <= ctx.now) { " (" (t.say("member-ended")) ")" }
                }
                @for left in &place.left { p.meta { span { (left.text) } } }
            }
        }
    }
}

/// In place of what switches somebody off or on.
fn first_proof(t: &Texts, found: &Found, at: &str) -> Markup {
    let title = if found.active { "person-switch-off" } else { "person-switch-on" };
    html! {
        section.panel aria-labelledby="switch" {
            h2.panel-title id="switch" { (t.say(title)) }
            (again::ask(t, at))
        }
    }
}

fn off_form(
    t: &Texts,
    ctx: &Ctx,
    found: &Found,
    places: &[Place],
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let target = ctx.path_to(&format!("{PATH}/{}/khoa", found.id));
    let choices =
        ["unit", "person"].map(|word| (word.to_owned(), t.say(&format!("hand-over-{word}")), None));
    html! {
        section.panel.confirm aria-labelledby="off" {
            h2.panel-title id="off" { (t.say("person-switch-off")) }
            p { (t.say("person-switch-off-what")) }
            p.confirm-undo { (t.say("person-switch-off-undo")) }
            form.form method="post" action=(target) data-once=(t.say("member-doing")) {
                @if places.iter().any(|place| !place.left.is_empty()) {
                    p { (t.say("hand-over-what-all")) }
                    (Field::new(t, posted, faults, hand_over::FIELD, "hand-over-to").required().radios(&choices))
                    (Field::new(t, posted, faults, "login", "hand-over-login").hint("hand-over-login-hint").max(64).input("text"))
                }
                div.buttons { button.btn.btn-danger { (t.say("person-switch-off-do")) } }
            }
        }
    }
}

fn on_form(t: &Texts, ctx: &Ctx, found: &Found) -> Markup {
    let target = ctx.path_to(&format!("{PATH}/{}/mo-khoa", found.id));
    html! {
        section.panel aria-labelledby="on" {
            h2.panel-title id="on" { (t.say("person-switch-on")) }
            p { (t.say("person-switch-on-what")) }
            form method="post" action=(target) data-once=(t.say("member-doing")) {
                div.buttons { button.btn.btn-main { (t.say("person-switch-on")) } }
            }
        }
    }
}

fn label_of(field: &str) -> &'static str {
    if field == "login" { "hand-over-login" } else { "hand-over-to" }
}
