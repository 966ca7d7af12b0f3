//! Where to send what: sorts in plain words, before anybody has written anything.

use axum::extract::State;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Outcome, PublicPage, Texts,
    lang::local_day,
    ui::{
        self,
        site::{self, Head},
    },
};

use super::{FORM, START, TRACK, guide, track_fields};
use crate::petition::{
    PetitionKind,
    accept::{ANSWER, FORWARD},
    publications,
};

/// Shows the first page.
pub(super) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let t = ctx.texts();
    ctx.reads(publications::list_tag(ctx.site.id));
    let translations =
        ctx.site.languages.iter().map(|lang| (*lang, ctx.site.path(*lang, START))).collect();
    let head = Head {
        title: t.say("petition-start-title"),
        description: t.say("petition-start-lead"),
        path: START.into(),
        translations,
        ..Head::default()
    };
    let markup = site::page(&app, &ctx, &head, Some(&[]), &view(&app, &ctx, &t));
    Ok(PublicPage::html(&ctx, markup))
}

fn view(app: &App, ctx: &Ctx, t: &Texts) -> Markup {
    html! {
        div.wrap.with-aside {
            div {
                div.page-title {
                    h1 { (t.say("petition-start-title")) }
                    p.page-lead { (t.say("petition-start-lead")) }
                }
                section.block aria-labelledby="what" {
                    div.block-head { h2.block-title id="what" { (t.say("petition-start-what")) } }
                    ul.tiles data-look="wide" {
                        @for kind in PetitionKind::ALL {
                            (tile(&ctx.path_to(&format!("{FORM}?loai={}", kind.path())), icon(*kind),
                                &t.say(&kind.text_key()), &t.say(&format!("{}-what", kind.text_key()))))
                        }
                    }
                }
                section.block aria-labelledby="else" {
                    div.block-head { h2.block-title id="else" { (t.say("petition-start-else")) } }
                    p { (t.say("petition-start-else-lead")) }
                    ul.tiles data-look="wide" {
                        @for (what, icon) in guide::ALL {
                            (tile(&ctx.path_to(&guide::path(what)), icon, &t.say(&format!("petition-guide-{what}")),
                                &t.say(&format!("petition-guide-{what}-what"))))
                        }
                        @if ui::leads_somewhere(app, ctx, "/yeu-cau-thong-tin") {
                            (tile(&ctx.path_to("/yeu-cau-thong-tin"), "search", &t.say("petition-guide-thong-tin"),
                                &t.say("petition-guide-thong-tin-what")))
                        }
                    }
                }
            }
            aside { (tracking(ctx, t)) (answered(app, ctx, t)) (how_long(app, ctx, t)) (contact(ctx, t)) }
        }
    }
}

fn icon(kind: PetitionKind) -> &'static str {
    match kind {
        PetitionKind::Question => "chat",
        PetitionKind::Reflection => "send",
        PetitionKind::Proposal => "form",
    }
}

fn tile(href: &str, icon: &str, title: &str, hint: &str) -> Markup {
    html! {
        li { a.tile href=(href) {
            (ui::icon(icon))
            span.tile-text { span.tile-title { (title) } span.tile-hint { (hint) } }
        } }
    }
}

fn tracking(ctx: &Ctx, t: &Texts) -> Markup {
    html! {
        section.block aria-labelledby="track" {
            div.block-head { h2.block-title id="track" { (t.say("petition-track-title")) } }
            form.form method="post" action=(ctx.path_to(TRACK)) {
                (track_fields(t, ""))
                div.buttons { button.btn.btn-main { (t.say("petition-track-do")) } }
            }
        }
    }
}

fn answered(app: &App, ctx: &Ctx, t: &Texts) -> Markup {
    let links = [
        ("/kien-nghi/tra-loi", "petition-start-answered"),
        ("/kien-nghi/thong-ke", "petition-start-figures"),
    ];
    let links: Vec<_> =
        links.into_iter().filter(|(path, _)| ui::leads_somewhere(app, ctx, path)).collect();
    html! {
        @if !links.is_empty() {
            section.block aria-labelledby="read" {
                div.block-head { h2.block-title id="read" { (t.say("petition-start-read")) } }
                ul.links { @for (path, key) in links { li { a href=(ctx.path_to(path)) { (t.say(key)) } } } }
            }
        }
    }
}

/// What the regulation promises, in its own numbers.
fn how_long(app: &App, ctx: &Ctx, t: &Texts) -> Markup {
    let today = local_day(ctx.now);
    let term = |key| app.law().term(key, today).ok();
    html! {
        @if let (Some(forward), Some(answer)) = (term(FORWARD), term(ANSWER)) {
            section.block aria-labelledby="long" {
                div.block-head { h2.block-title id="long" { (t.say("petition-start-long")) } }
                p { (t.with("petition-start-long-text", [
                    ("forward", ui::deadline::length(t, forward.value).into()),
                    ("answer", ui::deadline::length(t, answer.value).into()),
                ])) }
                p.meta { (t.with("petition-start-basis", [("citation", answer.citation.to_string().into())])) }
                @if ui::leads_somewhere(app, ctx, "/lich-lam-viec") {
                    p { a href=(ctx.path_to("/lich-lam-viec")) { (t.say("petition-start-calendar")) } }
                }
            }
        }
    }
}

fn contact(ctx: &Ctx, t: &Texts) -> Markup {
    let p = &ctx.site.particulars;
    let mail: String = p.email.chars().filter(|c| !c.is_whitespace()).collect();
    let phone: String = p.phone.chars().filter(|c| !c.is_whitespace()).collect();
    html! {
        @if !(p.address.is_empty() && p.phone.is_empty() && p.email.is_empty()) {
            section.block aria-labelledby="contact" {
                div.block-head { h2.block-title id="contact" { (t.say("petition-start-contact")) } }
                dl.record {
                    @if !p.address.is_empty() { div { dt { (t.say("footer-address")) } dd { (p.address) } } }
                    @if !phone.is_empty() { div { dt { (t.say("footer-phone")) } dd { a href={ "tel:" (phone) } { (p.phone) } } } }
                    @if !mail.is_empty() { div { dt { (t.say("footer-email")) } dd { a href={ "mailto:" (mail) } { (p.email) } } } }
                }
            }
        }
    }
}
