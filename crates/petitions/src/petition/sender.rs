//! Who sent a petition: sealed with a key the database does not hold, and found again without being
//! read (R-P4).

use std::fmt;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    App, Fault, Outcome, SiteId, Tx,
    personal::held::{plain_email, plain_phone},
};
use serde::{Deserialize, Serialize};

use super::{PetitionId, schema::petition_senders};

const PURPOSE: &str = "petition.sender";
const EMAIL_PURPOSE: &str = "petition.sender.email";
const PHONE_PURPOSE: &str = "petition.sender.phone";

/// Who sent it and how to reach them. Does not print itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SenderData {
    /// Name.
    pub name: String,
    /// Where they live.
    pub address: String,
    /// Telephone number, as typed.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Organisation they write for.
    pub organisation: String,
}

impl fmt::Debug for SenderData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SenderData")
    }
}

/// Seals a sender for a petition: under another petition's number it does not open.
pub fn seal(app: &App, petition: PetitionId, sender: &SenderData) -> Outcome<Vec<u8>> {
    let text = serde_json::to_vec(sender).map_err(Fault::bug)?;
    app.config().secrets.seal(PURPOSE, &petition.0.to_be_bytes(), &text)
}

/// Reads who sent a petition; `None` once that was erased. Whoever shows it to somebody else has
/// checked [`super::permissions::IDENTITY`], and tells that it was seen.
pub async fn read(
    app: &App,
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
) -> Outcome<Option<SenderData>> {
    let sealed: Option<Vec<u8>> = petition_senders::table
        .find(petition.0)
        .select(petition_senders::sealed)
        .first::<Option<Vec<u8>>>(&mut conn)
        .await
        .optional()?
        .flatten();
    sealed.map(|sealed| open(app, petition, &sealed)).transpose()
}

/// Opens [`seal`].
pub(super) fn open(app: &App, petition: PetitionId, sealed: &[u8]) -> Outcome<SenderData> {
    let aad = petition.0.to_be_bytes();
    let text = app.config().secrets.open(PURPOSE, &aad, sealed).map_err(Fault::bug)?;
    serde_json::from_slice(&text).map_err(Fault::bug)
}

/// What is kept of an e-mail address to find the sender's other petitions by; `None` without one.
pub fn email_mac(app: &App, email: &str) -> Option<Vec<u8>> {
    let plain = plain_email(email);
    (!plain.is_empty()).then(|| app.config().secrets.mac(EMAIL_PURPOSE, plain.as_bytes()).to_vec())
}

/// The same of a telephone number: of its digits, with Vietnam's own prefix as zero.
pub fn phone_mac(app: &App, phone: &str) -> Option<Vec<u8>> {
    let plain = plain_phone(phone);
    (!plain.is_empty()).then(|| app.config().secrets.mac(PHONE_PURPOSE, plain.as_bytes()).to_vec())
}

/// Keeps who sent a petition.
pub(super) async fn insert(
    app: &App,
    tx: &mut Tx,
    site: SiteId,
    petition: PetitionId,
    sender: &SenderData,
) -> Outcome<()> {
    let sealed = seal(app, petition, sender)?;
    let mut conn: &AsyncPgConnection = tx;
    diesel::insert_into(petition_senders::table)
        .values((
            petition_senders::petition_id.eq(petition.0),
            petition_senders::site_id.eq(site.0),
            petition_senders::sealed.eq(sealed),
            petition_senders::email_mac.eq(email_mac(app, &sender.email)),
            petition_senders::phone_mac.eq(phone_mac(app, &sender.phone)),
        ))
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// Erases who sent a petition. What they wrote stays; gives whether there was anything to erase.
pub(super) async fn erase(
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(
        petition_senders::table.find(petition.0).filter(petition_senders::sealed.is_not_null()),
    )
    .set((
        petition_senders::sealed.eq(None::<Vec<u8>>),
        petition_senders::email_mac.eq(None::<Vec<u8>>),
        petition_senders::phone_mac.eq(None::<Vec<u8>>),
        petition_senders::erased_at.eq(now),
    ))
    .execute(&mut conn)
    .await
    .map(|changed| changed > 0)
}

/// Notes that the sender asked for their data to be erased; gives whether that is new.
pub(super) async fn ask_erasure(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let open = petition_senders::table
        .find(id.0)
        .filter(petition_senders::erasure_asked_at.is_null())
        .filter(petition_senders::sealed.is_not_null());
    diesel::update(open)
        .set(petition_senders::erasure_asked_at.eq(now))
        .execute(&mut conn)
        .await
        .map(|changed| changed > 0)
}
