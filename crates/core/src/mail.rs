//! E-mail: written down in the transaction that wants it sent, sent by a job after commit.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{App, Ctx, Job, Jobs, module::CORE};

mod endpoint;
mod smtp;

pub use endpoint::Endpoint;
pub use smtp::{Smtp, SmtpSettings, is_mailbox};

/// A letter. `tx.later(Mail::new(…))` sends it once the transaction is committed; what fails is tried
/// again by the schedule of jobs, and at last laid before a person.
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
}

impl Mail {
    /// A letter to an address.
    pub fn new(to: impl Into<String>, subject: impl Into<String>, text: impl Into<String>) -> Self {
        let (to, subject, text) = (to.into(), subject.into(), text.into());
        Self { id: Uuid::new_v4(), to, subject, text, until: None }
    }

    /// The same, worth nothing after a moment.
    #[must_use]
    pub fn until(self, end: DateTime<Utc>) -> Self {
        Self { until: Some(end), ..self }
    }
}

impl Job for Mail {
    const KIND: &'static str = "core.mail.send";
    const MODULE: &'static str = CORE;

    async fn run(self, app: App, _: Ctx) -> anyhow::Result<()> {
        if self.until.is_some_and(|until| until <= app.now()) {
            tracing::info!(mail = %self.id, "a letter is not sent: its time has passed");
            return Ok(());
        }
        let Some(post) = app.post() else {
            anyhow::bail!("no e-mail can be sent: the configuration has no [smtp]");
        };
        post.send(&app, &self).await
    }
}

/// Core's own jobs; every installation runs them.
pub(crate) fn jobs() -> Jobs {
    Jobs::default().with::<Mail>()
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
