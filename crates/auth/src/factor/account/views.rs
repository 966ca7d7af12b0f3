use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Outcome, Person, Posted, Texts,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{BEGIN_PASSKEY, CODES, PASSKEY, TOTP};
use crate::factor::{
    ACCOUNT, Factors,
    adding::Offer,
    again, passkeys,
    queries::PasskeyRow,
    recovery,
    views::{add_passkey, code_field, codes_list, print_button, steps},
};

/// What somebody has, and what can be added.
pub(crate) fn list(
    app: &App,
    ctx: &Ctx,
    factors: &Factors,
    required: bool,
    done: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let title = t.say("factor-title");
    let lead = t.say("factor-lead");
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: ACCOUNT,
        trail: &[],
        actions: Markup::default(),
        flash: done.map(|done| ui::flash(Tone::Ok, &t.say(&format!("factor-{done}")))),
    };
    let main = html! {
        @if factors.count() == 0 {
            @let (tone, key) = match required {
                true => (Tone::Warn, "factor-none-required"),
                false => (Tone::Info, "factor-none"),
            };
            div.notice data-tone=(tone.as_str()) { p { (t.say(key)) } }
        }
        (totp_panel(ctx, &t, factors))
        (passkey_panel(app, ctx, &t, factors))
        @if factors.count() > 0 { (codes_panel(ctx, &t, factors)) }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn totp_panel(ctx: &Ctx, t: &Texts, factors: &Factors) -> Markup {
    html! {
        section.panel aria-labelledby="totp" {
            h2.panel-title id="totp" { (t.say("factor-totp")) }
            p.hint { (t.say("factor-totp-what")) }
            @if let Some(at) = factors.totp {
                p { (ui::badge(Tone::Ok, &t.say("factor-on"))) " " span.meta { (t.say("factor-since")) " " (ui::moment(t, at)) } }
                div.buttons {
                    a.btn href=(ctx.path_to(TOTP)) { (t.say("factor-totp-change")) }
                    a.btn.btn-danger href=(ctx.path_to(&format!("{ACCOUNT}/bo/ung-dung"))) { (t.say("factor-remove")) span.sr { ": " (t.say("factor-totp")) } }
                }
            } @else {
                div.buttons { a.btn.btn-main href=(ctx.path_to(TOTP)) { (t.say("factor-totp-add")) } }
            }
        }
    }
}

fn passkey_panel(app: &App, ctx: &Ctx, t: &Texts, factors: &Factors) -> Markup {
    let here = passkeys::work_here(ctx);
    let sites = app.sites.now();
    let province = sites.province().filter(|_| !here);
    html! {
        section.panel aria-labelledby="passkeys" {
            h2.panel-title id="passkeys" { (t.say("factor-passkeys")) }
            p.hint { (t.say("factor-passkey-what")) }
            @if !factors.passkeys.is_empty() {
                ul.files { @for row in &factors.passkeys { (passkey_row(ctx, t, row)) } }
            }
            @if here {
                div.buttons { a.btn href=(ctx.path_to(PASSKEY)) { (ui::icon("lock")) (t.say("factor-passkey-add")) } }
            } @else if let Some(province) = province {
                p { a href=(app.url(province, ACCOUNT)) { (t.say("factor-passkey-province")) } }
            }
        }
    }
}

fn passkey_row(ctx: &Ctx, t: &Texts, row: &PasskeyRow) -> Markup {
    html! {
        li.file {
            div.file-text {
                p.file-name { (row.name) }
                p.meta {
                    span { (t.say("factor-added-on")) " " (ui::day(t, row.created_at)) }
                    @match row.used_at {
                        Some(at) => span { (t.say("factor-used")) " " (ui::moment(t, at)) },
                        None => span { (t.say("factor-never-used")) },
                    }
                }
            }
            div.file-do {
                a.btn.btn-small.btn-danger href=(ctx.path_to(&format!("{ACCOUNT}/bo/{}", row.id))) {
                    (t.say("factor-remove")) span.sr { ": " (row.name) }
                }
            }
        }
    }
}

fn codes_panel(ctx: &Ctx, t: &Texts, factors: &Factors) -> Markup {
    let left = factors.recovery_left;
    let tone = if left > 2 { Tone::Ok } else { Tone::Warn };
    let say =
        t.with("factor-codes-left", [("left", left.into()), ("count", recovery::COUNT.into())]);
    html! {
        section.panel aria-labelledby="codes" {
            h2.panel-title id="codes" { (t.say("factor-codes")) }
            p.hint { (t.say("factor-codes-what")) }
            p { (ui::badge(tone, &say)) }
            div.buttons { a.btn href=(ctx.path_to(CODES)) { (t.say("factor-codes-new")) } }
        }
    }
}

/// A page below the list.
fn below(app: &App, ctx: &Ctx, title: &str, lead: Option<&str>, main: &Markup) -> Markup {
    let trail = [(ctx.texts().say("factor-title"), ACCOUNT.to_owned())];
    let page = DeskPage {
        title,
        lead,
        entry: ACCOUNT,
        trail: &trail,
        actions: Markup::default(),
        flash: None,
    };
    ui::desk::page(app, ctx, &page, main)
}

/// Sets an app up.
pub(crate) fn totp(
    app: &App,
    ctx: &Ctx,
    person: &Person,
    offer: &Offer,
    posted: &Posted,
    faults: &FormFaults,
) -> Outcome<Markup> {
    let t = ctx.texts();
    let main = html! {
        (ui::fault_summary(&t, faults, |_| t.say("factor-code")))
        div.panel {
            (steps(app, &t, &person.login, offer)?)
            form.form method="post" action=(ctx.path_to(TOTP)) data-once=(t.say("sign-in-doing")) {
                (ui::form_key(Some(posted)))
                input type="hidden" name="offer" value=(offer.text);
                (code_field(&t, faults, "code", false))
                div.buttons {
                    button.btn.btn-main { (t.say("factor-totp-confirm")) }
                    a.btn.btn-quiet href=(ctx.path_to(ACCOUNT)) { (t.say("factor-not-now")) }
                }
            }
        }
    };
    Ok(below(app, ctx, &t.say("factor-totp-add"), None, &main))
}

/// Adds a passkey.
pub(crate) fn passkey(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let action = ctx.path_to(PASSKEY);
    let main = html! {
        (ui::fault_summary(&t, faults, |_| t.say("factor-passkey-name")))
        div.panel {
            p { (t.say("factor-passkey-how")) }
            noscript { p.hint { (t.say("factor-passkey-noscript")) } }
            (add_passkey(ctx, &t, (&action, &ctx.path_to(BEGIN_PASSKEY)), posted, faults))
        }
    };
    below(app, ctx, &t.say("factor-passkey-add"), None, &main)
}

/// Asks before new recovery codes are made.
pub(crate) fn ask_codes(app: &App, ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let main = html! {
        div.confirm.panel {
            p { (t.say("factor-codes-ask")) }
            p.confirm-undo { (t.say("factor-codes-undo")) }
            form method="post" action=(ctx.path_to(CODES)) {
                (ui::form_key(None))
                div.buttons {
                    button.btn.btn-main { (t.say("factor-codes-new")) }
                    a.btn href=(ctx.path_to(ACCOUNT)) { (t.say("factor-not-now")) }
                }
            }
        }
    };
    below(app, ctx, &t.say("factor-codes-new"), None, &main)
}

/// New recovery codes, once.
pub(crate) fn codes(app: &App, ctx: &Ctx, codes: &[String]) -> Markup {
    let t = ctx.texts();
    let main = html! {
        div.panel {
            (codes_list(&t, codes))
            div.buttons {
                a.btn.btn-main href=(ctx.path_to(ACCOUNT)) { (t.say("factor-codes-kept")) }
                (print_button(&t))
            }
        }
    };
    below(app, ctx, &t.say("factor-codes"), None, &main)
}

/// Asks before a factor is taken away.
pub(crate) fn ask_remove(app: &App, ctx: &Ctx, path: &str, name: &str, last: bool) -> Markup {
    let t = ctx.texts();
    let title = t.with("factor-remove-title", [("name", name.into())]);
    let main = html! {
        div.confirm.panel {
            p { (t.say(if last { "factor-remove-last" } else { "factor-remove-what" })) }
            p.confirm-undo { (t.say("factor-remove-undo")) }
            form method="post" action=(ctx.path_to(path)) {
                div.buttons {
                    button.btn.btn-danger { (t.say("factor-remove")) }
                    a.btn href=(ctx.path_to(ACCOUNT)) { (t.say("factor-not-now")) }
                }
            }
        }
    };
    below(app, ctx, &title, None, &main)
}

/// Asks again who somebody is.
pub(crate) fn again(
    app: &App,
    ctx: &Ctx,
    (posted, faults): (&Posted, &FormFaults),
    has_totp: bool,
    back: &str,
) -> Markup {
    let t = ctx.texts();
    let action = ctx.path_to(again::PATH);
    let way = html! {
        @for field in again::Way::FIELDS {
            @if posted.has(field) { input type="hidden" name=(field) value=(posted.line(field)); }
        }
    };
    let shown = Posted::default();
    let main = html! {
        @if let Some(fault) = faults.of("passkey") { (ui::flash(Tone::Bad, &fault.sentence(&t))) }
        form.form method="post" action=(action) data-once=(t.say("sign-in-doing")) {
            (way)
            (Field::new(&t, &shown, faults, "password", "sign-in-password").required()
                .width("m").input("password"))
            div.buttons {
                button.btn.btn-main { (t.say("factor-go-on")) }
                a.btn.btn-quiet href=(back) { (t.say("factor-not-now")) }
            }
        }
        @if has_totp {
            form.form method="post" action=(action) data-once=(t.say("sign-in-doing")) {
                (way)
                h2 { (t.say("factor-again-or-code")) }
                (code_field(&t, faults, "code", false))
                div.buttons { button.btn { (t.say("factor-go-on")) } }
            }
        }
    };
    let lead = t.say("factor-again-why");
    below(app, ctx, &t.say("factor-again"), Some(&lead), &main)
}

/// It is proved; what waits on another page is sent from there.
pub(crate) fn proved(app: &App, ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let main = html! { div.notice data-tone="ok" { p { (t.say("factor-again-send")) } } };
    below(app, ctx, &t.say("factor-again-done"), None, &main)
}
