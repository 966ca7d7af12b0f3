//! What the search is told of petitions: the published questions with their answers, and nothing else
//! of a petition (R-S1, R-P4). Names of senders are not in it, also where a page shows them.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    App, Fact as _, FactRow, Lang, SiteId,
    search::{Ageing, Attachment, Change, Document, Key, Origin},
    site::Site,
};

use super::{
    fields,
    publications::{PetitionHidden, PetitionPublished, Published},
    schema::petition_publications as publications,
};

/// What a published question is called among what is searched.
pub const KIND: &str = "petition";

/// Questions that are read at once.
const BATCH: i64 = 200;

/// What a fact of this context changed: a question is shown where it was received, and where it was
/// answered.
pub async fn changes(app: &App, fact: &FactRow) -> anyhow::Result<Vec<Change>> {
    if ![PetitionPublished::KIND, PetitionHidden::KIND].contains(&fact.kind.as_str()) {
        return Ok(Vec::new());
    }
    let Some(id) = fact.subject.strip_prefix("petition:").and_then(|id| id.parse().ok()) else {
        return Ok(Vec::new());
    };
    let conn = app.db().platform().await?;
    let shown = by_id(&conn, id).await?;
    let told = ["site", "unit", "former_unit"].map(|key| fact.data.get(key)?.as_i64());
    let now = shown.iter().flat_map(|shown| [shown.site_id, shown.unit_id]);
    let sites: BTreeSet<i64> = told.into_iter().flatten().chain(now).collect();
    let change = |site| match &shown {
        Some(shown) if [shown.site_id, shown.unit_id].contains(&site) => {
            Change::Is(Box::new(document(app, SiteId(site), shown)))
        }
        _ => Change::IsNot(key(SiteId(site), id)),
    };
    Ok(sites.into_iter().map(change).collect())
}

/// Everything that a site shows, from above a number on.
pub async fn documents(app: &App, site: &Site, after: i64) -> anyhow::Result<Vec<Document>> {
    let conn = app.db().site(site.id).await?;
    let rows = from(&conn, site.id, after).await?;
    Ok(rows.iter().map(|row| document(app, site.id, row)).collect())
}

fn key(site: SiteId, id: i64) -> Key {
    Key { site, kind: KIND.into(), id, lang: Lang::VI }
}

fn document(app: &App, site: SiteId, shown: &Published) -> Document {
    let unit =
        app.sites.now().by_id(SiteId(shown.unit_id)).map(|unit| unit.name(Lang::VI).to_owned());
    let attachment = |name| Attachment { name, text: String::new() };
    Document {
        key: key(site, shown.petition_id),
        path: shown.path(),
        title: shown.title.clone(),
        number: None,
        lead: String::new(),
        body: format!("{}\n{}", shown.question, shown.answer),
        attachments: shown.files().into_iter().map(|file| attachment(file.name)).collect(),
        section: None,
        genre: None,
        field: Some(fields::title(app, Lang::VI, shown.answered_at, &shown.field)),
        unit,
        ageing: Ageing::Slowly,
        published_at: shown.published_at,
        issued: None,
        in_force: None,
        expired: None,
        origin: (shown.site_id != site.0)
            .then_some(Origin { site: SiteId(shown.site_id), id: shown.petition_id }),
    }
}

async fn by_id(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<Option<Published>> {
    publications::table
        .find(id)
        .filter(publications::hidden_at.is_null())
        .select(Published::as_select())
        .first(&mut conn)
        .await
        .optional()
}

async fn from(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    after: i64,
) -> QueryResult<Vec<Published>> {
    publications::table
        .filter(publications::hidden_at.is_null().and(publications::petition_id.gt(after)))
        .filter(publications::site_id.eq(site.0).or(publications::unit_id.eq(site.0)))
        .order(publications::petition_id)
        .limit(BATCH)
        .select(Published::as_select())
        .load(&mut conn)
        .await
}
