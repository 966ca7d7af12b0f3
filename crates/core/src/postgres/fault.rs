use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a private server could not be had, as a sentence that says what to do.
#[derive(Debug, Error)]
pub enum PostgresFault {
    /// No server programs anywhere.
    #[error(
        "No PostgreSQL server programs were found. Run `scripts/setup.sh run`, or install the \
         package `postgresql`, or name the folder of `initdb` and `postgres` in PORTAL_PG_BIN."
    )]
    NoPrograms,
    /// `PORTAL_PG_BIN` names a folder without them.
    #[error("PORTAL_PG_BIN is {0:?}, which lacks `initdb` or `postgres`. Correct or unset it.")]
    WrongFolder(PathBuf),
    /// The cluster was written by another major version than the machine has.
    #[error(
        "The data in {cluster:?} belongs to PostgreSQL {wanted}, but only {found} was found. \
         Install PostgreSQL {wanted}, or name its folder of programs in PORTAL_PG_BIN, or move the \
         data away to begin anew."
    )]
    WrongVersion {
        /// The cluster's folder.
        cluster: PathBuf,
        /// The major version in its `PG_VERSION`.
        wanted: String,
        /// The major versions at hand.
        found: String,
    },
    /// The account that PostgreSQL runs under cannot reach the data folder.
    #[error(
        "PostgreSQL refuses to run as root and would run as `{account}`, which may not enter \
         {folder:?}. Choose another data folder in PORTAL_DATA, such as /var/lib/portal-dev."
    )]
    NotTraversable {
        /// The folder without the right to pass.
        folder: PathBuf,
        /// The account's name.
        account: String,
    },
    /// Running as root on a machine without an account to drop to.
    #[error(
        "PostgreSQL refuses to run as root, and this machine has neither a `postgres` nor a \
         `nobody` account. Add one, or start the portal as an ordinary user."
    )]
    NoAccount,
    /// A folder belongs to someone else.
    #[error(
        "{path:?} belongs to another account (uid {owner}) or is no plain folder. Start the portal \
         as that account, or choose another data folder in PORTAL_DATA."
    )]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// Its owner.
        owner: u32,
    },
    /// A file or folder of the data folder cannot be used.
    #[error("{path:?} cannot be used ({source}). Check its rights and the space on its disk.")]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A server program does not run at all.
    #[error("{program:?} cannot be run ({source}). Check the PostgreSQL installation.")]
    Program {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// `initdb` refused.
    #[error("The database could not be made. Mend what `initdb` says and start again: {0}")]
    Initdb(String),
    /// The server ended instead of starting.
    #[error("PostgreSQL does not start. Mend what it says (more in {log:?}): {said}")]
    DoesNotStart {
        /// The server's log file.
        log: PathBuf,
        /// The last lines it wrote.
        said: String,
    },
    /// The server runs, but never became ready.
    #[error("PostgreSQL gives no usable answer ({said}). Look into {log:?} and start again.")]
    NotReady {
        /// The server's log file.
        log: PathBuf,
        /// Its last answer.
        said: String,
    },
}

/// Names the file or folder that an error of the system is about.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> PostgresFault {
    let path = path.to_owned();
    |source| PostgresFault::Folder { path, source }
}
