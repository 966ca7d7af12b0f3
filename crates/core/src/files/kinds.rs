//! Which files are taken, told by what is in them and never by their name (R-C8).

use std::io::{Cursor, Read as _};

use super::programs;
use crate::{Refusal, Texts};

/// Largest file that is taken, in bytes.
pub const MAX_BYTES: usize = 20_000_000;
/// Widest and highest picture that is decoded, in pixels.
pub const MAX_SIDE: u32 = 12_000;
/// Largest picture that is decoded, in pixels.
pub const MAX_PIXELS: u64 = 40_000_000;
/// Most entries an office file may hold.
const MAX_ENTRIES: usize = 2_000;
/// Largest size of an office file once unpacked, in bytes.
const MAX_UNPACKED: u64 = 200_000_000;
/// Longest MIME type an OpenDocument file says it is of.
const MOST_NAME: u64 = 100;
/// An office file's list of parts is shorter, in bytes.
const MOST_LIST: u64 = 4_000_000;
/// How many times its size an office file may unpack to.
const MAX_RATIO: u64 = 100;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// Photograph.
    Jpeg,
    /// Drawing, or picture with transparent parts.
    Png,
    /// Picture; kept as JPEG or PNG.
    Webp,
    /// Picture; its first frame is kept as JPEG or PNG.
    Gif,
    /// Document as printed.
    Pdf,
    /// Document as written.
    Docx,
    /// Table.
    Xlsx,
    /// Presentation.
    Pptx,
    /// Document as written, in OpenDocument.
    Odt,
    /// Table, in OpenDocument.
    Ods,
    /// Presentation, in OpenDocument.
    Odp,
    /// Document as written, in rich text.
    Rtf,
}

impl MediaKind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Gif,
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Rtf,
    ];

    /// The kinds that are pictures once they are kept.
    pub const PICTURES: [&'static str; 2] = ["image/jpeg", "image/png"];

    /// MIME type, as kept in `media.type`.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Rtf => "application/rtf",
        }
    }

    /// Reads [`MediaKind::mime`] back.
    pub fn parse(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.mime() == mime)
    }

    /// Short name for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
            Self::Pdf => "PDF",
            Self::Docx => "DOCX",
            Self::Xlsx => "XLSX",
            Self::Pptx => "PPTX",
            Self::Odt => "ODT",
            Self::Ods => "ODS",
            Self::Odp => "ODP",
            Self::Rtf => "RTF",
        }
    }

    /// Ending of file names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Rtf => "rtf",
        }
    }

    /// Whether it is looked at rather than read.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Gif)
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaRefusal {
    /// No file, or one without content.
    Empty,
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// None of the kinds that are taken.
    TypeNotAllowed,
    /// A picture that cannot be read.
    BrokenPicture,
    /// More than [`MAX_SIDE`] or [`MAX_PIXELS`].
    TooManyPixels,
    /// An office file that is no proper one.
    BrokenDocument,
    /// An office file that carries programs.
    Macros,
    /// An office file that unpacks to far more than a document would.
    Swollen,
    /// A picture without a text that stands for it.
    MissingAlternative,
    /// Too many files are being made ready: to be sent again in a moment.
    NotNow,
    /// The virus scanner found something in it.
    Infected,
}

impl MediaRefusal {
    /// Key of its sentence in the locales.
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "media-refusal-empty",
            Self::TooLarge => "media-refusal-too-large",
            Self::TypeNotAllowed => "media-refusal-type",
            Self::BrokenPicture => "media-refusal-broken-picture",
            Self::TooManyPixels => "media-refusal-pixels",
            Self::BrokenDocument => "media-refusal-broken-document",
            Self::Macros => "media-refusal-macros",
            Self::Swollen => "media-refusal-swollen",
            Self::MissingAlternative => "media-refusal-alternative",
            Self::NotNow => "media-refusal-not-now",
            Self::Infected => "media-refusal-infected",
        }
    }
}

impl Refusal for MediaRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(self.key())
    }
}

/// Tells what a file is, by its content.
///
/// Refuses what is none of [`MediaKind`], what is too large, and an office file that is broken, carries
/// programs or unpacks to more than a document would.
///
/// Requirement: R-C8.
pub fn recognise(bytes: &[u8]) -> Result<MediaKind, MediaRefusal> {
    if bytes.is_empty() {
        return Err(MediaRefusal::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(MediaRefusal::TooLarge);
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok(MediaKind::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return office(bytes);
    }
    if bytes.starts_with(b"{\\rtf") {
        return rtf(bytes);
    }
    match infer::get(bytes).map(|found| found.mime_type()) {
        Some("image/jpeg") => Ok(MediaKind::Jpeg),
        Some("image/png") => Ok(MediaKind::Png),
        Some("image/webp") => Ok(MediaKind::Webp),
        Some("image/gif") => Ok(MediaKind::Gif),
        _ => Err(MediaRefusal::TypeNotAllowed),
    }
}

/// What an office file is, if it opens like one and carries no programs.
fn office(bytes: &[u8]) -> Result<MediaKind, MediaRefusal> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| MediaRefusal::TypeNotAllowed)?;
    if archive.len() > MAX_ENTRIES {
        return Err(MediaRefusal::Swollen);
    }
    let (mut types, mut kind) = (false, None);
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let most = MAX_UNPACKED.min(packed.saturating_mul(MAX_RATIO));
    let mut unpacked = 0_u64;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|_| MediaRefusal::BrokenDocument)?;
        let name = String::from_utf8_lossy(entry.name_raw()).to_ascii_lowercase();
        types |= name == "[content_types].xml";
        kind = kind.or(match name.as_str() {
            "word/document.xml" => Some(MediaKind::Docx),
            "xl/workbook.xml" => Some(MediaKind::Xlsx),
            "ppt/presentation.xml" => Some(MediaKind::Pptx),
            _ => None,
        });
        if programs::is_one(&name) {
            return Err(MediaRefusal::Macros);
        }
        let open = (place == 0 && name == "mimetype").then_some(MOST_NAME);
        // What the archive says of its sizes may be a lie, so the bytes themselves are counted.
        let mut rest = entry.take(most.saturating_sub(unpacked).saturating_add(1));
        if let Some(most_name) = open {
            let mut mime = String::new();
            let read = rest.by_ref().take(most_name).read_to_string(&mut mime);
            read.map_err(|_| MediaRefusal::BrokenDocument)?;
            kind = MediaKind::parse(&mime).filter(|_| mime.contains("opendocument"));
            // OpenDocument has no list of content types.
            types = kind.is_some();
        }
        let mut list = Vec::new();
        if name == "[content_types].xml" || name.ends_with(".rels") {
            let read = rest.by_ref().take(MOST_LIST).read_to_end(&mut list);
            read.map_err(|_| MediaRefusal::BrokenDocument)?;
            // What stands behind that would not be looked at.
            if list.len() as u64 == MOST_LIST {
                return Err(MediaRefusal::Swollen);
            }
            if programs::are_listed(&list).ok_or(MediaRefusal::BrokenDocument)? {
                return Err(MediaRefusal::Macros);
            }
        }
        let read = std::io::copy(&mut rest, &mut std::io::sink());
        let read = read.map_err(|_| MediaRefusal::BrokenDocument)?;
        unpacked = unpacked.saturating_add(read).saturating_add(list.len() as u64);
        if unpacked > most {
            return Err(MediaRefusal::Swollen);
        }
    }
    kind.filter(|_| types).ok_or(MediaRefusal::TypeNotAllowed)
}

/// Rich text carries programs as embedded objects.
fn rtf(bytes: &[u8]) -> Result<MediaKind, MediaRefusal> {
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    if holds(b"\\objdata") || holds(b"\\objupdate") {
        return Err(MediaRefusal::Macros);
    }
    Ok(MediaKind::Rtf)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        let docx: &[(&str, &[u8])] =
            &[("[Content_Types].xml", b"<T/>"), ("word/document.xml", b"<d/>")];
        let macros = [docx, &[("word/vbaProject.bin", b"x")]].concat();
        // Found by the fuzz target: what stands before the name is no letter.
        let hidden = [docx, &[("word/\u{fffd}\0vbaProject.bin", b"x")]].concat();
        let zeros = vec![0_u8; 5_000_000];
        // A part that runs may have any name: what it is stands in the lists.
        let listed = |types: &str, of_document: &str| {
            archive(&[
                ("[Content_Types].xml", types.as_bytes()),
                ("word/document.xml", b"<d/>"),
                ("word/_rels/document.xml.rels", of_document.as_bytes()),
                ("word/a.bin", b"x"),
            ])
        };
        let padding: String = (0..400_000).map(|n| format!("<!--{n}-->")).collect();
        let swollen = [docx, &[("word/media/a.bin", zeros.as_slice())]].concat();
        let mut cut = archive(docx);
        cut.truncate(60);
        for (bytes, expected) in [
            (b"%PDF-1.7\n".to_vec(), Ok(MediaKind::Pdf)),
            (vec![0xff, 0xd8, 0xff, 0xe0], Ok(MediaKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n".to_vec(), Ok(MediaKind::Png)),
            (b"GIF89a".to_vec(), Ok(MediaKind::Gif)),
            (archive(docx), Ok(MediaKind::Docx)),
            (archive(&macros), Err(MediaRefusal::Macros)),
            (archive(&hidden), Err(MediaRefusal::Macros)),
            (listed("<Types/>", "<Relationships/>"), Ok(MediaKind::Docx)),
            (
                listed(
                    r#"<Types><Override ContentType="application/vnd.ms-office.&#118;baProject"/></Types>"#,
                    "",
                ),
                Err(MediaRefusal::Macros),
            ),
            (
                listed(
                    "",
                    r#"<r:Relationship xmlns:r="r" Type="http://a/2006/relationships/vbaProject"/>"#,
                ),
                Err(MediaRefusal::Macros),
            ),
            (
                listed(
                    "",
                    r#"<Relationship Type="http://a/attachedTemplate" Target="HTTPS://a.vn/a.dotm"/>"#,
                ),
                Err(MediaRefusal::Macros),
            ),
            (
                listed(
                    "",
                    r#"<Relationship Type="http://a/attachedTemplate" Target="file:///C:\a.dot"/>"#,
                ),
                Ok(MediaKind::Docx),
            ),
            (
                listed("", r#"<Relationship Type="http://a/hyperlink" Target="https://a.vn"/>"#),
                Ok(MediaKind::Docx),
            ),
            (
                listed(&format!(r#"{padding}<Override ContentType="a.vbaProject"/>"#), ""),
                Err(MediaRefusal::Swollen),
            ),
            (listed("<Types a=>", ""), Err(MediaRefusal::BrokenDocument)),
            (listed("\u{fffd}<Types", ""), Err(MediaRefusal::BrokenDocument)),
            (archive(&swollen), Err(MediaRefusal::Swollen)),
            (
                archive(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]),
                Ok(MediaKind::Xlsx),
            ),
            (
                archive(&[("[Content_Types].xml", b""), ("ppt/presentation.xml", b"")]),
                Ok(MediaKind::Pptx),
            ),
            (
                archive(&[("mimetype", MediaKind::Odt.mime().as_bytes()), ("content.xml", b"")]),
                Ok(MediaKind::Odt),
            ),
            (
                archive(&[("mimetype", MediaKind::Ods.mime().as_bytes()), ("Basic/a.xml", b"")]),
                Err(MediaRefusal::Macros),
            ),
            (archive(&[("mimetype", b"application/pdf")]), Err(MediaRefusal::TypeNotAllowed)),
            (archive(&[("mimetype", b"application/epub+zip")]), Err(MediaRefusal::TypeNotAllowed)),
            (br"{\rtf1 a}".to_vec(), Ok(MediaKind::Rtf)),
            (br"{\rtf1{\object{\*\objdata 01}}}".to_vec(), Err(MediaRefusal::Macros)),
            (archive(&[("a.txt", b"a")]), Err(MediaRefusal::TypeNotAllowed)),
            (cut, Err(MediaRefusal::TypeNotAllowed)),
            (Vec::new(), Err(MediaRefusal::Empty)),
            (vec![b'a'; MAX_BYTES + 1], Err(MediaRefusal::TooLarge)),
            (b"<svg onload=alert(1)>".to_vec(), Err(MediaRefusal::TypeNotAllowed)),
            (b"<html>".to_vec(), Err(MediaRefusal::TypeNotAllowed)),
            (b"MZ\x90\x00".to_vec(), Err(MediaRefusal::TypeNotAllowed)),
        ] {
            assert_eq!(recognise(&bytes), expected, "{:?}", bytes.get(..8));
        }
    }
}
