//! A consultation: its period, documents, and text with the opinions at each place.

use std::collections::HashMap;

use axum::extract::{Path, State};
use portal_core::{App, Ctx, Fault, OrNotFound as _, Outcome, PublicPage};

use super::{json, number, views};
use crate::consultation::{
    Consultation, ConsultationId, Part, Stage, facts,
    files::{self, queries::File},
    invitation::{self, Invitation},
    kinds, next_change, opinion, queries,
};

/// What the page shows.
pub(super) struct Sheet {
    pub consultation: Consultation,
    pub stage: Stage,
    pub kind: String,
    pub parts: Vec<Part>,
    pub files: Vec<File>,
    pub bodies: Vec<Invitation>,
    /// Opinions shown, by place.
    pub counts: HashMap<String, i64>,
}

impl Sheet {
    /// Opinions shown, in all.
    pub fn opinions(&self) -> i64 {
        self.counts.values().sum()
    }
}

/// Finds what readers may know of, and says when the page is no longer true.
pub(super) async fn find(app: &App, ctx: &Ctx, id: ConsultationId) -> Outcome<Consultation> {
    ctx.reads(facts::tag(id.0));
    let conn = app.db().site(ctx.site.id).await?;
    let found = queries::by_id(&conn, ctx.site.id, id).await?.or_not_found()?;
    if !found.stage(ctx.now).is_public() {
        return Err(Fault::NotFound);
    }
    if let Some(moment) = next_change(found.opens_at, found.closes_at, ctx.now) {
        ctx.true_until(moment);
    }
    Ok(found)
}

pub(super) async fn sheet(app: &App, ctx: &Ctx, id: ConsultationId) -> Outcome<Sheet> {
    let consultation = find(app, ctx, id).await?;
    let (site, stage) = (ctx.site.id, consultation.stage(ctx.now));
    let conn = app.db().site(site).await?;
    let mut sheet = Sheet {
        stage,
        kind: kinds::kind_name(app.law(), &consultation.kind, ctx.now, ctx.lang),
        parts: Vec::new(),
        files: Vec::new(),
        bodies: Vec::new(),
        counts: HashMap::new(),
        consultation,
    };
    // Before the opening minute readers know of it and of its time, and read it from then on.
    if stage > Stage::Announced {
        sheet.parts = sheet.consultation.parts();
        sheet.files = files::queries::list(&conn, site, id).await?;
        sheet.bodies = invitation::queries::list(&conn, site, id).await?;
        sheet.bodies.retain(|body| body.invited_at.is_some());
        sheet.counts =
            opinion::queries::count_by_place(&conn, site, id).await?.into_iter().collect();
    }
    Ok(sheet)
}

/// The page, or the same as data where the address ends in `.json`.
pub async fn page(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<PublicPage> {
    if let Some(id) = id.strip_suffix(".json") {
        return json::page(&app, &ctx, ConsultationId(number(id)?)).await;
    }
    let sheet = sheet(&app, &ctx, ConsultationId(number(&id)?)).await?;
    Ok(PublicPage::html(&ctx, views::page::page(&app, &ctx, &sheet)))
}
