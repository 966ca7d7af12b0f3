//! Letters into a folder, in place of a mail system: for development and its tests.

use std::path::PathBuf;

use anyhow::Context as _;
use async_trait::async_trait;

use super::{Mail, Postman};
use crate::App;

/// A folder in which every letter becomes a file, `<id>.eml`.
pub struct Outbox(PathBuf);

impl Outbox {
    /// Makes the folder, where it is not there yet.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn new(folder: PathBuf) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Self(folder))
    }
}

#[async_trait]
impl Postman for Outbox {
    async fn send(&self, _: &App, mail: &Mail) -> anyhow::Result<()> {
        let Mail { id, to, subject, text, .. } = mail;
        let letter = format!(
            "Message-ID: <{id}@outbox>\nTo: {to}\nSubject: {subject}\nMIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}"
        );
        // Never seen half written.
        let (half, whole) = (self.0.join(format!("{id}.part")), self.0.join(format!("{id}.eml")));
        tokio::fs::write(&half, letter).await?;
        tokio::fs::rename(&half, &whole).await?;
        Ok(())
    }
}
