//! Reading a posted file.

use axum::extract::{Multipart, multipart::Field};
use bytes::{Bytes, BytesMut};
use portal_core::{Fault, Outcome, Posted, form::FORM_KEY};

use super::MediaRefusal;
use portal_core::files::MAX_BYTES;

/// Most bytes a form with a file may have. Far above what is taken, so that whoever sends too much is
/// told so by a page: what is past [`MAX_BYTES`] is read and let fall.
pub const BODY_BYTES: usize = 20 * MAX_BYTES;

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
pub async fn read(mut form: Multipart) -> Outcome<PostedFile> {
    let mut read = PostedFile {
        posted: Posted::default(),
        name: String::new(),
        bytes: Err(MediaRefusal::Empty),
    };
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(read),
            Err(error) => return broken_off(read, &error),
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            field.file_name().unwrap_or_default().clone_into(&mut read.name);
            match take(field, MAX_BYTES).await {
                Ok(bytes) => read.bytes = bytes,
                Err(error) => return broken_off(read, &error),
            }
        } else if matches!(name.as_str(), FORM_KEY | "alternative") {
            match take(field, 16_384).await {
                Ok(Ok(value)) => {
                    read.posted.put(name, String::from_utf8_lossy(&value).into_owned());
                }
                Ok(Err(_)) => return Err(Fault::Malformed("too-large")),
                Err(error) => return broken_off(read, &error),
            }
        }
    }
}

/// A form past the limit of the whole body still gets its page; one that breaks off does not.
fn broken_off(
    mut read: PostedFile,
    error: &axum::extract::multipart::MultipartError,
) -> Outcome<PostedFile> {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        read.bytes = Err(MediaRefusal::TooLarge);
        return Ok(read);
    }
    Err(Fault::Malformed("multipart"))
}

async fn take(
    mut field: Field<'_>,
    most: usize,
) -> Result<Result<Bytes, MediaRefusal>, axum::extract::multipart::MultipartError> {
    let mut bytes = BytesMut::new();
    let mut too_large = false;
    while let Some(chunk) = field.chunk().await? {
        too_large |= bytes.len() + chunk.len() > most;
        if !too_large {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(match (too_large, bytes.is_empty()) {
        (true, _) => Err(MediaRefusal::TooLarge),
        (_, true) => Err(MediaRefusal::Empty),
        _ => Ok(bytes.freeze()),
    })
}
