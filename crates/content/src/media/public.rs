//! Files as readers get them.

use axum::{
    body::Body,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use portal_core::{App, Ctx, Fault, OrNotFound as _, Outcome, Tag, files};
use serde::Deserialize;

use super::{Media, MediaId, MediaKind, place, queries};
use crate::{
    admin::{Asked, asked},
    facts,
    permissions::WRITE,
};

/// The query of a picture's address.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    rong: String,
}

/// Sends a file that a published edition shows; to the site's writers, any.
///
/// A file that may not be seen is "not found": nobody learns that it is there.
pub async fn file(
    ctx: Ctx,
    State(app): State<App>,
    path: Result<Path<(String, String)>, PathRejection>,
    wanted: Asked<Wanted>,
    headers: HeaderMap,
) -> Outcome<Response> {
    let Path((id, _)) = path.map_err(|_| Fault::NotFound)?;
    let wanted = asked(wanted);
    let id = id.parse().map(MediaId).map_err(|_| Fault::NotFound)?;
    let (media, public) = find(&app, &ctx, id).await?;
    let variant = media.variant(wanted.rong.parse().ok());
    let etag = entity_tag(&media, variant);
    let mut response = if knows(&headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let place = place(ctx.site.id, &media.sha256, variant);
        let found = app.files().get_clear(&place).await?;
        let length = found.meta.size;
        let mut response = Body::from_stream(found.into_stream()).into_response();
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        response
    };
    describe(response.headers_mut(), &media, public, &etag);
    Ok(response)
}

/// A file that is not held, and whether any reader may see it. What they may see is known also while
/// the database is away; what is held never becomes known so.
async fn find(app: &App, ctx: &Ctx, id: MediaId) -> Outcome<(Media, bool)> {
    let (site, tag) = (ctx.site.id, Tag::of("media", id));
    if let Some(media) = app.known(site, &tag) {
        return Ok((media, true));
    }
    let as_of = app.pages().touched().heard();
    let read = async {
        let conn = app.db().site(site).await?;
        let media = queries::by_id(&conn, site, id).await?.or_not_found()?;
        let items = queries::shown_by(&conn, site, id).await?;
        drop(conn);
        Ok((media, items))
    };
    match read.await {
        Ok((media, items)) => {
            let public = !items.is_empty();
            if !public && !ctx.may(WRITE) {
                return Err(Fault::NotFound);
            }
            app.files().require_clear(&place(site, &media.sha256, None)).await?;
            if public {
                let items = items.iter().copied().map(facts::item).collect();
                app.keep_known(site, &tag, items, as_of, &media);
            }
            Ok((media, public))
        }
        Err(Fault::Busy) => {
            let media = app.known_before(site, &tag).await.ok_or(Fault::Busy)?;
            Ok((media, true))
        }
        Err(fault) => Err(fault),
    }
}

fn entity_tag(media: &Media, variant: Option<u32>) -> String {
    let hash = hex::encode(&media.sha256);
    variant.map_or_else(|| format!("\"{hash}\""), |width| format!("\"{hash}-{width}\""))
}

/// Whether the visitor has these very bytes already.
fn knows(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

fn describe(headers: &mut HeaderMap, media: &Media, public: bool, etag: &str) {
    let cache = if public { "public, max-age=3600" } else { "no-store" };
    // A browser's own PDF viewer does not start inside a sandbox; nothing else may run there either.
    let policy = match media.kind() {
        Some(MediaKind::Pdf) => "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
        _ => "default-src 'none'; sandbox",
    };
    let text = |value: &str| HeaderValue::try_from(value).ok();
    let values: [(HeaderName, Option<HeaderValue>); 6] = [
        (header::CONTENT_TYPE, text(&media.mime)),
        (header::ETAG, text(etag)),
        (header::CACHE_CONTROL, text(cache)),
        (header::CONTENT_SECURITY_POLICY, text(policy)),
        (header::X_CONTENT_TYPE_OPTIONS, text("nosniff")),
        (header::CONTENT_DISPOSITION, text(&disposition(media))),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
}

/// Pictures and PDF are shown, the rest is saved.
fn disposition(media: &Media) -> String {
    let shown = media.kind().is_some_and(|kind| kind.is_picture() || kind == MediaKind::Pdf);
    files::disposition(&media.name, shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(kind: MediaKind, name: &str) -> Media {
        Media {
            id: 1,
            sha256: vec![0xab; 32],
            mime: kind.mime().into(),
            name: name.into(),
            size_bytes: 1,
            width: Some(1000),
            height: Some(500),
            alternative: String::new(),
            uploaded_by: None,
            uploaded_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn documents_are_saved_and_pictures_shown_under_their_name() {
        assert!(disposition(&media(MediaKind::Docx, "a.docx")).starts_with("attachment;"));
        assert!(disposition(&media(MediaKind::Png, "a.png")).starts_with("inline;"));
        assert!(disposition(&media(MediaKind::Pdf, "a.pdf")).starts_with("inline;"));
    }

    #[test]
    fn nothing_in_a_file_runs_and_only_a_pdf_has_its_viewer() {
        let pdf = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";
        let none = "default-src 'none'; sandbox";
        for (kind, policy) in
            [(MediaKind::Png, none), (MediaKind::Docx, none), (MediaKind::Pdf, pdf)]
        {
            let mut headers = HeaderMap::new();
            describe(&mut headers, &media(kind, "a"), false, "\"x\"");
            assert_eq!(headers[header::CONTENT_SECURITY_POLICY], policy, "{kind:?}");
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(headers[header::CONTENT_TYPE], kind.mime());
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        }
    }

    #[test]
    fn a_variant_is_sent_only_where_it_is_narrower() {
        let picture = media(MediaKind::Jpeg, "a.jpg");
        assert_eq!(picture.variant(Some(480)), Some(480));
        assert_eq!(picture.variant(Some(500)), None);
        assert_eq!(Media { width: Some(480), ..picture.clone() }.variant(Some(480)), None);
        assert_ne!(entity_tag(&picture, Some(480)), entity_tag(&picture, None));
    }
}
