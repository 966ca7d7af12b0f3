use serde::Deserialize;

use super::read::{fault, typed};
use super::{FaultReason, LawFault, Pack};

/// What the law asks of local accounts and their passwords.
///
/// Requirement: R-A3, R-O3. Legal source: key `account.password` of the law packs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordRule {
    /// Strength where the password is all there is.
    pub alone: PasswordStrength,
    /// Strength where a second factor is asked for as well.
    pub with_second_factor: PasswordStrength,
    /// How many earlier passwords may not come back.
    pub history: u32,
    /// Whether a password set by somebody else must be changed at first sign-in.
    pub change_at_first_sign_in: bool,
    /// After how many months an administrator must change theirs.
    pub admin_max_age_months: u32,
    /// After how many days without a sign-in the account is disabled.
    pub idle_days: u32,
    /// After how many months somebody looks again whether a member's roles are still right.
    pub review_months: u32,
}

impl PasswordRule {
    /// The law packs' key of the rule.
    pub const KEY: &'static str = "account.password";

    /// Gives the strength asked for.
    #[must_use]
    pub const fn strength(&self, second_factor: bool) -> PasswordStrength {
        if second_factor { self.with_second_factor } else { self.alone }
    }
}

/// How strong a password must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordStrength {
    /// Fewest characters.
    pub min_length: usize,
    /// How many of the four classes (lower case, upper case, digits, others) must occur.
    pub classes: usize,
}

pub(super) fn check(pack: &Pack, faults: &mut Vec<LawFault>) {
    for entry in pack.rules.iter().filter(|entry| entry.key == PasswordRule::KEY) {
        let Some(rule) = typed::<PasswordRule>(&pack.file, entry, faults) else { continue };
        let rule = rule.value;
        // A nought would switch everybody off, or ask without end.
        for (field, number) in [
            ("admin_max_age_months", rule.admin_max_age_months),
            ("idle_days", rule.idle_days),
            ("review_months", rule.review_months),
        ] {
            if number == 0 {
                let reason = FaultReason::BadValue(format!("`{field}` must be 1 at least"));
                faults.push(fault(&pack.file, Some(&entry.key), reason));
            }
        }
    }
}
