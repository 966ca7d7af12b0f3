use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Page, Posted,
    law::PasswordStrength,
    ui::{self, Field, Tone, desk::lone_page},
};

use super::{CHANGE, DESK, NEXT, PATH, passage};
use crate::reset;

/// The sign-in form; the password never comes back.
pub(super) fn sign_in(app: &App, ctx: &Ctx, posted: &Posted, refused: Option<&str>) -> Markup {
    let t = ctx.texts();
    let none = FormFaults::default();
    let aim = passage::Aim::of_path(app, &posted.line(NEXT));
    let site = aim.as_deref().unwrap_or(&ctx.site);
    let main = html! {
        p.meta { (site.name(ctx.lang)) }
        @if aim.is_some() { p.hint { (t.say("sign-in-once")) } }
        @if let Some(sentence) = refused { (ui::flash(Tone::Bad, sentence)) }
        form.form method="post" action=(ctx.path_to(PATH)) data-once=(t.say("sign-in-doing")) {
            (next(posted))
            (Field::new(&t, posted, &none, "login", "sign-in-login").required()
                .hint("sign-in-login-hint").complete("username").width("full").input("text"))
            (Field::new(&t, posted, &none, "password", "sign-in-password").required()
                .width("full").input("password"))
            div.buttons { button.btn.btn-main { (t.say("sign-in")) } }
        }
        p { a href=(ctx.path_to(reset::code::PATH)) { (t.say("sign-in-forgotten")) } }
        p { a href=(ctx.path_to(CHANGE)) { (t.say("password-change")) } }
    };
    lone_page(ctx, &t.say("sign-in"), &main)
}

/// The page between a form and another site: it goes on by itself, and by a link. `title` is the key
/// of what is done.
pub(crate) fn leading_on(ctx: &Ctx, title: &str, address: &str) -> Response {
    let t = ctx.texts();
    let main = html! {
        p { (t.say("sign-in-leading")) }
        div.buttons { a.btn.btn-main href=(address) { (t.say("sign-in-lead-on")) } }
    };
    let mut response = Page::new(lone_page(ctx, &t.say(title), &main)).into_response();
    // Addresses of this installation and paths checked before: no line ends.
    if let Ok(refresh) = HeaderValue::try_from(format!("0; url={address}")) {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    response
}

/// A code that opens nothing any more.
pub(super) fn too_late(ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let main = html! {
        p { (t.say("sign-in-too-late-text")) }
        div.buttons { a.btn.btn-main href=(ctx.path_to(&super::path(&ctx.path_to(DESK)))) { (t.say("sign-in-again")) } }
    };
    lone_page(ctx, &t.say("sign-in-too-late"), &main)
}

/// The form to change a password: the old one, the new one, the new one again.
pub(super) fn change(
    ctx: &Ctx,
    strength: PasswordStrength,
    posted: &Posted,
    faults: &FormFaults,
    note: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let hint = t.with(
        "password-hint",
        [("min", strength.min_length.into()), ("classes", strength.classes.into())],
    );
    let label = |field: &str| t.say(label_of(field));
    let main = html! {
        p.meta { (ctx.site.name(ctx.lang)) }
        @if let Some(note) = note { (ui::flash(Tone::Warn, note)) }
        (ui::fault_summary(&t, faults, label))
        form.form method="post" action=(ctx.path_to(CHANGE)) data-once=(t.say("sign-in-doing")) {
            (next(posted))
            (Field::new(&t, posted, faults, "login", label_of("login")).required()
                .complete("username").width("full").input("text"))
            (Field::new(&t, posted, faults, "password", label_of("password")).required()
                .width("full").input("password"))
            (Field::new(&t, posted, faults, "new", label_of("new")).required()
                .hint_text(hint).complete("new-password").width("full").input("password"))
            (Field::new(&t, posted, faults, "again", label_of("again")).required()
                .complete("new-password").width("full").input("password"))
            div.buttons {
                button.btn.btn-main { (t.say("password-change-do")) }
                a.btn.btn-quiet href=(ctx.path_to(PATH)) { (t.say("sign-in")) }
            }
        }
    };
    lone_page(ctx, &t.say("password-change"), &main)
}

fn label_of(field: &str) -> &'static str {
    match field {
        "login" => "sign-in-login",
        "new" => "password-new",
        "again" => "password-again",
        _ => "password-old",
    }
}

fn next(posted: &Posted) -> Markup {
    html! {
        @if posted.has(NEXT) { input type="hidden" name=(NEXT) value=(posted.line(NEXT)); }
    }
}
