//! What is let through as an office file opens, is bounded, and holds no program. The first letter of an
//! input says what the rest is: `Z` a whole archive, `P` its parts, one a line, as `name=content`.

#![no_main]

use std::io::{Cursor, Write as _, copy, sink};

use libfuzzer_sys::{Corpus, fuzz_target};
use portal_core::files::kinds::recognise;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

const MOST_PARTS: usize = 2_000;
const MOST_BYTES: u64 = 200_000_000;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((kind, content)) = bytes.split_first() else { return Corpus::Reject };
    let file = match kind {
        b'Z' => content.to_vec(),
        b'P' => match archive(content) {
            Some(file) => file,
            None => return Corpus::Reject,
        },
        _ => return Corpus::Reject,
    };
    let Ok(found) = recognise(&file) else { return Corpus::Keep };
    if !file.starts_with(b"PK\x03\x04") {
        return Corpus::Keep;
    }
    let mut zip = ZipArchive::new(Cursor::new(&file)).expect("it opened a moment ago");
    assert!(zip.len() <= MOST_PARTS, "{found:?}");
    let mut whole = 0;
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).expect("a part");
        let name = String::from_utf8_lossy(part.name_raw()).to_ascii_lowercase();
        assert!(!name.ends_with("vbaproject.bin"), "{found:?} with {name:?}");
        whole += copy(&mut part, &mut sink()).expect("its content");
    }
    assert!(whole <= MOST_BYTES, "{found:?} unpacks to {whole}");
    Corpus::Keep
});

/// An archive of the parts; `None` where one cannot be made.
fn archive(parts: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for line in parts.split(|byte| *byte == b'\n') {
        let at = line.iter().position(|byte| *byte == b'=')?;
        let (name, content) = line.split_at(at);
        zip.start_file(String::from_utf8_lossy(name), plain).ok()?;
        zip.write_all(content.get(1..).unwrap_or_default()).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}
