//! Programs that are not ours and read scans: started by a child that has bound itself, so that they
//! are bound from their first instruction on (R-S1).

use std::{
    ffi::OsString,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use super::{
    bounds::{Bounds, bind},
    errand::TESSDATA,
};

/// The command that starts such a child.
pub const COMMAND: &str = "read-scan";
/// What the child answers when there is nothing to become.
pub(super) const ABSENT: u8 = 127;

/// Folders the programs are looked for in.
const FOLDERS: [&str; 2] = ["/usr/bin", "/usr/local/bin"];
/// What the programs need of the machine: themselves, libraries, fonts, trained data. Nothing of it
/// is secret.
const READABLE: [&str; 6] =
    ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig"];

/// A foreign program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Draws a page of a PDF: `pdftoppm` of Poppler.
    Pages,
    /// Reads the letters of a picture: `tesseract`.
    Letters,
}

impl Tool {
    /// As it is said on the command line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Letters => "letters",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Pages, Self::Letters].into_iter().find(|tool| tool.word() == word)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pages => "pdftoppm",
            Self::Letters => "tesseract",
        }
    }

    /// Where it is on this machine, if it is.
    pub(super) fn place(self) -> Option<PathBuf> {
        FOLDERS.iter().map(|folder| Path::new(folder).join(self.name())).find(|it| it.is_file())
    }

    /// For one page.
    fn bounds(self) -> Bounds {
        let processor_seconds = match self {
            Self::Pages => 10,
            Self::Letters => 60,
        };
        Bounds { processor_seconds, memory_bytes: 1 << 30 }
    }
}

/// What the child does: binds itself and becomes the program.
pub fn child(tool: &str, args: &[OsString]) -> ExitCode {
    let found = Tool::parse(tool).and_then(|tool| Some((tool, tool.place()?)));
    let data = std::env::var(TESSDATA).ok();
    let readable: Vec<&str> = READABLE.into_iter().chain(data.as_deref()).collect();
    if let Some((tool, place)) = found
        && bind(tool.bounds(), &readable).is_ok()
    {
        // Comes back only when there is nothing to become.
        let _ = Command::new(place).args(args).exec();
    }
    ExitCode::from(ABSENT)
}
