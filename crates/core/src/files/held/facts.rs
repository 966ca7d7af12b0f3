//! What is told of files that came in: never what is in them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Fact,
    fact::{FactCard, FactGroup},
};

/// A file was refused: the scanner found something in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileRefused {
    /// SHA-256 of what was brought, in hexadecimal: by it others know the same file.
    pub sha256: String,
    /// Name it had with its sender.
    pub name: String,
    /// What the scanner calls what it found.
    pub signature: String,
}

impl Fact for FileRefused {
    const KIND: &'static str = "core.file.refused";

    fn subject(&self) -> String {
        format!("file:{}", self.sha256)
    }
}

/// A file was taken and is held, for the scanner did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileHeld {
    /// Number of the hold.
    pub file: Uuid,
    /// Name it had with its sender.
    pub name: String,
}

impl Fact for FileHeld {
    const KIND: &'static str = "core.file.held";

    fn subject(&self) -> String {
        format!("held-file:{}", self.file)
    }
}

/// A held file was found clean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReleased {
    /// Number of the hold.
    pub file: Uuid,
    /// Name it had with its sender.
    pub name: String,
    /// Where it lies in the object store.
    pub places: Vec<String>,
}

impl Fact for FileReleased {
    const KIND: &'static str = "core.file.released";

    fn subject(&self) -> String {
        format!("held-file:{}", self.file)
    }
}

/// The scanner found something in a held file: nobody gets it any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLocked {
    /// Number of the hold.
    pub file: Uuid,
    /// Name it had with its sender.
    pub name: String,
    /// What the scanner calls what it found.
    pub signature: String,
}

impl Fact for FileLocked {
    const KIND: &'static str = "core.file.locked";

    fn subject(&self) -> String {
        format!("held-file:{}", self.file)
    }
}

/// How the record shows them: traces, for a file's name may say who sent it.
pub(crate) fn cards() -> [FactCard; 4] {
    [FileRefused::KIND, FileHeld::KIND, FileReleased::KIND, FileLocked::KIND]
        .map(|kind| FactCard::trace(kind, FactGroup::Files))
}
