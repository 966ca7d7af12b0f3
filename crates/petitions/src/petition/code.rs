//! The tracking code and the secret that goes with it.
//!
//! A code is made to be read out on the telephone: letters and digits that cannot be taken for one
//! another, and a last one that tells a slip of the pen. The secret follows from the code by a key
//! that the database does not hold, so that a form sent twice gives the same slip twice and nothing
//! has to be kept for it.

use portal_core::{Fault, FieldFault, Outcome, SecretBox};
use rand::{TryRng as _, rngs::SysRng};

/// What codes and secrets are written with: nothing that looks like another (0 and O, 1, I and L, U
/// and V).
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Before every code.
const STEM: &str = "KN";
/// Letters of a code that say nothing.
const FREE: usize = 7;
/// Letters of a secret.
const SECRET: usize = 8;
/// Bytes from here on would favour some letters.
const EVEN: u8 = 240;

const SECRET_PURPOSE: &str = "petition.secret";
const STORED_PURPOSE: &str = "petition.secret.stored";

/// Makes a code nobody has seen: `KN-26-7F3K-9M2Q`.
pub fn new(year: i32) -> Outcome<String> {
    let mut free = Vec::with_capacity(FREE);
    while free.len() < FREE {
        let mut bytes = [0_u8; 16];
        SysRng.try_fill_bytes(&mut bytes).map_err(Fault::bug)?;
        free.extend(letters(&bytes).take(FREE - free.len()));
    }
    Ok(written(year.rem_euclid(100), &free))
}

/// Reads a code as people type it: small letters, blanks, other dashes or none.
///
/// # Errors
/// What is wrong with it: not the length of a code, or the last letter does not fit the others.
pub fn read(text: &str) -> Result<String, FieldFault> {
    let typed = plain(text);
    let rest = typed.strip_prefix(STEM).unwrap_or(&typed);
    let broken = || FieldFault::Other("petition-code-broken", Vec::new());
    if rest.len() != 2 + FREE + 1 || !rest.is_ascii() {
        return Err(broken());
    }
    let (year, letters) = rest.split_at(2);
    let (free, _) = letters.split_at(FREE);
    let year = year.parse().map_err(|_| broken())?;
    let code = written(year, &free.chars().collect::<Vec<_>>());
    if plain(&code).strip_prefix(STEM) == Some(rest) {
        Ok(code)
    } else {
        Err(FieldFault::Other("petition-code-slip", Vec::new()))
    }
}

/// The secret of a code: `7F3K-9M2Q`.
pub fn secret(secrets: &SecretBox, code: &str) -> String {
    let made: Vec<char> =
        letters(&secrets.mac(SECRET_PURPOSE, code.as_bytes())).take(SECRET).collect();
    in_fours(&made)
}

/// What is stored of a secret.
pub fn stored(secrets: &SecretBox, code: &str, secret: &str) -> [u8; 32] {
    secrets.mac(STORED_PURPOSE, both(code, secret).as_bytes())
}

/// Whether a typed secret is the one stored; the same work whether or not there is such a code.
pub fn fits(secrets: &SecretBox, code: &str, typed: &str, stored: Option<&[u8]>) -> bool {
    secrets.mac_fits(STORED_PURPOSE, both(code, typed).as_bytes(), stored.unwrap_or(&[0; 32]))
}

fn both(code: &str, secret: &str) -> String {
    format!("{code}\n{}", plain(secret))
}

/// Capitals, without whatever else people put between them.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

fn letters(bytes: &[u8]) -> impl Iterator<Item = char> + '_ {
    bytes.iter().filter(|byte| **byte < EVEN).filter_map(|byte| letter(u32::from(*byte) % 30))
}

fn letter(value: u32) -> Option<char> {
    usize::try_from(value).ok().and_then(|at| LETTERS.get(at)).map(|byte| char::from(*byte))
}

fn value(letter: char) -> Option<u32> {
    let at = LETTERS.iter().position(|byte| char::from(*byte) == letter)?;
    u32::try_from(at).ok()
}

fn written(year: i32, free: &[char]) -> String {
    let check = check(year, free);
    let letters: Vec<char> = free.iter().copied().chain(check).collect();
    format!("{STEM}-{year:02}-{}", in_fours(&letters))
}

fn in_fours(letters: &[char]) -> String {
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The letter that tells every single wrong letter and nearly every two that changed places
/// (ISO 7064, MOD 31,30). A letter outside the alphabet has none.
fn check(year: i32, free: &[char]) -> Option<char> {
    let year = u32::try_from(year.rem_euclid(30)).ok()?;
    let mut sum = 30;
    for value in std::iter::once(Some(year)).chain(free.iter().copied().map(value)) {
        sum = (sum + value?) % 30;
        sum = if sum == 0 { 30 } else { sum } * 2 % 31;
    }
    letter((31 - sum) % 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> SecretBox {
        SecretBox::read(&"5e".repeat(32)).unwrap()
    }

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = new(2026).unwrap();
        assert_eq!(code.len(), "KN-26-7F3K-9M2Q".len());
        let bare = code.replace('-', "");
        for typed in [
            code.clone(),
            code.to_lowercase(),
            format!("  {bare} "),
            bare.replacen("KN", "", 1),
            code.replace('-', " – "),
            code.replace('-', "\u{a0}"),
        ] {
            assert_eq!(read(&typed), Ok(code.clone()), "{typed}");
        }
        for typed in
            ["", "KN", "KN-26", "đây không phải mã", "KN-2026-7F3K-9M2Q", "KN-xx-7F3K-9M2Q"]
        {
            assert!(read(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn every_wrong_letter_is_told_and_two_in_each_others_place() {
        let code = new(2026).unwrap();
        for (at, was) in code.char_indices().filter(|(at, c)| *at >= 3 && *c != '-') {
            let others = LETTERS.iter().map(|byte| char::from(*byte)).filter(|c| *c != was);
            for other in others.filter(|c| at >= 6 || c.is_ascii_digit()) {
                let mut wrong = code.clone();
                wrong.replace_range(at..=at, &other.to_string());
                // Years a century's thirty apart share their check letter.
                let year = |code: &str| code[3..5].parse::<i32>().unwrap() % 30;
                assert!(read(&wrong).is_err() || year(&wrong) == year(&code), "{wrong} for {code}");
            }
        }
        let swapped = |code: &str, at: usize| {
            let mut letters: Vec<char> = code.chars().collect();
            letters.swap(at, at + 1);
            letters.into_iter().collect::<String>()
        };
        for at in [6, 7, 8, 11, 12] {
            let wrong = swapped(&code, at);
            assert!(wrong == code || read(&wrong).is_err(), "{wrong} for {code}");
        }
    }

    #[test]
    fn the_secret_follows_from_the_code_and_fits_it_alone() {
        let secrets = secrets();
        let (code, other) = (new(2026).unwrap(), new(2026).unwrap());
        let made = secret(&secrets, &code);
        assert_eq!(made, secret(&secrets, &code));
        assert_ne!(made, secret(&secrets, &other));
        assert_eq!(made.len(), 9);
        let kept = stored(&secrets, &code, &made);
        assert!(fits(&secrets, &code, &made.to_lowercase().replace('-', " "), Some(&kept)));
        assert!(!fits(&secrets, &other, &made, Some(&kept)));
        assert!(!fits(&secrets, &code, &made, None));
        assert!(!fits(&secrets, &code, "", Some(&kept)));
    }
}
