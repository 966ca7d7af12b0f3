//! Errors as pages in the site's language.

use maud::{Markup, PreEscaped, html};

use crate::{Actor, App, Ctx, Fault, Posted, Texts, ui, ui::site::Head};

/// The page of a fault.
pub fn page(app: &App, ctx: &Ctx, fault: &Fault) -> Markup {
    let t = ctx.texts();
    let main = html! {
        p.message-do {
            @if let Fault::Unproved { at } = fault { (proof_link(&t, at)) }
            a.btn.btn-main[!matches!(fault, Fault::Unproved { .. })] href=(ctx.path_to("/")) { (t.say("to-home")) }
            @if matches!(fault, Fault::AfterHours { .. }) && ctx.actor == Actor::Nobody {
                a.btn href=(app.gatekeeper().sign_in_path(&ctx.path_to(&ctx.path))) { (t.say("desk-on-duty")) }
            } @else {
                a.btn href=(ctx.path_to("/so-do-cong")) { (t.say("to-sitemap")) }
            }
        }
        (whom_to_ask(app, ctx, fault))
    };
    message(app, ctx, fault, &main)
}

/// The page of a fault that only puts off what was sent: all of it stands here, to be sent again.
///
/// A word that nobody should read over a shoulder is not given back.
pub fn given_back(app: &App, ctx: &Ctx, fault: &Fault, target: &str, posted: &Posted) -> Markup {
    /// Shorter values are choices, numbers and keys: nothing anybody would be sorry for.
    const WORTH_READING: usize = 40;
    let t = ctx.texts();
    let secret = |name: &str| name.contains("password") || name.contains("code");
    if posted.iter().any(|(name, _)| secret(name)) {
        return page(app, ctx, fault);
    }
    let values =
        || posted.iter().flat_map(|(name, values)| values.iter().map(move |it| (name, it)));
    let long: Vec<&String> =
        values().map(|(_, value)| value).filter(|it| it.chars().count() > WORTH_READING).collect();
    let main = html! {
        @match fault {
            Fault::Unproved { at } => {
                p { (t.say("unproved-send")) }
                p.message-do { (proof_link(&t, at)) }
            }
            Fault::AfterHours { .. } => p { (t.say("given-back-after-hours")) },
            _ => p { (t.say("given-back")) },
        }
        form method="post" action=(target) {
            @for (name, value) in values() { input type="hidden" name=(name) value=(value); }
            div.buttons { button.btn.btn-main { (t.say("given-back-send")) } }
        }
        @if !long.is_empty() {
            h2 { (t.say("given-back-typed")) }
            @for (place, value) in long.iter().enumerate() {
                div.field {
                    label.sr for={ "typed-" (place) } { (t.say("given-back-typed")) " " (place + 1) }
                    textarea id={ "typed-" (place) } rows="3" readonly { (value) }
                }
            }
        }
        (whom_to_ask(app, ctx, fault))
    };
    message(app, ctx, fault, &main)
}

/// The way to prove anew who one is, beside the page that waits.
fn proof_link(t: &Texts, at: &str) -> Markup {
    html! {
        a.btn.btn-main href=(at) target="_blank" rel="noopener" {
            (t.say("unproved-do")) span.sr { " " (t.say("unproved-new-tab")) }
        }
    }
}

fn message(app: &App, ctx: &Ctx, fault: &Fault, main: &Markup) -> Markup {
    let t = ctx.texts();
    let key = fault.text_key();
    let title = t.say(&format!("{key}-title"));
    let text = match fault {
        Fault::Refused(refusal) => refusal.sentence(&t),
        Fault::Gone { at: Some(at) } => t.with("error-gone-on", [("date", t.date(*at).into())]),
        Fault::Paused { until } => {
            t.with("error-paused-until", [("until", t.date_time(*until).into())])
        }
        Fault::Elsewhere if ctx.address.is_some() => {
            let address = ctx.address.map(|it| it.to_canonical().to_string()).unwrap_or_default();
            t.with("error-elsewhere-from", [("address", address.into())])
        }
        Fault::AfterHours { until } => {
            t.with("error-after-hours-until", [("until", t.date_time(*until).into())])
        }
        Fault::TooMany { retry_seconds } => {
            t.with("error-too-many-wait", [("seconds", (*retry_seconds).into())])
        }
        _ => t.say(&format!("{key}-text")),
    };
    let head = Head { title: title.clone(), path: "/".into(), no_index: true, ..Head::default() };
    let main = html! {
        div.wrap.narrow { div.message data-tone="plain" {
            p.message-code { (fault.status().as_u16()) }
            h1 { (title) }
            p { (text) }
            (main)
            p.meta { (t.with("error-number", [("number", ctx.request.short().into())])) }
        } }
    };
    ui::site::page(app, ctx, &head, None, &main)
}

/// Whom to ask about a fault that passes or that somebody else can mend: whoever looks after the
/// desk, where that is said; otherwise the unit.
fn whom_to_ask(app: &App, ctx: &Ctx, fault: &Fault) -> Markup {
    let of_desk = matches!(fault, Fault::Elsewhere | Fault::AfterHours { .. });
    match &app.config().desk.call {
        Some(call) if of_desk => html! {
            div.message-reach {
                p { strong { (ctx.texts().say("desk-call")) } }
                p { (call) }
            }
        },
        _ if of_desk || matches!(fault, Fault::Busy | Fault::Paused { .. }) => {
            reached_meanwhile(ctx)
        }
        _ => html! {},
    }
}

/// How the unit is reached while its site is not: by phone, by letter.
fn reached_meanwhile(ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let particulars = &ctx.site.particulars;
    html! {
        @if !particulars.phone.is_empty() || !particulars.email.is_empty() {
            div.message-reach {
                p { strong { (t.say("error-reach")) } }
                dl.particulars {
                    (ui::site::particular(&t.say("footer-phone"), &particulars.phone, Some("tel:")))
                    (ui::site::particular(&t.say("footer-email"), &particulars.email, Some("mailto:")))
                    (ui::site::particular(&t.say("footer-address"), &particulars.address, None))
                }
            }
        }
    }
}

/// In place of every page of a suspended site.
pub fn suspended(app: &App, ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let title = t.say("error-suspended-title");
    let head = Head { title: title.clone(), path: "/".into(), no_index: true, ..Head::default() };
    let main = html! {
        div.wrap.narrow { div.message data-tone="plain" { h1 { (title) } p { (t.say("error-suspended-text")) } } }
    };
    ui::site::page(app, ctx, &head, None, &main)
}

/// For a host that belongs to no site: no site's page, and no site's language either.
pub fn unknown_host(host: &str) -> Markup {
    html! {
        (PreEscaped("<!DOCTYPE html>"))
        html lang="vi" {
            head { (ui::head_assets("site")) title { "421" } meta name="robots" content="noindex"; }
            body {
                main id="main" { div.wrap.narrow { div.message data-tone="plain" {
                    p.message-code { "421" }
                    h1 { "Địa chỉ này không thuộc cổng thông tin" }
                    p { "Không có trang thông tin điện tử nào mang tên miền " strong { (host) } "." }
                    p lang="en" { "No site of this portal has the domain name " strong { (host) } "." }
                } } }
            }
        }
    }
}
