//! Reading a posted file.

use axum::extract::{Multipart, multipart::MultipartRejection};
use bytes::Bytes;
use portal_core::{
    Fault, Outcome, Posted,
    form::FORM_KEY,
    upload::{Part, Upload},
};

use super::MediaRefusal;

/// A form with a file.
pub struct PostedFile {
    /// Its other fields.
    pub posted: Posted,
    /// Name the file has with its sender.
    pub name: String,
    /// The file, or why it is not taken.
    pub bytes: Result<Bytes, MediaRefusal>,
}

/// Reads a form with one file in the field `file`.
pub async fn read(form: Result<Multipart, MultipartRejection>) -> Outcome<PostedFile> {
    let mut upload = Upload::new(form)?;
    let mut read = PostedFile {
        posted: Posted::default(),
        name: String::new(),
        bytes: Err(MediaRefusal::Empty),
    };
    while let Some(part) = upload.next().await? {
        match part {
            Part::File { field, name, bytes } if field == "file" => {
                read.name = name;
                read.bytes = bytes;
            }
            Part::Text { field, text } if matches!(field.as_str(), FORM_KEY | "alternative") => {
                read.posted.put(field, text);
            }
            Part::LongText { .. } => return Err(Fault::Malformed("too-large")),
            Part::TooMuch => read.bytes = Err(MediaRefusal::TooLarge),
            Part::File { .. } | Part::Text { .. } => {}
        }
    }
    Ok(read)
}
