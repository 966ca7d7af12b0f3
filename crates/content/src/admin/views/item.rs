//! An item's page on the desk, as HTML: the text, and what may be done with it now.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    lang::local_day,
    ui::{self, Field, Tone, desk::DeskPage},
};

use crate::{
    admin::{
        item::{Act, Event, MAX_NOTE, Sheet},
        views,
    },
    item::{State, queries::Whole},
};

/// The item, with the sentences of a refusal where an action was just refused.
pub fn page(app: &App, ctx: &Ctx, sheet: &Sheet, refused: &[String], done: Option<&str>) -> Markup {
    let t = ctx.texts();
    let main = html! {
        @if !refused.is_empty() { (refusals(&t, refused)) }
        div.item {
            div.item-text { (text(ctx, &t, sheet)) }
            aside.item-side aria-label=(t.say("admin-side")) {
                (state(ctx, &t, sheet))
                (obstacles(ctx, &t, sheet))
                (acts(ctx, &t, sheet))
                (history(app, ctx, &t, sheet))
            }
        }
    };
    let item = &sheet.whole.item;
    let keep = views::form::kept(ctx, &item.content_type, Some(item.id));
    let flash = done.map(|done| {
        html! { div.flash role="status" data-tone=(Tone::Ok.as_str()) data-kept=(keep) { p { (t.say(done)) } } }
    });
    desk_page(app, ctx, &item.title, flash, &main)
}

fn desk_page(app: &App, ctx: &Ctx, title: &str, flash: Option<Markup>, main: &Markup) -> Markup {
    let t = ctx.texts();
    let page = DeskPage {
        title,
        lead: None,
        entry: "/quan-tri/bai",
        trail: &[(t.say("admin-list"), "/quan-tri/bai".to_owned())],
        actions: html! {},
        flash,
    };
    ui::desk::page(app, ctx, &page, main)
}

fn refusals(t: &Texts, refused: &[String]) -> Markup {
    html! {
        div.errors role="alert" tabindex="-1" id="errors" data-focus {
            h2.errors-title { (t.say("admin-refused-title")) }
            ul { @for sentence in refused { li { (sentence) } } }
        }
    }
}

/// The text as readers will see it.
fn text(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let item = &sheet.whole.item;
    let picture = ctx.path_to(&format!("/quan-tri/bai/{}/sua#f-picture", item.id));
    html! {
        article.article lang=(item.language) {
            header.article-head {
                p.kicker { (sheet.section) }
                h2.article-title { (item.title) }
                @if let Some(at) = item.published_at { p.meta { span { (ui::moment(t, at)) } } }
            }
            (sheet.text)
        }
        @if sheet.lacks_picture && sheet.may_edit() {
            p.hint { (t.say("admin-no-picture-yet")) " " a href=(picture) { (t.say("admin-choose-picture")) } }
        }
    }
}

fn state(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let item = &sheet.whole.item;
    let earlier = item.is_public() && item.state() != State::Published;
    let lang = item.lang().unwrap_or(ctx.lang);
    html! {
        section.panel aria-labelledby="p1" {
            h2.panel-title id="p1" { (t.say("admin-column-state")) }
            p {
                (views::state_badge(t, &item.state))
                @if earlier { " " (ui::badge(Tone::Ok, &t.say("admin-still-public"))) }
            }
            dl.record {
                div { dt { (t.say("admin-column-section")) } dd { (sheet.section) } }
                div { dt { (t.say("admin-record-edition")) } dd { (sheet.whole.newest.number) } }
                div { dt { (t.say("admin-record-begun")) } dd { (sheet.begun_by) } }
                div { dt { (t.say("admin-column-changed")) } dd { (ui::moment(t, item.changed_at)) } }
            }
            @if item.is_public() {
                p { a href=(ctx.site.path(lang, &item.path())) { (t.say("admin-see-public")) } }
            }
        }
    }
}

fn obstacles(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        @if !sheet.obstacles.is_empty() {
            section.panel.obstacles aria-labelledby="p2" {
                h2.panel-title id="p2" { (t.say("admin-obstacles")) }
                ul { @for (sentence, field) in &sheet.obstacles {
                    li { @match field {
                        Some(field) if sheet.may_edit() => a href=(ctx.path_to(&format!("/quan-tri/bai/{}/sua#f-{field}", sheet.whole.item.id))) { (sentence) },
                        _ => (sentence),
                    } }
                } }
            }
        }
    }
}

fn acts(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        section.panel aria-labelledby="p3" {
            h2.panel-title id="p3" { (t.say("admin-acts")) }
            @if sheet.acts.is_empty() { p.hint { (t.say("admin-acts-none")) } }
            ul.acts { @for act in &sheet.acts { (one_act(ctx, t, sheet, *act, sheet.acts.first() == Some(act))) } }
        }
    }
}

fn one_act(ctx: &Ctx, t: &Texts, sheet: &Sheet, act: Act, first: bool) -> Markup {
    let target = ctx.path_to(&format!("/quan-tri/bai/{}/{}", sheet.whole.item.id, act.path()));
    let class = if first { "btn btn-main" } else { "btn" };
    let key = act.as_str();
    html! {
        li.act {
            @if act.is_page() {
                a class=(class) href=(target) { (t.say(&format!("admin-act-{key}"))) }
            } @else {
                form method="post" action=(target) {
                    (ui::form_key(None))
                    input type="hidden" name="hash" value=(sheet.whole.newest.hash().to_string());
                    @if act == Act::ApproveAndPublish { input type="hidden" name="dang" value="1"; }
                    button class=(class) { (t.say(&format!("admin-act-{key}"))) }
                }
            }
            p.act-says { (t.say(&format!("admin-act-{key}-says"))) }
        }
    }
}

fn history(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        section.panel aria-labelledby="p4" {
            h2.panel-title id="p4" { (t.say("admin-history")) }
            ol.timeline { @for event in &sheet.history { (one_event(app, ctx, t, event)) } }
        }
    }
}

fn one_event(app: &App, ctx: &Ctx, t: &Texts, event: &Event) -> Markup {
    let tone = match event.what.as_str() {
        "refused" => Tone::Bad,
        "approved" | "published" => Tone::Ok,
        "withdrawn" => Tone::Warn,
        _ => Tone::Plain,
    };
    let said = t.with(&format!("admin-event-{}", event.what), [("number", event.number.into())]);
    html! {
        li data-tone=(tone.as_str()) {
            p.timeline-what { b { (event.person) } " " (said) }
            p.timeline-when { (ui::moment(t, event.at)) }
            @if event.reason.is_some() || !event.note.is_empty() {
                blockquote {
                    @if let Some(reason) = &event.reason { p { strong { (views::desk::reason_text(app, ctx, reason)) } } }
                    @if !event.note.is_empty() { p { (event.note) } }
                }
            }
        }
    }
}

/// The page on which an approver says why an item goes back, or why it is taken down.
pub fn confirm(
    app: &App,
    ctx: &Ctx,
    whole: &Whole,
    act: Act,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let key = act.as_str();
    let back = ctx.path_to(&format!("/quan-tri/bai/{}", whole.item.id));
    let title =
        t.with(&format!("admin-confirm-{key}"), [("title", whole.item.title.as_str().into())]);
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(if name == "reason" { "admin-field-reason" } else { "admin-field-note" })))
        div.confirm.panel {
            p { (t.say(&format!("admin-act-{key}-says"))) }
            p.confirm-undo { (t.say(&format!("admin-confirm-{key}-undo"))) }
            form.form method="post" data-once=(t.say("admin-saving")) {
                (ui::form_key(Some(posted)))
                input type="hidden" name="hash" value=(whole.newest.hash().to_string());
                @if act == Act::Refuse {
                    (Field::new(&t, posted, faults, "reason", "admin-field-reason").required()
                        .hint("admin-hint-reason").radios(&reasons(app, ctx)))
                }
                (Field::new(&t, posted, faults, "note", "admin-field-note").required()
                    .hint(if act == Act::Refuse { "admin-hint-note-refuse" } else { "admin-hint-note-withdraw" })
                    .max(MAX_NOTE).width("full").area(5))
                div.buttons {
                    button.btn.btn-danger { (t.say(&format!("admin-confirm-{key}-do"))) }
                    a.btn href=(back) { (t.say("admin-confirm-leave")) }
                }
            }
        }
    };
    let trail = [
        (t.say("admin-list"), "/quan-tri/bai".to_owned()),
        (whole.item.title.clone(), format!("/quan-tri/bai/{}", whole.item.id)),
    ];
    let page = DeskPage {
        title: &title,
        lead: None,
        entry: "/quan-tri/bai",
        trail: &trail,
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn reasons(app: &App, ctx: &Ctx) -> Vec<(String, String, Option<String>)> {
    app.law()
        .refusal_reasons(local_day(ctx.now))
        .iter()
        .map(|reason| (reason.code.clone(), reason.text(ctx.lang.code()).to_owned(), None))
        .collect()
}
