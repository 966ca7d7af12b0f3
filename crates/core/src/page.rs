//! What handlers give back. A handler chooses between a page for everybody and a page for one person;
//! there is no third kind, and only the first can enter the cache.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use maud::Markup;

use crate::{
    Ctx,
    cache::{CachedPage, Tag},
};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// The rendering of published things for anonymous readers. Its tags are what the handler said it
/// read ([`Ctx::reads`]), and the site's own.
pub struct PublicPage {
    status: StatusCode,
    content_type: HeaderValue,
    body: String,
    tags: Vec<Tag>,
    until: Option<DateTime<Utc>>,
}

impl PublicPage {
    /// An HTML page.
    pub fn html(ctx: &Ctx, markup: Markup) -> Self {
        Self::of(ctx, HTML, markup.into_string())
    }

    /// Any other text: a feed, a sitemap.
    pub fn of(ctx: &Ctx, content_type: HeaderValue, body: String) -> Self {
        let mut tags = ctx.tags_read();
        tags.push(Tag::site(ctx.site.id));
        Self { status: StatusCode::OK, content_type, body, tags, until: ctx.first_change() }
    }

    /// With another status: 410 for what was withdrawn.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Not to be kept past a moment, nor past what the page's parts noted ([`Ctx::true_until`]).
    #[must_use]
    pub fn until(mut self, until: Option<DateTime<Utc>>) -> Self {
        self.until = self.until.into_iter().chain(until).min();
        self
    }
}

/// What the front finds in the response's extensions and may put into the cache.
#[derive(Clone)]
pub(crate) struct Keepable(pub Arc<CachedPage>);

impl IntoResponse for PublicPage {
    fn into_response(self) -> Response {
        let mut page = CachedPage::new(self.status, &self.content_type, &self.body.into());
        page.tags = self.tags;
        page.until = self.until;
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Keepable(Arc::new(page)));
        response
    }
}

/// A page for one person, or one moment: never kept by anybody.
pub struct Page {
    status: StatusCode,
    markup: Markup,
}

impl Page {
    /// A page.
    pub fn new(markup: Markup) -> Self {
        Self { status: StatusCode::OK, markup }
    }

    /// A form that comes back filled in, each fault at its field: 422.
    pub fn invalid(markup: Markup) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, markup }
    }

    /// With another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, HTML),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let body = Bytes::from(self.markup.into_string());
        let mut response = (self.status, headers, body.clone()).into_response();
        response.extensions_mut().insert(Html(body));
        response
    }
}

/// The body of a [`Page`], for the front to put into it what stands on every page.
#[derive(Clone)]
pub(crate) struct Html(pub Bytes);

/// 303 to a path of this site, after a form.
pub struct Redirect(String);

impl Redirect {
    /// To a path of this site; anything else leads to the home page.
    pub fn to(path: impl Into<String>) -> Self {
        let path = path.into();
        if is_local_path(&path) { Self(path) } else { Self("/".into()) }
    }

    /// To another site of this installation, by its own address.
    pub fn to_site(url: String) -> Self {
        Self(url)
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        &self.0
    }
}

impl IntoResponse for Redirect {
    fn into_response(self) -> Response {
        let Ok(location) = HeaderValue::try_from(self.0) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let headers = [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (StatusCode::SEE_OTHER, headers).into_response()
    }
}

/// A path with a query; pairs without a value are left out.
pub fn address<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
    match query.finish().as_str() {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// Whether an address stays on this host: one leading `/`, no backslash, no control character.
pub fn is_local_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.chars().all(|c| c != '\\' && c.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_never_leaves_the_host() {
        for path in ["//evil.vn", "https://evil.vn", "/\\evil.vn", "", "evil", "/a\r\nb", "/a b"] {
            assert_eq!(Redirect::to(path).location(), "/", "{path:?}");
        }
        assert_eq!(Redirect::to("/quan-tri/tin?x=1").location(), "/quan-tri/tin?x=1");
    }
}
