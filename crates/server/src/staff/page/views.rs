//! The staff page, as HTML.

use chrono::TimeDelta;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Role, Texts,
    site::SiteState,
    ui::{self, Tone, desk::DeskPage},
};

use super::{Desk, LastCheck, SharedSystem, Shown};
use crate::{
    platform,
    staff::{PATH, notice::StaffNotice, system::state_of},
};

/// The page.
pub(super) fn page(app: &App, ctx: &Ctx, shown: &Shown) -> Markup {
    let t = ctx.texts();
    let name = ctx.actor.person().map(|person| person.name.clone()).unwrap_or_default();
    let title = t.with("staff-hello", [("name", name.into())]);
    let lead = t.long_date(ctx.now);
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[],
        actions: html! {},
        flash: None,
    };
    let main = html! {
        @if shown.desks.is_empty() { (no_role(ctx, &t)) }
        (notices(&t, &shown.notices))
        (systems(ctx, &t, &shown.systems))
        (desks(app, ctx, &t, &shown.desks))
    };
    ui::desk::wide_page(app, ctx, &page, &main)
}

/// What somebody without a role reads: that this is so, and whom to ask.
fn no_role(ctx: &Ctx, t: &Texts) -> Markup {
    let office = &ctx.site.particulars;
    html! {
        section.notice data-tone="warn" aria-labelledby="no-role" {
            h2.notice-title id="no-role" { (t.say("staff-no-role")) }
            p { (t.say("staff-no-role-text")) }
            @if !office.phone.is_empty() || !office.email.is_empty() {
                p {
                    (t.with("staff-no-role-office", [("office", ctx.site.name(ctx.lang).into())])) " "
                    @if !office.phone.is_empty() {
                        @let digits: String = office.phone.chars().filter(|c| !c.is_whitespace()).collect();
                        a href={ "tel:" (digits) } { (office.phone) }
                        @if !office.email.is_empty() { ", " }
                    }
                    @if !office.email.is_empty() { a href={ "mailto:" (office.email) } { (office.email) } }
                }
            }
        }
    }
}

fn notices(t: &Texts, notices: &[StaffNotice]) -> Markup {
    html! {
        @if !notices.is_empty() {
            section.staff-part aria-labelledby="notices" {
                h2.staff-title id="notices" { (t.say("staff-notices-heading")) }
                @for (place, notice) in notices.iter().enumerate() {
                    // The newest lies open; the others are a line each.
                    details.told open[place == 0] {
                        summary {
                            span.told-title { (notice.title) }
                            span.meta { (ui::day(t, notice.shown_from)) }
                        }
                        @for part in notice.body.split("\n\n").filter(|part| !part.trim().is_empty()) { p { (part) } }
                    }
                }
            }
        }
    }
}

fn systems(ctx: &Ctx, t: &Texts, systems: &[(SharedSystem, Option<LastCheck>)]) -> Markup {
    html! {
        section.staff-part aria-labelledby="systems" {
            h2.staff-title id="systems" { (t.say("systems")) }
            @if systems.is_empty() {
                (ui::empty(&t.say("staff-systems-none"), &t.say("staff-systems-none-text"), None))
            } @else {
                ul.systems {
                    @for (system, last) in systems { li { (tile(ctx, t, system, *last)) } }
                }
            }
        }
    }
}

fn tile(ctx: &Ctx, t: &Texts, system: &SharedSystem, last: Option<LastCheck>) -> Markup {
    let (names, what) = (system.names(), system.what());
    let inner = html! {
        (ui::icon(&system.icon))
        span.tile-text {
            span.tile-title lang=[(names.lang_of(ctx.lang) != ctx.lang).then_some("vi")] { (names.of(ctx.lang)) }
            @if !what.vi.is_empty() {
                span.tile-hint lang=[(what.lang_of(ctx.lang) != ctx.lang).then_some("vi")] { (what.of(ctx.lang)) }
            }
            (state_of(t, ctx, system, last))
        }
    };
    html! {
        @if system.is_open() {
            a.tile href=(system.url) target="_blank" rel="noopener noreferrer" { (inner) span.sr { " " (t.say("staff-new-window")) } }
        } @else {
            div.tile data-off { (inner) }
        }
    }
}

fn desks(app: &App, ctx: &Ctx, t: &Texts, desks: &[Desk]) -> Markup {
    html! {
        @if !desks.is_empty() {
            section.staff-part aria-labelledby="desks" {
                h2.staff-title id="desks" { (t.say("staff-desks")) }
                ul.desks {
                    @for desk in desks { li.panel { (desk_of(app, ctx, t, desk)) } }
                }
            }
        }
    }
}

fn desk_of(app: &App, ctx: &Ctx, t: &Texts, desk: &Desk) -> Markup {
    let site = &desk.site;
    let lang = if site.languages.contains(&ctx.lang) { ctx.lang } else { site.default_language() };
    let url = |path: &str| app.url(site, &site.path(lang, path));
    let works = desk.grants.iter().any(|grant| grant.role != Role::Platform);
    let runs = desk.grants.iter().any(|grant| grant.role == Role::Platform);
    html! {
        h3.desk-name { (site.name(ctx.lang)) }
        ul.desk-roles {
            @for grant in &desk.grants {
                li {
                    (t.say(grant.role.text_key()))
                    // The end is a midnight; the last day is the one before it.
                    @if let Some(until) = grant.until {
                        " " span.meta { (t.with("staff-until", [("date", t.date(until - TimeDelta::seconds(1)).into())])) }
                    }
                }
            }
        }
        @if site.state == SiteState::Suspended {
            p { (ui::badge(Tone::Bad, &t.say("platform-state-suspended"))) }
        } @else {
            div.buttons {
                @if works { a.btn.btn-main href=(url("/quan-tri")) { (t.say("desk")) span.sr { ": " (site.name(ctx.lang)) } } }
                @if runs { a.btn href=(url(platform::LIST)) { (t.say("staff-platform-desk")) } }
                a.btn.btn-quiet href=(url("/")) { (t.say("view-site")) span.sr { ": " (site.name(ctx.lang)) } }
            }
        }
    }
}
