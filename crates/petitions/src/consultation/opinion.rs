//! What somebody says of a draft, and who that is.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use portal_core::{Fault, Outcome, SecretBox, Texts};
use serde::{Deserialize, Serialize};

use super::{OpinionId, Part, Refusal, files::Attachment, schema::consultation_opinions};

pub mod queries;

/// A row of `consultation_opinions`.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = consultation_opinions)]
pub struct Opinion {
    /// Identity.
    pub id: i64,
    /// Of which consultation.
    pub consultation_id: i64,
    /// Key of a part; empty is the draft as a whole.
    pub place: String,
    /// `portal`, `paper` or `invited`.
    pub source: String,
    /// `person` or `organisation`.
    pub sender_kind: String,
    /// As it was sent.
    pub body: String,
    /// Words proposed, as they were sent.
    pub proposal: String,
    /// Whether the name may be shown.
    pub show_name: bool,
    state: String,
    /// The name readers see, where they see one.
    pub shown_name: String,
    /// What readers see.
    pub shown_body: String,
    /// The proposed words readers see.
    pub shown_proposal: String,
    /// Why it is not shown.
    pub reason: String,
    /// More on that.
    pub note: String,
    /// The one it says the same as.
    pub same_as: Option<i64>,
    /// Its row of the table.
    pub row_id: Option<i64>,
    /// The body that was asked.
    pub invitation_id: Option<i64>,
    email_state: String,
    attachment: Option<serde_json::Value>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Who decided whether it is shown.
    pub decided_name: String,
}

impl Opinion {
    /// Identity, typed.
    pub fn id(&self) -> OpinionId {
        OpinionId(self.id)
    }

    /// Word of its state: `waiting`, `published`, `refused`.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// `none`, `asked` or `confirmed`.
    pub fn email_state(&self) -> &str {
        &self.email_state
    }

    /// The file that came with it.
    pub fn attachment(&self) -> Option<Attachment> {
        self.attachment.clone().and_then(|attachment| serde_json::from_value(attachment).ok())
    }

    /// Decides on it, once more too, as long as it stands in no table.
    pub fn decide(&self) -> Result<(), Refusal> {
        if self.row_id.is_some() { Err(Refusal::OpinionSettled) } else { Ok(()) }
    }
}

/// The name of a place, in words.
pub fn place_name(t: &Texts, parts: &[Part], place: &str) -> String {
    if place.is_empty() {
        return t.say("consult-place-general");
    }
    parts
        .iter()
        .find(|part| part.key == place)
        .map_or_else(|| place.to_owned(), |p| p.label.clone())
}

/// Who sent an opinion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Name of the person, or of whoever speaks for the organisation.
    pub name: String,
    /// Name of the organisation.
    pub organisation: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// Purpose of the key that seals senders.
const PURPOSE: &str = "consultation.sender";

impl Sender {
    /// The name that is shown with consent: the organisation's, or the person's.
    pub fn shown(&self) -> &str {
        if self.organisation.is_empty() { &self.name } else { &self.organisation }
    }

    /// Seals who sent an opinion; moved to another opinion it does not open.
    pub fn seal(&self, secrets: &SecretBox, opinion: OpinionId) -> Outcome<Vec<u8>> {
        let text = serde_json::to_vec(self).map_err(Fault::bug)?;
        secrets.seal(PURPOSE, owner(opinion).as_bytes(), &text)
    }

    /// Opens what [`Sender::seal`] made.
    pub fn open(secrets: &SecretBox, opinion: OpinionId, sealed: &[u8]) -> Outcome<Self> {
        let text = secrets.open(PURPOSE, owner(opinion).as_bytes(), sealed)?;
        serde_json::from_slice(&text).map_err(Fault::bug)
    }
}

fn owner(opinion: OpinionId) -> String {
    format!("consultation opinion {opinion}")
}

/// A secret in an address, made of a number and the installation's keys; nothing of it is stored.
pub fn token(secrets: &SecretBox, purpose: &str, id: i64) -> String {
    format!("{id}-{}", hex::encode(secrets.mac(purpose, id.to_string().as_bytes())))
}

/// The number of a [`token`] that is none of somebody's invention.
pub fn of_token(secrets: &SecretBox, purpose: &str, token: &str) -> Option<i64> {
    let (id, mac) = token.split_once('-')?;
    let mac = hex::decode(mac).ok()?;
    secrets.mac_fits(purpose, id.as_bytes(), &mac).then(|| id.parse().ok())?
}

/// Purpose of the tokens that confirm an address.
pub const CONFIRM: &str = "consultation.confirm";
