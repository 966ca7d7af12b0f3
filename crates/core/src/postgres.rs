//! A private, real PostgreSQL for people who have not set one up: made on first use, started with
//! the program that needs it, and taken down with it.
//!
//! It listens on a Unix socket in a folder that only its own account may enter, so it can trust
//! whoever gets there. A thread that never ends while the program runs owns the server process:
//! the kernel tells the server to shut down when that thread dies, whatever killed it, and the
//! thread starts the server again when the server itself was killed.
//!
//! Inside the data folder: `cluster/` (the database), `socket/`, `postgres.log`, and `pg/` (server
//! programs, where the set-up script had to bring its own).

mod account;
mod fault;
mod place;
mod probe;
mod programs;
#[cfg(test)]
mod tests;

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};

use self::account::own_uid;
pub use self::fault::PostgresFault;
use self::place::{PATIENCE, Place};

/// The name of the database superuser of a private server.
pub const OWNER: &str = "portal_owner";

/// How long a fast shutdown may take before open work is cut off.
const SHUTDOWN: Duration = Duration::from_secs(60);
/// How often the supervising thread looks after the server.
const TICK: Duration = Duration::from_millis(500);
/// The longest pause between attempts to bring a dead server back.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// What an address has to escape.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'-').remove(b'.');

/// Where a private server lives and how it is started.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder that holds the cluster, its log and its socket; made when missing.
    pub data_dir: PathBuf,
    /// A folder with `initdb` and `postgres` to prefer over what the machine has.
    pub bin_dir: Option<PathBuf>,
    /// Server settings (`-c name=value`), for example `fsync=off` in tests.
    pub extra: Vec<(String, String)>,
}

/// A running private server, its own or adopted from another process on the same data folder.
///
/// Dropping it stops the server, if this process started it.
#[derive(Debug)]
pub struct PrivatePostgres {
    socket_dir: PathBuf,
    stop: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl PrivatePostgres {
    /// Starts the server, or adopts the live one, and returns once it accepts connections.
    ///
    /// Makes the cluster on first use. Blocks: 0.1 s as a rule, some seconds the first time or after
    /// a crash. An adopted server is taken over when the process that started it ends.
    pub fn start(settings: &Settings) -> Result<Self, PostgresFault> {
        let place = Place::prepare(settings)?;
        let (stop, commands) = mpsc::channel();
        let (tell, told) = mpsc::channel();
        // The parent-death signal is per thread: the one that spawns must live as long as we do.
        let thread = thread::Builder::new()
            .name("private-postgres".to_owned())
            .spawn(move || match place.bring_up(None) {
                Ok(server) => {
                    let _ = tell.send(Ok(server.socket_dir.clone()));
                    supervise(&place, server, &commands);
                }
                Err(fault) => drop(tell.send(Err(fault))),
            })
            .map_err(|source| PostgresFault::Program { program: "thread".into(), source })?;
        match told.recv() {
            Ok(Ok(socket_dir)) => Ok(Self { socket_dir, stop, thread: Some(thread) }),
            Ok(Err(fault)) => Err(fault),
            Err(_) => Err(PostgresFault::NotReady {
                log: settings.data_dir.join("postgres.log"),
                said: "the supervising thread ended".to_owned(),
            }),
        }
    }

    /// Builds the connection address of a database for a user: `postgresql://user@%2Fsocket/db`.
    pub fn url(&self, user: &str, database: &str) -> String {
        let host = percent_encode(self.socket_dir.as_os_str().as_bytes(), ESCAPED);
        let user = utf8_percent_encode(user, ESCAPED);
        let database = utf8_percent_encode(database, ESCAPED);
        format!("postgresql://{user}@{host}/{database}")
    }

    /// The folder of the server's socket.
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// Stops the server (if this process started it) and waits until it is down.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        let _ = self.stop.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The data folder when nobody names one: `PORTAL_DATA`, else `/var/lib/portal-dev` for root, else
/// `portal` in `XDG_DATA_HOME` or `~/.local/share`.
pub fn default_data_dir() -> PathBuf {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    if let Some(named) = folder("PORTAL_DATA").filter(|path| !path.as_os_str().is_empty()) {
        return named;
    }
    if own_uid() == 0 {
        return PathBuf::from("/var/lib/portal-dev");
    }
    folder("XDG_DATA_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| folder("HOME").map(|home| home.join(".local/share")))
        .map_or_else(|| format!("/var/tmp/portal-{}", own_uid()).into(), |path| path.join("portal"))
}

/// The thread's life: looks after the server until told to stop (or the handle is gone).
fn supervise(place: &Place, mut server: Server, commands: &Receiver<()>) {
    let mut pause = TICK;
    loop {
        if !matches!(commands.recv_timeout(pause), Err(RecvTimeoutError::Timeout)) {
            return server.shut_down();
        }
        if server.is_alive(place) {
            pause = TICK;
            continue;
        }
        tracing::warn!("the private PostgreSQL is gone; starting it again");
        pause = match place.bring_up(Some(&server.socket_dir)) {
            Ok(next) => {
                server = next;
                TICK
            }
            Err(fault) => {
                tracing::error!(%fault, "the private PostgreSQL does not come back");
                (pause * 2).min(LONGEST_PAUSE)
            }
        };
    }
}

/// A server that answers; `child` is there when we started it.
struct Server {
    socket_dir: PathBuf,
    child: Option<Child>,
}

impl Server {
    fn is_alive(&mut self, place: &Place) -> bool {
        match &mut self.child {
            Some(child) => matches!(child.try_wait(), Ok(None)),
            None => place.live().is_some(),
        }
    }

    fn shut_down(self) {
        if let Some(child) = self.child {
            shut_down(child);
        }
    }
}

/// Fast shutdown; where that takes too long, an immediate one.
fn shut_down(mut child: Child) {
    for (signal, patience) in [(libc::SIGINT, SHUTDOWN), (libc::SIGQUIT, PATIENCE)] {
        // A pid cannot be given to another process before `try_wait` has collected it.
        if let Ok(pid) = i32::try_from(child.id()) {
            #[expect(
                unsafe_code,
                reason = "kill has no safe wrapper in std; both are plain numbers"
            )]
            unsafe {
                libc::kill(pid, signal);
            }
        }
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if !matches!(child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}
