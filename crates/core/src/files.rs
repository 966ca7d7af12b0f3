//! Files people bring: told by their content, scanned for viruses, pictures written anew, ready to be
//! kept (R-C8).

use std::time::Duration;

use bytes::Bytes;
use object_store::path::Path as StorePath;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::{App, Ctx, Fault, Outcome, SiteId, lang::fold, limits};

pub mod held;
pub mod kinds;
pub mod pictures;
mod programs;
pub mod scan;
mod store;

pub use held::Held;
use held::{FileRefused, Unchecked};
pub use kinds::{MAX_BYTES, MediaKind, MediaRefusal};
use scan::Verdict;
pub use store::Files;

/// A file that was recognised and made ready, not yet kept. Pictures carry nothing of the camera's
/// notes any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// What it is.
    pub kind: MediaKind,
    /// Width and height in pixels, of pictures.
    pub size: Option<(u32, u32)>,
    /// SHA-256 of what is kept.
    pub hash: [u8; 32],
    content: Content,
    /// What was brought, where the virus scanner said nothing of it.
    unchecked: Option<Unchecked>,
}

/// What is kept of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The file.
    pub bytes: Bytes,
    /// Smaller pictures beside it: width and bytes.
    pub smaller: Vec<(u32, Vec<u8>)>,
}

impl Ready {
    /// Whether it is looked at rather than read.
    pub fn is_picture(&self) -> bool {
        self.kind.is_picture()
    }

    /// What will be kept, to be read here and now.
    pub fn bytes(&self) -> &Bytes {
        &self.content.bytes
    }

    /// Its size, as tables keep it.
    pub fn size_bytes(&self) -> i64 {
        i64::try_from(self.content.bytes.len()).unwrap_or(i64::MAX)
    }

    /// Lays a file down for a site, as what `lay` makes of it and where. The only way for a file that
    /// somebody brought into the store: one that the virus scanner said nothing of is held before it
    /// lies there.
    ///
    /// Requirement: R-C8, SECURITY rule 26.
    pub async fn keep(
        self,
        app: &App,
        site: SiteId,
        lay: impl FnOnce(Content) -> Outcome<Vec<(StorePath, Bytes)>>,
    ) -> Outcome<()> {
        let laid = lay(self.content)?;
        if let Some(unchecked) = &self.unchecked {
            held::hold(app, site, unchecked, laid.iter().map(|(place, _)| place)).await?;
        }
        for (place, bytes) in laid {
            app.files().lay(&place, bytes).await?;
        }
        Ok(())
    }
}

/// Recognises a file that somebody brings a site, makes it ready, on a thread of its own, when its turn
/// has come ([ADR 14](../../../docs/adr/0014-pictures-are-decoded-in-the-process.md)), and has it
/// scanned for viruses.
///
/// What is refused is told inside; among it [`MediaRefusal::NotNow`], after
/// [`limits::PICTURES_WAIT`], so that a form comes back as it was typed, and
/// [`MediaRefusal::Infected`], which is a fact. A file that the scanner says nothing of is ready
/// ([`held`]).
///
/// Requirement: R-C8, SECURITY rule 26.
pub async fn examine(
    app: &App,
    (ctx, site): (&Ctx, SiteId),
    name: &str,
    bytes: Bytes,
) -> Outcome<Result<Ready, MediaRefusal>> {
    static PLACES: Semaphore = Semaphore::const_new(limits::PICTURES_AT_ONCE);
    let mut ready = match examine_at(&PLACES, limits::PICTURES_WAIT, bytes.clone()).await? {
        Ok(ready) => ready,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(scanner) = &app.scanner else { return Ok(Ok(ready)) };
    let name = file_name(name, ready.kind);
    match scanner.scan(&app.metrics, &bytes).await {
        Verdict::Clean => {}
        Verdict::Infected(signature) => {
            app.metrics.infected_files.inc();
            let sha256 = hex::encode(Sha256::digest(&bytes));
            let mut tx = app.begin_platform(ctx).await?;
            tx.tell_on(site, FileRefused { sha256, name, signature }).await?;
            tx.commit().await?;
            return Ok(Err(MediaRefusal::Infected));
        }
        Verdict::Unknown(why) => {
            tracing::warn!(why, "a file is taken without having been scanned");
            ready.unchecked = Some(Unchecked { name, bytes, why });
        }
    }
    Ok(Ok(ready))
}

async fn examine_at(
    places: &'static Semaphore,
    patience: Duration,
    bytes: Bytes,
) -> Outcome<Result<Ready, MediaRefusal>> {
    let Ok(turn) = tokio::time::timeout(patience, places.acquire()).await else {
        return Ok(Err(MediaRefusal::NotNow));
    };
    let place = turn.map_err(Fault::bug)?;
    // The place goes along: a sender who leaves does not make room before the work is done.
    tokio::task::spawn_blocking(move || {
        let ready = ready(bytes);
        drop(place);
        ready
    })
    .await
    .map_err(Fault::bug)
}

fn ready(bytes: Bytes) -> Result<Ready, MediaRefusal> {
    let kind = kinds::recognise(&bytes)?;
    if !kind.is_picture() {
        let hash = Sha256::digest(&bytes).into();
        let content = Content { bytes, smaller: Vec::new() };
        return Ok(Ready { kind, size: None, hash, content, unchecked: None });
    }
    let picture = pictures::prepare(&bytes, kind)?;
    Ok(Ready {
        kind: picture.kind,
        hash: Sha256::digest(&picture.bytes).into(),
        size: Some((picture.width, picture.height)),
        content: Content { bytes: picture.bytes.into(), smaller: picture.smaller },
        unchecked: None,
    })
}

/// A name to keep: without folders or characters that break a line or a path, of at most 120
/// characters, ending as its content demands.
pub fn file_name(name: &str, kind: MediaKind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let clean: String = stem
        .chars()
        .map(|c| if c.is_control() || "<>:\"|?*".contains(c) { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{FFFD}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = clean.trim_matches(['.', ' ']).chars().take(120).collect();
    let stem = if short.is_empty() { "tep" } else { &short };
    format!("{stem}.{}", kind.extension())
}

/// `Content-Disposition` of a file by RFC 6266: to be looked at in the browser, or to be saved.
pub fn disposition(name: &str, shown: bool) -> String {
    let how = if shown { "inline" } else { "attachment" };
    let plain: String = fold(name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' })
        .collect();
    let full = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_name_and_breaks_no_header() {
        assert_eq!(
            disposition("Sổ \"tay\".docx", false),
            "attachment; filename=\"so _tay_.docx\"; \
             filename*=UTF-8''S%E1%BB%95%20%22tay%22%2Edocx"
        );
        assert!(disposition("a.png", true).starts_with("inline;"));
    }

    #[tokio::test]
    async fn past_the_places_the_rest_is_sent_away_and_the_first_is_served() {
        static PLACES: Semaphore = Semaphore::const_new(1);
        let pdf = || Bytes::from_static(b"%PDF-1.7\n%%EOF\n");
        let taken = PLACES.acquire().await.unwrap();
        let moment = Duration::from_millis(20);
        let away = examine_at(&PLACES, moment, pdf()).await.unwrap();
        assert_eq!(away, Err(MediaRefusal::NotNow));
        drop(taken);
        assert!(examine_at(&PLACES, moment, pdf()).await.unwrap().is_ok());
        assert_eq!(PLACES.available_permits(), 1, "the place is free again");
    }

    #[test]
    fn names_are_made_safe_to_keep() {
        for (name, kind, expected) in [
            ("Quyết định 12.pdf", MediaKind::Pdf, "Quyết định 12.pdf"),
            ("C:\\Ảnh\\IMG_1.JPEG", MediaKind::Jpeg, "IMG_1.jpg"),
            ("../../etc/passwd", MediaKind::Pdf, "passwd.pdf"),
            ("a\r\nb\".exe", MediaKind::Docx, "a b.docx"),
            ("...", MediaKind::Png, "tep.png"),
            ("", MediaKind::Png, "tep.png"),
        ] {
            assert_eq!(file_name(name, kind), expected);
        }
        assert_eq!(file_name(&"ă".repeat(300), MediaKind::Pdf).chars().count(), 124);
    }
}
