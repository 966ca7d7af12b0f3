//! The draft's text: taken from a file or pasted, cut, looked at, corrected.

use axum::{
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    response::Response,
};
use portal_core::{App, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, files::MediaKind};

use super::{Query, after, asked, find, go, invalid, lock, require_draft, views};
use crate::consultation::{
    Consultation,
    cut::{cut, tidy},
    docx,
    facts::Changed,
    files, queries,
};

/// Longest text of a draft, in characters.
const MAX_TEXT: usize = 600_000;

/// The text, and how it is cut.
pub(super) async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let consultation = find(&conn, &ctx, &id).await?;
    let (posted, faults) = (form(&consultation), FormFaults::default());
    let done = asked(query).xong;
    Ok(Page::new(views::draft::page(&app, &ctx, &consultation, (&posted, &faults), &done)))
}

fn form(consultation: &Consultation) -> Posted {
    Posted::from_pairs([("draft", consultation.draft.clone())])
}

/// Saves the text and cuts it anew.
pub(super) async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let text = faults.check("draft", tidy(&posted.text("draft")), true, MAX_TEXT);
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    require_draft(&consultation, &ctx)?;
    if !faults.is_empty() {
        return Ok(invalid(views::draft::page(&app, &ctx, &consultation, (&posted, &faults), "")));
    }
    let (site, id) = (ctx.site.id, consultation.id());
    queries::save_draft(&tx, site, id, (&text, &cut(&text)), ctx.now).await?;
    tx.tell(Changed { consultation: id.0, what: "text" }).await?;
    tx.commit().await?;
    Ok(go(after(&ctx, &format!("{}/van-ban", consultation.desk()), "cat")))
}

/// Takes the text from a DOCX file, and keeps the file as the draft that readers download.
pub(super) async fn upload(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Response> {
    let mut posted = files::read(form).await?;
    let mut faults = FormFaults::default();
    let read = match posted.ready(&app, &ctx).await? {
        None => Err("media-refusal-empty"),
        Some(Err(refusal)) => Err(refusal.key()),
        Some(Ok(ready)) if ready.kind != MediaKind::Docx => Err("consult-not-docx"),
        Some(Ok(ready)) => {
            let bytes = ready.bytes().clone();
            let text = tokio::task::spawn_blocking(move || docx::text(&bytes));
            let text = text.await.map_err(portal_core::Fault::bug)?;
            text.map(|text| (ready, text)).map_err(|_| "consult-docx-unreadable")
        }
    };
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    require_draft(&consultation, &ctx)?;
    let (ready, text) = match read {
        Ok((_, text)) if text.chars().count() > MAX_TEXT => {
            faults.add("file", FieldFault::TooLong(MAX_TEXT));
            return Ok(faulty(&app, &ctx, &consultation, &faults));
        }
        Ok(read) => read,
        Err(key) => {
            faults.add("file", FieldFault::Other(key, Vec::new()));
            return Ok(faulty(&app, &ctx, &consultation, &faults));
        }
    };
    let (site, id) = (ctx.site.id, consultation.id());
    let is_draft =
        |file: &files::queries::File| file.role == "draft" && file.mime == ready.kind.mime();
    for file in files::queries::list(&tx, site, id).await?.into_iter().filter(is_draft) {
        files::queries::delete(&tx, site, id, file.id).await?;
    }
    let named = ("draft", posted.name.as_str());
    files::keep(&app, &tx, (site, id), named, ready, ctx.actor.id()).await?;
    queries::save_draft(&tx, site, id, (&text, &cut(&text)), ctx.now).await?;
    tx.tell(Changed { consultation: id.0, what: "text" }).await?;
    tx.commit().await?;
    Ok(go(after(&ctx, &format!("{}/van-ban", consultation.desk()), "tai")))
}

fn faulty(app: &App, ctx: &Ctx, consultation: &Consultation, faults: &FormFaults) -> Response {
    invalid(views::draft::page(app, ctx, consultation, (&form(consultation), faults), ""))
}
