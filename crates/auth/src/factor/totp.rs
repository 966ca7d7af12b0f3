//! One-time codes of authenticator apps (RFC 6238): six digits, 30 seconds, one step either way.

use chrono::{DateTime, Utc};
use portal_core::{Fault, Outcome};
use rand::{TryRng as _, rngs::SysRng};
use totp_rs::{Builder, Totp};

/// Seconds that a code is shown.
const STEP_SECONDS: u64 = 30;

/// What the app and the portal share: 160 bits. Does not print itself.
pub struct Secret([u8; 20]);

impl Secret {
    /// Makes a new one.
    pub fn new() -> Outcome<Self> {
        let mut bytes = [0_u8; 20];
        SysRng.try_fill_bytes(&mut bytes).map_err(Fault::bug)?;
        Ok(Self(bytes))
    }

    /// Reads what [`Secret::bytes`] gave.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// What is sealed and stored.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The step whose code this is, if it is that of this moment or a neighbour's. Whoever asks makes
    /// sure that the step was not used before.
    ///
    /// Requirement: R-A3.
    pub fn step_of(&self, code: &str, now: DateTime<Utc>) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = u64::try_from(now.timestamp()).ok().filter(|_| is_code)?;
        self.totp("", "").check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
    }

    /// The address an app reads from the QR code.
    pub fn address(&self, issuer: &str, account: &str) -> Outcome<String> {
        self.totp(issuer, account)
            .to_url()
            .map_err(|error| Fault::bug(anyhow::anyhow!("{error:?}")))
    }

    /// The secret to be typed, in groups of four.
    pub fn in_groups(&self) -> String {
        let text = self.totp("", "").secret().to_base32();
        let letters: Vec<char> = text.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join(" ")
    }

    fn totp(&self, issuer: &str, account: &str) -> Totp {
        // The parts are ours and of the right size; a colon would end the name of the issuer.
        Builder::new()
            .with_secret(self.0)
            .with_skew(1)
            .with_step_duration(STEP_SECONDS)
            .with_issuer((!issuer.is_empty()).then(|| issuer.replace(':', " ")))
            .with_account_name(account.replace(':', " "))
            .build_noncompliant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, the last six of its eight digits.
        let secret = Secret(*b"12345678901234567890");
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")]
        {
            assert_eq!(secret.step_of(code, at(seconds)), Some(seconds / 30), "{code}");
        }
        for (typed, seconds, step) in [
            ("287 082", 59, Some(1)),
            (" 287082 ", 59, Some(1)),
            ("287082", 60, Some(1)),
            ("287082", 89, Some(1)),
            ("287082", 90, None),
            ("287082", 29, Some(1)),
            ("287083", 59, None),
            ("28708", 59, None),
            ("", 59, None),
            ("２87082", 59, None),
        ] {
            assert_eq!(secret.step_of(typed, at(seconds)), step, "{typed} at {seconds}");
        }
    }

    #[test]
    fn an_app_reads_the_secret_from_the_address() {
        let secret = Secret(*b"12345678901234567890");
        let address = secret.address("quangtri.gov.vn", "an.nguyen").unwrap();
        assert!(address.starts_with("otpauth://totp/quangtri.gov.vn:an.nguyen?"), "{address}");
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{address}");
        assert_eq!(secret.in_groups(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(Secret::of(&[0; 19]).is_none() && Secret::new().unwrap().0 != [0; 20]);
    }
}
