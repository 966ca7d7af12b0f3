//! What the search is told of drafts laid before people: what readers see of them, and no opinion
//! (R-S1, R-P6).

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    App, FactRow, Lang, SiteId,
    search::{Ageing, Attachment, Change, Document, Key},
    site::Site,
};

use super::{Consultation, ConsultationId, Stage, files, kinds, schema::consultations};

/// What a draft is called among what is searched.
pub const KIND: &str = "consultation";

/// Drafts that are read at once.
const BATCH: i64 = 50;

/// What a fact of this context changed.
pub async fn changes(app: &App, fact: &FactRow) -> anyhow::Result<Vec<Change>> {
    let Some(id) = fact.subject.strip_prefix("consultation:").and_then(|id| id.parse().ok()) else {
        return Ok(Vec::new());
    };
    let conn = app.db().platform().await?;
    let site = fact.site();
    let change = match by_id(&conn, site, id).await? {
        Some(shown) => Change::Is(Box::new(document(app, &conn, site, &shown).await?)),
        None => Change::IsNot(key(site, id)),
    };
    Ok(vec![change])
}

/// Everything that a site shows, from above a number on.
pub async fn documents(app: &App, site: &Site, after: i64) -> anyhow::Result<Vec<Document>> {
    let conn = app.db().site(site.id).await?;
    let mut documents = Vec::new();
    for shown in from(&conn, site.id, after).await? {
        documents.push(document(app, &conn, site.id, &shown).await?);
    }
    Ok(documents)
}

fn key(site: SiteId, id: i64) -> Key {
    Key { site, kind: KIND.into(), id, lang: Lang::VI }
}

async fn document(
    app: &App,
    conn: &AsyncPgConnection,
    site: SiteId,
    shown: &Consultation,
) -> QueryResult<Document> {
    let announced_at = shown.approved_at.unwrap_or(shown.opens_at);
    let mut document = Document {
        key: key(site, shown.id),
        path: shown.path(),
        title: shown.title.clone(),
        number: None,
        lead: shown.summary.clone(),
        body: String::new(),
        attachments: Vec::new(),
        section: None,
        genre: Some(kinds::kind_name(app.law(), &shown.kind, announced_at, Lang::VI)),
        field: None,
        unit: Some(shown.unit.clone()),
        ageing: Ageing::Slowly,
        published_at: announced_at,
        issued: None,
        in_force: None,
        expired: None,
        origin: None,
    };
    // The text is there from the opening minute on; then a fact says so.
    if shown.stage(app.now()) > Stage::Announced {
        let texts: Vec<String> = shown.parts().into_iter().map(|part| part.text).collect();
        document.body = texts.join("\n");
        let attachment = |name| Attachment { name, text: String::new() };
        let files = files::queries::list(conn, site, ConsultationId(shown.id)).await?;
        document.attachments = files.into_iter().map(|file| attachment(file.name)).collect();
    }
    Ok(document)
}

async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Consultation>> {
    consultations::table
        .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id)))
        .filter(consultations::state.eq("approved"))
        .select(Consultation::as_select())
        .first(&mut conn)
        .await
        .optional()
}

async fn from(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    after: i64,
) -> QueryResult<Vec<Consultation>> {
    consultations::table
        .filter(consultations::site_id.eq(site.0).and(consultations::id.gt(after)))
        .filter(consultations::state.eq("approved"))
        .order(consultations::id)
        .limit(BATCH)
        .select(Consultation::as_select())
        .load(&mut conn)
        .await
}
