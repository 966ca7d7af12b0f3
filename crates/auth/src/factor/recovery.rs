//! Recovery codes: ten on paper, each good once, for whoever has lost the telephone.

use portal_core::{Fault, Outcome, PersonId};
use rand::{TryRng as _, rngs::SysRng};
use sha2::{Digest as _, Sha256};

/// How many a person gets at a time.
pub const COUNT: usize = 10;

/// 32 letters that are not taken for one another: five bits each.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Letters of a code: 80 bits.
const LENGTH: usize = 16;
const GROUP: usize = 4;

/// Makes a person's codes, as they are shown.
pub fn make() -> Outcome<Vec<String>> {
    (0..COUNT).map(|_| one()).collect()
}

fn one() -> Outcome<String> {
    let mut bytes = [0_u8; LENGTH];
    SysRng.try_fill_bytes(&mut bytes).map_err(Fault::bug)?;
    let mut code = String::with_capacity(LENGTH + LENGTH / GROUP);
    for (at, byte) in bytes.into_iter().enumerate() {
        if at > 0 && at % GROUP == 0 {
            code.push('-');
        }
        // 256 is a multiple of 32: no letter is likelier.
        code.extend(LETTERS.get(usize::from(byte % 32)).map(|letter| char::from(*letter)));
    }
    Ok(code)
}

/// What is stored of a code as it was typed; `None` when it has not the form of one.
///
/// Blanks, hyphens and case do not count; letters that are none of ours are read as the digits they
/// look like. 80 random bits need no slow hash.
pub fn hash(person: PersonId, typed: &str) -> Option<[u8; 32]> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–'))
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            letter => letter,
        })
        .collect();
    let known = |byte: u8| LETTERS.contains(&byte);
    (code.len() == LENGTH && code.bytes().all(known)).then(|| {
        let mut hash = Sha256::new();
        hash.update(person.0.to_be_bytes());
        hash.update(code.as_bytes());
        hash.finalize().into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_many_different_and_readable() {
        let codes = make().unwrap();
        let different: std::collections::BTreeSet<&String> = codes.iter().collect();
        assert_eq!(different.len(), COUNT);
        for code in &codes {
            assert_eq!(code.len(), 19, "{code}");
            assert!(code.split('-').all(|group| group.len() == 4), "{code}");
            assert!(hash(PersonId(7), code).is_some());
        }
    }

    #[test]
    fn a_code_is_taken_however_it_is_written_down() {
        let person = PersonId(7);
        let right = hash(person, "0a1b-2c3d-4e5f-6g7h");
        assert!(right.is_some());
        for typed in ["0A1B 2C3D 4E5F 6G7H", "oa1b2c3d4e5f6g7h", "Oalb–2c3d-4e5f-6g7h "] {
            assert_eq!(hash(person, typed), right, "{typed}");
        }
        assert_ne!(hash(PersonId(8), "0a1b-2c3d-4e5f-6g7h"), right);
        for typed in ["", "0a1b-2c3d-4e5f-6g7", "0a1b-2c3d-4e5f-6g7hh", "0a1b-2c3d-4e5f-6g7u"] {
            assert_eq!(hash(person, typed), None, "{typed}");
        }
    }
}
