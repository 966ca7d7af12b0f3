//! The file with the keys of what is sealed at rest.

use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use anyhow::Context as _;
use portal_core::SecretBox;

/// Reads the keys; the error is the end of a sentence about the file.
///
/// # Errors
/// A file that cannot be read, that everybody on the machine can read, or that holds no keys.
pub fn read(file: &Path) -> Result<SecretBox, String> {
    let open = |error: io::Error| format!("cannot be read: {error}");
    let mode = fs::metadata(file).map_err(open)?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err("is open to everybody on this machine: chmod o= it".to_owned());
    }
    let text = fs::read_to_string(file).map_err(open)?;
    SecretBox::read(&text).map_err(|fault| fault.to_string())
}

/// Reads the keys of a data folder, or makes the folder's first one, for this account alone.
///
/// # Errors
/// A file that cannot be made or read.
pub fn read_or_make(file: &Path) -> anyhow::Result<SecretBox> {
    if !file.exists() {
        make(file).with_context(|| format!("{} cannot be made", file.display()))?;
    }
    read(file).map_err(|reason| anyhow::anyhow!("{} {reason}", file.display()))
}

/// Written beside its place and linked there whole: another process may be doing the same.
fn make(file: &Path) -> anyhow::Result<()> {
    let key = SecretBox::new_key(1)?;
    let beside = file.with_extension(format!("new-{}", uuid::Uuid::new_v4()));
    let mut new = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    let written = writeln!(new, "{key}").and_then(|()| new.sync_all());
    let linked = written.and_then(|()| fs::hard_link(&beside, file));
    fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => Ok(other?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gets_one_key_that_only_its_account_reads() {
        let folder = std::env::temp_dir().join(format!("portal-keys-{}", uuid::Uuid::new_v4()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("secrets.key");
        let sealed = read_or_make(&file).unwrap().seal("x", b"", b"secret").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(read_or_make(&file).unwrap().open("x", b"", &sealed).is_ok());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(read(&file).unwrap_err().contains("everybody"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
