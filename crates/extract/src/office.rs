//! Office files: a zip of XML parts. The text of each part is taken as it is read, never as a tree.

use std::io::{BufReader, Cursor, Read, Seek};

use quick_xml::{Reader, events::Event};
use zip::{ZipArchive, result::ZipError};

use crate::{MOST_PART, MOST_PARTS, Text, Unreadable};

/// Which elements of a part say what.
struct Words {
    /// Elements whose text is read; none: all text is.
    said: Option<&'static str>,
    /// Elements that end a line.
    lines: &'static [&'static str],
    /// Elements that end a word.
    blanks: &'static [&'static str],
    /// Elements that are left out with all they hold.
    left_out: &'static [&'static str],
}

const WORD: Words = Words {
    said: Some("t"),
    lines: &["p", "tr", "br", "cr"],
    blanks: &["tab", "tc"],
    left_out: &["del", "moveFrom", "Fallback"],
};
const SLIDE: Words = Words {
    said: Some("t"),
    lines: &["p", "br", "tr"],
    blanks: &["tab", "tc"],
    left_out: &["Fallback"],
};
const OPEN: Words = Words {
    said: None,
    lines: &["p", "h", "line-break", "table-row"],
    blanks: &["tab", "s", "table-cell"],
    left_out: &["tracked-changes", "scripts", "automatic-styles", "font-face-decls"],
};

/// Text, notes and comments of a Word file, in this order.
pub fn docx(bytes: &[u8], text: &mut Text) -> Result<(), Unreadable> {
    let mut archive = open(bytes)?;
    part(&mut archive, "word/document.xml", &WORD, text)?;
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        if archive.index_for_name(name).is_some() {
            part(&mut archive, name, &WORD, text)?;
        }
    }
    Ok(())
}

/// Slides of a presentation, each followed by its notes.
pub fn pptx(bytes: &[u8], text: &mut Text) -> Result<(), Unreadable> {
    let mut archive = open(bytes)?;
    let mut slides: Vec<(u32, bool, String)> = archive
        .file_names()
        .flatten()
        .filter_map(|name| {
            let (number, notes) = match name.strip_prefix("ppt/slides/slide") {
                Some(rest) => (rest, false),
                None => (name.strip_prefix("ppt/notesSlides/notesSlide")?, true),
            };
            let number = number.strip_suffix(".xml")?.parse().ok()?;
            Some((number, notes, name.into_owned()))
        })
        .collect();
    slides.sort_unstable();
    for (_, _, name) in slides {
        part(&mut archive, &name, &SLIDE, text)?;
        text.end_line();
    }
    Ok(())
}

/// The text of an OpenDocument file.
pub fn open_document(bytes: &[u8], text: &mut Text) -> Result<(), Unreadable> {
    part(&mut open(bytes)?, "content.xml", &OPEN, text)
}

/// Opens an office file.
///
/// # Errors
/// Not a zip, locked, or of too many parts.
pub fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Unreadable> {
    // A locked office file is an OLE file around the zip.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Unreadable::Locked);
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(Unreadable::broken)?;
    if archive.len() > MOST_PARTS { Err(Unreadable::Swollen) } else { Ok(archive) }
}

fn part<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    words: &Words,
    text: &mut Text,
) -> Result<(), Unreadable> {
    let file = archive.by_name(name).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Locked,
        error => Unreadable::broken(error),
    })?;
    let mut file = BufReader::new(file.take(MOST_PART));
    walk(&mut Reader::from_reader(&mut file), words, text)?;
    let rest = file.into_inner().limit();
    if rest == 0 { Err(Unreadable::Swollen) } else { Ok(()) }
}

fn walk<R: std::io::BufRead>(
    reader: &mut Reader<R>,
    words: &Words,
    text: &mut Text,
) -> Result<(), Unreadable> {
    let mut buffer = Vec::new();
    // How deep within text that is read, and within what is left out.
    let (mut said, mut left_out) = (usize::from(words.said.is_none()), 0_usize);
    while !text.is_full() {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(Unreadable::broken)? {
            Event::Start(tag) => {
                let name = tag.local_name();
                let name = name.as_ref();
                left_out += usize::from(left_out > 0 || words.left_out.contains(&name));
                said += usize::from(words.said == Some(name));
            }
            Event::End(tag) if left_out == 0 => {
                let name = tag.local_name();
                let name = name.as_ref();
                if words.said == Some(name) {
                    said = said.saturating_sub(1);
                }
                mark(words, name, text);
            }
            Event::End(_) => left_out -= 1,
            Event::Empty(tag) if left_out == 0 => mark(words, tag.local_name().as_ref(), text),
            Event::Text(words) if said > 0 && left_out == 0 => text.write(&words.xml10_content()),
            Event::CData(words) if said > 0 && left_out == 0 => text.write(&words.xml10_content()),
            Event::GeneralRef(name) if said > 0 && left_out == 0 => {
                let told = name.resolve_char_ref().ok().flatten().map(String::from);
                let named =
                    || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                text.write(&told.or_else(named).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    text.end_line();
    Ok(())
}

fn mark(words: &Words, name: &str, text: &mut Text) {
    if words.lines.contains(&name) {
        text.end_line();
    } else if words.blanks.contains(&name) {
        text.blank();
    }
}
