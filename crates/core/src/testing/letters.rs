use std::sync::{Mutex, PoisonError};

use crate::{
    App,
    mail::{Mail, Postman},
};

/// A postman who keeps what he is given.
#[derive(Default)]
pub struct Letters(Mutex<Vec<Mail>>);

impl Letters {
    /// All letters, the oldest first.
    pub fn all(&self) -> Vec<Mail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Their subjects, the oldest first.
    pub fn subjects(&self) -> Vec<String> {
        self.all().into_iter().map(|mail| mail.subject).collect()
    }

    /// The last letter to an address.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn last_to(&self, address: &str) -> Mail {
        let found = self.all().into_iter().rfind(|mail| mail.to == address);
        found.unwrap_or_else(|| panic!("no letter to {address}; there are {:?}", self.subjects()))
    }
}

#[async_trait::async_trait]
impl Postman for Letters {
    async fn send(&self, _: &App, mail: &Mail) -> anyhow::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(())
    }
}
