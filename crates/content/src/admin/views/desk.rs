//! My desk, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    lang::local_day,
    ui::{self, Tone, desk::DeskPage},
};

use crate::{
    admin::{
        desk::{Desk, MOST, Tab},
        list::Line,
        views,
    },
    content_type,
};

/// The desk with one tab open.
pub fn page(app: &App, ctx: &Ctx, desk: &Desk) -> Markup {
    let t = ctx.texts();
    let name = ctx.actor.name();
    let title = t.with("admin-desk-title", [("person", name.into())]);
    let main = html! {
        (tabs(ctx, &t, desk))
        @if desk.lines.is_empty() {
            (empty(ctx, &t, desk.open))
        } @else {
            (views::table(ctx, &t, &desk.lines, |line| reason(app, ctx, &t, desk, line)))
        }
    };
    let page = DeskPage {
        title: &title,
        lead: Some(&t.say(&format!("admin-desk-lead-{}", desk.open.as_str()))),
        entry: "/quan-tri",
        trail: &[],
        actions: write_buttons(app, ctx, &t),
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

/// The ways to begin something new: one for each content type whose module is on.
pub fn write_buttons(app: &App, ctx: &Ctx, t: &Texts) -> Markup {
    let types = content_type::ALL.iter().filter(|of| app.is_on(&ctx.site, of.module()));
    html! {
        @for (place, of) in types.enumerate() {
            @let href = ctx.path_to(&format!("/quan-tri/bai/moi?type={}", of.key()));
            a.btn.btn-main[place == 0] href=(href) { (t.say(&format!("admin-new-{}", of.key()))) }
        }
    }
}

fn tabs(ctx: &Ctx, t: &Texts, desk: &Desk) -> Markup {
    html! {
        nav.tabs aria-label=(t.say("admin-desk-tabs")) { ul {
            @for (tab, count) in &desk.tabs {
                @let address = ctx.path_to(&format!("/quan-tri?tab={}", tab.as_str()));
                @let bad = *tab == Tab::Refused && *count > 0;
                li { a href=(address) aria-current=[(*tab == desk.open).then_some("page")] {
                    (t.say(&format!("admin-tab-{}", tab.as_str()))) " "
                    span.count data-tone=[bad.then_some(Tone::Bad.as_str())] { (counted(*count)) }
                } }
            }
        } }
    }
}

fn counted(count: usize) -> String {
    match i64::try_from(count) {
        Ok(count) if count < MOST => count.to_string(),
        _ => format!("{MOST}+"),
    }
}

/// Why an item came back: the regulation's reason, and the approver's words.
fn reason(app: &App, ctx: &Ctx, t: &Texts, desk: &Desk, line: &Line) -> Markup {
    let Some(refused) = desk.refusals.iter().find(|refused| refused.item_id == line.row.id) else {
        return html! {};
    };
    let reason = refused.reason.as_deref().map(|code| reason_text(app, ctx, code));
    html! {
        div.notice data-tone=(Tone::Bad.as_str()) {
            p {
                (t.with("admin-refused-by", [("person", refused.person_name.as_str().into()), ("time", t.date_time(refused.at).into())]))
                @if let Some(reason) = reason { ": " strong { (reason) } }
            }
            @if !refused.note.is_empty() { p { (refused.note) } }
        }
    }
}

/// The words of a reason for refusing; the code itself where today's law no longer has it.
pub fn reason_text(app: &App, ctx: &Ctx, code: &str) -> String {
    app.law()
        .refusal_reasons(local_day(ctx.now))
        .iter()
        .find(|reason| reason.code == code)
        .map_or_else(|| code.to_owned(), |reason| reason.text(ctx.lang.code()).to_owned())
}

fn empty(ctx: &Ctx, t: &Texts, tab: Tab) -> Markup {
    let key = tab.as_str();
    let write = ctx.path_to("/quan-tri/bai/moi?type=article");
    let list = ctx.path_to("/quan-tri/bai");
    let (href, label) = match tab {
        Tab::Mine => (write, t.say("admin-new-article")),
        _ => (list, t.say("admin-to-list")),
    };
    ui::empty(
        &t.say(&format!("admin-empty-{key}")),
        &t.say(&format!("admin-empty-text-{key}")),
        Some((&href, &label)),
    )
}
