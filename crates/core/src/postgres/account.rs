use std::fs;
use std::os::unix::fs::{MetadataExt, lchown};
use std::path::Path;

use super::fault::{PostgresFault, at};

/// The account that the server runs under.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl Account {
    /// Root drops to the cluster's owner, else `postgres`, else `nobody`; others stay themselves.
    pub(super) fn choose(cluster: &Path) -> Result<Option<Self>, PostgresFault> {
        if own_uid() != 0 {
            return Ok(None);
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let accounts: Vec<Self> = passwd.lines().filter_map(Self::parse).collect();
        let owner = fs::metadata(cluster).map(|it| it.uid()).ok().filter(|uid| *uid != 0);
        let by_name = |name: &str| accounts.iter().find(|it| it.name == name && it.uid != 0);
        accounts
            .iter()
            .find(|it| Some(it.uid) == owner)
            .or_else(|| by_name("postgres"))
            .or_else(|| by_name("nobody"))
            .map(|account| Some(account.clone()))
            .ok_or(PostgresFault::NoAccount)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Self { name, uid, gid })
    }

    /// Refuses a folder that the account cannot pass through, as under `/root`.
    pub(super) fn check_way_to(&self, folder: &Path) -> Result<(), PostgresFault> {
        for step in folder.ancestors() {
            let found = fs::metadata(step).map_err(at(step))?;
            let needed = if found.uid() == self.uid {
                0o100
            } else if found.gid() == self.gid {
                0o010
            } else {
                0o001
            };
            if found.mode() & needed == 0 {
                let account = self.name.clone();
                return Err(PostgresFault::NotTraversable { folder: step.to_owned(), account });
            }
        }
        Ok(())
    }
}

/// Gives a folder and all in it to the account.
pub(super) fn give_all(path: &Path, account: &Account) -> Result<(), PostgresFault> {
    lchown(path, Some(account.uid), Some(account.gid)).map_err(at(path))?;
    if fs::symlink_metadata(path).map_err(at(path))?.is_dir() {
        for entry in fs::read_dir(path).map_err(at(path))? {
            give_all(&entry.map_err(at(path))?.path(), account)?;
        }
    }
    Ok(())
}

/// The account of this process.
#[expect(unsafe_code, reason = "geteuid cannot fail and has no safe wrapper in std")]
pub(super) fn own_uid() -> u32 {
    unsafe { libc::geteuid() }
}
