//! Errors as pages in the site's language.

use maud::{Markup, PreEscaped, html};

use crate::{App, Ctx, Fault, ui, ui::site::Head};

/// The page of a fault.
pub fn page(app: &App, ctx: &Ctx, fault: &Fault) -> Markup {
    let t = ctx.texts();
    let key = fault.text_key();
    let title = t.say(&format!("{key}-title"));
    let text = match fault {
        Fault::Refused(refusal) => refusal.sentence(&t),
        Fault::Gone { at: Some(at) } => t.with("error-gone-on", [("date", t.date(*at).into())]),
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
            p.message-do {
                a.btn.btn-main href=(ctx.path_to("/")) { (t.say("to-home")) }
                a.btn href=(ctx.path_to("/so-do-cong")) { (t.say("to-sitemap")) }
            }
            p.meta { (t.with("error-number", [("number", ctx.request.short().into())])) }
        } }
    };
    ui::site::page(app, ctx, &head, None, &main)
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
