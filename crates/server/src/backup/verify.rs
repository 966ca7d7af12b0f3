//! Reads a backup back, all of it, and says what is not as it was written.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use object_store::path::Path as StorePath;

use super::{
    manifest::{FileEntry, Manifest},
    stream::{Passed, Reading, Unpacking},
    vault::{Vault, file_place, table_place},
};

/// Files that are read at once.
const AT_ONCE: usize = 8;

/// What was expected of something stored.
struct Expected<'a> {
    what: String,
    place: StorePath,
    unpacking: Unpacking,
    sha256: &'a str,
    bytes: u64,
    rows: Option<u64>,
    stored_sha256: &'a str,
}

/// Reads everything back; gives a sentence for each table and file that is not as the manifest says.
///
/// Where nothing opens what is encrypted, only the stored bytes are compared.
pub async fn verify(vault: &Vault, manifest: &Manifest) -> Vec<String> {
    let opens = !manifest.encrypted || vault.opens();
    let mut differences = Vec::new();
    for table in &manifest.tables {
        let expected = Expected {
            what: format!("table {}", table.name),
            place: table_place(&manifest.name, &table.name, manifest.encrypted),
            unpacking: vault.unpacking(manifest, true),
            sha256: &table.sha256,
            bytes: table.bytes,
            rows: Some(table.rows),
            stored_sha256: &table.stored_sha256,
        };
        differences.extend(compare(vault, &expected, opens).await);
    }
    // Files with the same content are stored once.
    let once: BTreeMap<&str, &FileEntry> =
        manifest.files.iter().map(|file| (file.sha256.as_str(), file)).collect();
    differences.extend(verify_files(vault, manifest, once.into_values()).await);
    differences
}

/// Reads some files back; as [`verify`].
pub async fn verify_files<'a>(
    vault: &Vault,
    manifest: &Manifest,
    files: impl Iterator<Item = &'a FileEntry>,
) -> Vec<String> {
    let opens = !manifest.encrypted || vault.opens();
    let expected: Vec<Expected<'_>> =
        files.map(|file| expected_file(vault, manifest, file)).collect();
    futures_util::stream::iter(&expected)
        .map(|expected| compare(vault, expected, opens))
        .buffered(AT_ONCE)
        .filter_map(std::future::ready)
        .collect()
        .await
}

fn expected_file<'a>(vault: &Vault, manifest: &Manifest, file: &'a FileEntry) -> Expected<'a> {
    Expected {
        what: format!("file {}", file.path),
        place: file_place(&file.sha256, manifest.encrypted),
        unpacking: vault.unpacking(manifest, false),
        sha256: &file.sha256,
        bytes: file.bytes,
        rows: None,
        stored_sha256: &file.stored_sha256,
    }
}

async fn compare(vault: &Vault, expected: &Expected<'_>, opens: bool) -> Option<String> {
    let what = &expected.what;
    let read = async {
        let unpacking = expected.unpacking.clone();
        Reading::begin(vault.store(), &expected.place, unpacking).await?.end().await
    };
    match read.await {
        Err(error) => Some(format!("{what}: {error:#}")),
        Ok(passed) => found(expected, &passed, opens).map(|found| format!("{what}: {found}")),
    }
}

fn found(expected: &Expected<'_>, passed: &Passed, opens: bool) -> Option<String> {
    if passed.stored_sha256 != expected.stored_sha256 {
        return Some("what is stored is not what was written".to_owned());
    }
    if !opens {
        return None;
    }
    if let Some(rows) = expected.rows.filter(|rows| *rows != passed.lines) {
        return Some(format!("{} rows instead of {rows}", passed.lines));
    }
    if (passed.sha256.as_str(), passed.bytes) != (expected.sha256, expected.bytes) {
        return Some("its content is not what it was".to_owned());
    }
    None
}
