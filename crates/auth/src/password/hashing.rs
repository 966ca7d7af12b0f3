//! argon2id, by the OWASP parameters; the parameters stand in the hash.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::phc::PasswordHash,
};
use portal_core::{Fault, Outcome};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

/// How much work a hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// 19 MiB, twice.
    Ordinary,
    /// 64 MiB, twice: for whoever administers a unit or the platform.
    Administrator,
    /// What lies between the two: an ordinary failure takes as long as an administrator's, so that
    /// time does not tell who is one.
    Difference,
}

const PASSES: u32 = 2;

impl Cost {
    const fn memory_kib(self) -> u32 {
        match self {
            Self::Ordinary => 19_456,
            Self::Administrator => 65_536,
            Self::Difference => 65_536 - 19_456,
        }
    }

    fn hasher(self) -> Argon2<'static> {
        // Constants within the bounds; a test makes one of each.
        let params = Params::new(self.memory_kib(), PASSES, 1, None).unwrap_or_default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

/// Hashes a password. Takes tens of milliseconds: not for a thread that serves.
pub fn hash_here(
    password: &SecretString,
    cost: Cost,
) -> Result<String, argon2::password_hash::Error> {
    Ok(cost.hasher().hash_password(password.expose_secret().as_bytes())?.to_string())
}

/// Hashes a password on a thread for such work.
pub async fn hash(password: &SecretString, cost: Cost) -> Outcome<String> {
    let password = password.clone();
    tokio::task::spawn_blocking(move || hash_here(&password, cost))
        .await
        .map_err(Fault::bug)?
        .map_err(|error| Fault::bug(anyhow::anyhow!("a password cannot be hashed: {error}")))
}

/// Whether a hash is weaker than it would be made today.
pub fn is_weaker(hash: &str, cost: Cost) -> bool {
    let Ok(params) = PasswordHash::new(hash)
        .map_err(drop)
        .and_then(|hash| Params::try_from(&hash).map_err(drop))
    else {
        return true;
    };
    !hash.starts_with("$argon2id$v=19$")
        || params.m_cost() < cost.memory_kib()
        || params.t_cost() < PASSES
}

fn matches(password: &SecretString, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else {
        tracing::error!("a stored password hash cannot be read");
        return false;
    };
    Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash).is_ok()
}

/// Whether a password is that of one of some hashes. Each takes tens of milliseconds, on a thread for
/// such work.
pub async fn is_any_of(password: &SecretString, hashes: Vec<String>) -> Outcome<bool> {
    let password = password.clone();
    tokio::task::spawn_blocking(move || hashes.iter().any(|hash| matches(&password, hash)))
        .await
        .map_err(Fault::bug)
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The password is not that of the hash.
    Wrong,
    /// It is; where the hash was weak, a stronger one.
    Right(Option<String>),
}

/// Checks a password against a hash, or against nothing; both take the same time when it is wrong.
fn check_here(password: &SecretString, known: Option<&(String, Cost)>) -> Checked {
    if let Some((hash, cost)) = known {
        if matches(password, hash) {
            let stronger = is_weaker(hash, *cost).then(|| hash_here(password, *cost));
            return Checked::Right(stronger.and_then(Result::ok));
        }
        if is_weaker(hash, Cost::Administrator) {
            let _ = hash_here(password, Cost::Difference);
        }
    } else {
        let _ = hash_here(password, Cost::Administrator);
    }
    Checked::Wrong
}

/// How many may wait for their turn before the rest is sent away.
const QUEUE: usize = 32;

/// The place where passwords are checked: as many at once as there are cores.
#[derive(Clone)]
pub struct Checker {
    admitted: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

impl Default for Checker {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::with(cores, QUEUE)
    }
}

impl Checker {
    fn with(cores: usize, queue: usize) -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(cores + queue)),
            working: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Checks a password against a hash that should be of a cost, or against nothing.
    ///
    /// # Errors
    /// [`Fault::Busy`] when the queue is full.
    pub async fn check(
        &self,
        password: &SecretString,
        known: Option<(String, Cost)>,
    ) -> Outcome<Checked> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| Fault::Busy)?;
        let turn = Arc::clone(&self.working).acquire_owned().await.map_err(|_| Fault::Busy)?;
        let password = password.clone();
        // The permits go along: a visitor who leaves does not make room before the work is done.
        tokio::task::spawn_blocking(move || {
            let checked = check_here(&password, known.as_ref());
            drop((turn, admitted));
            checked
        })
        .await
        .map_err(Fault::bug)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;

    fn sample() -> &'static str {
        static SAMPLE: OnceLock<String> = OnceLock::new();
        SAMPLE.get_or_init(|| hash_here(&"sample".into(), Cost::Ordinary).unwrap())
    }

    #[test]
    fn hashes_carry_their_parameters_and_grow_with_the_role() {
        let hash = sample();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!is_weaker(hash, Cost::Ordinary));
        assert!(is_weaker(hash, Cost::Administrator));
        assert!(is_weaker("$2y$10$abcdefghijklmnopqrstuv", Cost::Ordinary));
    }

    #[test]
    fn a_right_password_of_a_new_administrator_is_hashed_anew() {
        let known = (sample().to_owned(), Cost::Administrator);
        let Checked::Right(Some(stronger)) = check_here(&"sample".into(), Some(&known)) else {
            panic!("right, and stronger")
        };
        assert!(stronger.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"), "{stronger}");
        let known = (sample().to_owned(), Cost::Ordinary);
        assert_eq!(check_here(&"sample".into(), Some(&known)), Checked::Right(None));
        assert_eq!(check_here(&"Sample".into(), Some(&known)), Checked::Wrong);
        assert_eq!(check_here(&"sample".into(), None), Checked::Wrong);
    }

    #[tokio::test]
    async fn past_the_queue_everybody_is_sent_away() {
        let checker = Checker::with(0, 0);
        let refused = checker.check(&"x".into(), None).await;
        assert!(matches!(refused, Err(Fault::Busy)));
    }
}
