//! A forgotten password (R-A2): a code by e-mail, or the provincial office.
//!
//! What is answered never depends on whether there is such an account: the form writes down what was
//! asked, and a job finds out the rest. A code is tied to the browser that asked, so that guesses
//! elsewhere neither use it up nor lock its owner out.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{App, Fault, Outcome, Refusal, Texts};
use rand::{TryRng as _, rngs::SysRng};

pub(crate) mod code;
pub(crate) mod office;
pub(crate) mod queries;
pub(crate) mod send;
mod views;

/// A code is good for so long.
pub const LIFE: TimeDelta = TimeDelta::minutes(10);
/// After the right code, so long may pass until the new password is there.
pub const NEW_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// So many wrong answers use a code up.
pub const TRIES: i32 = 5;
/// Digits of a code.
const DIGITS: usize = 8;
/// What is counted lies in this time.
pub const WINDOW: TimeDelta = TimeDelta::hours(1);
/// Codes sent for a login in that time, asked for from one address.
const PER_LOGIN_AND_ADDRESS: i64 = 3;
/// Codes sent for a login in that time, from wherever they are asked for.
const PER_LOGIN: i64 = 10;
/// Codes and requests asked for from one address in that time.
const PER_ADDRESS: i64 = 10;

/// How often something was asked for lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// For the login, from the address.
    pub login_and_address: i64,
    /// For the login.
    pub login: i64,
    /// From the address, for whatever login.
    pub address: i64,
}

impl Asked {
    /// Whether the address has to wait; that may be said, it is about who asks.
    pub fn address_waits(self) -> bool {
        self.address >= PER_ADDRESS
    }

    /// Whether another code is sent. That is not said: it is about the account. Who asks from one
    /// address cannot use up what others may ask for.
    pub fn sends(self) -> bool {
        self.login_and_address < PER_LOGIN_AND_ADDRESS && self.login < PER_LOGIN
    }
}

/// What became of an answer to a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeRefusal {
    /// Not that one; so many tries are left.
    Wrong(i32),
    /// There is nothing to answer any more: too late, too often wrong, or used.
    Over,
}

impl Refusal for CodeRefusal {
    fn sentence(&self, t: &Texts) -> String {
        match self {
            Self::Wrong(left) => t.with("reset-code-wrong", [("left", (*left).into())]),
            Self::Over => t.say("reset-code-over"),
        }
    }
}

/// What is stored of a code: a MAC, over the browser's token too.
fn mac_of(app: &App, token_hash: &[u8], code: &str) -> [u8; 32] {
    app.config().secrets.mac("auth.reset", &bytes_of(token_hash, code))
}

fn fits(app: &App, token_hash: &[u8], code: &str, mac: &[u8]) -> bool {
    app.config().secrets.mac_fits("auth.reset", &bytes_of(token_hash, code), mac)
}

fn bytes_of(token_hash: &[u8], code: &str) -> Vec<u8> {
    [token_hash, code.as_bytes()].concat()
}

/// Makes a code: digits, each equally likely.
fn new_code() -> Outcome<String> {
    let mut code = String::with_capacity(DIGITS);
    while code.len() < DIGITS {
        let mut byte = [0_u8];
        SysRng.try_fill_bytes(&mut byte).map_err(Fault::bug)?;
        let [byte] = byte;
        // What is past the last whole ten is thrown away.
        if byte < 250 {
            code.push(char::from(b'0' + byte % 10));
        }
    }
    Ok(code)
}

/// The digits somebody typed, without the spaces of a copied code.
fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a code asked for at a moment can still be answered.
fn is_alive(asked: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < asked + LIFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_use_up_what_others_may_ask_for() {
        let asked = |login_and_address, login, address| Asked { login_and_address, login, address };
        for (asked, sends, waits) in [
            (asked(0, 0, 0), true, false),
            (asked(2, 2, 9), true, false),
            (asked(3, 3, 3), false, false),
            (asked(0, 3, 0), true, false),
            (asked(0, 10, 0), false, false),
            (asked(0, 0, 10), true, true),
        ] {
            assert_eq!((asked.sends(), asked.address_waits()), (sends, waits), "{asked:?}");
        }
    }

    #[test]
    fn codes_are_digits_and_differ() {
        let one = new_code().unwrap();
        assert_eq!(one.len(), DIGITS);
        assert!(one.bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(one, new_code().unwrap());
        assert_eq!(digits(" 1234 5678\n"), "12345678");
    }
}
