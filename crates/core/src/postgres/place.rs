use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::account::{Account, give_all, own_uid};
use super::fault::{PostgresFault, at};
use super::probe::{Answer, probe};
use super::{OWNER, Server, Settings, shut_down};

/// How long a start may be held up by the remains of a killed server.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);
/// How long a server that says it is starting up (replaying its log) is waited for.
const RECOVERY: Duration = Duration::from_secs(300);
/// The size at which the server's log file is set aside at the next start.
const LOG_SIZE_BYTES: u64 = 16 << 20;
/// `sun_path` holds 108 bytes, one of them the closing zero.
const SOCKET_PATH_BYTES: usize = 107;
/// The name of the socket in its folder.
pub(super) const SOCKET: &str = ".s.PGSQL.5432";

/// A prepared data folder and everything needed to start a server in it.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) data_dir: PathBuf,
    pub(super) cluster: PathBuf,
    pub(super) log: PathBuf,
    account: Option<Account>,
    pub(super) bin_dir: Option<PathBuf>,
    extra: Vec<(String, String)>,
}

impl Place {
    pub(super) fn prepare(settings: &Settings) -> Result<Self, PostgresFault> {
        let named = &settings.data_dir;
        if !named.exists() {
            fs::create_dir_all(named).map_err(at(named))?;
            // Whatever our umask is: the server's account has to pass.
            fs::set_permissions(named, fs::Permissions::from_mode(0o755)).map_err(at(named))?;
        }
        let data_dir = fs::canonicalize(named).map_err(at(named))?;
        let cluster = data_dir.join("cluster");
        let account = Account::choose(&cluster)?;
        if let Some(account) = &account {
            account.check_way_to(&data_dir)?;
        }
        Ok(Self {
            log: data_dir.join("postgres.log"),
            account,
            bin_dir: settings.bin_dir.clone(),
            extra: settings.extra.clone(),
            cluster,
            data_dir,
        })
    }

    /// Adopts or starts a server and waits until it is ready.
    pub(super) fn bring_up(&self, socket_dir: Option<&Path>) -> Result<Server, PostgresFault> {
        // One process at a time looks, makes and starts; the next one then finds a live server.
        let path = self.data_dir.join("start.lock");
        let gate = OpenOptions::new().create(true).append(true).open(&path).map_err(at(&path))?;
        gate.lock().map_err(at(&path))?;
        if let Some(server) = self.adopt()? {
            return Ok(server);
        }
        let programs = self.programs()?;
        if self.version().is_none() {
            self.initdb(&programs)?;
        }
        self.take_ownership()?;
        let socket_dir = self.socket_folder(socket_dir)?;
        let begun = Instant::now();
        loop {
            let (said, child) = self.attempt(&programs, &socket_dir)?;
            if child.is_some() {
                return Ok(Server { socket_dir, child });
            }
            // A killed server leaves lock files, processes that are just ending, and (where nobody
            // collects the dead) a number that still counts as running.
            let remains = ["lock file", "shared memory block", "starting up"];
            if begun.elapsed() > PATIENCE || !remains.iter().any(|it| said.contains(it)) {
                return Err(PostgresFault::DoesNotStart { log: self.log.clone(), said });
            }
            if said.contains("lock file") && self.is_deserted() {
                let _ = fs::remove_file(self.cluster.join("postmaster.pid"));
                let _ = fs::remove_file(socket_dir.join(format!("{SOCKET}.lock")));
            }
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// Waits for a live server of this folder; `None` when there is none, or it ends meanwhile.
    fn adopt(&self) -> Result<Option<Server>, PostgresFault> {
        let begun = Instant::now();
        while let Some(socket_dir) = self.live() {
            let said = match probe(&socket_dir) {
                Answer::Ready => return Ok(Some(Server { socket_dir, child: None })),
                Answer::StartingUp if begun.elapsed() < RECOVERY => continue_after_a_moment(),
                Answer::Other(_) if begun.elapsed() < PATIENCE => continue_after_a_moment(),
                Answer::StartingUp => Some("it is still starting up".to_owned()),
                Answer::Other(said) => Some(said),
            };
            if let Some(said) = said {
                return Err(PostgresFault::NotReady { log: self.log.clone(), said });
            }
        }
        Ok(None)
    }

    /// The socket folder of the server that now runs on this cluster.
    pub(super) fn live(&self) -> Option<PathBuf> {
        let file = fs::read_to_string(self.cluster.join("postmaster.pid")).ok()?;
        let mut lines = file.lines();
        let pid = lines.next()?.trim();
        // A server's working folder is its cluster; the dead and the namesakes have none or another.
        let home = fs::read_link(format!("/proc/{pid}/cwd")).ok()?;
        let socket_dir = lines.nth(3).unwrap_or_default();
        (home == self.cluster).then(|| PathBuf::from(socket_dir))
    }

    /// Whether no process at all works in the cluster, not even the last ones of a killed server.
    fn is_deserted(&self) -> bool {
        let Ok(processes) = fs::read_dir("/proc") else { return false };
        !processes.flatten().any(|process| {
            fs::read_link(process.path().join("cwd")).is_ok_and(|home| home == self.cluster)
        })
    }

    /// Starts the server once: the child when it became ready, what it said when it ended.
    fn attempt(
        &self,
        programs: &Path,
        socket_dir: &Path,
    ) -> Result<(String, Option<Child>), PostgresFault> {
        let log = self.open_log()?;
        let written = log.metadata().map_or(0, |it| it.len());
        let mut command = self.command(&programs.join("postgres"), libc::SIGINT);
        let quoted = socket_dir.display().to_string().replace('"', "\"\"");
        command.arg("-D").arg(&self.cluster);
        command.args(["-c", "listen_addresses=", "-c", "port=5432"]);
        command.args(["-c", "unix_socket_permissions=0700"]);
        command.arg("-c").arg(format!("unix_socket_directories=\"{quoted}\""));
        for (name, value) in &self.extra {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        command.stdout(Stdio::null()).stderr(log);
        let mut child = spawn(&mut command)?;
        let begun = Instant::now();
        loop {
            if !matches!(child.try_wait(), Ok(None)) {
                return Ok((self.log_after(written), None));
            }
            let (said, patience) = match probe(socket_dir) {
                Answer::Ready => return Ok((String::new(), Some(child))),
                Answer::StartingUp => ("it is still starting up".to_owned(), RECOVERY),
                Answer::Other(said) => (said, PATIENCE),
            };
            if begun.elapsed() > patience {
                shut_down(child);
                return Err(PostgresFault::NotReady { log: self.log.clone(), said });
            }
            thread::sleep(Duration::from_millis(15));
        }
    }

    /// A command under the server's account, away from our terminal, environment and folder, that
    /// gets `signal` when this thread dies.
    fn command(&self, program: &Path, signal: libc::c_int) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C.UTF-8").current_dir("/").stdin(Stdio::null());
        command.process_group(0);
        if let Some(account) = &self.account {
            command.uid(account.uid).gid(account.gid);
        }
        let parent = std::process::id();
        #[expect(unsafe_code, reason = "prctl and getppid are safe between fork and exec")]
        unsafe {
            command.pre_exec(move || {
                if libc::prctl(libc::PR_SET_PDEATHSIG, signal) != 0 {
                    return Err(io::Error::last_os_error());
                }
                // Our death before the line above would have gone unnoticed.
                if u32::try_from(libc::getppid()) == Ok(parent) {
                    Ok(())
                } else {
                    Err(io::ErrorKind::Interrupted.into())
                }
            });
        }
        command
    }

    /// Makes the cluster beside its place and moves it there when complete.
    fn initdb(&self, programs: &Path) -> Result<(), PostgresFault> {
        let draft = self.data_dir.join("cluster.new");
        if draft.exists() {
            fs::remove_dir_all(&draft).map_err(at(&draft))?;
        }
        DirBuilder::new().mode(0o700).create(&draft).map_err(at(&draft))?;
        if let Some(account) = &self.account {
            chown(&draft, Some(account.uid), Some(account.gid)).map_err(at(&draft))?;
        }
        let program = programs.join("initdb");
        let mut command = self.command(&program, libc::SIGKILL);
        command.arg("-D").arg(&draft).args(["-U", OWNER, "-A", "trust", "-E", "UTF8"]);
        command.args(["--locale=C.UTF-8", "--data-checksums"]);
        if self.extra.iter().any(|(name, value)| name == "fsync" && value == "off") {
            command.arg("--no-sync");
        }
        let output =
            command.output().map_err(|source| PostgresFault::Program { program, source })?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(PostgresFault::Initdb(said));
        }
        fs::rename(&draft, &self.cluster).map_err(at(&self.cluster))?;
        File::open(&self.data_dir).and_then(|it| it.sync_all()).map_err(at(&self.data_dir))
    }

    /// The cluster's major version, once it is there.
    pub(super) fn version(&self) -> Option<String> {
        let version = fs::read_to_string(self.cluster.join("PG_VERSION")).ok()?;
        Some(version.trim().to_owned())
    }

    /// Gives the cluster to the account where root has put or copied it; refuses a stranger's.
    fn take_ownership(&self) -> Result<(), PostgresFault> {
        let owner = fs::metadata(&self.cluster).map_err(at(&self.cluster))?.uid();
        match &self.account {
            Some(account) if account.uid != owner => give_all(&self.cluster, account),
            None if own_uid() != owner => {
                Err(PostgresFault::NotOurs { path: self.cluster.clone(), owner })
            }
            _ => Ok(()),
        }
    }

    /// Makes the socket's folder: in the data folder, or where that path is too long for a socket,
    /// in the account's runtime folder or `/tmp`, named after the data folder.
    fn socket_folder(&self, known: Option<&Path>) -> Result<PathBuf, PostgresFault> {
        let fits = |path: &Path| path.join(SOCKET).as_os_str().len() < SOCKET_PATH_BYTES;
        let name = format!("portal-{:016x}", fnv1a(self.data_dir.as_os_str().as_bytes()));
        // Root's runtime folder is closed to the account that the server runs under.
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").filter(|_| self.account.is_none());
        let runtime = runtime.map(PathBuf::from).filter(|it| it.is_absolute() && it.is_dir());
        let path = known
            .map(Path::to_owned)
            .into_iter()
            .chain([self.data_dir.join("socket")])
            .chain(runtime.map(|it| it.join(&name)))
            .find(|path| fits(path))
            .unwrap_or_else(|| Path::new("/tmp").join(&name));
        let made = DirBuilder::new().mode(0o700).create(&path);
        match (made, &self.account) {
            (Ok(()), Some(to)) => chown(&path, Some(to.uid), Some(to.gid)).map_err(at(&path))?,
            (Ok(()), None) => {}
            (Err(fault), _) if fault.kind() == io::ErrorKind::AlreadyExists => {}
            (Err(source), _) => return Err(PostgresFault::Folder { path, source }),
        }
        // In /tmp another user may have been there first.
        let found = fs::symlink_metadata(&path).map_err(at(&path))?;
        let uid = self.account.as_ref().map_or_else(own_uid, |account| account.uid);
        if !found.is_dir() || found.uid() != uid || found.mode() & 0o077 != 0 {
            return Err(PostgresFault::NotOurs { path, owner: found.uid() });
        }
        Ok(path)
    }

    /// Opens the log for appending, a grown one set aside first.
    fn open_log(&self) -> Result<File, PostgresFault> {
        if fs::metadata(&self.log).is_ok_and(|it| it.len() > LOG_SIZE_BYTES) {
            let _ = fs::rename(&self.log, self.log.with_extension("log.1"));
        }
        OpenOptions::new().create(true).append(true).open(&self.log).map_err(at(&self.log))
    }

    /// The last lines that the log has gained.
    fn log_after(&self, written: u64) -> String {
        let bytes = fs::read(&self.log).unwrap_or_default();
        let from = usize::try_from(written).unwrap_or(usize::MAX);
        let text = String::from_utf8_lossy(bytes.get(from..).unwrap_or_default()).into_owned();
        let lines: Vec<&str> = text.trim().lines().collect();
        lines.get(lines.len().saturating_sub(12)..).unwrap_or_default().join("\n")
    }
}

fn spawn(command: &mut Command) -> Result<Child, PostgresFault> {
    command.spawn().map_err(|source| {
        let program = PathBuf::from(command.get_program());
        PostgresFault::Program { program, source }
    })
}

fn continue_after_a_moment() -> Option<String> {
    thread::sleep(Duration::from_millis(50));
    None
}

/// A hash that stays the same between builds, which the one of std does not promise.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
