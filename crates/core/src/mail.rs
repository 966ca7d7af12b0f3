//! E-mail: written down in the transaction that wants it sent, sent by a job after commit.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{App, Ctx, Fault, Job, Jobs, Outcome, module::CORE};

mod endpoint;
pub mod imap;
mod outbox;
mod smtp;

pub use crate::trust::{Trust, trust};
pub use endpoint::Endpoint;
pub use outbox::Outbox;
pub use smtp::{Smtp, SmtpSettings, is_mailbox};

/// A letter. `tx.send(Mail::new(…))` sends it once the transaction is committed; what fails is tried
/// again by the schedule of jobs, and at last laid before a person. Until then it is sealed: neither
/// address nor text can be read in the database.
///
/// Its `Message-ID` is made of [`Mail::id`], so that a letter sent twice is one letter to whoever
/// gets it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Identity, the same at every try.
    pub id: Uuid,
    /// Address.
    pub to: String,
    /// Subject; sent as one line.
    pub subject: String,
    /// Text, plain.
    pub text: String,
    /// After this moment it is worth nothing any more, and is not sent: a code that has ended.
    #[serde(default)]
    pub until: Option<DateTime<Utc>>,
    /// Where answers go, and what the mail system says of the letter; without it, to whom letters are
    /// from, which nobody reads.
    #[serde(default)]
    pub reply_to: Option<String>,
}

impl Mail {
    /// A letter to an address.
    pub fn new(to: impl Into<String>, subject: impl Into<String>, text: impl Into<String>) -> Self {
        let (to, subject, text) = (to.into(), subject.into(), text.into());
        Self { id: Uuid::new_v4(), to, subject, text, until: None, reply_to: None }
    }

    /// The same, worth nothing after a moment.
    #[must_use]
    pub fn until(self, end: DateTime<Utc>) -> Self {
        Self { until: Some(end), ..self }
    }

    /// The same, answered to an address.
    #[must_use]
    pub fn reply_to(self, address: Option<String>) -> Self {
        Self { reply_to: address, ..self }
    }
}

/// A letter on its way: [`Mail`], sealed, as the job that sends it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SealedMail {
    /// In hexadecimal.
    sealed: String,
}

const PURPOSE: &str = "mail";

impl SealedMail {
    pub(crate) fn new(app: &App, mail: &Mail) -> Outcome<Self> {
        let text = serde_json::to_vec(mail).map_err(Fault::bug)?;
        let sealed = app.config().secrets.seal(PURPOSE, b"", &text)?;
        Ok(Self { sealed: hex::encode(sealed) })
    }

    fn open(&self, app: &App) -> anyhow::Result<Mail> {
        let text = app.config().secrets.open(PURPOSE, b"", &hex::decode(&self.sealed)?)?;
        Ok(serde_json::from_slice(&text)?)
    }
}

impl Job for SealedMail {
    const KIND: &'static str = "core.mail.send";
    const MODULE: &'static str = CORE;

    async fn run(self, app: App, _: Ctx) -> anyhow::Result<()> {
        let mail = self.open(&app)?;
        if mail.until.is_some_and(|until| until <= app.now()) {
            tracing::info!(mail = %mail.id, "a letter is not sent: its time has passed");
            return Ok(());
        }
        let Some(post) = app.post() else {
            anyhow::bail!("no e-mail can be sent: the configuration has no [smtp]");
        };
        post.send(&app, &mail).await
    }
}

/// Core's own jobs; every installation runs them.
pub(crate) fn jobs() -> Jobs {
    Jobs::default().with::<SealedMail>()
}

/// Who takes letters to the mail system.
#[async_trait]
pub trait Postman: Send + Sync {
    /// Hands a letter over. Must bear being asked twice with the same letter.
    ///
    /// # Errors
    /// When it was not taken; it is tried again later.
    async fn send(&self, app: &App, mail: &Mail) -> anyhow::Result<()>;
}
