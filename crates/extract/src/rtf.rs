//! Rich text.

use rtf_parser_tt::RtfDocument;

use crate::{Text, Unreadable};

/// Reads the text; code pages and `\u` escapes are the library's work.
pub fn read(bytes: &[u8], text: &mut Text) -> Result<(), Unreadable> {
    let document = RtfDocument::from_bytes(bytes).map_err(Unreadable::broken)?;
    text.write(&document.get_text());
    Ok(())
}
