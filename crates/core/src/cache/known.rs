//! What public files are served by, kept as pages are: so that a picture on a page is there as long as
//! the page is.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode};
use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};

use super::{CachedPage, Look, MadeFor, PageKey, PageKeyRef, Tag};
use crate::{App, SiteId, fact::Position};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The name of something known of a site. No address of a page begins like it.
fn key(site: SiteId, tag: &Tag) -> PageKey {
    PageKey { site, address: format!("#{}", tag.0).into() }
}

impl App {
    /// What is known of a thing, and true.
    pub fn known<T: DeserializeOwned>(&self, site: SiteId, of: &Tag) -> Option<T> {
        let key = key(site, of);
        match self.pages().look(PageKeyRef { site, address: &key.address }, self.now()) {
            Look::True(held) | Look::Aged(held) => read(&held.page),
            Look::None => None,
        }
    }

    /// What was known of a thing, and was not taken down since: for when nobody can be asked.
    pub async fn known_before<T: DeserializeOwned>(&self, site: SiteId, of: &Tag) -> Option<T> {
        read(&*self.pages().old(&self.metrics, &key(site, of)).await?)
    }

    /// Keeps what any reader may know of a thing, and what that hangs on; `as_of` was heard before it
    /// was read.
    pub fn keep_known(
        &self,
        site: SiteId,
        of: &Tag,
        tags: Vec<Tag>,
        as_of: Position,
        what: &impl Serialize,
    ) {
        let Ok(bytes) = serde_json::to_vec(what) else { return };
        let mut page = CachedPage::new(StatusCode::OK, &JSON, &Bytes::from(bytes));
        page.tags = tags;
        page.tags.extend([of.clone(), Tag::site(site)]);
        page.as_of = as_of;
        page.made_at = self.now();
        self.pages().keep(&self.metrics, &key(site, of), &Arc::new(page), MadeFor::Readers);
    }
}

fn read<T: DeserializeOwned>(page: &CachedPage) -> Option<T> {
    serde_json::from_slice(&page.identity.body).ok()
}
