//! The list of petitions, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    lang::local_day,
    ui::{self, Tone, desk::DeskPage},
};

use super::table;
use crate::petition::{
    CaseState, PetitionKind,
    desk::{
        self, PATH, act,
        list::{Listed, Tab, months},
    },
    fields,
    permissions::{HANDLE, IDENTITY},
};

/// A page of the list.
pub fn page(app: &App, ctx: &Ctx, listed: &Listed) -> Markup {
    let t = ctx.texts();
    let query = &listed.query;
    let title = t.with(
        &format!("petition-list-{}", listed.tab.as_str()),
        [("unit", ctx.site.name(ctx.lang).to_owned().into())],
    );
    let newer = (!query.truoc.is_empty()).then(|| ctx.path_to(&query.address(PATH, None, None)));
    let older = listed.older.as_deref();
    let older = older.map(|after| ctx.path_to(&query.address(PATH, None, Some(after))));
    let main = html! {
        (tabs(ctx, &t, listed))
        (finder(app, ctx, &t, listed))
        (chips(app, ctx, &t, listed))
        @if listed.lines.is_empty() {
            (empty(ctx, &t, listed))
        } @else {
            (table(app, ctx, &t, &listed.lines, |line| ctx.path_to(&desk::path(line.whole.id()))))
        }
        (ui::pager(&t, newer.as_deref(), older.as_deref()))
        (exports(ctx, &t, listed))
    };
    let page = DeskPage {
        title: &title,
        lead: Some(&t.say(&format!("petition-lead-{}", listed.tab.as_str()))),
        entry: PATH,
        trail: &[],
        actions: html! {
            @if ctx.may_whole(HANDLE) {
                a.btn.btn-main href=(ctx.path_to("/quan-tri/kien-nghi/moi")) { (t.say("petition-enter")) }
                a.btn href=(ctx.path_to(desk::templates::PATH)) { (t.say("petition-templates")) }
            }
        },
        flash: desk::sheet::done_key(&query.xong).map(|key| ui::flash(Tone::Ok, &t.say(&key))),
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn tabs(ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    html! {
        nav.tabs aria-label=(t.say("petition-tabs")) { ul {
            @for (tab, count) in &listed.tabs {
                @let tone = match tab {
                    Tab::Overdue if *count > 0 => Some(Tone::Bad.as_str()),
                    Tab::Soon if *count > 0 => Some(Tone::Warn.as_str()),
                    _ => None,
                };
                li { a href=(ctx.path_to(&desk::list::address(*tab))) aria-current=[(*tab == listed.tab).then_some("page")] {
                    (t.say(&tab.text_key())) " " span.count data-tone=[tone] { (count) }
                } }
            }
        } }
    }
}

fn finder(app: &App, ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let query = &listed.query;
    let kinds =
        PetitionKind::ALL.iter().map(|one| (one.as_str().to_owned(), t.say(&one.text_key())));
    let states = CaseState::ALL.iter().map(|one| (one.as_str().to_owned(), t.say(&one.text_key())));
    let fields = fields::all(app, ctx.now).unwrap_or_default();
    let fields = fields.iter().map(|one| (one.code.clone(), one.text(ctx.lang).to_owned()));
    let months = months(ctx.now)
        .into_iter()
        .map(|day| (day.format("%Y-%m").to_string(), day.format("%m/%Y").to_string()));
    let mine = [("me".to_owned(), t.say("petition-officer-me"))];
    html! {
        form.finder method="get" action=(ctx.path_to(PATH)) {
            input type="hidden" name="tab" value=(listed.tab.as_str());
            div.finder-line {
                label.sr for="fq" { (t.say("petition-find")) }
                input id="fq" name="q" type="search" value=(query.q) placeholder=(t.say("petition-find-hint"));
                button.btn { (t.say("petition-do-find")) }
            }
            details.fold open[query.parts().iter().any(|(name, _)| *name != "q")] {
                summary { (t.say("petition-filters")) }
                div.field-row {
                    (select(t, "field", "petition-column-field", &query.field, fields))
                    (select(t, "kind", "petition-column-kind", &query.kind, kinds))
                    (select(t, "state", "petition-column-state", &query.state, states))
                }
                div.field-row {
                    (select(t, "unit", "petition-column-unit", &query.unit, act::units(app, ctx)))
                    (select(t, "officer", "petition-column-officer", &query.officer, mine))
                    (select(t, "month", "petition-column-month", &query.month, months))
                }
                div.buttons { button.btn.btn-main { (t.say("petition-do-filter")) } }
            }
        }
    }
}

fn select(
    t: &Texts,
    name: &str,
    label: &str,
    now: &str,
    all: impl IntoIterator<Item = (String, String)>,
) -> Markup {
    html! {
        div.field {
            label for={ "f-" (name) } { (t.say(label)) }
            select id={ "f-" (name) } name=(name) {
                option value="" { (t.say("petition-any")) }
                @for (value, text) in all { option value=(value) selected[value == now] { (text) } }
            }
        }
    }
}

fn chips(app: &App, ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let query = &listed.query;
    let parts = query.parts();
    html! {
        @if !parts.is_empty() {
            ul.chips aria-label=(t.say("petition-chips")) {
                @for (name, value) in &parts {
                    li { a.chip href=(ctx.path_to(&query.address(PATH, Some(name), None))) {
                        (chip(app, ctx, t, name, value)) " " (ui::icon("x"))
                        span.sr { (t.say("petition-chip-drop")) }
                    } }
                }
                li { a href=(ctx.path_to(&desk::list::address(listed.tab))) { (t.say("petition-chips-drop")) } }
            }
        }
    }
}

fn chip(app: &App, ctx: &Ctx, t: &Texts, name: &str, value: &str) -> String {
    let (label, text) = match name {
        "field" => ("petition-column-field", fields::title(app, ctx.lang, ctx.now, value)),
        "kind" => ("petition-column-kind", super::kind_name(t, value)),
        "state" => (
            "petition-column-state",
            CaseState::parse(value).map_or_else(|| value.to_owned(), |one| t.say(&one.text_key())),
        ),
        "unit" => (
            "petition-column-unit",
            app.sites
                .now()
                .by_code(value)
                .map_or_else(|| value.to_owned(), |site| site.name(ctx.lang).to_owned()),
        ),
        "officer" => ("petition-column-officer", t.say("petition-officer-me")),
        "month" => ("petition-column-month", value.to_owned()),
        _ => ("petition-find", value.to_owned()),
    };
    format!("{}: {text}", t.say(label))
}

fn empty(ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    if !listed.query.parts().is_empty() {
        let all = ctx.path_to(&desk::list::address(Tab::All));
        let step = Some((all.as_str(), t.say("petition-list-show-all")));
        let step = step.as_ref().map(|(href, text)| (*href, text.as_str()));
        return ui::empty(&t.say("petition-none"), &t.say("petition-none-text"), step);
    }
    let key = listed.tab.as_str();
    ui::empty(
        &t.say(&format!("petition-empty-{key}")),
        &t.say(&format!("petition-empty-text-{key}")),
        None,
    )
}

/// The register taken out: for everybody who reads it, and with the senders for those who may.
fn exports(ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let query = desk::list::ListQuery { tab: String::new(), ..listed.query.clone() };
    let address = |format: &str| {
        let address = query.address("/quan-tri/kien-nghi/so", None, None);
        let joint = if address.contains('?') { '&' } else { '?' };
        ctx.path_to(&format!("{address}{joint}format={format}"))
    };
    html! {
        details.fold {
            summary { (t.say("petition-export")) }
            p.hint { (t.with("petition-export-hint", [("day", t.day(local_day(ctx.now)).into())])) }
            div.buttons {
                a.btn.btn-small href=(address("csv")) { "CSV" }
                a.btn.btn-small href=(address("xlsx")) { "XLSX" }
            }
            @if ctx.may_whole(IDENTITY) {
                form method="post" action=(ctx.path_to("/quan-tri/kien-nghi/so")) {
                    @for (name, value) in query.parts() { input type="hidden" name=(name) value=(value); }
                    p.hint { (t.say("petition-export-identity-hint")) }
                    div.buttons {
                        button.btn.btn-small name="format" value="csv" { (t.say("petition-export-identity")) " (CSV)" }
                        button.btn.btn-small name="format" value="xlsx" { (t.say("petition-export-identity")) " (XLSX)" }
                    }
                }
            }
        }
    }
}
