//! PDF, page by page.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use pdf_extract::{Document, PlainTextOutput, output_doc_page};

use crate::{Found, Text, Unreadable};

/// After so long no further page is begun: what was read by then is better than nothing.
const LONGEST: Duration = Duration::from_secs(20);
/// A page of fewer letters is a picture with a stamp on it.
const LETTERS_A_PAGE: usize = 8;

/// Reads pages until there are no more, time is over or the text is full. A page that cannot be read
/// is left out; a file of which no page can be read is broken.
pub fn read(bytes: &[u8], text: &mut Text) -> Result<Found, Unreadable> {
    let begun = Instant::now();
    let document = load(bytes)?;
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let (mut broken, mut scanned, mut cut) = (0, 0, false);
    let mut said = String::new();
    for page in &pages {
        if begun.elapsed() > LONGEST || text.is_full() {
            cut = true;
            break;
        }
        let before = text.len();
        match one(&document, *page) {
            Ok(page) => text.write(&page),
            Err(error) => {
                broken += 1;
                said = error;
            }
        }
        text.end_line();
        scanned += usize::from(text.len() - before < LETTERS_A_PAGE);
    }
    if broken > 0 && broken == pages.len() {
        return Err(Unreadable::broken(said));
    }
    Ok(Found {
        cut: cut || broken > 0,
        pages: Some(u32::try_from(pages.len()).unwrap_or(u32::MAX)),
        // A blank last page makes no scan.
        scanned: scanned * 2 > pages.len(),
        ..Found::default()
    })
}

fn load(bytes: &[u8]) -> Result<Document, Unreadable> {
    let loaded = catch_unwind(AssertUnwindSafe(|| Document::load_mem(bytes)));
    let mut document = loaded
        .map_err(|_| Unreadable::broken("the reader gave up"))?
        .map_err(Unreadable::broken)?;
    // Many files are locked against changes only, with an empty password.
    if document.is_encrypted() {
        let opened = catch_unwind(AssertUnwindSafe(|| document.decrypt("")));
        if !matches!(opened, Ok(Ok(()))) {
            return Err(Unreadable::Locked);
        }
    }
    Ok(document)
}

/// The library panics on some real files: a page is lost then, not the file.
fn one(document: &Document, page: u32) -> Result<String, String> {
    let mut said = String::new();
    let read = catch_unwind(AssertUnwindSafe(|| {
        output_doc_page(document, &mut PlainTextOutput::new(&mut said), page)
    }));
    match read {
        Ok(Ok(())) => Ok(said),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the reader gave up".to_owned()),
    }
}
