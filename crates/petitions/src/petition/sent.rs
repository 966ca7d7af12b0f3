//! A form with files as it came in, from a citizen or at the desk: its files are stored, sealed, before
//! anything else is asked, so that they survive whatever is wrong with the rest.

use std::collections::HashMap;

use axum::{
    extract::{Multipart, multipart::MultipartRejection},
    http::StatusCode,
};
use portal_core::{
    App, Ctx, Fault, FieldFault, FormFaults, Outcome, Posted, SiteId,
    files::MediaRefusal,
    form::FORM_KEY,
    robots::{PROOF, TICKET},
    upload::{Part, Upload},
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::files::{self, MOST, StoredFile};

pub mod views;

/// Field of the files.
pub const FILES: &str = "files";
/// Field that names files stored before.
pub const KEPT: &str = "kept";
/// Field that names those that everybody may have: by their own field, or by [`StoredFile::sha256`].
pub const PUBLIC: &str = "public_file";
/// The fault of a file that cannot be kept for a reason of ours.
const NOT_NOW: &str = "petition-form-files-not-now";

/// A form as it came in.
#[derive(Debug, Default)]
pub struct Sent {
    /// Its fields.
    pub posted: Posted,
    /// Its files: those of now, and those named by [`KEPT`].
    pub files: Vec<StoredFile>,
    /// What is wrong with it.
    pub faults: FormFaults,
}

/// Reads a form about a petition that `site` receives, or has received. `may_store` is asked, with the
/// fields that came before the files, whether those are kept at all.
pub async fn read(
    app: &App,
    (ctx, site): (&Ctx, SiteId),
    form: Result<Multipart, MultipartRejection>,
    may_store: impl Fn(&Posted) -> bool,
) -> Outcome<Sent> {
    let mut upload = Upload::new(form)?;
    let mut sent = Sent::default();
    let mut stores = None;
    // By their field, which a tick beside it names.
    let mut fields = HashMap::new();
    while let Some(part) = upload.next().await? {
        match part {
            Part::Text { field, text } if field == KEPT => sent.keep(app, (ctx, site), &text),
            Part::Text { field, text } => sent.posted.put(field, text),
            Part::LongText { field } => sent.fault(&field, "petition-form-text-far-too-long"),
            Part::TooMuch => sent.fault(FILES, "petition-form-files-too-much"),
            Part::File { bytes: Err(MediaRefusal::Empty), .. } => {}
            Part::File { bytes: Err(refusal), name, .. } => sent.refuse(&name, refusal),
            Part::File { bytes: Ok(bytes), name, field } => {
                let stores = *stores.get_or_insert_with(|| may_store(&sent.posted));
                if sent.files.len() >= MOST {
                    sent.fault(FILES, "petition-form-files-many");
                } else if stores {
                    match files::store(app, (ctx, site), bytes, &name).await {
                        Ok(Ok(file)) => {
                            fields.insert(file.sha256.clone(), field);
                            sent.files.push(file);
                        }
                        Ok(Err(refusal)) => sent.refuse(&name, refusal),
                        Err(fault) => sent.not_now(app, ctx, &fault),
                    }
                }
            }
        }
    }
    let ticked = sent.posted.all(PUBLIC);
    for file in &mut sent.files {
        let field = fields.get(&file.sha256).unwrap_or(&file.sha256);
        file.public = ticked.contains(field);
    }
    Ok(sent)
}

impl Sent {
    /// A file that was stored with an earlier try.
    fn keep(&mut self, app: &App, (ctx, site): (&Ctx, SiteId), reference: &str) {
        match files::referred(app, site, reference, ctx.now) {
            Some(file) if self.files.len() < MOST => self.files.push(file),
            Some(_) => self.fault(FILES, "petition-form-files-many"),
            None => self.fault(FILES, "petition-form-files-gone"),
        }
    }

    /// A file that could not be kept: the disk is full, say. What was typed goes back to its sender,
    /// who decides whether to wait or to send it without.
    fn not_now(&mut self, app: &App, ctx: &Ctx, fault: &Fault) {
        if !matches!(fault, Fault::Busy) {
            app.metrics.bugs.inc();
            tracing::error!(request = %ctx.request.0, %fault, "a file could not be kept");
        }
        self.fault(FILES, NOT_NOW);
    }

    /// Status of the page that gives a faulty form back.
    pub fn status(&self) -> StatusCode {
        let not_now = |fault: &FieldFault| matches!(fault, FieldFault::Other(NOT_NOW, _));
        if self.faults.iter().any(|(_, fault)| not_now(fault)) {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    fn fault(&mut self, field: &str, key: &'static str) {
        let fault = FieldFault::Other(key, Vec::new());
        if self.faults.of(field) != Some(&fault) {
            self.faults.add(field, fault);
        }
    }

    fn refuse(&mut self, name: &str, refusal: MediaRefusal) {
        let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
        let fault = FieldFault::Other(refusal.key(), Vec::new());
        let named = FieldFault::Other("petition-form-file-refused", vec![("name", name)]);
        self.faults.add(FILES, named);
        self.faults.add(FILES, fault);
    }

    /// What makes it the same form sent again: the key it was handed out with, and all that was typed
    /// and chosen. Whoever goes back, changes something and sends once more, sends another.
    pub fn key(&self) -> Outcome<Uuid> {
        let mut hash = Sha256::new();
        let mut put = |text: &str| {
            hash.update(text.len().to_be_bytes());
            hash.update(text.as_bytes());
        };
        put(&self.posted.key()?.to_string());
        for (name, values) in self.posted.iter() {
            if !matches!(name, FORM_KEY | TICKET | PROOF) {
                put(name);
                values.iter().for_each(|value| put(value));
            }
        }
        self.files.iter().for_each(|file| put(&file.content));
        let hash = hash.finalize();
        let (start, _) = hash.split_at(16);
        Ok(Uuid::from_slice(start).unwrap_or_default())
    }
}
