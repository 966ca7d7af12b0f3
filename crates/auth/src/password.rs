//! Passwords of local accounts: what the law asks of them, and new ones.

use chrono::{DateTime, Months, Utc};
use portal_core::{
    FieldFault, Outcome,
    fault::Fault,
    lang::fold,
    law::{PasswordRule, PasswordStrength},
};
use rand::{TryRng as _, rngs::SysRng};
use secrecy::{ExposeSecret as _, SecretString};
use zxcvbn::zxcvbn;

use crate::credentials::PASSWORD_MAX_BYTES;

pub mod hashing;

/// What is wrong with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Shorter than so many characters.
    TooShort(usize),
    /// Longer than is looked at.
    TooLong,
    /// Fewer than so many of the four classes of characters.
    TooFewClasses(usize),
    /// Characters that not every keyboard and server passes on: control characters.
    Unusable,
    /// Holds the login name (one of four characters or more).
    HoldsLogin,
    /// Guessed soon: made of common passwords, names, dates, runs on the keyboard, words of a portal.
    Common,
    /// One of the last so many passwords.
    UsedBefore(u32),
}

impl From<PasswordFault> for FieldFault {
    fn from(fault: PasswordFault) -> Self {
        match fault {
            PasswordFault::TooShort(min) => Self::TooShort(min),
            PasswordFault::TooLong => Self::TooLong(PASSWORD_MAX_BYTES / 4),
            PasswordFault::TooFewClasses(n) => {
                Self::Other("password-classes", vec![("count", n.to_string())])
            }
            PasswordFault::Unusable => Self::BrokenText,
            PasswordFault::UsedBefore(n) => {
                Self::Other("password-used-before", vec![("count", n.to_string())])
            }
            PasswordFault::HoldsLogin => Self::Other("password-holds-login", vec![]),
            PasswordFault::Common => Self::Other("password-common", vec![]),
        }
    }
}

/// Everything that is wrong with a password.
///
/// Requirement: R-A3. Legal source: key `account.password` of the law packs.
pub fn faults(strength: PasswordStrength, login: &str, password: &str) -> Vec<PasswordFault> {
    let mut faults = Vec::new();
    if password.chars().count() < strength.min_length {
        faults.push(PasswordFault::TooShort(strength.min_length));
    }
    if password.len() > PASSWORD_MAX_BYTES {
        faults.push(PasswordFault::TooLong);
    }
    if password.chars().any(|c| c.is_control() || c == '\u{FFFD}') {
        faults.push(PasswordFault::Unusable);
    }
    if classes(password) < strength.classes {
        faults.push(PasswordFault::TooFewClasses(strength.classes));
    }
    if login.len() >= 4 && password.to_lowercase().contains(login) {
        faults.push(PasswordFault::HoldsLogin);
    }
    // Too short, or of one kind, says more.
    if faults.is_empty() && is_common(login, password) {
        faults.push(PasswordFault::Common);
    }
    faults
}

/// A password found in fewer guesses than this, as a power of ten, is a common one.
const GUESSES: f64 = 9.0;
/// So many characters are looked at: what is longer is not guessed by its pieces.
const LOOKED_AT: usize = 100;
/// What the people of a portal think of first, as it is typed without marks.
const PORTAL_WORDS: &[&str] = &[
    "cong",
    "congthongtin",
    "canbo",
    "chinhquyen",
    "congvu",
    "dientu",
    "hanhchinh",
    "matkhau",
    "portal",
    "quang",
    "quangtri",
    "quantri",
    "thongtin",
    "tinh",
    "tri",
    "ubnd",
    "vietnam",
];

/// Whether a password is among those that are tried first: by lists of common passwords, names and
/// words, by the words of a portal, and by the person's own login with the unit in it.
fn is_common(login: &str, password: &str) -> bool {
    let login = fold(login);
    let own = login.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = PORTAL_WORDS.iter().copied().chain(own).collect();
    let password: String = fold(password).chars().take(LOOKED_AT).collect();
    zxcvbn(&password, &words).guesses_log10() < GUESSES
}

/// Whether a password is older than so many months.
///
/// Requirement: R-A3. Legal source: key `account.password` (`admin_max_age_months`) of the law packs.
pub fn is_too_old(since: DateTime<Utc>, months: u32, now: DateTime<Utc>) -> bool {
    since.checked_add_months(Months::new(months)).is_some_and(|end| end <= now)
}

/// How many of the four classes occur: lower case, upper case, digits, others.
fn classes(password: &str) -> usize {
    let has = |class: fn(char) -> bool| usize::from(password.chars().any(class));
    has(char::is_lowercase)
        + has(char::is_uppercase)
        + has(char::is_numeric)
        + has(|c| !c.is_lowercase() && !c.is_uppercase() && !c.is_numeric())
}

/// The strength asked for where the password is all there is.
pub fn strength(rule: &PasswordRule) -> PasswordStrength {
    rule.strength(false)
}

/// Makes a password: groups of four, to be read out or typed from paper; about 92 bits.
pub fn generate(strength: PasswordStrength) -> Outcome<SecretString> {
    // No characters that are taken for one another.
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let groups = strength.min_length.div_ceil(5).clamp(4, 20);
    for _ in 0..1_000 {
        let mut made = String::new();
        for group in 0..groups {
            if group > 0 {
                made.push('-');
            }
            for _ in 0..4 {
                made.push(char::from(pick(LETTERS)?));
            }
        }
        if faults(strength, "", &made).is_empty() {
            return Ok(made.into());
        }
    }
    Err(Fault::bug(anyhow::anyhow!("no password of the form asked for can be made: {strength:?}")))
}

/// One of a few bytes, each equally likely.
fn pick(from: &[u8]) -> Outcome<u8> {
    loop {
        let mut byte = [0_u8];
        SysRng.try_fill_bytes(&mut byte).map_err(Fault::bug)?;
        // Six bits; what is past the end is thrown away, so that nothing is likelier.
        if let Some(letter) = from.get(usize::from(byte[0] & 63)) {
            return Ok(*letter);
        }
    }
}

/// A password to be set: chosen by somebody, or made here.
pub enum NewPassword {
    /// This one.
    Given(SecretString),
    /// One made here; shown once.
    Generated,
}

impl NewPassword {
    /// The password, made where it has to be.
    pub fn take(self, strength: PasswordStrength) -> Outcome<SecretString> {
        match self {
            Self::Given(password) => Ok(password),
            Self::Generated => generate(strength),
        }
    }
}

/// Whether two typed passwords are the same.
pub fn same(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret() == other.expose_secret()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRONG: PasswordStrength = PasswordStrength { min_length: 14, classes: 4 };

    #[test]
    fn every_fault_of_a_password_is_named() {
        use PasswordFault::*;
        for (password, expected) in [
            ("Quang-Tri-2026-x", vec![]),
            ("Quảng Trị 2026", vec![]),
            ("Qt-1", vec![TooShort(14)]),
            ("quangtriquangtri", vec![TooFewClasses(4)]),
            ("", vec![TooShort(14), TooFewClasses(4)]),
            ("Quang-Tri\0-2026-x", vec![Unusable]),
            ("AN.nguyen-2026-x", vec![HoldsLogin]),
            ("Password@12345", vec![Common]),
            ("Qwerty@1234567", vec![Common]),
            ("Matkhau@123456", vec![Common]),
            ("Mậtkhẩu@123456", vec![Common]),
            ("Congthongtin@2026", vec![Common]),
            ("Quangtri@123456", vec![Common]),
        ] {
            assert_eq!(faults(STRONG, "an.nguyen", password), expected, "{password:?}");
        }
    }

    #[test]
    fn a_made_password_is_strong_enough_and_never_the_same() {
        let one = generate(STRONG).unwrap();
        let other = generate(STRONG).unwrap();
        assert_eq!(faults(STRONG, "", one.expose_secret()), vec![]);
        assert_eq!(one.expose_secret().len(), 19);
        assert!(!same(&one, &other));
    }
}
