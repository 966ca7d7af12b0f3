//! portal-extract: the text inside files that people attach (R-S1).
//!
//! It knows nothing of sites or databases: bytes in, text out, in Unicode whatever it was written in. What it reads was sent by strangers,
//! so it is run by `portal read-file` in a process of its own, with bounds on time and memory, and
//! has bounds of its own besides: characters, unpacked bytes, pages.

use serde::{Deserialize, Serialize};

mod html;
pub mod legacy;
mod office;
mod pdf;
mod plain;
mod rtf;
mod sheet;
pub mod syllable;
mod text;

use text::Text;

pub use plain::decode;

/// Most characters that are taken from one file.
pub const MOST_CHARACTERS: usize = 1_000_000;
/// Most bytes of one part of an office file, unpacked.
const MOST_PART: u64 = 60_000_000;
/// Most parts an office file may have.
const MOST_PARTS: usize = 4_000;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// PowerPoint.
    Pptx,
    /// OpenDocument: text, sheet, presentation.
    OpenDocument,
    /// Rich text.
    Rtf,
    /// HTML.
    Html,
    /// Plain text.
    Text,
}

impl Format {
    /// The format of a MIME type, where it holds text that can be read.
    pub fn of(mime: &str) -> Option<Self> {
        const OFFICE: &str = "application/vnd.openxmlformats-officedocument.";
        Some(match mime {
            "application/pdf" => Self::Pdf,
            "application/rtf" => Self::Rtf,
            "text/html" => Self::Html,
            "text/plain" | "text/csv" => Self::Text,
            _ if mime.starts_with("application/vnd.oasis.opendocument.") => Self::OpenDocument,
            _ => match mime.strip_prefix(OFFICE)? {
                "wordprocessingml.document" => Self::Docx,
                "spreadsheetml.sheet" => Self::Xlsx,
                "presentationml.presentation" => Self::Pptx,
                _ => return None,
            },
        })
    }
}

/// What was found in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its text, in Unicode; blocks are separated by line feeds.
    pub text: String,
    /// Whether there is more than was taken.
    pub cut: bool,
    /// Pages, of formats that have them.
    pub pages: Option<u32>,
    /// Whether it has pages without letters: a scan that only a reader of pictures could read.
    pub scanned: bool,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Unreadable {
    /// It is not what it says it is, or damaged.
    #[error("broken: {said}")]
    Broken {
        /// What the reader said.
        said: String,
    },
    /// It is locked with a password.
    #[error("locked with a password")]
    Locked,
    /// It unpacks to more than a document would.
    #[error("unpacks to too much")]
    Swollen,
}

impl Unreadable {
    fn broken(error: impl std::fmt::Display) -> Self {
        // A reader's words may quote what it read.
        Self::Broken { said: error.to_string().chars().take(200).collect() }
    }
}

/// Reads the text of a file. A reader that panics, as those of others sometimes do, makes it broken.
///
/// # Errors
/// [`Unreadable`].
///
/// Requirement: R-S1.
pub fn read(bytes: &[u8], format: Format) -> Result<Found, Unreadable> {
    std::panic::catch_unwind(|| text_of(bytes, format))
        .unwrap_or_else(|_| Err(Unreadable::broken("the reader gave up")))
}

fn text_of(bytes: &[u8], format: Format) -> Result<Found, Unreadable> {
    let mut text = Text::default();
    let mut found = Found::default();
    match format {
        Format::Pdf => found = pdf::read(bytes, &mut text)?,
        Format::Docx => office::docx(bytes, &mut text)?,
        Format::Pptx => office::pptx(bytes, &mut text)?,
        Format::OpenDocument => office::open_document(bytes, &mut text)?,
        Format::Xlsx => sheet::read(bytes, &mut text)?,
        Format::Rtf => rtf::read(bytes, &mut text)?,
        Format::Html => html::read(&plain::decode(bytes), &mut text),
        Format::Text => text.write(&plain::decode(bytes)),
    }
    found.cut |= text.is_full();
    let text = text.finish();
    found.text = legacy::read(&text).0.into_owned();
    Ok(found)
}

#[cfg(test)]
mod tests;
