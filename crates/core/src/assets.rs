//! Style sheets, scripts, fonts: built by `web/`, embedded in the binary, compressed once.

use std::{collections::HashMap, sync::LazyLock};

use axum::http::{HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

use crate::cache::CachedPage;

#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
#[allow_missing = true]
struct Files;

/// The built front end.
pub struct Assets {
    files: HashMap<String, CachedPage>,
    folder: String,
}

impl Assets {
    /// The front end of this binary. Read and compressed at first use.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Assets> = LazyLock::new(Assets::read);
        &SHIPPED
    }

    fn read() -> Self {
        let mut all = Sha256::new();
        let mut names: Vec<String> = Files::iter().map(std::borrow::Cow::into_owned).collect();
        names.sort();
        let mut files = HashMap::new();
        for name in names {
            let Some(file) = Files::get(&name) else { continue };
            all.update(name.as_bytes());
            all.update(&file.data);
            let body = bytes::Bytes::from(file.data.into_owned());
            files
                .insert(name.clone(), CachedPage::new(StatusCode::OK, &content_type(&name), &body));
        }
        if files.is_empty() {
            tracing::error!("web/dist was empty when this was built: run `npm run build` in web/");
        }
        let digest = hex::encode(all.finalize());
        Self { files, folder: format!("/a/{}/", digest.get(..10).unwrap_or("0")) }
    }

    /// The address of a file; it changes with the front end, so it may be kept for ever.
    pub fn url(&self, name: &str) -> String {
        format!("{}{name}", self.folder)
    }

    /// Finds a file by path, and whether the address is its own. Those of another release find this
    /// one's file, which nobody may keep under their name: beside this node there may be one of that
    /// release.
    pub fn find(&self, path: &str) -> Option<(&CachedPage, bool)> {
        let (_, name) = path.strip_prefix("/a/")?.split_once('/')?;
        Some((self.files.get(name)?, path.starts_with(&self.folder)))
    }
}

fn content_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(match name.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    })
}
