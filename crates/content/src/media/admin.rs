//! Files on the desk: the list, the upload, the alternative text.

use std::collections::HashMap;

use axum::extract::{Multipart, Path, State, multipart::MultipartRejection};
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted,
    Redirect, files::Held,
};
use serde::Deserialize;

use super::{
    MAX_ALTERNATIVE, Media, MediaId, MediaRefusal, queries,
    text::{self, Reading},
    upload, views,
};
use crate::{
    admin::{Answer, Asked, asked},
    permissions::EDIT,
};

/// Files on a page of the list.
const PER_PAGE: i64 = 24;

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// `anh` for pictures, `tai-lieu` for documents.
    pub loai: String,
    /// Only files older than this one.
    pub truoc: String,
    /// What was just done.
    pub xong: String,
}

/// A page of the list.
pub struct Listed {
    /// What was asked for.
    pub query: ListQuery,
    /// The files.
    pub media: Vec<Media>,
    /// Where older ones are.
    pub older: Option<i64>,
    /// How reading them went.
    pub texts: HashMap<MediaId, Reading>,
    /// Which of them are held.
    pub held: HashMap<MediaId, Held>,
}

async fn listed(app: &App, ctx: &Ctx, query: ListQuery) -> Outcome<Listed> {
    let pictures = match query.loai.as_str() {
        "anh" => Some(true),
        "tai-lieu" => Some(false),
        _ => None,
    };
    let before = query.truoc.parse().ok().map(MediaId);
    let conn = app.db().site(ctx.site.id).await?;
    let mut media =
        queries::list_newest(&conn, ctx.site.id, pictures, before, PER_PAGE + 1).await?;
    let more = media.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    if more {
        media.pop();
    }
    let older = media.last().filter(|_| more).map(|media| media.id);
    let ids: Vec<i64> = media.iter().map(|media| media.id).collect();
    let texts = text::readings(&conn, ctx.site.id, &ids).await?;
    drop(conn);
    let held = super::held(app, ctx.site.id, &media).await?;
    Ok(Listed { query, media, older, texts, held })
}

/// The list of files, with the form that adds one.
pub async fn list(ctx: Ctx, State(app): State<App>, query: Asked<ListQuery>) -> Outcome<Page> {
    let listed = listed(&app, &ctx, asked(query)).await?;
    Ok(Page::new(views::list(&app, &ctx, &listed, None, &FormFaults::default())))
}

/// Takes a file.
pub async fn upload(
    ctx: Ctx,
    State(app): State<App>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Answer> {
    let form = upload::read(form).await?;
    let mut faults = FormFaults::default();
    let alternative =
        faults.check("alternative", form.posted.line("alternative"), false, MAX_ALTERNATIVE);
    let ready = match form.bytes {
        Ok(bytes) => super::examine(&app, (&ctx, ctx.site.id), &form.name, bytes).await?,
        Err(refusal) => Err(refusal),
    };
    let ready = match ready {
        Ok(ready) if ready.is_picture() && alternative.is_empty() => {
            Err(MediaRefusal::MissingAlternative)
        }
        other => other,
    };
    if let Err(refusal) = &ready {
        let field = match refusal {
            MediaRefusal::MissingAlternative => "alternative",
            _ => "file",
        };
        faults.add(field, FieldFault::Other(refusal.key(), Vec::new()));
    }
    let (Ok(ready), true) = (ready, faults.is_empty()) else {
        let listed = listed(&app, &ctx, ListQuery::default()).await?;
        return Ok(Answer::Page(Page::invalid(views::list(
            &app,
            &ctx,
            &listed,
            Some(&form.posted),
            &faults,
        ))));
    };
    let location = ctx.path_to("/quan-tri/tep?xong=da-tai-len");
    let mut tx = app.begin(&ctx).await?;
    if let Arrival::Again(location) = tx.once(form.posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Answer::Go(Redirect::to(location)));
    }
    let named = (form.name.as_str(), alternative.as_str());
    super::keep(&app, &mut tx, ctx.site.id, ctx.actor.id(), named, ready).await?;
    tx.commit().await?;
    Ok(Answer::Go(Redirect::to(location)))
}

/// The form for a file's alternative text.
pub async fn edit(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Page> {
    let media = find(&app, &ctx, &id).await?;
    let posted = Posted::from_pairs([("alternative", media.alternative.clone())]);
    let held = held(&app, &ctx, &media).await?;
    Ok(Page::new(views::edit(&app, &ctx, (&media, held), &posted, &FormFaults::default())))
}

/// Saves a file's alternative text.
pub async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let media = find(&app, &ctx, &id).await?;
    if !may_edit(&ctx, &media) {
        return Err(Fault::Denied);
    }
    let mut faults = FormFaults::default();
    let alternative = faults.check(
        "alternative",
        posted.line("alternative"),
        media.is_picture(),
        MAX_ALTERNATIVE,
    );
    if !faults.is_empty() {
        let held = held(&app, &ctx, &media).await?;
        let page = views::edit(&app, &ctx, (&media, held), &posted, &faults);
        return Ok(Answer::Page(Page::invalid(page)));
    }
    let mut tx = app.begin(&ctx).await?;
    super::describe(&mut tx, ctx.site.id, media.id(), &alternative).await?;
    tx.commit().await?;
    Ok(Answer::Go(Redirect::to(ctx.path_to("/quan-tri/tep?xong=da-luu"))))
}

async fn find(app: &App, ctx: &Ctx, id: &str) -> Outcome<Media> {
    let id = id.parse().map(MediaId).map_err(|_| Fault::NotFound)?;
    let conn = app.db().site(ctx.site.id).await?;
    queries::by_id(&conn, ctx.site.id, id).await?.or_not_found()
}

async fn held(app: &App, ctx: &Ctx, media: &Media) -> Outcome<Option<Held>> {
    let held = super::held(app, ctx.site.id, std::slice::from_ref(media)).await?;
    Ok(held.get(&media.id()).copied())
}

/// Whether the actor may change a file's description: its own, or everybody's as an editor of the
/// whole site, since no section holds files.
pub(super) fn may_edit(ctx: &Ctx, media: &Media) -> bool {
    ctx.may_whole(EDIT) || ctx.actor.id().is_some_and(|id| Some(id.0) == media.uploaded_by)
}
