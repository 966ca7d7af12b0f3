//! Finished public pages, and where they are kept (DESIGN "Serving a page", R-O1).
//!
//! A page carries the tags of everything it shows. A fact names the tags it touches, and each node
//! hears every fact. Pages are kept in three places, each behind the one before it: the process
//! ([`local`]), Redis ([`Shared`]), a folder of the node ([`snapshot`]). What enters them is only ever
//! the rendering for anonymous readers: a page is made from its address ([`PageKey`]), never from a
//! visitor's request.
//!
//! Whether a page is still true is decided by its place in the log of facts, not by clocks: a page
//! was made by a node that had heard everything up to [`CachedPage::as_of`]. It is *outdated* when a
//! later fact touches one of its tags, and *gone* when that fact may have taken something down
//! ([`crate::Fact::only_adds`]). An outdated page is shown while it cannot be made anew; one that is
//! gone is shown by nobody.

use std::io::Write as _;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use moka::Equivalent;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{PersonId, SiteId, fact::Position};

mod flights;
mod heard;
mod known;
pub mod local;
mod packed;
mod shared;
pub mod snapshot;
mod tiers;

pub use flights::{Boarding, Flight, Flights};
pub use heard::Touched;
pub use local::LocalPages;
pub use shared::Shared;
pub use tiers::{Look, MadeFor, Pages};

/// What a page shows, or a fact touches: `item:9`, `section:4`, `site:2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(pub String);

impl Tag {
    /// A thing of a context: `Tag::of("item", 9)`.
    pub fn of(noun: &str, id: impl std::fmt::Display) -> Self {
        Self(format!("{noun}:{id}"))
    }

    /// Every page of a site.
    pub fn site(id: SiteId) -> Self {
        Self::of("site", id)
    }

    /// The list of all sites.
    pub fn directory() -> Self {
        Self("sites".into())
    }

    /// A person's rights and sessions.
    pub fn person(id: PersonId) -> Self {
        Self::of("person", id)
    }
}

/// One encoding of a finished page, with every header its answer carries as a public page.
#[derive(Debug, Clone)]
pub struct Form {
    /// The bytes.
    pub body: Bytes,
    /// The headers.
    pub headers: HeaderMap,
    /// The headers as they are sent, the empty line, and the body.
    pub whole: Bytes,
}

impl Form {
    fn new(body: &[u8], headers: HeaderMap) -> Self {
        let mut fields = Vec::new();
        for (name, value) in &headers {
            for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                fields.extend_from_slice(part);
            }
        }
        fields.extend_from_slice(b"\r\n");
        let whole = Bytes::from([&fields, body].concat());
        Self { body: whole.slice(fields.len()..), headers, whole }
    }
}

/// A finished page, ready for every client: bytes already compressed.
#[derive(Debug, Clone)]
pub struct CachedPage {
    /// Status.
    pub status: StatusCode,
    /// Strong entity tag.
    pub etag: HeaderValue,
    /// As rendered.
    pub identity: Form,
    /// gzip 6, where it is smaller.
    pub gzip: Option<Form>,
    /// Brotli 5, where it is smaller.
    pub brotli: Option<Form>,
    /// What it shows.
    pub tags: Vec<Tag>,
    /// When something on it changes by itself.
    pub until: Option<DateTime<Utc>>,
    /// What its maker had heard when it began.
    pub as_of: Position,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

impl CachedPage {
    /// Compresses a body once, for all who will ask.
    pub fn new(status: StatusCode, content_type: &HeaderValue, body: &Bytes) -> Self {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        // A body that cannot be compressed is served as it is.
        let gzip = gzip.write_all(body).and_then(|()| gzip.finish()).unwrap_or_default();
        let mut brotli = Vec::new();
        let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
        if brotli::BrotliCompress(&mut &body[..], &mut brotli, &params).is_err() {
            brotli.clear();
        }
        let digest = hex::encode(Sha256::digest(body));
        let etag = format!("\"{}\"", digest.get(..24).unwrap_or(&digest));
        let etag = HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"0\""));
        let form = |body: &[u8], encoding: Option<&'static str>| {
            let mut headers = HeaderMap::with_capacity(16);
            headers.insert(header::CONTENT_TYPE, content_type.clone());
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
            if let Some(encoding) = encoding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            headers.insert(header::ETAG, etag.clone());
            headers.insert(header::CACHE_CONTROL, crate::front::PUBLIC);
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
            crate::front::secure(&mut headers);
            Form::new(body, headers)
        };
        let packed = |bytes: Vec<u8>, encoding: &'static str| {
            (!bytes.is_empty() && bytes.len() < body.len()).then(|| form(&bytes, Some(encoding)))
        };
        Self {
            status,
            gzip: packed(gzip, "gzip"),
            brotli: packed(brotli, "br"),
            identity: form(body, None),
            etag: etag.clone(),
            tags: Vec::new(),
            until: None,
            as_of: Position::default(),
            made_at: DateTime::UNIX_EPOCH,
        }
    }

    /// Its media type.
    pub fn content_type(&self) -> Option<&HeaderValue> {
        self.identity.headers.get(header::CONTENT_TYPE)
    }

    /// Whether it is true at a moment, as far as time alone tells.
    pub fn is_in_time(&self, now: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| until > now)
    }

    /// What it weighs in memory, in bytes.
    pub fn weight(&self) -> usize {
        let of = |form: &Option<Form>| form.as_ref().map_or(0, |form| form.whole.len() + 1_024);
        self.identity.whole.len() + of(&self.gzip) + of(&self.brotli) + 1_536
    }
}

/// Which page: site and address. The address holds the language and the declared query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageKey {
    /// Site.
    pub site: SiteId,
    /// Path and query.
    pub address: Box<str>,
}

/// A [`PageKey`] that owns nothing, for look-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageKeyRef<'a> {
    /// Site.
    pub site: SiteId,
    /// Path and query.
    pub address: &'a str,
}

impl Equivalent<PageKey> for PageKeyRef<'_> {
    fn equivalent(&self, key: &PageKey) -> bool {
        self.site == key.site && *self.address == *key.address
    }
}

impl PageKeyRef<'_> {
    /// The owned key.
    pub fn to_key(self) -> PageKey {
        PageKey { site: self.site, address: self.address.into() }
    }

    /// The name under which the page lies where addresses of any length and kind are no names.
    pub fn digest(self) -> String {
        let mut digest = hex::encode(Sha256::digest(self.address.as_bytes()));
        digest.truncate(32);
        digest
    }
}

impl PageKey {
    /// A key that owns nothing.
    pub fn as_ref(&self) -> PageKeyRef<'_> {
        PageKeyRef { site: self.site, address: &self.address }
    }
}
