//! What somebody answers, and whether it proves anything.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{App, Ctx, Outcome, PersonId, Posted, Tx};
use serde_json::Value;

use super::{
    facts::{Method, RecoveryCodeUsed, SecondFactorFailed},
    passkeys, queries, recovery,
    totp::Secret,
};
use crate::accounts::life_queries;

/// Purpose under which the secrets of apps are sealed.
pub const SEALED: &str = "auth.totp";

/// Wrong codes in a row that an app bears: at 3 good codes in a million, 1 in 3,000 is guessed.
const GUESSES: i32 = 100;
/// How long after the newest of them its codes are not looked at.
const PAUSE: TimeDelta = TimeDelta::days(1);

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// By which factor.
    pub method: Method,
    text: String,
}

impl Given {
    /// The fields that may hold an answer, each with its method.
    const FIELDS: [(&str, Method); 3] =
        [("passkey", Method::Passkey), ("code", Method::Totp), ("recovery", Method::Recovery)];

    /// Reads a form; `None` when nothing was answered.
    pub fn read(posted: &Posted) -> Option<Self> {
        let (field, method) = Self::FIELDS.into_iter().find(|(field, _)| posted.has(field))?;
        Some(Self { method, text: posted.text(field) })
    }

    /// The field it was given in.
    pub fn field(&self) -> &'static str {
        Self::FIELDS.iter().find(|(_, of)| *of == self.method).map_or("code", |(field, _)| field)
    }
}

/// Whether an answer proves who somebody is. What is good once is used up in the transaction, which
/// is rolled back when the answer is not taken.
///
/// Requirement: R-A3.
pub async fn holds(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    person: PersonId,
    given: &Given,
    webauthn_state: Option<Value>,
) -> Outcome<bool> {
    match given.method {
        Method::Totp => totp_holds(app, tx, person, &given.text).await,
        Method::Recovery => recovery_holds(tx, person, &given.text).await,
        Method::Passkey => {
            let Some(state) = webauthn_state else { return Ok(false) };
            let has = queries::passkeys(tx, person).await?;
            match passkeys::finish_asking(app, ctx, &has, state, &given.text)? {
                Some((id, now_so)) => {
                    Ok(queries::note_passkey(tx, person, id, &now_so, tx.now()).await?)
                }
                None => Ok(false),
            }
        }
    }
}

/// Whether the codes of an app are not looked at for now: so many were wrong in a row that somebody
/// with the password is guessing. Passkeys and recovery codes, which cannot be guessed, still work.
///
/// Requirement: R-A3.
pub fn is_paused(wrong: i32, newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    wrong >= GUESSES && newest.is_some_and(|newest| now < newest + PAUSE)
}

async fn totp_holds(app: &App, tx: &Tx, person: PersonId, code: &str) -> Outcome<bool> {
    let Some(row) = queries::totp(tx, person).await? else { return Ok(false) };
    if is_paused(row.wrong, row.wrong_at, tx.now()) {
        return Ok(false);
    }
    let opened = app.config().secrets.open(SEALED, &person.0.to_be_bytes(), &row.secret)?;
    let step = Secret::of(&opened).and_then(|secret| secret.step_of(code, tx.now()));
    match step {
        Some(step) => Ok(queries::use_step(tx, person, step).await?),
        None => Ok(false),
    }
}

async fn recovery_holds(tx: &mut Tx, person: PersonId, code: &str) -> Outcome<bool> {
    let Some(hash) = recovery::hash(person, code) else { return Ok(false) };
    if !queries::use_recovery(tx, person, &hash, tx.now()).await? {
        return Ok(false);
    }
    let left = queries::recovery_left(tx, person).await?;
    tx.tell(RecoveryCodeUsed { person, left }).await?;
    Ok(true)
}

/// Records an answer that proved nothing.
pub async fn record_failure(app: &App, ctx: &Ctx, person: PersonId, method: Method) -> Outcome<()> {
    // The named door: only it may count.
    let mut tx = app.begin_platform(ctx).await?;
    if method == Method::Totp {
        queries::note_wrong(&tx, person, ctx.now).await?;
    }
    life_queries::failed_factor(&tx, person).await?;
    let address = ctx.address.map(|address| address.to_string());
    tx.tell(SecondFactorFailed { person, method, address }).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_wrong_codes_in_a_row_pause_an_app_for_a_day() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let hours = |hours| Some(now - TimeDelta::hours(hours));
        for (wrong, newest, paused) in [
            (0, None, false),
            (99, hours(0), false),
            (100, hours(0), true),
            (100, hours(23), true),
            (100, hours(24), false),
            (500, hours(1), true),
        ] {
            assert_eq!(is_paused(wrong, newest, now), paused, "{wrong} {newest:?}");
        }
    }

    #[test]
    fn an_answer_is_read_from_the_field_it_was_given_in() {
        let read = |pairs: &[(&str, &str)]| Given::read(&Posted::from_pairs(pairs.iter().copied()));
        assert_eq!(read(&[("code", "")]), None);
        for (field, method) in Given::FIELDS {
            let given = read(&[("offer", "o"), (field, "x")]).unwrap();
            assert_eq!((given.method, given.field(), given.text.as_str()), (method, field, "x"));
        }
    }
}
