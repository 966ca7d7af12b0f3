//! A consultation's page on the desk: where it stands, what lacks, what may be done now.

use std::collections::HashMap;

use axum::extract::{Path, State};
use portal_core::{App, Ctx, Outcome, Page, fact, fact::FactRow, files::Held};

use super::{Query, asked, find, views};
use crate::consultation::{
    Consultation, Minimum, Stage,
    files::{self, queries::File},
    invitation::{self, Invitation},
    kinds, opinion,
    permissions::{APPROVE, MODERATE},
    response,
};

/// What the page shows.
pub(super) struct Sheet {
    pub consultation: Consultation,
    pub stage: Stage,
    pub kind: String,
    pub files: Vec<File>,
    /// Which of them are held, by their numbers.
    pub held: HashMap<i64, Held>,
    /// Codes of documents its kind asks for and that are not there.
    pub lacking: Vec<String>,
    pub minimum: Option<Minimum>,
    pub bodies: Vec<Invitation>,
    /// Opinions by state.
    pub opinions: Vec<(String, i64)>,
    pub rows: Vec<response::Row>,
    pub history: Vec<(FactRow, Option<String>)>,
    /// Whether the reader wrote it, put it forward, or wrote in its table.
    pub is_own: bool,
    pub may_approve: bool,
    pub may_moderate: bool,
}

impl Sheet {
    /// How many opinions are in a state.
    pub fn count(&self, state: &str) -> i64 {
        self.opinions.iter().find(|(known, _)| known == state).map_or(0, |(_, count)| *count)
    }

    /// How many opinions came that were not turned away.
    pub fn received(&self) -> i64 {
        self.count("waiting") + self.count("published")
    }
}

/// The page.
pub(super) async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
) -> Outcome<Page> {
    let sheet = sheet(&app, &ctx, &id).await?;
    Ok(Page::new(views::item::page(&app, &ctx, &sheet, None, &asked(query).xong)))
}

/// Reads what the page shows.
pub(super) async fn sheet(app: &App, ctx: &Ctx, id: &str) -> Outcome<Sheet> {
    let site = ctx.site.id;
    let conn = app.db().site(site).await?;
    let consultation = find(&conn, ctx, id).await?;
    let id = consultation.id();
    let files = files::queries::list(&conn, site, id).await?;
    let table = response::queries::wrote_in(&conn, site, id, ctx.actor.id()).await?;
    let stage = consultation.stage(ctx.now);
    let is_own = match stage {
        Stage::TableSubmitted => table || consultation.table_by == ctx.actor.id().map(|id| id.0),
        _ => consultation.is_work_of(ctx.actor.id()),
    };
    Ok(Sheet {
        stage,
        is_own,
        kind: kinds::kind_name(app.law(), &consultation.kind, ctx.now, ctx.lang),
        lacking: lacking(app, &consultation, &files),
        minimum: kinds::minimum(app.law(), &consultation.kind, consultation.opens_at),
        bodies: invitation::queries::list(&conn, site, id).await?,
        opinions: opinion::queries::count_by_state(&conn, site, id).await?,
        rows: response::queries::list(&conn, site, id).await?,
        history: fact::history(&conn, site, &format!("consultation:{id}"), 60).await?,
        held: files::held(app, site, &files).await?,
        may_approve: ctx.may(APPROVE),
        may_moderate: ctx.may(MODERATE),
        files,
        consultation,
    })
}

/// Codes of the documents that a consultation's kind asks for and that are not there.
pub(super) fn lacking(app: &App, consultation: &Consultation, files: &[File]) -> Vec<String> {
    let kind = kinds::kind(app.law(), &consultation.kind, consultation.opens_at);
    let wanted = kind.map(|kind| kind.documents).unwrap_or_default();
    wanted.into_iter().filter(|code| !files.iter().any(|file| file.role == *code)).collect()
}
