//! Any bytes are read or refused, in bounded time and memory. The first letter of an input says what
//! the rest is: a whole file (`p` PDF, `d` Word, `x` Excel, `s` PowerPoint, `o` OpenDocument, `r` RTF,
//! `h` HTML, `t` text) or, as a capital, the part of an office file that says something.

#![no_main]

use std::io::{Cursor, Write as _};
use std::panic::catch_unwind;

use libfuzzer_sys::{Corpus, fuzz_target};
use portal_extract::{Format, MOST_CHARACTERS, read};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fuzz_target!(
    init: {
        // Readers that panic are caught by whoever called them; only what is not caught counts.
        std::panic::set_hook(Box::new(|_| {}));
    },
    |bytes: &[u8]| -> Corpus {
        let Some((kind, content)) = bytes.split_first() else { return Corpus::Reject };
        let whole = |format| (content.to_vec(), format);
        let (file, format) = match kind {
            b'p' => whole(Format::Pdf),
            b'd' => whole(Format::Docx),
            b'x' => whole(Format::Xlsx),
            b's' => whole(Format::Pptx),
            b'o' => whole(Format::OpenDocument),
            b'r' => whole(Format::Rtf),
            b'h' => whole(Format::Html),
            b't' => whole(Format::Text),
            b'D' => (archive(&[("word/document.xml", content)]), Format::Docx),
            b'S' => (archive(&[("ppt/slides/slide1.xml", content)]), Format::Pptx),
            b'O' => (archive(&[("content.xml", content)]), Format::OpenDocument),
            b'X' => (book(content), Format::Xlsx),
            _ => return Corpus::Reject,
        };
        match catch_unwind(|| read(&file, format)) {
            Ok(Ok(found)) => {
                assert!(found.text.chars().count() <= MOST_CHARACTERS);
                assert_eq!(found.text.trim_end(), found.text);
            }
            Ok(Err(_)) => {}
            Err(said) => {
                let said = said.downcast_ref::<String>().map(String::as_str);
                eprintln!("{format:?} panicked: {said:?}");
                std::process::abort();
            }
        }
        Corpus::Keep
    }
);

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(*name, plain).expect("a part");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

/// An Excel file with one sheet.
fn book(sheet: &[u8]) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/sharedStrings.xml", br#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Chi</t></si></sst>"#),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}
