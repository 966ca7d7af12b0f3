//! Bytes without a declared encoding.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes UTF-8 and UTF-16. Other bytes are read one by one, as Windows-1252: that keeps the old
/// Vietnamese encodings recognisable for whoever knows them.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    for encoding in [UTF_8, UTF_16LE, UTF_16BE] {
        let mark: &[u8] = match encoding.name() {
            "UTF-8" => b"\xef\xbb\xbf",
            "UTF-16LE" => b"\xff\xfe",
            _ => b"\xfe\xff",
        };
        if let Some(rest) = bytes.strip_prefix(mark) {
            return encoding.decode_without_bom_handling(rest).0;
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}
