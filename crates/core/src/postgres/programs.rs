use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{default_data_dir, fault::PostgresFault, place::Place};

impl Place {
    /// Finds the folder of programs to use: the first there is, or the first of the cluster's version.
    pub(super) fn programs(&self) -> Result<PathBuf, PostgresFault> {
        let candidates = self.candidates()?;
        let Some(wanted) = self.version() else {
            return candidates.into_iter().next().ok_or(PostgresFault::NoPrograms);
        };
        let mut found = Vec::new();
        for candidate in candidates {
            let version = major_version(&candidate)?;
            if version == wanted {
                return Ok(candidate);
            }
            found.push(version);
        }
        if found.is_empty() {
            return Err(PostgresFault::NoPrograms);
        }
        found.dedup();
        let (cluster, found) = (self.cluster.clone(), found.join(", "));
        Err(PostgresFault::WrongVersion { cluster, wanted, found })
    }

    /// All folders with server programs, the preferred first.
    fn candidates(&self) -> Result<Vec<PathBuf>, PostgresFault> {
        let is_complete =
            |path: &PathBuf| path.join("initdb").is_file() && path.join("postgres").is_file();
        let named = std::env::var_os("PORTAL_PG_BIN").filter(|it| !it.is_empty());
        let named = named.map(PathBuf::from);
        if let Some(folder) = named.iter().find(|it| !is_complete(it)) {
            return Err(PostgresFault::WrongFolder(folder.clone()));
        }
        let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let mut debian: Vec<(u32, PathBuf)> = debian
            .filter_map(|it| Some((it.file_name().to_str()?.parse().ok()?, it.path().join("bin"))))
            .collect();
        debian.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let brought = [self.data_dir.join("pg/bin"), default_data_dir().join("pg/bin")];
        Ok(named
            .into_iter()
            .chain(self.bin_dir.clone())
            .chain(debian.into_iter().map(|(_, path)| path))
            .chain(std::env::split_paths(&path))
            .chain(brought)
            .filter(is_complete)
            .filter_map(|path| std::path::absolute(path).ok())
            .collect())
    }
}

/// Reads the major version out of `postgres (PostgreSQL) 18.4`.
fn major_version(programs: &Path) -> Result<String, PostgresFault> {
    let program = programs.join("postgres");
    let output = Command::new(&program).arg("--version").stdin(Stdio::null()).output();
    let output = output.map_err(|source| PostgresFault::Program { program, source })?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = text.split_once("(PostgreSQL) ").map_or("", |(_, rest)| rest);
    Ok(number.chars().take_while(char::is_ascii_digit).collect())
}
