//! Answers as they leave: the smallest form the client takes, and the headers all of them carry.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::Full;

use crate::{
    App,
    cache::{CachedPage, Form},
    gate::session_token,
    page::Keepable,
    ui,
};

pub(crate) const PUBLIC: HeaderValue = HeaderValue::from_static("public, no-cache");
pub(super) const IMMUTABLE: HeaderValue =
    HeaderValue::from_static("public, max-age=31536000, immutable");
pub(super) const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

pub(super) fn finish(
    app: &App,
    response: Response,
    method: &Method,
    headers: &HeaderMap,
    cache: HeaderValue,
) -> Response {
    match response.extensions().get::<Keepable>().cloned() {
        Some(Keepable(page)) => {
            let cache = if session_token(headers).is_some() { NO_STORE } else { cache };
            reply(app, &page, method, headers, cache).map(Body::new)
        }
        None => secured(response),
    }
}

/// Answers with a finished page and what stands on every page.
pub(super) fn reply(
    app: &App,
    page: &CachedPage,
    method: &Method,
    headers: &HeaderMap,
    cache: HeaderValue,
) -> Response<Full<Bytes>> {
    match app.notices.on(page) {
        Some(with) => bare(&with, method, headers, cache),
        None => bare(page, method, headers, cache),
    }
}

/// Answers with finished bytes: the smallest form the client takes, or 304.
pub(super) fn bare(
    page: &CachedPage,
    method: &Method,
    headers: &HeaderMap,
    cache: HeaderValue,
) -> Response<Full<Bytes>> {
    let unchanged = page.status == StatusCode::OK
        && headers.get(header::IF_NONE_MATCH).is_some_and(|tags| {
            tags.as_bytes() == page.etag.as_bytes()
                || tags.to_str().is_ok_and(|tags| {
                    tags.split(',').any(|tag| {
                        let tag = tag.trim();
                        tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == page.etag.as_bytes()
                    })
                })
        });
    let accepted = headers.get(header::ACCEPT_ENCODING).map(HeaderValue::as_bytes);
    let form = choose(page, accepted);
    let body = if unchanged || *method == Method::HEAD { Bytes::new() } else { form.body.clone() };
    let mut response = Response::new(Full::new(body));
    // Made at fill and copied whole: dearer to put together for each answer.
    *response.headers_mut() = form.headers.clone();
    if cache != PUBLIC {
        response.headers_mut().insert(header::CACHE_CONTROL, cache);
    }
    *response.status_mut() = page.status;
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

/// Answers with an old page, and says so (RFC 9111, 5.1 and 5.5).
pub(super) fn reply_old(
    app: &App,
    page: &CachedPage,
    method: &Method,
    headers: &HeaderMap,
    age: Duration,
) -> Response<Full<Bytes>> {
    let mut response = reply(app, page, method, headers, PUBLIC);
    let headers = response.headers_mut();
    headers.insert(header::AGE, HeaderValue::from(age.as_secs()));
    headers.insert(header::WARNING, HeaderValue::from_static("110 - \"Response is Stale\""));
    response
}

/// The form of a page for who accepts these encodings.
pub(super) fn choose<'a>(page: &'a CachedPage, accepted: Option<&[u8]>) -> &'a Form {
    let Some(accepted) = accepted else { return &page.identity };
    let takes = |coding: &[u8]| {
        accepted.split(|byte| *byte == b',').any(|part| {
            let part = part.trim_ascii();
            match part.split_at_checked(coding.len()) {
                Some((name, rest)) => name.eq_ignore_ascii_case(coding) && is_wanted(rest),
                None => false,
            }
        })
    };
    match (&page.brotli, &page.gzip) {
        (Some(brotli), _) if takes(b"br") => brotli,
        (_, Some(gzip)) if takes(b"gzip") => gzip,
        _ => &page.identity,
    }
}

/// Whether what follows the name of a coding leaves it wanted: nothing, or a weight that is not nought.
fn is_wanted(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    match rest.strip_prefix(b";") {
        Some(weight) => !matches!(weight.trim_ascii(), b"q=0" | b"q=0.0" | b"q=0.00" | b"q=0.000"),
        None => rest.is_empty(),
    }
}

/// The headers every answer carries. A handler's own policy for files it serves is left standing.
pub fn secure(headers: &mut HeaderMap) {
    const ALWAYS: [(header::HeaderName, HeaderValue); 6] = [
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                 font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; \
                 base-uri 'none'; frame-ancestors 'none'",
            ),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (
            header::HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        ),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
        (
            header::HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static(
                "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
                 fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), \
                 midi=(), payment=(), publickey-credentials-get=(self), screen-wake-lock=(), \
                 usb=(), web-share=(), xr-spatial-tracking=()",
            ),
        ),
    ];
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    // What is not said to be public is for nobody to keep.
    headers.entry(header::CACHE_CONTROL).or_insert(NO_STORE);
    headers
        .entry(header::STRICT_TRANSPORT_SECURITY)
        .or_insert(HeaderValue::from_static("max-age=63072000; includeSubDomains"));
}

pub(super) fn secured(mut response: Response) -> Response {
    secure(response.headers_mut());
    response
}

/// Sent away at once: there is no queue that could grow.
pub(super) fn overloaded() -> Response {
    let headers = [
        (header::RETRY_AFTER, HeaderValue::from_static("5")),
        (header::CACHE_CONTROL, NO_STORE),
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
    ];
    let text = "Hệ thống đang quá tải, vui lòng thử lại sau ít giây. / Busy: try again in a few seconds.\n";
    (StatusCode::SERVICE_UNAVAILABLE, headers, text).into_response()
}

pub(super) fn moved(url: &str) -> Response {
    match HeaderValue::try_from(url) {
        Ok(location) => {
            (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

pub(super) fn unknown_host(host: &str) -> Response {
    let page =
        crate::Page::new(ui::fault::unknown_host(host)).status(StatusCode::MISDIRECTED_REQUEST);
    page.into_response()
}
