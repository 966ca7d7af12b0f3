//! What a page carries for the portal itself: sealed, for one person, for some minutes. Nothing has to
//! be stored before somebody has confirmed it.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{Outcome, PersonId, SecretBox};

/// How long a page that sets up a factor may stand open.
pub const SET_UP: TimeDelta = TimeDelta::minutes(15);

/// Seals bytes for a person until a moment; gives text for a hidden field or a cookie.
pub fn seal(
    secrets: &SecretBox,
    purpose: &str,
    person: PersonId,
    until: DateTime<Utc>,
    bytes: &[u8],
) -> Outcome<String> {
    let mut plain = until.timestamp().to_be_bytes().to_vec();
    plain.extend_from_slice(bytes);
    secrets.seal(purpose, &person.0.to_be_bytes(), &plain).map(hex::encode)
}

/// The bytes, if they are this person's, of this purpose, and their time has not come.
pub fn open(
    secrets: &SecretBox,
    purpose: &str,
    person: PersonId,
    now: DateTime<Utc>,
    text: &str,
) -> Option<Vec<u8>> {
    let sealed = hex::decode(text).ok()?;
    let plain = secrets.open(purpose, &person.0.to_be_bytes(), &sealed).ok()?;
    let (until, bytes) = plain.split_first_chunk::<8>()?;
    (now.timestamp() < i64::from_be_bytes(*until)).then(|| bytes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_holds_for_one_person_one_purpose_and_some_minutes() {
        let secrets = SecretBox::read(&"a1".repeat(32)).unwrap();
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let text = seal(&secrets, "a", PersonId(7), now + SET_UP, b"secret").unwrap();
        let read = |purpose, person, at| open(&secrets, purpose, PersonId(person), at, &text);
        assert_eq!(read("a", 7, now).as_deref(), Some(b"secret".as_slice()));
        assert_eq!(read("a", 7, now + SET_UP), None);
        assert_eq!(read("a", 8, now), None);
        assert_eq!(read("b", 7, now), None);
        assert_eq!(open(&secrets, "a", PersonId(7), now, "zz"), None);
        assert_eq!(open(&secrets, "a", PersonId(7), now, ""), None);
    }
}
