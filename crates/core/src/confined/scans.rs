//! Scans: pictures of pages, whose letters foreign programs recognise where they are installed (R-S1).

use std::{
    ffi::OsString,
    path::Path,
    time::{Duration, Instant},
};

use bytes::Bytes;
use portal_extract::{Format, Found, Unreadable};
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};

use super::{
    Failure,
    errand::Errand,
    foreign::{self, Tool},
};

/// Most pages of one file that are recognised.
pub const MOST_PAGES: u32 = 100;
/// How fine pages are drawn, in dots per inch.
const FINENESS: &str = "200";
/// Most bytes of a drawn page: gray, a byte a dot; a plan on A0 fits in.
const MOST_PICTURE: usize = 64 << 20;
/// Most bytes of a page's text.
const MOST_TEXT: usize = 1 << 20;
/// Time by the clock for one step at one page.
const LONGEST_STEP: Duration = Duration::from_secs(120);
/// After so long no further page is begun.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// After so many pages that gave nothing within bounds a file is given up.
const MOST_LOST: u32 = 3;

/// The languages that Tesseract is asked for, the best first. Without Vietnamese it is not asked.
const LANGUAGES: [(&str, &[&str]); 2] = [("vie+eng", &["vie", "eng"]), ("vie", &["vie"])];

/// What recognises scans on this machine.
pub struct Scans {
    languages: OnceCell<Option<&'static str>>,
    /// Recognising takes a processor for minutes: one file at a time.
    seat: Semaphore,
}

impl Default for Scans {
    fn default() -> Self {
        Self { languages: OnceCell::new(), seat: Semaphore::new(1) }
    }
}

impl Scans {
    /// The languages in which scans are recognised here, as Tesseract writes them; nothing where a
    /// program or Vietnamese is missing. Looked up once.
    pub async fn languages(&self, program: &Path) -> Option<&'static str> {
        *self.languages.get_or_init(|| installed(program)).await
    }

    /// The one seat, where it is free.
    pub fn seat(&self) -> Option<SemaphorePermit<'_>> {
        self.seat.try_acquire().ok()
    }

    /// Recognises what stands on the pages of a PDF, each drawn and read by itself. Pages beyond
    /// [`MOST_PAGES`], those there was no time for and those that gave nothing within bounds are left
    /// out, and [`Found::cut`] says so.
    ///
    /// # Errors
    /// [`Failure::TooMuch`] when no page could be read within bounds, [`Failure::NoReader`] where the
    /// programs are missing.
    ///
    /// Requirement: R-S1.
    pub async fn recognise(
        &self,
        program: &Path,
        pdf: Bytes,
        pages: u32,
    ) -> Result<Found, Failure> {
        let Some(languages) = self.languages(program).await else {
            return Err(Failure::NoReader("no program recognises scans here".to_owned()));
        };
        let begun = Instant::now();
        let (mut said, mut read, mut lost) = (Vec::new(), 0, 0);
        for page in 1..=pages.min(MOST_PAGES) {
            if begun.elapsed() > LONGEST || lost == MOST_LOST {
                break;
            }
            match one(program, languages, pdf.clone(), page).await {
                Ok(words) => {
                    said.extend(words);
                    said.push(b'\n');
                    read += 1;
                }
                Err(failure @ Failure::NoReader(_)) => return Err(failure),
                Err(_) => lost += 1,
            }
        }
        if read == 0 {
            return Err(Failure::TooMuch);
        }
        let found = portal_extract::read(&said, Format::Text)?;
        Ok(Found { cut: found.cut || read < pages, pages: Some(pages), scanned: true, ..found })
    }
}

/// One page: drawn, then read. Nothing of it is ever a file.
async fn one(program: &Path, languages: &str, pdf: Bytes, page: u32) -> Result<Vec<u8>, Failure> {
    let page = page.to_string();
    let draw = ["-q", "-r", FINENESS, "-gray", "-f", &page, "-l", &page, "-"];
    let picture = run(program, Tool::Pages, &draw, pdf, MOST_PICTURE).await?;
    if picture.is_empty() {
        return Err(Unreadable::Broken { said: "a page that cannot be drawn".to_owned() }.into());
    }
    let read = ["stdin", "stdout", "-l", languages, "--dpi", FINENESS];
    run(program, Tool::Letters, &read, picture.into(), MOST_TEXT).await
}

async fn run(
    program: &Path,
    tool: Tool,
    args: &[&str],
    input: Bytes,
    most_answer: usize,
) -> Result<Vec<u8>, Failure> {
    let args = [foreign::COMMAND, tool.word()].iter().chain(args).map(OsString::from).collect();
    let errand = Errand { program, args, input, longest: LONGEST_STEP, most_answer };
    let (ended, said) = errand.run().await?;
    match ended.code() {
        Some(0) => Ok(said),
        Some(code) if code == i32::from(foreign::ABSENT) => {
            Err(Failure::NoReader(format!("{tool:?} cannot be started")))
        }
        _ => Err(Failure::TooMuch),
    }
}

async fn installed(program: &Path) -> Option<&'static str> {
    Tool::Pages.place()?;
    Tool::Letters.place()?;
    let said =
        run(program, Tool::Letters, &["--list-langs"], Bytes::new(), MOST_TEXT).await.ok()?;
    best(&String::from_utf8_lossy(&said))
}

fn best(listed: &str) -> Option<&'static str> {
    let has = |wanted: &&str| listed.lines().any(|line| line.trim() == *wanted);
    LANGUAGES.iter().find(|(_, all)| all.iter().all(has)).map(|(asked, _)| *asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_is_needed_and_english_is_welcome() {
        let list = "List of available languages in \"/usr/share/tessdata/\" (3):\n";
        for (languages, expected) in [
            ("eng\nosd\nvie\n", Some("vie+eng")),
            ("osd\nvie\n", Some("vie")),
            ("eng\nosd\n", None),
            ("vie_vert\n", None),
            ("", None),
        ] {
            assert_eq!(best(&format!("{list}{languages}")), expected, "{languages}");
        }
    }

    #[tokio::test]
    async fn where_nothing_can_be_started_no_scan_is_recognised() {
        let scans = Scans::default();
        let nobody = Path::new("/no/such/program");
        assert_eq!(scans.languages(nobody).await, None);
        let failure = scans.recognise(nobody, Bytes::new(), 1).await;
        assert!(matches!(failure, Err(Failure::NoReader(_))), "{failure:?}");
        let seat = scans.seat();
        assert!(seat.is_some() && scans.seat().is_none());
    }
}
