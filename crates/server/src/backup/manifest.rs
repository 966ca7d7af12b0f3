//! What a backup says of itself. Written last: a backup without it is unfinished.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How backups are put together now.
pub const FORMAT: u32 = 1;

/// Everything a backup holds, with what it takes to tell whether it still does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// Version of the program that made it.
    pub program: String,
    /// Its name, and its folder's.
    pub name: String,
    /// The moment whose state it holds.
    pub moment: DateTime<Utc>,
    /// Whether tables and files are encrypted.
    pub encrypted: bool,
    /// The migrations its tables are of, in order.
    pub migrations: Vec<String>,
    /// The last position of the chain over the facts.
    pub sealed: i64,
    /// The seal there, in hexadecimal.
    pub seal: String,
    /// Tables, by name.
    pub tables: Vec<TableEntry>,
    /// Where numbers go on.
    pub sequences: Vec<SequenceEntry>,
    /// Uploaded files, by path.
    pub files: Vec<FileEntry>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Name.
    pub name: String,
    /// Columns, in the order in which they stand in a row.
    pub columns: Vec<String>,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the rows as text, in the order of the key.
    pub sha256: String,
    /// Size of that text, in bytes.
    pub bytes: u64,
    /// SHA-256 of what is stored.
    pub stored_sha256: String,
    /// Size of what is stored, in bytes.
    pub stored_bytes: u64,
}

/// A sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceEntry {
    /// Name.
    pub name: String,
    /// Its last number.
    pub last: i64,
    /// Whether that number was given out.
    pub called: bool,
}

/// An uploaded file. Two with the same content are stored once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Where it lies among the portal's files.
    pub path: String,
    /// SHA-256 of its content.
    pub sha256: String,
    /// Size, in bytes.
    pub bytes: u64,
    /// When it was last written.
    pub modified: DateTime<Utc>,
    /// SHA-256 of what is stored.
    pub stored_sha256: String,
    /// Size of what is stored, in bytes.
    pub stored_bytes: u64,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// What is stored for it, in bytes; files with the same content count once.
    pub fn stored_bytes(&self) -> u64 {
        let files: std::collections::BTreeMap<&str, u64> =
            self.files.iter().map(|file| (file.sha256.as_str(), file.stored_bytes)).collect();
        self.tables.iter().map(|table| table.stored_bytes).sum::<u64>()
            + files.values().sum::<u64>()
    }

    /// A table by name.
    pub fn table(&self, name: &str) -> Option<&TableEntry> {
        self.tables.iter().find(|table| table.name == name)
    }
}
