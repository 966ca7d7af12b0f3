//! Forms with files, part by part.

use axum::extract::{
    Multipart,
    multipart::{Field, MultipartError, MultipartRejection},
};
use axum::http::StatusCode;
use bytes::{Bytes, BytesMut};

use crate::{
    Fault, Outcome,
    files::{MAX_BYTES, MediaRefusal},
};

/// Most bytes a form with files may have. Far above what is taken, so that whoever sends too much is
/// told so by a page: what is past the limits is read and let fall.
pub const BODY_BYTES: usize = 20 * MAX_BYTES;
/// Most bytes of text that are taken from one form.
pub const TEXT_BYTES: usize = 1_000_000;

/// A form with files, being read.
pub struct Upload {
    form: Multipart,
    text_left: usize,
    over: bool,
}

/// A part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A field. Bytes that are not UTF-8 arrive as U+FFFD, which the checks of each field find.
    Text {
        /// Its name.
        field: String,
        /// What was typed.
        text: String,
    },
    /// A field with more than is taken; what was typed is let fall.
    LongText {
        /// Its name.
        field: String,
    },
    /// A file.
    File {
        /// Name of its field.
        field: String,
        /// Name the file has with its sender.
        name: String,
        /// The file, or why it is not taken. A field left empty is [`MediaRefusal::Empty`].
        bytes: Result<Bytes, MediaRefusal>,
    },
    /// The form goes on past what is read at all; what came before it stands.
    TooMuch,
}

impl Upload {
    /// Begins to read.
    ///
    /// # Errors
    /// What was posted is no form with files.
    pub fn new(form: Result<Multipart, MultipartRejection>) -> Outcome<Self> {
        let form = form.map_err(|_| Fault::Malformed("content-type"))?;
        Ok(Self { form, text_left: TEXT_BYTES, over: false })
    }

    /// The next part; `None` at the end.
    ///
    /// # Errors
    /// A form that breaks off.
    pub async fn next(&mut self) -> Outcome<Option<Part>> {
        if self.over {
            return Ok(None);
        }
        match read(&mut self.form, &mut self.text_left).await {
            Ok(part) => Ok(part),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                self.over = true;
                Ok(Some(Part::TooMuch))
            }
            Err(_) => Err(Fault::Malformed("multipart")),
        }
    }
}

async fn read(form: &mut Multipart, text_left: &mut usize) -> Result<Option<Part>, MultipartError> {
    let Some(part) = form.next_field().await? else { return Ok(None) };
    let field = part.name().unwrap_or_default().to_owned();
    if let Some(name) = part.file_name().map(ToOwned::to_owned) {
        let bytes = match take(part, MAX_BYTES).await? {
            None => Err(MediaRefusal::TooLarge),
            Some(bytes) if bytes.is_empty() => Err(MediaRefusal::Empty),
            Some(bytes) => Ok(bytes),
        };
        return Ok(Some(Part::File { field, name, bytes }));
    }
    Ok(Some(match take(part, *text_left).await? {
        Some(bytes) => {
            // A field costs something even when it is empty.
            *text_left = text_left.saturating_sub(bytes.len().max(32));
            Part::Text { field, text: String::from_utf8_lossy(&bytes).into_owned() }
        }
        None => Part::LongText { field },
    }))
}

/// Reads a part to its end; `None` when it is longer than `most`.
async fn take(mut field: Field<'_>, most: usize) -> Result<Option<Bytes>, MultipartError> {
    let mut bytes = BytesMut::new();
    let mut too_long = false;
    while let Some(chunk) = field.chunk().await? {
        too_long |= bytes.len() + chunk.len() > most;
        if !too_long {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((!too_long).then(|| bytes.freeze()))
}
