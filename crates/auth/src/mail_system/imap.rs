//! Mail systems that speak IMAP: signing in there is the question.

use std::time::Duration;

use async_trait::async_trait;
use portal_core::mail::{
    Endpoint, Trust,
    imap::{ImapServer, Session},
};
use secrecy::SecretString;

use super::{MailPerson, MailSystem};

/// How long a polite goodbye may take; nobody waits for it.
const GOODBYE: Duration = Duration::from_secs(1);

/// A mail system that is asked by IMAP.
pub struct Imap(ImapServer);

impl Imap {
    /// Makes ready to ask a server (`imap` or `imaps`); it is not asked yet.
    ///
    /// # Errors
    /// A host that no certificate can name.
    pub fn new(at: Endpoint, trust: &Trust) -> anyhow::Result<Self> {
        ImapServer::new(at, trust).map(Self)
    }
}

#[async_trait]
impl MailSystem for Imap {
    fn kind(&self) -> &'static str {
        "imap"
    }

    async fn verify(
        &self,
        address: &str,
        password: &SecretString,
    ) -> anyhow::Result<Option<MailPerson>> {
        let Some(session) = self.0.sign_in(address, password).await? else { return Ok(None) };
        tokio::spawn(tokio::time::timeout(GOODBYE, say_goodbye(session)));
        Ok(Some(MailPerson::default()))
    }
}

async fn say_goodbye(mut session: Session) {
    let _ = session.logout().await;
}
