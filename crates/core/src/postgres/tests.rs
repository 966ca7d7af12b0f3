use std::fs;
use std::path::{Path, PathBuf};

use super::probe::{Answer, probe};
use super::*;

/// A data folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = format!("portal-postgres-{}-{name}", std::process::id());
        Self(std::env::temp_dir().join(folder))
    }

    fn settings(&self) -> Settings {
        let extra = vec![("fsync".to_owned(), "off".to_owned())];
        Settings { data_dir: self.0.clone(), bin_dir: None, extra }
    }

    fn server_pid(&self) -> Option<String> {
        let file = fs::read_to_string(self.0.join("cluster/postmaster.pid")).ok()?;
        file.lines().next().map(str::to_owned)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn answers(socket_dir: &Path) -> bool {
    matches!(probe(socket_dir), Answer::Ready)
}

#[test]
fn a_server_starts_stops_and_starts_again() -> Result<(), PostgresFault> {
    let folder = Folder::new("start");
    for _ in 0..2 {
        let server = PrivatePostgres::start(&folder.settings())?;
        let socket_dir = server.socket_dir().to_owned();
        assert!(answers(&socket_dir));
        let url = server.url(OWNER, "postgres");
        assert!(url.starts_with("postgresql://portal_owner@%2F"), "{url}");
        assert!(url.ends_with("%2Fsocket/postgres"), "{url}");
        server.stop();
        assert!(!answers(&socket_dir));
        assert_eq!(folder.server_pid(), None);
    }
    Ok(())
}

#[test]
fn the_second_adopts_and_leaves_the_server_running() -> Result<(), PostgresFault> {
    let folder = Folder::new("adopt");
    let first = PrivatePostgres::start(&folder.settings())?;
    let pid = folder.server_pid();
    let second = PrivatePostgres::start(&folder.settings())?;
    assert_eq!(second.socket_dir(), first.socket_dir());
    assert_eq!(folder.server_pid(), pid);
    second.stop();
    assert!(answers(first.socket_dir()));
    Ok(())
}

#[test]
fn a_killed_server_comes_back() -> Result<(), PostgresFault> {
    let folder = Folder::new("killed");
    let server = PrivatePostgres::start(&folder.settings())?;
    let before = folder.server_pid();
    let killed = before.as_deref().map(|pid| {
        let mut kill = std::process::Command::new("kill");
        kill.args(["-9", pid]).status().is_ok_and(|status| status.success())
    });
    assert_eq!(killed, Some(true));
    let begun = Instant::now();
    while folder.server_pid() == before || !answers(server.socket_dir()) {
        assert!(begun.elapsed() < PATIENCE * 2, "it did not come back");
        thread::sleep(TICK / 10);
    }
    Ok(())
}

#[test]
fn a_long_path_gets_a_socket_folder_elsewhere() -> Result<(), PostgresFault> {
    let folder = Folder::new("long");
    let long = folder.0.join("tỉnh Quảng Trị, ".repeat(8)).join("dữ liệu");
    let settings = Settings { data_dir: long.clone(), ..folder.settings() };
    let server = PrivatePostgres::start(&settings)?;
    let socket_dir = server.socket_dir().to_owned();
    assert!(!socket_dir.starts_with(&long), "{socket_dir:?}");
    assert!(answers(&socket_dir));
    server.stop();
    let _ = fs::remove_dir(socket_dir);
    Ok(())
}

#[test]
fn a_path_with_marks_and_spaces_works() -> Result<(), PostgresFault> {
    let folder = Folder::new("Đông Hà, \"1\"");
    let server = PrivatePostgres::start(&folder.settings())?;
    assert!(server.socket_dir().starts_with(fs::canonicalize(&folder.0).unwrap_or_default()));
    assert!(answers(server.socket_dir()));
    Ok(())
}

#[test]
fn another_version_is_refused_with_the_way_out() -> Result<(), PostgresFault> {
    let folder = Folder::new("version");
    PrivatePostgres::start(&folder.settings())?.stop();
    assert!(fs::write(folder.0.join("cluster/PG_VERSION"), "9\n").is_ok());
    let refused = PrivatePostgres::start(&folder.settings()).map(PrivatePostgres::stop);
    let said = refused.map_err(|fault| fault.to_string());
    assert!(said.is_err_and(|said| said.contains("belongs to PostgreSQL 9, but only")));
    Ok(())
}
