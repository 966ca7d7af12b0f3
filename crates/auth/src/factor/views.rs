//! The pages of the second factor on the way in, and the pieces they share with the account page.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Outcome, Posted, Texts,
    ui::{self, Field, Tone, desk::lone_page},
};
use qrcode::{Color, QrCode};

use super::{
    ENROL, Factors, PATH, adding::Offer, challenge, enrol as enrol_pages, facts::Method, passkeys,
};
use crate::{Verified, sign_in};

/// The field of a method's answer.
pub(super) fn field_of(method: Method) -> &'static str {
    match method {
        Method::Totp => "code",
        Method::Recovery => "recovery",
        Method::Passkey => "passkey",
    }
}

/// Key of what is said of a wrong answer.
pub(super) fn wrong_text(method: Method) -> &'static str {
    match method {
        Method::Totp => "factor-wrong-code",
        Method::Recovery => "factor-wrong-recovery",
        Method::Passkey => "factor-wrong-passkey",
    }
}

/// Asks for the second factor.
pub(super) fn challenge(
    ctx: &Ctx,
    person: &Verified,
    factors: &Factors,
    method: Method,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let action = ctx.path_to(PATH);
    let with_recovery = method == Method::Recovery;
    let has_passkey = !factors.passkeys.is_empty() && passkeys::work_here(ctx);
    let main = html! {
        p.meta.who { (t.with("factor-of", [("login", person.login.as_str().into())])) }
        @if let Some(fault) = faults.of("passkey") { (ui::flash(Tone::Bad, &fault.sentence(&t))) }
        @if with_recovery {
            form.form method="post" action=(action) data-once=(t.say("sign-in-doing")) {
                (code_field(&t, faults, "recovery", true))
                div.buttons { button.btn.btn-main { (t.say("factor-go-on")) } }
            }
            p.lone-foot { a href=(action) { (t.say("factor-other-way")) } }
        } @else {
            @if factors.totp.is_some() {
                form.form method="post" action=(action) data-once=(t.say("sign-in-doing")) {
                    (code_field(&t, faults, "code", true))
                    div.buttons { button.btn.btn-main { (t.say("factor-go-on")) } }
                }
            }
            @if has_passkey {
                @if factors.totp.is_some() { p.or { span { (t.say("factor-or")) } } }
                (ask_passkey(ctx, &t, factors.totp.is_none()))
            } @else if factors.totp.is_none() {
                (ui::flash(Tone::Warn, &t.say("factor-passkey-elsewhere")))
            }
            @if factors.recovery_left > 0 {
                p.lone-foot {
                    a href={ (action) "?" (challenge::WITH_RECOVERY) } { (t.say("factor-with-recovery")) }
                }
            }
            p.lone-foot { (t.say("factor-lost")) }
        }
        p.lone-foot { a href=(ctx.path_to(sign_in::PATH)) { (t.say("factor-start-again")) } }
    };
    lone_page(ctx, &t.say("factor-title"), &main)
}

/// The field for a code: six digits, or a recovery code. It has the focus where it is what the page
/// is for, or where it is wrong.
pub(super) fn code_field(
    t: &Texts,
    faults: &FormFaults,
    name: &'static str,
    focus: bool,
) -> Markup {
    let is_totp = name == "code";
    let (label, hint) = match is_totp {
        true => ("factor-code", "factor-code-hint"),
        false => ("factor-recovery", "factor-recovery-hint"),
    };
    let fault = faults.of(name);
    let id = format!("f-{name}");
    let described = match fault {
        Some(_) => format!("{id}-h {id}-e"),
        None => format!("{id}-h"),
    };
    html! {
        div.field data-width="full" data-invalid[fault.is_some()] {
            label for=(id) { (t.say(label)) }
            p.hint id={ (id) "-h" } { (t.say(hint)) }
            @if let Some(fault) = fault {
                p.error id={ (id) "-e" } { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) }
            }
            input.code-box id=(id) name=(name) type="text" required data-focus[focus || fault.is_some()]
                inputmode=[is_totp.then_some("numeric")] autocomplete=(if is_totp { "one-time-code" } else { "off" })
                maxlength=(if is_totp { "10" } else { "40" }) autocapitalize="none" spellcheck="false"
                aria-describedby=(described) aria-invalid=[fault.map(|_| "true")];
        }
    }
}

/// The button that asks a device for a passkey; the script does it.
fn ask_passkey(ctx: &Ctx, t: &Texts, only: bool) -> Markup {
    html! {
        form.form method="post" action=(ctx.path_to(PATH)) hidden data-js
            data-passkey="get" data-begin=(ctx.path_to(challenge::PASSKEY))
            data-failed=(t.say("factor-passkey-failed")) data-missing=(t.say("factor-passkey-missing")) {
            input type="hidden" name="passkey";
            div.buttons {
                button.btn.btn-main[only] { (ui::icon("lock")) (t.say("factor-passkey-use")) }
            }
            p.hint role="status" data-passkey-says {}
        }
        @if only { noscript { p.hint { (t.say("factor-passkey-noscript")) } } }
    }
}

/// The sign-in does not wait any more.
pub(super) fn ended(ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let main = html! {
        (ui::flash(Tone::Warn, &t.say("factor-ended")))
        p { (t.say("factor-ended-text")) }
        div.buttons { a.btn.btn-main href=(ctx.path_to(sign_in::PATH)) { (t.say("factor-start-again")) } }
    };
    lone_page(ctx, &t.say("factor-title"), &main)
}

/// Sets a first factor up, on the way in.
pub(super) fn enrol(
    app: &App,
    ctx: &Ctx,
    person: &Verified,
    offer: &Offer,
    posted: &Posted,
    faults: &FormFaults,
) -> Outcome<Markup> {
    let t = ctx.texts();
    let action = ctx.path_to(ENROL);
    let main = html! {
        p { (t.say("factor-enrol-why")) }
        h2 { (t.say("factor-totp")) }
        (steps(app, &t, &person.login, offer)?)
        form.form method="post" action=(action) data-once=(t.say("sign-in-doing")) {
            input type="hidden" name="offer" value=(offer.text);
            (code_field(&t, faults, "code", false))
            div.buttons { button.btn.btn-main { (t.say("factor-enrol-do")) } }
        }
        @if passkeys::work_here(ctx) {
            section.lone-part hidden data-js {
                h2 { (t.say("factor-passkey")) }
                p { (t.say("factor-passkey-what")) }
                (add_passkey(ctx, &t, (&action, &ctx.path_to(enrol_pages::PASSKEY)), posted, faults))
            }
        }
        p.lone-foot { a href=(ctx.path_to(sign_in::PATH)) { (t.say("factor-start-again")) } }
    };
    Ok(lone_page(ctx, &t.say("factor-enrol-title"), &main))
}

/// The form that adds a passkey; the script fills what is hidden.
pub(super) fn add_passkey(
    ctx: &Ctx,
    t: &Texts,
    (action, begin): (&str, &str),
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let mut shown = posted.clone();
    if !shown.has("name") {
        let suggestion = t.with("factor-passkey-suggestion", [("date", t.date(ctx.now).into())]);
        shown = Posted::from_pairs([("name", suggestion)]);
    }
    html! {
        form.form method="post" action=(action) data-passkey="create" data-begin=(begin)
            data-failed=(t.say("factor-passkey-failed")) data-missing=(t.say("factor-passkey-missing")) {
            (ui::form_key(None))
            input type="hidden" name="passkey";
            input type="hidden" name="state";
            (Field::new(t, &shown, faults, "name", "factor-passkey-name").required()
                .hint("factor-passkey-name-hint").width("full").input("text"))
            div.buttons { button.btn.btn-main[action != ctx.path_to(ENROL)] { (ui::icon("lock")) (t.say("factor-passkey-add")) } }
            p.hint role="status" data-passkey-says {}
        }
    }
}

/// What to do with the app: picture, secret in words.
pub(super) fn steps(app: &App, t: &Texts, login: &str, offer: &Offer) -> Outcome<Markup> {
    let address = offer.secret.address(&app.config().base_domain, login)?;
    Ok(html! {
        ol.set-up {
            li { (t.say("factor-step-app")) }
            li {
                (t.say("factor-step-scan"))
                (qr(t, &address))
                p.hint { (t.say("factor-step-type")) }
                p.secret translate="no" { (offer.secret.in_groups()) }
            }
            li { (t.say("factor-step-code")) }
        }
    })
}

/// A QR code, drawn as one path. The secret stands in words beside it.
fn qr(t: &Texts, text: &str) -> Markup {
    const QUIET: usize = 4;
    let Ok(code) = QrCode::new(text) else { return Markup::default() };
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let side = width + 2 * QUIET;
    html! {
        svg.qr role="img" aria-label=(t.say("factor-qr")) viewBox={ "0 0 " (side) " " (side) }
            width="208" height="208" shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

/// The recovery codes that came with a first factor; then on.
pub(super) fn first_codes(ctx: &Ctx, codes: &[String], next: &str) -> Markup {
    let t = ctx.texts();
    let main = html! {
        (ui::flash(Tone::Ok, &t.say("factor-added")))
        (codes_list(&t, codes))
        div.buttons {
            a.btn.btn-main href=(next) { (t.say("factor-codes-kept")) }
            (print_button(&t))
        }
    };
    lone_page(ctx, &t.say("factor-codes"), &main)
}

/// Recovery codes, the only time they are seen.
pub(super) fn codes_list(t: &Texts, codes: &[String]) -> Markup {
    html! {
        p { (t.say("factor-codes-once")) }
        ol.codes translate="no" { @for code in codes { li { (code) } } }
    }
}

/// Prints the page, where there is a script.
pub(super) fn print_button(t: &Texts) -> Markup {
    html! { button.btn type="button" data-do="print" hidden data-js { (t.say("factor-codes-print")) } }
}
