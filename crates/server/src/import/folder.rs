//! The files of an import, in an order that does not change.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Paths of all text and HTML files below a folder, relative to it, sorted.
///
/// # Errors
/// A folder that cannot be listed.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        for entry in std::fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if is_text(&path) || is_html(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn ends_with(path: &Path, ends: &[&str]) -> bool {
    path.extension()
        .and_then(|end| end.to_str())
        .is_some_and(|end| ends.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

fn is_text(path: &Path) -> bool {
    ends_with(path, &["txt"])
}

/// Whether the body of a file is HTML.
pub fn is_html(path: &Path) -> bool {
    ends_with(path, &["html", "htm"])
}
