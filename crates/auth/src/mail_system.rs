//! Mail systems, as sign-in asks them (R-A1): does this password open this mailbox?

use async_trait::async_trait;
use secrecy::SecretString;

mod imap;
mod ldap;

pub use imap::Imap;
pub use ldap::{Found, Ldap, LdapSettings, filled, read_entry};

/// What a mail system says of somebody whose password was right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailPerson {
    /// Name, where the system has a directory.
    pub name: Option<String>,
    /// Where the person works, where the directory says so.
    pub unit: Option<String>,
}

/// Why a mail system does not take a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// It has no such mailbox, or more than one.
    NoMailbox,
    /// Its own rules refuse the password.
    Refused,
}

/// A mail system. Every `Err` says that the system itself failed; whoever asks keeps the time.
#[async_trait]
pub trait MailSystem: Send + Sync {
    /// Short word for metrics and logs: `imap`.
    fn kind(&self) -> &'static str;

    /// Says whose mailbox a password opens; `None` when it opens none. Never asked with an empty
    /// password or a NUL.
    async fn verify(
        &self,
        address: &str,
        password: &SecretString,
    ) -> anyhow::Result<Option<MailPerson>>;

    /// Whether it can be told new passwords.
    fn can_set_password(&self) -> bool {
        false
    }

    /// Tells it the new password of a mailbox.
    async fn set_password(
        &self,
        _address: &str,
        _new: &SecretString,
    ) -> anyhow::Result<Result<(), NotTaken>> {
        anyhow::bail!("this mail system cannot be told passwords")
    }
}

/// The part of an address before the domain.
fn local_part(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(local, _)| local)
}
