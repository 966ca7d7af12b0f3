//! Secrets that leave the portal: tracking codes, and links in letters. None is stored as it is.

use portal_core::{Fault, Outcome, SecretBox, SiteId};
use rand::{TryRng as _, rngs::SysRng};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

const KEPT: &str = "information.secret";
const MADE: &str = "information.code";
/// Letters and digits nobody mistakes for each other when they are read out.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A code and a secret, made of a form's key: the same form sent twice gets the same, and nobody
/// without the key ring can tell one from the other.
pub fn credentials(secrets: &SecretBox, site: SiteId, key: Uuid) -> (String, String) {
    let code = letters(&secrets.mac(MADE, format!("{site}/{key}").as_bytes()), 8);
    let secret = letters(&secrets.mac(MADE, format!("{site}/{key}/secret").as_bytes()), 12);
    (format!("TT-{code}"), secret)
}

fn letters(bytes: &[u8; 32], count: usize) -> String {
    let letters: Vec<char> = bytes
        .iter()
        .take(count)
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)))
        .map(|byte| char::from(*byte))
        .collect();
    letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code or secret as somebody types it, as it was given out.
pub fn tidy(typed: &str) -> String {
    typed.split_whitespace().collect::<String>().to_uppercase()
}

/// What is kept of a secret.
pub fn mac(secrets: &SecretBox, code: &str, secret: &str) -> [u8; 32] {
    secrets.mac(KEPT, format!("{code}\n{secret}").as_bytes())
}

/// Whether a secret opens a code. Without a row the same work is done for nothing.
pub fn opens(secrets: &SecretBox, code: &str, secret: &str, kept: Option<&[u8]>) -> bool {
    let fits =
        secrets.mac_fits(KEPT, format!("{code}\n{secret}").as_bytes(), kept.unwrap_or(&[0; 32]));
    fits && kept.is_some()
}

/// A link's secret, and what is kept of it.
pub fn token() -> Outcome<(String, [u8; 32])> {
    let mut bytes = [0_u8; 32];
    SysRng.try_fill_bytes(&mut bytes).map_err(Fault::bug)?;
    let token = hex::encode(bytes);
    let hash = hash(&token);
    Ok((token, hash))
}

/// What is kept of a link's secret.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_form_gets_the_same_code_and_only_its_secret_opens_it() {
        let secrets = SecretBox::read(&"5e".repeat(32)).unwrap();
        let (site, key) = (SiteId(2), Uuid::from_u128(7));
        let (code, secret) = credentials(&secrets, site, key);
        assert_eq!((code.clone(), secret.clone()), credentials(&secrets, site, key));
        assert_eq!((code.len(), secret.len()), (12, 14));
        assert_ne!(code, credentials(&secrets, site, Uuid::from_u128(8)).0);
        assert_ne!(code, credentials(&secrets, SiteId(3), key).0);
        let kept = mac(&secrets, &code, &secret);
        assert!(opens(&secrets, &code, &secret, Some(&kept)));
        assert!(!opens(&secrets, &code, "AAAA-AAAA-AAAA", Some(&kept)));
        assert!(!opens(&secrets, &code, &secret, None));
        assert_eq!(tidy(" tt-ab cd "), "TT-ABCD");
    }
}
