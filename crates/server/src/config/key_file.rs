//! The file with the keys of what is sealed at rest.

use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use anyhow::Context as _;
use portal_core::SecretBox;

/// Reads the keys; the error is the end of a sentence about the file.
///
/// # Errors
/// A file that cannot be read, that others on the machine can read, or that holds no keys.
pub fn read(file: &Path) -> Result<SecretBox, String> {
    let open = |error: io::Error| format!("cannot be read: {error}");
    let about = fs::metadata(file).map_err(open)?;
    if is_open_to_others(about.permissions().mode(), about.uid()) {
        return Err("is open to others on this machine: chmod 0400 it".to_owned());
    }
    let text = fs::read_to_string(file).map_err(open)?;
    SecretBox::read(&text).map_err(|fault| fault.to_string())
}

/// Whether others than the account that runs the portal may read or write a file. A group reads what
/// only the administrator can have given it: the bits of the group are where systemd's credentials,
/// which are root's, let the service in.
fn is_open_to_others(mode: u32, owner: u32) -> bool {
    mode & 0o037 != 0 || (mode & 0o040 != 0 && owner != 0)
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
        assert!(read(&file).unwrap_err().contains("others"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_key_is_for_one_account() {
        let (root, portal) = (0, 811);
        for (mode, owner, is_open) in [
            (0o100_400, portal, false),
            (0o100_600, portal, false),
            (0o100_440, root, false),
            (0o100_440, portal, true),
            (0o100_640, portal, true),
            (0o100_660, root, true),
            (0o100_604, root, true),
            (0o100_601, portal, true),
        ] {
            assert_eq!(is_open_to_others(mode, owner), is_open, "{mode:o} of {owner}");
        }
    }
}
