use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Refusal as _, Texts,
    law::PasswordStrength,
    ui::{
        self, Field, Tone,
        desk::{DeskPage, lone_page},
    },
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    CodeRefusal,
    code::{self, CODE, NEW},
    office,
    queries::RequestRow,
};
use crate::sign_in;

/// Which account.
pub(super) fn start(ctx: &Ctx, posted: &Posted, faults: &FormFaults, note: Option<&str>) -> Markup {
    let t = ctx.texts();
    let main = html! {
        p { (t.say("reset-lead")) }
        @if let Some(note) = note { (ui::flash(Tone::Warn, note)) }
        (ui::fault_summary(&t, faults, |_| t.say("sign-in-login")))
        form.form method="post" action=(ctx.path_to(code::PATH)) data-once=(t.say("reset-doing")) {
            (Field::new(&t, posted, faults, "login", "sign-in-login").required()
                .hint("sign-in-login-hint").complete("username").width("full").input("text"))
            div.buttons { button.btn.btn-main { (t.say("reset-ask")) } }
        }
        (otherwise(&t, ctx))
    };
    lone_page(ctx, &t.say("reset-title"), &main)
}

fn otherwise(t: &Texts, ctx: &Ctx) -> Markup {
    html! {
        p.hint { (t.say("reset-no-mail")) " " a href=(ctx.path_to(office::PATH)) { (t.say("reset-to-office")) } }
        p { a href=(ctx.path_to(sign_in::PATH)) { (t.say("reset-back")) } }
    }
}

/// The code.
pub(super) fn code(ctx: &Ctx, refusal: Option<CodeRefusal>) -> Markup {
    let t = ctx.texts();
    let over = refusal == Some(CodeRefusal::Over);
    let (posted, faults) = (Posted::default(), FormFaults::default());
    let main = html! {
        @match refusal {
            Some(refusal) => (ui::flash(Tone::Bad, &refusal.sentence(&t))),
            None => p { (t.with("reset-sent", [("minutes", code::minutes().into())])) },
        }
        @if over {
            div.buttons { a.btn.btn-main href=(ctx.path_to(code::PATH)) { (t.say("reset-again")) } }
        } @else {
            form.form method="post" action=(ctx.path_to(CODE)) data-once=(t.say("reset-doing")) {
                (Field::new(&t, &posted, &faults, "code", "reset-code").required()
                    .hint("reset-code-hint").complete("one-time-code").width("full").input("text"))
                div.buttons {
                    button.btn.btn-main { (t.say("reset-go-on")) }
                    a.btn.btn-quiet href=(ctx.path_to(code::PATH)) { (t.say("reset-again")) }
                }
            }
        }
        (otherwise(&t, ctx))
    };
    lone_page(ctx, &t.say("reset-code-title"), &main)
}

/// The new password.
pub(super) fn new(
    ctx: &Ctx,
    strength: PasswordStrength,
    faults: &FormFaults,
    note: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let posted = Posted::default();
    let hint = t.with(
        "password-hint",
        [("min", strength.min_length.into()), ("classes", strength.classes.into())],
    );
    let label = |field: &str| if field == "again" { "password-again" } else { "password-new" };
    let main = html! {
        @if let Some(note) = note { (ui::flash(Tone::Bad, note)) }
        p { (t.say("reset-new-lead")) }
        (ui::fault_summary(&t, faults, |field| t.say(label(field))))
        form.form method="post" action=(ctx.path_to(NEW)) data-once=(t.say("reset-doing")) {
            (Field::new(&t, &posted, faults, "new", label("new")).required()
                .hint_text(hint).complete("new-password").width("full").input("password"))
            (Field::new(&t, &posted, faults, "again", label("again")).required()
                .complete("new-password").width("full").input("password"))
            div.buttons { button.btn.btn-main { (t.say("reset-set")) } }
        }
    };
    lone_page(ctx, &t.say("reset-new-title"), &main)
}

/// The password is set.
pub(super) fn done(ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let main = html! {
        p { (t.say("reset-done-text")) }
        div.buttons { a.btn.btn-main href=(ctx.path_to(sign_in::PATH)) { (t.say("sign-in")) } }
    };
    lone_page(ctx, &t.say("reset-done"), &main)
}

const REQUEST: [(&str, &str); 4] = [
    ("login", "sign-in-login"),
    ("name", "member-name"),
    ("unit", "reset-unit"),
    ("contact", "reset-contact"),
];

/// A request to the provincial office.
pub(super) fn request(
    ctx: &Ctx,
    posted: &Posted,
    faults: &FormFaults,
    note: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let label = |field: &str| {
        REQUEST.iter().find(|(name, _)| *name == field).map_or_else(String::new, |(_, l)| t.say(l))
    };
    let main = html! {
        p { (t.say("reset-office-lead")) }
        @if let Some(note) = note { (ui::flash(Tone::Warn, note)) }
        (ui::fault_summary(&t, faults, label))
        form.form method="post" action=(ctx.path_to(office::PATH)) data-once=(t.say("reset-doing")) {
            (ui::form_key(Some(posted)))
            (Field::new(&t, posted, faults, "login", "sign-in-login").required()
                .complete("username").width("full").input("text"))
            (Field::new(&t, posted, faults, "name", "member-name").required()
                .complete("name").width("full").input("text"))
            (Field::new(&t, posted, faults, "unit", "reset-unit").required()
                .complete("organization").width("full").input("text"))
            (Field::new(&t, posted, faults, "contact", "reset-contact").required()
                .hint("reset-contact-hint").width("full").input("text"))
            div.buttons { button.btn.btn-main { (t.say("reset-office-send")) } }
        }
        p { a href=(ctx.path_to(sign_in::PATH)) { (t.say("reset-back")) } }
    };
    lone_page(ctx, &t.say("reset-office-title"), &main)
}

/// A request is with the office.
pub(super) fn sent(ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let main = html! {
        p { (t.say("reset-office-sent-text")) }
        div.buttons { a.btn href=(ctx.path_to(sign_in::PATH)) { (t.say("reset-back")) } }
    };
    lone_page(ctx, &t.say("reset-office-sent"), &main)
}

/// The office's list; `missing` is the request that was to be resolved without a note.
pub(super) fn list(app: &App, ctx: &Ctx, rows: &[RequestRow], missing: Option<i64>) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("reset-list-title"), t.say("reset-list-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: office::LIST,
        trail: &[],
        actions: html! {},
        flash: missing.map(|_| ui::flash(Tone::Bad, &t.say("reset-note-missing"))),
    };
    let (open, closed): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.state == "open");
    let main = html! {
        @if open.is_empty() {
            (ui::empty(&t.say("reset-list-none"), &t.say("reset-list-none-text"), None))
        }
        @for row in open { (open_request(&t, ctx, row, missing == Some(row.id))) }
        @if !closed.is_empty() {
            section.panel aria-labelledby="closed" {
                h2.panel-title id="closed" { (t.say("reset-list-closed")) }
                ul { @for row in closed { li {
                    strong { (row.login) } " "
                    (ui::badge(
                        if row.state == "done" { Tone::Ok } else { Tone::Plain },
                        &t.say(&format!("reset-state-{}", row.state)),
                    )) " " (row.note)
                    @if let Some(at) = row.resolved_at { p.meta { (ui::moment(&t, at)) } }
                } } }
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn open_request(t: &Texts, ctx: &Ctx, row: &RequestRow, missing: bool) -> Markup {
    let heading = format!("request-{}", row.id);
    let note = format!("note-{}", row.id);
    html! {
        section.panel aria-labelledby=(heading) {
            h2.panel-title id=(heading) { (row.login) }
            p {
                @if row.proved { (ui::badge(Tone::Ok, &t.say("reset-proved"))) }
                @else { (ui::badge(Tone::Warn, &t.say("reset-not-proved"))) }
            }
            p { (row.name) @if !row.unit.is_empty() { " – " (row.unit) } }
            p.meta {
                span { (row.contact) } " "
                span { (row.address.as_deref().unwrap_or("–")) } " "
                (ui::moment(t, row.created_at))
            }
            form.form method="post" action=(ctx.path_to(&format!("{}/{}", office::LIST, row.id))) {
                div.field {
                    label for=(note) { (t.say("reset-note")) }
                    textarea id=(note) name="note" rows="2" required maxlength="500"
                        aria-invalid=[missing.then_some("true")] {}
                }
                div.buttons {
                    @if !row.login.contains('@') {
                        button.btn.btn-main name="act" value="password" { (t.say("reset-act-password")) }
                    }
                    button.btn name="act" value="done" { (t.say("reset-act-done")) }
                    button.btn.btn-quiet name="act" value="refuse" { (t.say("reset-act-refuse")) }
                }
            }
        }
    }
}

/// The one-time password the office hands on, once.
pub(super) fn one_time(app: &App, ctx: &Ctx, row: &RequestRow, password: &SecretString) -> Markup {
    let t = ctx.texts();
    let title = t.with("member-created", [("name", row.login.as_str().into())]);
    let page = DeskPage {
        title: &title,
        lead: None,
        entry: office::LIST,
        trail: &[(t.say("reset-list-title"), office::LIST.to_owned())],
        actions: html! {},
        flash: None,
    };
    let main = html! {
        section.panel {
            dl.record { div { dt { (t.say("member-password")) } dd { code { (password.expose_secret()) } } } }
            p { (t.say("member-password-once")) }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}
