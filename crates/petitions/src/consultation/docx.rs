//! The text of a DOCX file, line by line as it is read on paper: with the numbers that the word
//! processor writes by itself, without what was struck out (R-P6).

use std::io::{Cursor, Read as _};

use portal_core::{Refusal, Texts};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

mod numbering;
#[cfg(test)]
pub(crate) mod tests;
mod write;

use numbering::Numbering;
pub use write::{Align, Block, document};

/// Why no text can be taken from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl Refusal for Unreadable {
    fn sentence(&self, t: &Texts) -> String {
        t.say("consult-docx-unreadable")
    }
}

/// Most bytes that are read of one part of a file, and most of a text.
const MOST: u64 = 30_000_000;

/// Reads the text of a file that `core::files` has recognised as DOCX.
///
/// # Errors
/// [`Unreadable`]: not a zip, no document in it, broken XML.
pub fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable)?;
    let mut part = |name: &str| -> Option<String> {
        let file = archive.by_name(name).ok()?;
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    let document = part("word/document.xml").ok_or(Unreadable)?;
    let numbers = part("word/numbering.xml").unwrap_or_default();
    let styles = part("word/styles.xml").unwrap_or_default();
    let mut body = Body::new(Numbering::read(&numbers, &styles));
    let mut reader = Reader::from_str(document.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event().map_err(|_| Unreadable)? {
            Event::Start(tag) => body.start(&tag, false),
            Event::Empty(tag) => {
                body.start(&tag, true);
                body.end(tag.local_name().as_ref());
            }
            Event::End(tag) => body.end(tag.local_name().as_ref()),
            Event::Text(text) if body.in_text => body.write(&text.xml10_content()),
            Event::CData(text) if body.in_text => body.write(&text.xml10_content()),
            Event::GeneralRef(name) if body.in_text => {
                let told = name.resolve_char_ref().ok().flatten().map(String::from);
                let named =
                    || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                body.write(&told.or_else(named).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(super::cut::tidy(&body.text))
}

/// A value of an attribute, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        tag.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name);
    found
        .and_then(|a| a.normalized_value(XmlVersion::Implicit1_0).ok())
        .map(std::borrow::Cow::into_owned)
}

/// What is left out with all it holds: struck out or moved away, instructions, text that stands twice.
const LEFT_OUT: [&str; 7] =
    ["del", "moveFrom", "instrText", "Fallback", "pict", "footnoteReference", "delText"];

struct Body {
    text: String,
    line: String,
    numbering: Numbering,
    style: Option<String>,
    number: Option<(String, usize)>,
    in_text: bool,
    in_properties: bool,
    /// How deep within what is left out.
    left_out: usize,
    /// The cells of the rows being read, the innermost table last.
    rows: Vec<Vec<String>>,
}

impl Body {
    fn new(numbering: Numbering) -> Self {
        Self {
            text: String::new(),
            line: String::new(),
            numbering,
            style: None,
            number: None,
            in_text: false,
            in_properties: false,
            left_out: 0,
            rows: Vec::new(),
        }
    }

    fn write(&mut self, text: &str) {
        if self.text.len() < usize::try_from(MOST).unwrap_or(usize::MAX) {
            self.line.push_str(text);
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.left_out > 0 || (LEFT_OUT.contains(&name) && !self.in_properties) {
            self.left_out += 1;
            return;
        }
        match name {
            "p" => (self.style, self.number) = (None, None),
            "pPr" | "rPr" => self.in_properties = !empty,
            "pStyle" => self.style = attribute(tag, "val"),
            "numId" => {
                let level = self.number.take().map_or(0, |(_, level)| level);
                self.number = attribute(tag, "val").map(|id| (id, level));
            }
            "ilvl" => {
                let id = self.number.take().map(|(id, _)| id).unwrap_or_default();
                let level = attribute(tag, "val").and_then(|level| level.parse().ok());
                self.number = Some((id, level.unwrap_or(0)));
            }
            "t" => self.in_text = true,
            "tab" if !self.in_properties => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "tr" => self.rows.push(Vec::new()),
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "pPr" | "rPr" => self.in_properties = false,
            "t" => self.in_text = false,
            "p" => self.end_line(),
            "tr" => {
                let cells = self.rows.pop().unwrap_or_default();
                let row = cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join(" | ");
                self.put(&row);
            }
            _ => {}
        }
    }

    fn end_line(&mut self) {
        let label = self.numbering.label(self.number.as_ref(), self.style.as_deref());
        let line = std::mem::take(&mut self.line);
        let line = line.trim();
        match label {
            Some(label) if !line.is_empty() => self.put(&format!("{label} {line}")),
            _ => self.put(line),
        }
    }

    /// A finished line: into the cell it stands in, or into the text.
    fn put(&mut self, line: &str) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&line.replace('\n', " "));
        } else {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }
}
