//! The opinions readers see, at a place or everywhere.

use axum::extract::{Path, Query, State};
use portal_core::{App, Ctx, Outcome, PublicPage};
use serde::Deserialize;

use super::{number, page::find, views};
use crate::consultation::{
    Consultation, ConsultationId,
    opinion::{Opinion, queries},
};

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Key of a place; `chung` is the draft as a whole.
    noi: Option<String>,
    truoc: String,
}

/// Word in addresses for the draft as a whole.
pub(super) const GENERAL: &str = "chung";
const PER_PAGE: i64 = 30;

/// What the list shows.
pub(super) struct Listed {
    pub consultation: Consultation,
    /// `None` is everywhere.
    pub place: Option<String>,
    pub opinions: Vec<Opinion>,
    pub older: Option<i64>,
}

/// The list.
pub async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let consultation = find(&app, &ctx, ConsultationId(number(&id)?)).await?;
    let parts = consultation.parts();
    let place = asked.noi.as_deref().and_then(|place| match place {
        GENERAL => Some(String::new()),
        key => parts.iter().find(|part| part.key == key).map(|part| part.key.clone()),
    });
    let conn = app.db().site(ctx.site.id).await?;
    let narrow = (place.as_deref(), asked.truoc.parse().ok());
    let id = consultation.id();
    let mut opinions =
        queries::list_published(&conn, ctx.site.id, id, narrow, PER_PAGE + 1).await?;
    drop(conn);
    let most = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let more = opinions.len() > most;
    opinions.truncate(most);
    let older = opinions.last().filter(|_| more).map(|opinion| opinion.id);
    let listed = Listed { consultation, place, opinions, older };
    Ok(PublicPage::html(&ctx, views::opinions::page(&app, &ctx, &listed)))
}
