//! The letters that wait, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{TITLE_MAX, Waiting};
use crate::petition::{
    PetitionKind, fields,
    inbox::{
        HELD,
        store::{MailRow, Shown},
    },
};

/// The list, and what could not be delivered.
pub(super) fn list(
    app: &App,
    ctx: &Ctx,
    held: &[(MailRow, Shown)],
    waiting: i64,
    troubles: &[(MailRow, Shown)],
    done: &str,
) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("inbox-title"), t.say("inbox-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: HELD,
        trail: &[],
        actions: html! {},
        flash: match done {
            "gan" => Some("inbox-done-attached"),
            "nhan" => Some("inbox-done-accepted"),
            "bo" => Some("inbox-done-discarded"),
            _ => None,
        }
        .map(|key| ui::flash(Tone::Ok, &t.say(key))),
    };
    let main = html! {
        @if app.config().inbox.is_none() {
            div.notice data-tone="info" { p { (t.say("inbox-not-set-up")) } }
        }
        @if held.is_empty() {
            (ui::empty(&t.say("inbox-none"), &t.say("inbox-none-text"), None))
        } @else {
            p.sum { (t.with("inbox-count", [("count", waiting.into())])) }
            (waiting_table(ctx, &t, held))
        }
        @if !troubles.is_empty() { (troubles_table(ctx, &t, troubles)) }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn waiting_table(ctx: &Ctx, t: &Texts, held: &[(MailRow, Shown)]) -> Markup {
    let (from, at) = (t.say("inbox-from"), t.say("inbox-arrived"));
    html! {
        table.table data-cards {
            caption.sr { (t.say("inbox-title")) }
            thead { tr {
                th scope="col" { (t.say("inbox-subject")) }
                th scope="col" { (from) }
                th scope="col" { (at) }
            } }
            tbody {
                @for (row, shown) in held {
                    tr {
                        td.cell-main {
                            a href=(ctx.path_to(&format!("{HELD}/{}", row.id))) { (subject(t, shown)) } " "
                            @if row.petition_id.is_some() { (ui::badge(Tone::Info, &t.say("inbox-other-address"))) }
                            @if row.kind != "letter" { (ui::badge(Tone::Plain, &t.say(&format!("inbox-kind-{}", row.kind)))) }
                        }
                        td data-label=(from) { (sender(t, shown)) }
                        td data-label=(at) { (ui::moment(t, row.arrived_at)) }
                    }
                }
            }
        }
    }
}

fn troubles_table(ctx: &Ctx, t: &Texts, troubles: &[(MailRow, Shown)]) -> Markup {
    let (what, at) = (t.say("inbox-trouble"), t.say("inbox-arrived"));
    html! {
        section.block aria-labelledby="troubles" {
            h2.block-title id="troubles" { (t.say("inbox-troubles")) }
            p { (t.say("inbox-troubles-lead")) }
            table.table data-cards {
                caption.sr { (t.say("inbox-troubles")) }
                thead { tr {
                    th scope="col" { (t.say("inbox-petition")) }
                    th scope="col" { (what) }
                    th scope="col" { (at) }
                } }
                tbody {
                    @for (row, _) in troubles {
                        tr {
                            td.cell-main {
                                @if let Some(petition) = row.petition_id {
                                    a href=(ctx.path_to(&format!("/quan-tri/kien-nghi/{petition}"))) {
                                        (t.with("inbox-petition-number", [("number", petition.to_string().into())]))
                                    }
                                }
                            }
                            td data-label=(what) {
                                (ui::badge(if row.kind == "failed" { Tone::Bad } else { Tone::Warn }, &t.say(&format!("inbox-kind-{}", row.kind))))
                            }
                            td data-label=(at) { (ui::moment(t, row.arrived_at)) }
                        }
                    }
                }
            }
        }
    }
}

fn subject(t: &Texts, shown: &Shown) -> String {
    if shown.subject.is_empty() { t.say("inbox-no-subject") } else { shown.subject.clone() }
}

fn sender(t: &Texts, shown: &Shown) -> String {
    match (shown.name.as_str(), shown.from.as_str()) {
        ("", "") => t.say("inbox-no-sender"),
        ("", from) => from.to_owned(),
        (name, from) => format!("{name} <{from}>"),
    }
}

/// The form of a new petition, filled in from the letter.
pub(super) fn as_typed(shown: &Shown) -> Posted {
    let title: String = shown.subject.chars().take(TITLE_MAX).collect();
    Posted::from_pairs([("title", title), ("body", shown.text.clone())])
}

/// A letter and what can be done about it.
pub(super) fn letter(
    app: &App,
    ctx: &Ctx,
    waiting: &Waiting,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let title = subject(&t, &waiting.shown);
    let trail = [(t.say("inbox-title"), HELD.to_owned())];
    let page = DeskPage {
        title: &title,
        lead: None,
        entry: HELD,
        trail: &trail,
        actions: html! {},
        flash: None,
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        div.item {
            div.item-text { (text(&t, waiting)) (new_petition(app, ctx, waiting, posted, faults)) }
            aside.item-side {
                (join(ctx, &t, waiting, posted, faults))
                (put_aside(ctx, &t, waiting, posted, faults))
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn label(field: &str) -> &'static str {
    match field {
        "code" => "inbox-code",
        "kind" => "inbox-what",
        "field" => "answered-field",
        "title" => "inbox-petition-title",
        "body" => "inbox-petition-body",
        _ => "inbox-reason",
    }
}

fn text(t: &Texts, waiting: &Waiting) -> Markup {
    let shown = &waiting.shown;
    html! {
        dl.record {
            div { dt { (t.say("inbox-from")) } dd { (sender(t, shown)) } }
            div { dt { (t.say("inbox-arrived")) } dd { (ui::moment(t, waiting.row.arrived_at)) } }
            @if !shown.files.is_empty() {
                div { dt { (t.say("inbox-files")) } dd { (shown.files.join(", ")) } }
            }
        }
        @if shown.cut { div.notice data-tone="warn" { p { (t.say("inbox-cut")) } } }
        section.said data-who="citizen" {
            h2.said-by { (t.say("inbox-text")) }
            div.prose {
                @if shown.text.is_empty() { p { (t.say("inbox-no-text")) } }
                @else { (crate::petition::open::prose(&shown.text)) }
            }
        }
    }
}

fn action(ctx: &Ctx, waiting: &Waiting, what: &str) -> String {
    ctx.path_to(&format!("{HELD}/{}/{what}", waiting.row.id))
}

/// Joining it to a petition: the likely ones with one button each, any other by its code.
fn join(ctx: &Ctx, t: &Texts, waiting: &Waiting, posted: &Posted, faults: &FormFaults) -> Markup {
    let action = action(ctx, waiting, "gan");
    html! {
        section.panel aria-labelledby="join" {
            h2.panel-title id="join" { (t.say("inbox-join")) }
            p { (t.say("inbox-join-what")) }
            @if !waiting.suggested.is_empty() {
                ul.acts {
                    @for (_, code, title) in &waiting.suggested {
                        li.act {
                            form method="post" action=(action) data-once=(t.say("inbox-saving")) {
                                (ui::form_key(None))
                                input type="hidden" name="code" value=(code);
                                button.btn.btn-main { (t.with("inbox-join-to", [("code", code.as_str().into())])) }
                            }
                            p.act-says { (title) }
                        }
                    }
                }
            }
            form.form method="post" action=(action) data-once=(t.say("inbox-saving")) novalidate {
                (ui::form_key(Some(posted)))
                (Field::new(t, posted, faults, "code", label("code")).required().hint("inbox-code-hint").input("text"))
                button.btn { (t.say("inbox-join-go")) }
            }
        }
    }
}

fn put_aside(
    ctx: &Ctx,
    t: &Texts,
    waiting: &Waiting,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    html! {
        section.panel aria-labelledby="aside" {
            h2.panel-title id="aside" { (t.say("inbox-discard")) }
            p { (t.say("inbox-discard-what")) }
            form.form method="post" action=(action(ctx, waiting, "bo")) data-once=(t.say("inbox-saving")) novalidate {
                (ui::form_key(Some(posted)))
                (Field::new(t, posted, faults, "reason", label("reason")).required().input("text"))
                button.btn.btn-danger { (t.say("inbox-discard-go")) }
            }
        }
    }
}

fn new_petition(
    app: &App,
    ctx: &Ctx,
    waiting: &Waiting,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let field = |name: &'static str| Field::new(&t, posted, faults, name, label(name)).required();
    let choose = (String::new(), t.say("inbox-choose"));
    let kinds =
        PetitionKind::ALL.iter().map(|kind| (kind.as_str().into(), t.say(&kind.text_key())));
    let known = fields::all(app, ctx.now).unwrap_or_default();
    let known = known.iter().map(|it| (it.code.clone(), it.text(ctx.lang).to_owned()));
    let choices = |rest: Vec<(String, String)>| [vec![choose.clone()], rest].concat();
    html! {
        section.panel aria-labelledby="new" {
            h2.panel-title id="new" { (t.say("inbox-new")) }
            p { (t.with("inbox-new-what", [("date", t.date_time(waiting.row.arrived_at).into())])) }
            form.form method="post" action=(action(ctx, waiting, "nhan")) data-once=(t.say("inbox-saving")) novalidate {
                (ui::form_key(Some(posted)))
                div.field-row {
                    (field("kind").select(&choices(kinds.collect())))
                    (field("field").select(&choices(known.collect())))
                }
                (field("title").max(TITLE_MAX).input("text"))
                (field("body").area(8))
                button.btn.btn-main { (t.say("inbox-new-go")) }
            }
        }
    }
}
