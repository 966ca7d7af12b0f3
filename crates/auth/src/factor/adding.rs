//! Factors being added: by somebody signed in, or on the way in.

use portal_core::{App, Ctx, Outcome, PersonId, Posted, Tx};

use super::{
    facts::{FactorAdded, Method, RecoveryCodesMade},
    offer,
    passkeys::{self, NewPasskey},
    pending, proof, queries, recovery,
    totp::Secret,
};

const OFFER: &str = "auth.totp.offer";
/// Longest name of a passkey, in characters.
pub const NAME_MAX: usize = 60;

/// An app being set up: the secret on the page, and the same sealed, to come back with the code.
pub struct Offer {
    /// For the hidden field.
    pub text: String,
    /// For the QR code.
    pub secret: Secret,
}

impl Offer {
    /// A new secret for a person.
    pub fn new(app: &App, ctx: &Ctx, person: PersonId) -> Outcome<Self> {
        let secret = Secret::new()?;
        let secrets = &app.config().secrets;
        let until = ctx.now + offer::SET_UP;
        let text = offer::seal(secrets, OFFER, person, until, secret.bytes())?;
        Ok(Self { text, secret })
    }

    /// The one that a form brings back; `None` when its time is over.
    pub fn read(app: &App, ctx: &Ctx, person: PersonId, posted: &Posted) -> Option<Self> {
        let text = posted.line("offer");
        let bytes = offer::open(&app.config().secrets, OFFER, person, ctx.now, &text)?;
        Some(Self { secret: Secret::of(&bytes)?, text })
    }
}

/// Adds an app, in place of whichever the person had, if the code is that of the offered secret.
pub async fn totp(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    offer: &Offer,
    code: &str,
) -> Outcome<bool> {
    let Some(step) = offer.secret.step_of(code, tx.now()) else { return Ok(false) };
    let owner = person.0.to_be_bytes();
    let sealed = app.config().secrets.seal(proof::SEALED, &owner, offer.secret.bytes())?;
    queries::put_totp(tx, person, &sealed, step, tx.now()).await?;
    added(tx, person, Method::Totp, None).await?;
    Ok(true)
}

/// Adds a passkey from a form, if the device's answer fits and nobody has it already.
pub async fn passkey(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    person: PersonId,
    name: &str,
    posted: &Posted,
) -> Outcome<bool> {
    let (state, answer) = (posted.line("state"), posted.text("passkey"));
    let new = passkeys::finish_adding(app, ctx, person, &state, &answer)?;
    let Some(NewPasskey { id, credential }) = new else { return Ok(false) };
    if !queries::insert_passkey(tx, person, name, (&id, &credential), tx.now()).await? {
        return Ok(false);
    }
    added(tx, person, Method::Passkey, Some(name.to_owned())).await?;
    Ok(true)
}

/// Whoever waits in the person's name without this factor waits no longer: the password alone was
/// enough for them to add one.
async fn added(tx: &mut Tx, person: PersonId, method: Method, name: Option<String>) -> Outcome<()> {
    pending::delete_of(tx, person).await?;
    tx.tell(FactorAdded { person, method, name }).await?;
    Ok(())
}

/// Makes new recovery codes in place of the former ones; the only time they are seen.
pub async fn make_codes(tx: &mut Tx, person: PersonId) -> Outcome<Vec<String>> {
    let codes = recovery::make()?;
    let hashes: Vec<[u8; 32]> =
        codes.iter().filter_map(|code| recovery::hash(person, code)).collect();
    queries::delete_recovery(tx, person).await?;
    queries::insert_recovery(tx, person, &hashes).await?;
    tx.tell(RecoveryCodesMade { person }).await?;
    Ok(codes)
}

/// The recovery codes that go with a first factor; `None` for whoever has some.
pub async fn first_codes(tx: &mut Tx, person: PersonId) -> Outcome<Option<Vec<String>>> {
    if queries::recovery_left(tx, person).await? > 0 {
        return Ok(None);
    }
    make_codes(tx, person).await.map(Some)
}
