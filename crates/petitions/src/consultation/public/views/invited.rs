//! The page of a body that was asked, as HTML.

use maud::{Markup, html};
use portal_core::{App, Ctx, FormFaults, Posted, Texts, ui};

use super::{
    comment::{ACCEPT, page as frame, said},
    vietnamese,
};
use crate::consultation::{
    PUBLIC, Stage,
    desk::views::{bodies::state_badge, paragraphs},
    opinion::place_name,
    public::invited::Sheet,
};

/// The page.
pub(in crate::consultation::public) fn page(
    app: &App,
    ctx: &Ctx,
    sheet: &Sheet,
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let t = ctx.texts();
    let known = &sheet.consultation;
    let open = known.stage(ctx.now) == Stage::Open;
    let main = html! {
        p { (t.with("consult-invited-text", [("body", sheet.body.name.as_str().into()), ("at", t.date_time(known.closes_at).into())])) }
        p { (state_badge(&t, &sheet.body)) " " a href=(ctx.path_to(&known.path())) { (t.say("consult-read-draft")) } }
        @if !sheet.said.is_empty() { (so_far(ctx, &t, sheet)) }
        (ui::fault_summary(&t, faults, |name| t.say(&format!("consult-said-{name}"))))
        @if open {
            @if sheet.said.is_empty() { (agree(ctx, &t, sheet)) }
            (speak(ctx, &t, sheet, (posted, faults)))
        } @else {
            p { (t.say(if known.stage(ctx.now) == Stage::Announced { "consult-invited-later" } else { "consult-closed-text" })) }
        }
    };
    frame(app, ctx, Some(known), (&t.say("consult-invited-title"), Some(&known.title)), &main)
}

fn target(ctx: &Ctx, sheet: &Sheet) -> String {
    ctx.path_to(&format!("{PUBLIC}/moi/{}", sheet.token))
}

fn so_far(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let parts = sheet.consultation.parts();
    html! {
        section.block aria-labelledby="said" {
            div.block-head { h2.block-title id="said" { (t.say("consult-invited-said")) } }
            ul.opinions { @for opinion in &sheet.said {
                li { section.said data-who="citizen" {
                    p.said-by { (place_name(t, &parts, &opinion.place)) }
                    div.prose lang=[vietnamese(ctx)] { (paragraphs(&opinion.body)) @if !opinion.proposal.is_empty() { p { strong { (t.say("consult-proposed")) } } (paragraphs(&opinion.proposal)) } }
                    p.meta { span { (ui::moment(t, opinion.received_at)) } @if let Some(file) = opinion.attachment() { span { (file.name) } } }
                } }
            } }
        }
    }
}

fn agree(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        section.panel aria-labelledby="agree" {
            h2 id="agree" { (t.say("consult-agree-title")) }
            form.form method="post" action=(target(ctx, sheet)) enctype="multipart/form-data" data-once=(t.say("consult-sending")) {
                (ui::form_key(None))
                input type="hidden" name="do" value="agree";
                div.field {
                    label for="f-letter" { (t.say("consult-letter")) }
                    p.hint id="f-letter-h" { (t.say("consult-letter-hint")) }
                    input type="file" id="f-letter" name="file" accept=(ACCEPT) aria-describedby="f-letter-h";
                }
                div.buttons { button.btn.btn-main { (t.say("consult-agree")) } }
            }
        }
    }
}

fn speak(ctx: &Ctx, t: &Texts, sheet: &Sheet, (posted, faults): (&Posted, &FormFaults)) -> Markup {
    html! {
        section aria-labelledby="speak" {
            h2 id="speak" { (t.say(if sheet.said.is_empty() { "consult-invited-speak" } else { "consult-invited-more" })) }
            form.form method="post" action=(target(ctx, sheet)) enctype="multipart/form-data" data-once=(t.say("consult-sending")) {
                (ui::form_key(Some(posted)))
                input type="hidden" name="do" value="say";
                (said(t, &sheet.consultation.parts(), (posted, faults)))
                div.buttons { button.btn.btn-main { (t.say("consult-send")) } }
            }
        }
    }
}
