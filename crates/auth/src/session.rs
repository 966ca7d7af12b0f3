//! Sign-ins and sessions. A sign-in is somebody at a browser, for all sites (R-A1); a session is its
//! part on one site: a random token in a cookie of that site alone, its hash in a row.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{Actor, Fault, Outcome, PersonId, SiteId, Tx};
use rand::{TryRng as _, rngs::SysRng};
use sha2::{Digest as _, Sha256};

use crate::{accounts, facts::SignedIn};

pub(crate) mod known;
pub(crate) mod queries;

/// Identity of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignInId(pub i64);

/// A sign-in that is used on no site for so long ends.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);

/// A sign-in ends after so long, however much it is used.
pub const LIFE: TimeDelta = TimeDelta::hours(12);

/// The last use is written down at most so often.
pub const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// What the visitor's cookie holds: 256 bits from the operating system, in hexadecimal.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// SHA-256 of a token; what is stored, and useless to whoever reads it.
pub type TokenHash = [u8; 32];

impl Token {
    /// Makes a new one.
    pub fn new() -> Outcome<Self> {
        let mut bytes = [0_u8; 32];
        SysRng.try_fill_bytes(&mut bytes).map_err(Fault::bug)?;
        Ok(Self(hex::encode(bytes)))
    }

    /// Reads what a request carries; `None` when it cannot be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 64 && text.bytes().all(hexadecimal)).then(|| Self(text.to_owned()))
    }

    /// What is stored.
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The text for a `Cookie` header of the session's visitor.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// For how long it holds that somebody proved who they are, before they change who may do what.
pub const PROOF_LIFE: TimeDelta = TimeDelta::minutes(5);

/// Whether a session has not ended by its age or by not being used.
pub fn is_alive(created: DateTime<Utc>, seen: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < created + LIFE && now < seen + IDLE
}

/// Whether somebody has proved lately who they are.
pub fn is_proved(proved: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    proved.is_some_and(|proved| now < proved + PROOF_LIFE)
}

/// Whether a use is worth writing down.
pub fn is_worth_noting(seen: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now >= seen + NOTED_EVERY
}

/// Where a session was opened from, for the record.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Address.
    pub address: Option<String>,
    /// `User-Agent`, cut short.
    pub user_agent: Option<String>,
}

/// Signs a person in, and tells so; the caller has made sure who it is, by all that is asked of them.
/// Ended sign-ins are swept out on the way. The transaction is the platform door's.
pub async fn begin(tx: &mut Tx, person: PersonId, from: &Origin) -> Outcome<SignInId> {
    let now = tx.now();
    queries::sweep(tx, now).await?;
    let last = accounts::signed_in(tx, person, from.address.as_deref()).await?;
    let sign_in = queries::insert_sign_in(tx, person, (from, last.as_ref()), now).await?;
    tx.tell(SignedIn { person }).await?;
    Ok(sign_in)
}

/// Opens the session of a sign-in on a site.
pub async fn open(
    tx: &Tx,
    site: SiteId,
    (sign_in, person): (SignInId, PersonId),
) -> Outcome<Token> {
    let token = Token::new()?;
    queries::insert(tx, site, &token.hash(), (sign_in, person), tx.now()).await?;
    Ok(token)
}

/// The actor of a person who was just verified, for what is done before there is a session.
pub(crate) fn actor(verified: &crate::Verified) -> Actor {
    Actor::Person(std::sync::Arc::new(portal_core::Person {
        id: verified.person,
        name: verified.name.clone(),
        login: verified.login.clone(),
        grants: Vec::new(),
        last: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_back_and_nothing_else_is() {
        let token = Token::new().unwrap();
        assert!(Token::parse(token.as_str()) == Some(token.clone()));
        assert!(Token::new().unwrap() != token);
        for text in ["", "abc", &"g".repeat(64), &"A".repeat(64), &"a".repeat(65)] {
            assert!(Token::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_session_ends_by_rest_and_by_age() {
        let start = DateTime::UNIX_EPOCH;
        let minutes = |n| start + TimeDelta::minutes(n);
        for (seen, now, alive) in [
            (0, 0, true),
            (0, 29, true),
            (0, 30, false),
            (29, 58, true),
            (719, 719, true),
            (719, 720, false),
        ] {
            assert_eq!(is_alive(start, minutes(seen), minutes(now)), alive, "{seen} {now}");
        }
        let proved = Some(start);
        assert!(is_proved(proved, minutes(5) - TimeDelta::seconds(1)));
        assert!(!is_proved(proved, minutes(5)) && !is_proved(None, start));
        assert!(!is_worth_noting(start, start + TimeDelta::seconds(59)));
        assert!(is_worth_noting(start, minutes(1)));
    }
}
