//! Changing one's password, with the old one. It happens where sign-in does.

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    Access, App, Ctx, Fault, FieldFault, FormFaults, Kind, Outcome, Page, Posted, Redirect,
    Refusal as _, Routes, law::PasswordStrength,
};
use secrecy::SecretString;

use super::{Decision, NEXT, asked, complete, credentials, decide, views, waiting};
use crate::{
    Auth,
    accounts::{self, NewPassword},
    credentials::SetPasswordRefusal,
    factor::{self, Gate},
    password, session,
};

/// Where a password is changed.
pub(crate) const CHANGE: &str = "/dang-nhap/doi-mat-khau";

pub(super) fn routes(auth: &Auth, routes: Routes) -> Routes {
    let auth = auth.clone();
    routes.get(CHANGE, Access::Public, form).post(
        CHANGE,
        Access::Public,
        move |ctx, app, headers, posted| change(auth, ctx, app, headers, posted),
    )
}

/// Asks whoever signed in with a password that somebody else set for one of their own.
pub(super) fn demand(app: &App, ctx: &Ctx, posted: &Posted) -> Outcome<Response> {
    let note = ctx.texts().say("password-must-change");
    let strength = accounts::strength_today(app)?;
    let none = FormFaults::default();
    Ok(Page::new(views::change(ctx, strength, posted, &none, Some(&note))).into_response())
}

/// Shows the form.
async fn form(ctx: Ctx, State(app): State<App>, RawQuery(query): RawQuery) -> Outcome<Response> {
    if ctx.site.kind != Kind::Province {
        return Ok(Redirect::to_site(app.province_url(ctx.lang, CHANGE)?).into_response());
    }
    let next = asked(query.as_deref()).line(NEXT);
    let mut posted = Posted::from_pairs([(NEXT, next)]);
    if let Some(person) = ctx.actor.person() {
        posted.put("login".into(), person.login.clone());
    }
    let strength = accounts::strength_today(&app)?;
    let none = FormFaults::default();
    Ok(Page::new(views::change(&ctx, strength, &posted, &none, None)).into_response())
}

/// Changes a password, for whoever has the old one, and signs in with the new. Where a second factor
/// is asked for, the password stays as it is until that is proved.
///
/// Requirement: R-A3.
async fn change(
    auth: Auth,
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    if ctx.site.kind != Kind::Province {
        return Err(Fault::NotFound);
    }
    let no_faults = FormFaults::default();
    let strength = accounts::strength_today(&app)?;
    let show = |faults: &FormFaults, note: Option<&str>, status: StatusCode| {
        Page::new(views::change(&ctx, strength, &posted, faults, note)).status(status)
    };
    let faults = faults_of(strength, &posted);
    if !faults.is_empty() {
        return Ok(show(&faults, None, StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let verified = match decide(&auth, &app, &ctx, &headers, &posted).await? {
        Decision::Right(verified) => verified,
        Decision::Wrong(sentence, status) => {
            return Ok(show(&no_faults, Some(&sentence), status).into_response());
        }
        Decision::Wait(seconds) => {
            let sentence = ctx.texts().with("sign-in-wait", [("seconds", seconds.into())]);
            let page = show(&no_faults, Some(&sentence), StatusCode::TOO_MANY_REQUESTS);
            return Ok(waiting(page, seconds));
        }
    };
    let person = verified.person;
    let (_, hash) = {
        let conn = app.db().platform().await?;
        if crate::credentials::queries::of_person(&conn, person).await?.is_none() {
            // A mailbox's password is the mail system's; one kept here beside it would be a second door.
            let sentence = SetPasswordRefusal::Elsewhere.sentence(&ctx.texts());
            let page = show(&no_faults, Some(&sentence), StatusCode::UNPROCESSABLE_ENTITY);
            return Ok(page.into_response());
        }
        let new = NewPassword::Given(posted.text("new").into());
        accounts::ready_password(&app, &conn, person, new).await?
    };
    let next = posted.line(NEXT);
    if let Gate::Ask(response) =
        factor::gate(&auth, &app, &ctx, &verified, &next, Some(&hash)).await?
    {
        return Ok(response);
    }
    let mut acting = ctx.clone();
    acting.actor = session::actor(&verified);
    // The named door: passwords are written by it alone, and this one is the person's own.
    let mut tx = app.begin_platform(&acting).await?;
    accounts::put_password(&app, &mut tx, person, &hash, false).await?;
    tx.commit().await?;
    auth.known.forget(person);
    complete(&auth, &app, &ctx, &headers, &verified, &next).await
}

/// What is wrong with the new password, before anybody's old one is looked at.
fn faults_of(strength: PasswordStrength, posted: &Posted) -> FormFaults {
    let mut faults = FormFaults::default();
    for field in ["login", "password", "new"] {
        if !posted.has(field) {
            faults.add(field, FieldFault::Missing);
        }
    }
    let (login, old) = credentials(posted);
    let new = posted.text("new");
    if posted.has("new") {
        for fault in password::faults(strength, &login, &new) {
            faults.add("new", fault.into());
        }
        let new = SecretString::from(new);
        if password::same(&old, &new) {
            faults.add("new", FieldFault::Other("password-same", vec![]));
        }
        if !password::same(&new, &posted.text("again").into()) {
            faults.add("again", FieldFault::Other("password-not-again", vec![]));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_strong_new_and_typed_twice() {
        let strength = PasswordStrength { min_length: 14, classes: 4 };
        let form = |new: &str, again: &str| {
            let fields =
                [("login", "an"), ("password", "Quang-Tri-2025-x"), ("new", new), ("again", again)];
            faults_of(strength, &Posted::from_pairs(fields))
        };
        assert!(form("Quang-Tri-2026-x", "Quang-Tri-2026-x").is_empty());
        assert!(form("Quang-Tri-2026-x", "Quang-Tri-2026-y").of("again").is_some());
        assert!(form("Quang-Tri-2025-x", "Quang-Tri-2025-x").of("new").is_some());
        assert!(form("short", "short").of("new").is_some());
        assert!(form("", "").of("new").is_some());
    }
}
