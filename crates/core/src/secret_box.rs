//! Secrets at rest: sealed with keys that the database does not hold (R-A3, R-P4).
//!
//! Whoever reads the database, or a backup of it, learns nothing of what is sealed. Each purpose has
//! a key of its own, derived by HKDF-SHA256; what is sealed for one cannot be opened for another.

use std::{fmt, sync::Arc};

use aes_gcm::{
    Aes256Gcm, KeyInit as _, Nonce,
    aead::{Aead as _, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use rand::{TryRng as _, rngs::SysRng};
use sha2::Sha256;

use crate::{Fault, Outcome};

/// First byte of everything sealed: how it is put together.
const FORM: u8 = 1;
const NONCE: usize = 12;
/// Form, key id, nonce.
const HEAD: usize = 1 + 4 + NONCE;

/// The key ring of an installation. Cheap to clone; does not print its keys.
#[derive(Clone)]
pub struct SecretBox(Arc<Ring>);

struct Ring {
    first: Key,
    older: Vec<Key>,
}

struct Key {
    id: u32,
    bytes: [u8; 32],
}

impl fmt::Debug for SecretBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretBox of {} keys", 1 + self.0.older.len())
    }
}

/// What is wrong with a key file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// There is no key in it.
    #[error("holds no key")]
    None,
    /// A line is no key.
    #[error(
        "line {0} is no key; a key is 64 hexadecimal digits, with `number:` before it where there are several"
    )]
    Line(usize),
    /// Two keys have one number.
    #[error("line {0} has the number of another key")]
    Twice(usize),
}

/// What was sealed cannot be opened: another key, another purpose, another owner, or changed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed secret cannot be opened")]
pub struct NotOpened;

impl From<NotOpened> for Fault {
    fn from(error: NotOpened) -> Self {
        Self::bug(error)
    }
}

impl SecretBox {
    /// Reads a key file: one key a line, `number:64 hexadecimal digits`. The first key seals; the
    /// others still open. A lone key needs no number and has 1. Empty lines and `#` are passed over.
    pub fn read(text: &str) -> Result<Self, KeyFault> {
        let mut keys: Vec<Key> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key = read_key(line).ok_or(KeyFault::Line(at + 1))?;
            if keys.iter().any(|other| other.id == key.id) {
                return Err(KeyFault::Twice(at + 1));
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or(KeyFault::None)?;
        Ok(Self(Arc::new(Ring { first, older: keys.collect() })))
    }

    /// A line for a key file, with a key nobody has seen.
    pub fn new_key(id: u32) -> Outcome<String> {
        let mut bytes = [0_u8; 32];
        SysRng.try_fill_bytes(&mut bytes).map_err(Fault::bug)?;
        Ok(format!("{id}:{}", hex::encode(bytes)))
    }

    /// Seals bytes for a purpose. `aad` says whose they are: moved to another row they do not open.
    pub fn seal(&self, purpose: &str, aad: &[u8], bytes: &[u8]) -> Outcome<Vec<u8>> {
        let mut nonce = [0_u8; NONCE];
        SysRng.try_fill_bytes(&mut nonce).map_err(Fault::bug)?;
        let key = &self.0.first;
        let mut sealed = Vec::with_capacity(HEAD + bytes.len() + 16);
        sealed.push(FORM);
        sealed.extend_from_slice(&key.id.to_be_bytes());
        sealed.extend_from_slice(&nonce);
        let closed = key
            .cipher(purpose)
            .encrypt(&Nonce::from(nonce), Payload { msg: bytes, aad })
            .map_err(|_| Fault::bug(anyhow::anyhow!("a secret cannot be sealed")))?;
        sealed.extend_from_slice(&closed);
        Ok(sealed)
    }

    /// Opens what [`SecretBox::seal`] made, with whichever key of the ring sealed it.
    pub fn open(&self, purpose: &str, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, NotOpened> {
        let (head, closed) = sealed.split_at_checked(HEAD).ok_or(NotOpened)?;
        let (form, rest) = head.split_first().ok_or(NotOpened)?;
        let (id, nonce) = rest.split_at_checked(4).ok_or(NotOpened)?;
        let id = u32::from_be_bytes(id.try_into().map_err(|_| NotOpened)?);
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| NotOpened)?;
        let key = self.keys().find(|key| *form == FORM && key.id == id).ok_or(NotOpened)?;
        key.cipher(purpose)
            .decrypt(&Nonce::from(nonce), Payload { msg: closed, aad })
            .map_err(|_| NotOpened)
    }

    /// HMAC-SHA256 for a purpose: what is stored of a code that is too short for a plain hash.
    pub fn mac(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        self.0.first.mac(purpose, bytes).finalize().into_bytes().into()
    }

    /// Whether a MAC is that of the bytes, under any key of the ring; in constant time for each.
    pub fn mac_fits(&self, purpose: &str, bytes: &[u8], mac: &[u8]) -> bool {
        self.keys().any(|key| key.mac(purpose, bytes).verify_slice(mac).is_ok())
    }

    /// Whether bytes begin the MAC that [`SecretBox::mac`] gives, under any key of the ring: for what
    /// has no room for a whole one. Ten bytes at least.
    pub fn mac_begins(&self, purpose: &str, bytes: &[u8], start: &[u8]) -> bool {
        start.len() >= 10
            && self.keys().any(|key| key.mac(purpose, bytes).verify_truncated_left(start).is_ok())
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.0.first).chain(&self.0.older)
    }
}

impl Key {
    /// The key of a use and purpose. Nothing stands between the parts that could stand in them.
    fn derive(&self, of: &str, purpose: &str) -> [u8; 32] {
        let mut derived = [0_u8; 32];
        let info: [&[u8]; 4] = [b"portal/", of.as_bytes(), b"/", purpose.as_bytes()];
        // Fails only for more than 255 hashes' worth of bytes.
        let _ = Hkdf::<Sha256>::new(None, &self.bytes).expand_multi_info(&info, &mut derived);
        derived
    }

    fn cipher(&self, purpose: &str) -> Aes256Gcm {
        Aes256Gcm::new(&self.derive("seal", purpose).into())
    }

    fn mac(&self, purpose: &str, bytes: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.mac_key(purpose).into());
        mac.update(bytes);
        mac
    }

    /// The derived key, filled up to the block that HMAC takes.
    fn mac_key(&self, purpose: &str) -> [u8; 64] {
        let derived = self.derive("mac", purpose);
        std::array::from_fn(|at| derived.get(at).copied().unwrap_or(0))
    }
}

fn read_key(line: &str) -> Option<Key> {
    let (id, digits) = match line.split_once(':') {
        Some((id, digits)) => (id.trim().parse().ok()?, digits.trim()),
        None => (1, line),
    };
    let bytes = hex::decode(digits).ok()?.try_into().ok()?;
    Some(Key { id, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(text: &str) -> SecretBox {
        SecretBox::read(text).unwrap()
    }

    fn key(digit: char) -> String {
        digit.to_string().repeat(64)
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_owner_only() {
        let ring = ring(&key('a'));
        let sealed = ring.seal("totp", b"person 7", b"secret").unwrap();
        assert_eq!(ring.open("totp", b"person 7", &sealed).as_deref(), Ok(b"secret".as_slice()));
        assert!(!sealed.windows(6).any(|bytes| bytes == b"secret"));
        assert_ne!(sealed, ring.seal("totp", b"person 7", b"secret").unwrap());
        assert_eq!(ring.open("totp", b"person 8", &sealed), Err(NotOpened));
        assert_eq!(ring.open("mail", b"person 7", &sealed), Err(NotOpened));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(ring.open("totp", b"person 7", &changed), Err(NotOpened), "byte {at}");
        }
        for end in 0..sealed.len() {
            assert_eq!(ring.open("totp", b"person 7", &sealed[..end]), Err(NotOpened), "{end}");
        }
    }

    #[test]
    fn an_older_key_opens_and_the_first_one_seals() {
        let old = ring(&format!("1:{}", key('a')));
        let both = ring(&format!("# new\n2:{}\n\n1:{}\n", key('b'), key('a')));
        let new = ring(&format!("2:{}", key('b')));
        let sealed = old.seal("x", b"", b"secret").unwrap();
        assert!(both.open("x", b"", &sealed).is_ok());
        assert!(new.open("x", b"", &sealed).is_err());
        let again = both.seal("x", b"", b"secret").unwrap();
        assert!(new.open("x", b"", &again).is_ok() && old.open("x", b"", &again).is_err());
        assert!(both.mac_fits("x", b"123456", &old.mac("x", b"123456")));
        assert!(!new.mac_fits("x", b"123456", &old.mac("x", b"123456")));
    }

    #[test]
    fn codes_are_kept_as_macs_of_a_purpose() {
        let ring = ring(&key('a'));
        let mac = ring.mac("otp", b"123456");
        assert!(ring.mac_fits("otp", b"123456", &mac));
        assert!(!ring.mac_fits("otp", b"123457", &mac));
        assert!(!ring.mac_fits("top", b"123456", &mac));
        assert!(!ring.mac_fits("otp", b"123456", &mac[..16]));
        assert!(ring.mac_begins("otp", b"123456", &mac[..10]));
        assert!(!ring.mac_begins("otp", b"123456", &mac[..9]));
        assert!(!ring.mac_begins("otp", b"123456", &mac[1..12]));
    }

    #[test]
    fn a_key_file_names_its_faulty_line() {
        for (text, fault) in [
            (String::new(), KeyFault::None),
            ("# only words".into(), KeyFault::None),
            ("abc".into(), KeyFault::Line(1)),
            (format!("\n1:{}\nx:{}", key('a'), key('b')), KeyFault::Line(3)),
            (format!("{}\n1:{}", key('a'), key('b')), KeyFault::Twice(2)),
        ] {
            assert_eq!(SecretBox::read(&text).err(), Some(fault), "{text:?}");
        }
        let made = SecretBox::new_key(3).unwrap();
        assert!(SecretBox::read(&made).is_ok() && made.starts_with("3:"));
        assert!(!format!("{:?}", ring(&key('a'))).contains("aaaa"));
    }
}
