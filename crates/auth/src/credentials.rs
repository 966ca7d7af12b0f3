//! What sign-in asks: does this login go with this password? Mail systems (IMAP, LDAP) plug in here.

use async_trait::async_trait;
use portal_core::{App, PersonId, Refusal, Texts};
use secrecy::{ExposeSecret, SecretString};

mod local;
pub(crate) mod queries;

pub use local::LocalAccounts;

/// Somebody whose password was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Who.
    pub person: PersonId,
    /// Login name.
    pub login: String,
    /// Name as shown.
    pub name: String,
    /// Whether the password was set by somebody else and must be changed before anything else
    /// (key `account.password` of the law packs).
    pub must_change: bool,
}

/// Why a store says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Nobody has this login with this password.
    WrongCredentials,
    /// The store cannot be asked now: it is away, or too many wait for it.
    Unavailable,
    /// The password was right, but the account is switched off.
    SwitchedOff,
}

impl Refusal for SignInRefusal {
    /// One text for all that must not be told apart from outside.
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::WrongCredentials | Self::SwitchedOff => "sign-in-failed",
            Self::Unavailable => "sign-in-unavailable",
        })
    }
}

/// A store of credentials (R-A1).
#[async_trait]
pub trait CredentialStore: Send + Sync {
    /// Says who has this login and password.
    ///
    /// Takes the same time whether or not somebody has the login. Never asked with what
    /// [`is_worth_asking`] refuses.
    async fn verify(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
    ) -> Result<Verified, SignInRefusal>;

    /// Whether somebody's password can be set here, by what is configured; does not tell whether
    /// there is such a person (R-A2).
    fn can_set_password(&self, _login: &str) -> bool {
        false
    }

    /// Sets the password of a login, whatever it was. Whoever asks has made sure that it is the
    /// person's own wish, tells the fact, and ends their sessions.
    async fn set_password(
        &self,
        _app: &App,
        _login: &str,
        _new: &SecretString,
    ) -> Result<(), SetPasswordRefusal> {
        Err(SetPasswordRefusal::Elsewhere)
    }
}

/// Why a store does not set a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetPasswordRefusal {
    /// Passwords of this login are set elsewhere.
    Elsewhere,
    /// The mail system has no such mailbox.
    NoMailbox,
    /// The mail system's own rules refuse this password.
    AgainstItsRules,
    /// The mail system cannot be asked now.
    Unavailable,
}

impl Refusal for SetPasswordRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::Elsewhere => "mail-password-elsewhere",
            Self::NoMailbox => "mail-password-no-mailbox",
            Self::AgainstItsRules => "mail-password-against-rules",
            Self::Unavailable => "mail-password-unavailable",
        })
    }
}

/// Longest password that is looked at, in bytes.
pub const PASSWORD_MAX_BYTES: usize = 512;

/// Whether a store may be asked at all. LDAP takes an empty password for an anonymous bind and says
/// yes; a NUL ends the text for servers written in C.
pub fn is_worth_asking(login: &str, password: &SecretString) -> bool {
    let password = password.expose_secret();
    is_login(login)
        && !password.is_empty()
        && password.len() <= PASSWORD_MAX_BYTES
        && !password.contains('\0')
}

/// Whether a text has the form of a login name: 2 to 64 of `a-z 0-9 . _ - @`, beginning with a
/// letter or digit.
pub fn is_login(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.chars().all(|c| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_broken_credentials_are_refused_before_any_store_is_asked() {
        for (login, password, right) in [
            ("an.nguyen", "x", true),
            ("an@quangtri.gov.vn", "mật khẩu", true),
            ("an.nguyen", "", false),
            ("an.nguyen", "a\0b", false),
            ("", "x", false),
            ("a", "x", false),
            ("An", "x", false),
            ("an)(uid=*", "x", false),
            ("-an", "x", false),
        ] {
            assert_eq!(is_worth_asking(login, &password.into()), right, "{login:?} {password:?}");
        }
        let long = "x".repeat(PASSWORD_MAX_BYTES + 1);
        assert!(!is_worth_asking("an", &long.into()));
    }
}
