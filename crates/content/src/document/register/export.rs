//! The register as a table for spreadsheets.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Ctx,
    files::disposition,
    sheet::{Cell, Sheet},
};

use super::queries::Line;

/// The columns: keys of their heads, and widths in characters.
const COLUMNS: [(&str, u16); 11] = [
    ("document-field-number", 20),
    ("document-field-kind", 16),
    ("document-field-title", 60),
    ("document-field-issuer", 28),
    ("document-field-field", 20),
    ("document-field-signer", 22),
    ("document-field-issued_on", 14),
    ("document-field-in_force_on", 14),
    ("document-field-expires_on", 14),
    ("document-standing", 22),
    ("documents-address", 50),
];

/// The table.
pub(super) fn sheet(app: &App, ctx: &Ctx, lines: &[Line]) -> Sheet {
    let t = ctx.texts();
    let row = |line: &Line| -> Vec<Cell> {
        let named = &line.named;
        let kind = if ctx.lang == portal_core::Lang::VI { &named.kind } else { &named.kind_en };
        vec![
            named.number.clone().into(),
            kind.clone().into(),
            named.title.clone().into(),
            line.issuer.clone().into(),
            line.field.clone().into(),
            line.signer.clone().into(),
            t.day(named.issued_on).into(),
            t.day(line.in_force_on).into(),
            line.ends_on.map(|day| t.day(day)).into(),
            t.say(&line.status().text_key()).into(),
            app.url(&ctx.site, &ctx.path_to(&named.path())).into(),
        ]
    };
    Sheet {
        title: t.with("documents-of", [("unit", ctx.site.name(ctx.lang).to_owned().into())]),
        columns: COLUMNS.iter().map(|(key, width)| (t.say(key), *width)).collect(),
        rows: lines.iter().map(row).collect(),
    }
}

/// A file handed out.
pub(super) fn attachment(name: &str, mime: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(kept) = HeaderValue::try_from(disposition(name, false)) {
        headers.insert(header::CONTENT_DISPOSITION, kept);
    }
    response
}
