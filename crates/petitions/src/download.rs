//! Files handed out: never kept, never shown in the browser.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use portal_core::sheet::{CSV, XLSX};

/// An XLSX file; `name` has no ending and no sign beyond letters, digits and dashes.
pub(crate) fn xlsx(name: &str, bytes: Vec<u8>) -> Response {
    attachment(&format!("{name}.xlsx"), XLSX, bytes)
}

/// A CSV file; `name` as for [`xlsx`].
pub(crate) fn csv(name: &str, bytes: Vec<u8>) -> Response {
    attachment(&format!("{name}.csv"), CSV, bytes)
}

fn attachment(name: &str, mime: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(kept) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, kept);
    }
    response
}
