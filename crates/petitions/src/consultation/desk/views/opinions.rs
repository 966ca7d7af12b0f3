//! Moderation, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, Tone},
};

use super::{done, page_of, paragraphs, place_choices};
use crate::consultation::{
    Part, Stage,
    desk::opinions::{Listed, Opened},
    kinds,
    opinion::{Opinion, place_name},
};

/// The queue, what is shown, what is not.
pub(in crate::consultation::desk) fn list(
    app: &App,
    ctx: &Ctx,
    listed: &Listed,
    flash: &str,
) -> Markup {
    let t = ctx.texts();
    let here = format!("{}/y-kien", listed.consultation.desk());
    let parts = listed.consultation.parts();
    let published = listed.tab == "published";
    let older =
        listed.older.map(|id| ctx.path_to(&format!("{here}?tab={}&truoc={id}", listed.tab)));
    let main = html! {
        (tabs(ctx, &t, listed))
        @if listed.opinions.is_empty() {
            (ui::empty(&t.say(&format!("consult-queue-{}-none", listed.tab)), &t.say("consult-queue-none-text"), None))
        } @else {
            form.list method="post" action=(ctx.path_to(&format!("{here}/gop"))) {
                (ui::form_key(None))
                @if published {
                    div.bulk {
                        button.btn.btn-small { (t.say("consult-group")) }
                        span.hint { (t.say("consult-group-hint")) }
                    }
                }
                table.table data-cards {
                    caption.sr { (t.say("consult-opinions")) }
                    thead { tr {
                        @if published { th scope="col" { span.sr { (t.say("consult-choose")) } } }
                        th scope="col" { (t.say("consult-opinion")) } th scope="col" { (t.say("consult-place")) }
                        th scope="col" { (t.say("consult-source")) } th scope="col" { (t.say("consult-received")) }
                    } }
                    tbody { @for opinion in &listed.opinions { (row(ctx, &t, &here, (&parts, opinion), published)) } }
                }
            }
        }
        (ui::pager(&t, None, older.as_deref()))
    };
    let title = t.say("consult-moderation");
    let lead = t.say("consult-moderation-lead");
    let add = matches!(
        listed.consultation.stage(ctx.now),
        Stage::Open | Stage::Closed | Stage::Answering
    );
    let actions = html! { @if add { a.btn href=(ctx.path_to(&format!("{here}/them"))) { (t.say("consult-paper")) } } };
    page_of(
        app,
        ctx,
        &listed.consultation,
        (&title, Some(&lead)),
        (actions, done(&t, flash)),
        &main,
    )
}

fn tabs(ctx: &Ctx, t: &Texts, listed: &Listed) -> Markup {
    let here = format!("{}/y-kien", listed.consultation.desk());
    html! {
        nav.tabs aria-label=(t.say("consult-tabs")) { ul {
            @for tab in ["waiting", "published", "refused"] {
                @let count = listed.counts.iter().find(|(state, _)| state == tab).map_or(0, |(_, count)| *count);
                li { a href=(ctx.path_to(&format!("{here}?tab={tab}"))) aria-current=[(tab == listed.tab).then_some("page")] {
                    (t.say(&format!("consult-queue-{tab}"))) " " span.count { (count) }
                } }
            }
        } }
    }
}

fn row(
    ctx: &Ctx,
    t: &Texts,
    here: &str,
    (parts, opinion): (&[Part], &Opinion),
    choose: bool,
) -> Markup {
    let text: String = opinion.body.chars().take(120).collect();
    let source = html! {
        (t.say(&format!("consult-source-{}", opinion.source)))
        @if opinion.email_state() == "asked" { " " (ui::badge(Tone::Plain, &t.say("consult-email-asked"))) }
        @if opinion.email_state() == "confirmed" { " " (ui::badge(Tone::Ok, &t.say("consult-email-confirmed"))) }
    };
    html! {
        tr {
            @if choose { td.cell-check { label { input type="checkbox" name="id" value=(opinion.id); span.sr { (t.say("consult-choose")) ": " (text) } } } }
            td.cell-main {
                a href=(ctx.path_to(&format!("{here}/{}", opinion.id))) { (text) @if text.len() < opinion.body.len() { "…" } }
                @if let Some(first) = opinion.same_as { p.meta { span { (t.with("consult-same-as", [("number", first.into())])) } } }
                p.meta { span { (t.with("consult-opinion-number", [("number", opinion.id.into())])) } @if opinion.attachment().is_some() { span { (t.say("consult-with-file")) } } }
            }
            td data-label=(t.say("consult-place")) { (place_name(t, parts, &opinion.place)) }
            td data-label=(t.say("consult-source")) { (source) }
            td data-label=(t.say("consult-received")) { (ui::moment(t, opinion.received_at)) }
        }
    }
}

/// An opinion, who sent it, the form that decides.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    opened: &Opened,
    (posted, faults): (&Posted, &FormFaults),
    refusal: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let opinion = &opened.opinion;
    let here = format!("{}/y-kien/{}", opened.consultation.desk(), opinion.id);
    let main = html! {
        @if let Some(refusal) = refusal { (ui::flash(Tone::Bad, refusal)) }
        (ui::fault_summary(&t, faults, |name| t.say(&format!("consult-decide-{name}"))))
        div.item {
            div.item-text {
                section.said data-who="citizen" {
                    p.said-by { (t.say("consult-as-sent")) }
                    div.prose { (paragraphs(&opinion.body)) @if !opinion.proposal.is_empty() { p { strong { (t.say("consult-proposed")) } } (paragraphs(&opinion.proposal)) } }
                }
                form.form method="post" action=(ctx.path_to(&here)) {
                    (publish(&t, opened, (posted, faults)))
                    (refuse(app, ctx, &t, (posted, faults)))
                }
            }
            aside.item-side aria-label=(t.say("consult-side")) { (about(ctx, &t, opened, &here)) }
        }
    };
    let title = t.with("consult-opinion-title", [("number", opinion.id.into())]);
    let back = html! { a.btn href=(ctx.path_to(&format!("{}/y-kien", opened.consultation.desk()))) { (t.say("consult-back-queue")) } };
    page_of(app, ctx, &opened.consultation, (&title, None), (back, None), &main)
}

fn publish(t: &Texts, opened: &Opened, (posted, faults): (&Posted, &FormFaults)) -> Markup {
    let field = |name, key| Field::new(t, posted, faults, name, key);
    let choices = place_choices(t, &opened.consultation.parts());
    html! {
        h2 { (t.say("consult-publish-title")) }
        (field("place", "consult-decide-place").width("full").select(&choices))
        (field("body", "consult-decide-body").hint("consult-decide-body-hint").width("full").area(8))
        (field("proposal", "consult-decide-proposal").width("full").area(4))
        @if opened.opinion.same_as.is_some() {
            label.choice { input type="checkbox" name="alone" value="1"; " " span { (t.say("consult-alone")) } }
        }
        div.buttons { button.btn.btn-main name="do" value="publish" { (t.say("consult-publish")) } }
    }
}

fn refuse(app: &App, ctx: &Ctx, t: &Texts, (posted, faults): (&Posted, &FormFaults)) -> Markup {
    let reasons: Vec<(String, String, Option<String>)> = kinds::reasons(app.law(), ctx.now)
        .into_iter()
        .map(|reason| (reason.code.clone(), reason.name(ctx.lang).to_owned(), None))
        .collect();
    let open = faults.of("reason").is_some() || faults.of("note").is_some();
    html! {
        details.fold open[open] {
            summary { (t.say("consult-refuse-title")) }
            (Field::new(t, posted, faults, "reason", "consult-decide-reason").radios(&reasons))
            (Field::new(t, posted, faults, "note", "consult-decide-note").hint("consult-decide-note-hint").max(1_000).area(3))
            div.buttons { button.btn.btn-danger name="do" value="refuse" { (t.say("consult-refuse")) } }
        }
    }
}

/// Who sent it: seen by whoever moderates and asks, and by nobody else.
fn about(ctx: &Ctx, t: &Texts, opened: &Opened, here: &str) -> Markup {
    let opinion = &opened.opinion;
    let line = |key: &str, value: &str| {
        html! { @if !value.is_empty() { div { dt { (t.say(key)) } dd { (value) } } } }
    };
    html! {
        section.panel aria-labelledby="p1" {
            h2.panel-title id="p1" { (t.say("consult-sender")) }
            p.hint { (t.say("consult-sender-hint")) }
            dl.record {
                @if let Some(body) = &opened.body { (line("consult-body", body)) }
                @if let Some(sender) = opened.sender.as_ref().filter(|_| opened.looked) {
                    (line("consult-organisation", &sender.organisation))
                    (line("consult-name", &sender.name))
                    (line("consult-sender-address", &sender.address))
                    (line("consult-phone", &sender.phone))
                    (line("consult-email", &sender.email))
                }
                (line("consult-email-state", &t.say(&format!("consult-email-{}", opinion.email_state()))))
                (line("consult-name-shown", &t.say(if opened.body.is_some() || opinion.show_name { "consult-yes" } else { "consult-no" })))
                (line("consult-source", &t.say(&format!("consult-source-{}", opinion.source))))
                (line("consult-received", &t.date_time(opinion.received_at)))
                (line("consult-state", &t.say(&format!("consult-queue-{}", opinion.state()))))
                (line("consult-decided-by", &opinion.decided_name))
            }
            @if opened.erased {
                p.hint { (t.say("consult-sender-erased")) }
            } @else if opened.sender.is_some() && !opened.looked {
                form method="post" action=(ctx.path_to(&format!("{here}/nguoi-gui#p1"))) { button.btn { (t.say("consult-sender-look")) } }
                p.act-says { (t.say("consult-sender-look-says")) }
            }
            @if let Some(file) = opinion.attachment() {
                @let label = html! { (ui::icon("file")) (file.name) };
                p { (ui::file_link(t, &ctx.path_to(&format!("{here}/tep")), &label, opened.held.as_ref())) " " span.meta { (t.size(file.size_bytes)) } }
            }
        }
    }
}
