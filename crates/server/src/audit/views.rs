//! The record, as HTML.

use chrono::{DateTime, Timelike as _, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Lang, Texts,
    fact::{FactGroup, record::Entry},
    ui::{self, Tone, desk::DeskPage},
};

use super::{
    ask::{Ask, Scope, day, start_of},
    list::Listed,
    words::{sentence, subject},
};

/// A moment to the second: here nobody wants to read "a while ago".
fn moment(t: &Texts, at: DateTime<Utc>) -> Markup {
    let seconds = at.with_timezone(&Ho_Chi_Minh).second();
    html! { time datetime=(ui::machine_time(at)) { (t.date_time(at)) ":" (format!("{seconds:02}")) } }
}

/// A page of the list.
pub(super) fn page(app: &App, ctx: &Ctx, listed: &Listed) -> Markup {
    let t = ctx.texts();
    let (scope, ask) = (listed.scope, &listed.ask);
    let title = match scope {
        Scope::Unit => t.with("audit-title", [("unit", ctx.site.name(ctx.lang).into())]),
        Scope::All => t.say("audit-title-all"),
    };
    let newer = ask.after.map(|_| ctx.path_to(&ask.address(scope, None, None)));
    let older = listed.older.map(|after| ctx.path_to(&ask.address(scope, None, Some(after))));
    let main = html! {
        (finder(app, ctx, &t, listed))
        (chips(ctx, &t, listed))
        @if listed.entries.is_empty() {
            @let all = ctx.path_to(scope.path());
            (ui::empty(&t.say("audit-none"), &t.say("audit-none-text"), Some((&all, &t.say("audit-all-lines")))))
        } @else {
            (table(app, ctx, &t, listed))
        }
        (ui::pager(&t, newer.as_deref(), older.as_deref()))
        (export(ctx, &t, scope, ask))
    };
    let lead = t.say("audit-lead");
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: scope.path(),
        trail: &[],
        actions: html! { a.btn href="#export" { (t.say("audit-export")) } },
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn finder(app: &App, ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let (scope, ask) = (listed.scope, &listed.ask);
    let cards = app.modules().fact_cards();
    let groups: Vec<FactGroup> = FactGroup::ALL
        .into_iter()
        .filter(|group| cards.iter().any(|card| card.group == *group))
        .collect();
    html! {
        form.finder method="get" action=(ctx.path_to(scope.path())) {
            div.finder-line {
                label.sr for="f-ai" { (t.say("audit-who")) }
                input id="f-ai" name="ai" type="search" value=(ask.who) placeholder=(t.say("audit-who-hint"));
                button.btn { (t.say("audit-find")) }
            }
            @if !ask.about.is_empty() { input type="hidden" name="muc" value=(ask.about); }
            details.fold open[ask.parts().iter().any(|(name, _)| *name != "ai")] {
                summary { (t.say("audit-filters")) }
                div.field-row {
                    div.field {
                        label for="f-viec" { (t.say("audit-what")) }
                        select id="f-viec" name="viec" {
                            option value="" { (t.say("audit-any")) }
                            @for group in groups {
                                option value=(group.as_str()) selected[ask.what == group.as_str()] { (t.say(&group.text_key())) }
                            }
                        }
                    }
                    (input(t, "tu", "audit-from", "date", &ask.from))
                    (input(t, "den", "audit-to", "date", &ask.to))
                    (input(t, "dia-chi", "audit-address", "text", &ask.address))
                    @if scope == Scope::All {
                        (input(t, "trang", "audit-site-code", "text", &ask.site))
                    }
                }
                div.buttons { button.btn.btn-main { (t.say("audit-filter-go")) } }
            }
        }
    }
}

fn input(t: &Texts, name: &str, label: &str, kind: &str, value: &str) -> Markup {
    html! {
        div.field {
            label for={ "f-" (name) } { (t.say(label)) }
            input id={ "f-" (name) } name=(name) type=(kind) value=(value) autocomplete="off";
        }
    }
}

fn chips(ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let (scope, ask) = (listed.scope, &listed.ask);
    let parts = ask.parts();
    html! {
        @if !parts.is_empty() {
            ul.chips aria-label=(t.say("audit-chips")) {
                @for (name, value) in &parts {
                    li { a.chip href=(ctx.path_to(&ask.address(scope, Some(name), None))) {
                        (chip(t, listed, name, value)) " " (ui::icon("x"))
                        span.sr { (t.say("audit-chip-drop")) }
                    } }
                }
                li { a href=(ctx.path_to(scope.path())) { (t.say("audit-chips-drop")) } }
            }
        }
    }
}

fn chip(t: &Texts, listed: &Listed, name: &str, value: &str) -> String {
    let date = |text: &str| day(text).and_then(start_of).map(|at| t.date(at));
    let (label, text) = match name {
        "ai" => ("audit-who", None),
        "viec" => ("audit-what", FactGroup::parse(value).map(|group| t.say(&group.text_key()))),
        "tu" => ("audit-from", date(value)),
        "den" => ("audit-to", date(value)),
        "muc" => ("audit-about", Some(subject(&listed.named, value))),
        "dia-chi" => ("audit-address", None),
        _ => ("audit-site", None),
    };
    format!("{}: {}", t.say(label), text.unwrap_or_else(|| value.to_owned()))
}

fn table(app: &App, ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let (when, from) = (t.say("audit-when"), t.say("audit-address"));
    let site = t.say("audit-site");
    html! {
        table.table data-cards {
            caption.sr { (t.say("audit")) }
            thead { tr {
                th scope="col" { (t.say("audit-what")) }
                @if listed.scope == Scope::All { th scope="col" { (site) } }
                th scope="col" { (when) }
                th scope="col" { (from) }
            } }
            tbody {
                @for entry in &listed.entries {
                    tr {
                        td.cell-main { (what(ctx, t, listed, entry)) }
                        @if listed.scope == Scope::All {
                            td data-label=(site) { (site_name(app, ctx.lang, entry)) }
                        }
                        td data-label=(when) { (moment(t, entry.fact.at)) }
                        td data-label=(from) { (entry.fact.address.as_deref().unwrap_or("–")) }
                    }
                }
            }
        }
    }
}

fn what(ctx: &Ctx, t: &Texts, listed: &Listed, entry: &Entry) -> Markup {
    let fact = &entry.fact;
    let about = Ask { about: fact.subject.clone(), ..Ask::default() };
    let bad = fact.kind == "auth.sign-in.failed";
    html! {
        span { (sentence(t, &listed.named, entry)) }
        p.meta {
            @if bad { (ui::badge(Tone::Warn, &t.say("audit-bad"))) }
            @if let Some(login) = &entry.login { span { (login) } }
            @if listed.ask.about.is_empty() {
                span { a href=(ctx.path_to(&about.address(listed.scope, None, None))) {
                    (t.say("audit-history")) span.sr { ": " (subject(&listed.named, &fact.subject)) }
                } }
            }
            @if let Some(request) = fact.request_id {
                span { (t.with("audit-request", [("number", portal_core::RequestId(request).short().into())])) }
            }
        }
    }
}

fn site_name(app: &App, lang: Lang, entry: &Entry) -> String {
    let sites = app.sites.now();
    let site = sites.by_id(entry.fact.site());
    site.map_or_else(|| entry.fact.site_id.to_string(), |site| site.name(lang).to_owned())
}

fn export(ctx: &Ctx, t: &Texts, scope: Scope, ask: &Ask) -> Markup {
    html! {
        section.panel aria-labelledby="export" {
            h2.panel-title id="export" { (t.say("audit-export")) }
            p.hint { (t.say("audit-export-what")) }
            form method="post" action=(ctx.path_to(&format!("{}/xuat", scope.path()))) {
                @for (name, value) in ask.parts() { input type="hidden" name=(name) value=(value); }
                div.buttons {
                    button.btn name="dang" value="jsonl" { (t.say("audit-export-jsonl")) }
                    button.btn name="dang" value="syslog" { (t.say("audit-export-syslog")) }
                }
            }
        }
    }
}
