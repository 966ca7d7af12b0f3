//! What the search is told of items: those that readers see, as they see them (R-S1).

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    App, Fact as _, FactRow, Lang, SiteId,
    search::{Ageing, Attachment, Change, Document, Key},
    site::Site,
};
use serde_json::Value;

use crate::{
    content_type::{self, ContentType},
    facts::{ItemMoved, ItemPublished, ItemWithdrawn, ItemsImported, MediaRead, SectionChanged},
    html,
    item::queries::{Edition, Item},
    media::MediaKind,
    schema::{edition_media, editions, items, media, media_texts, sections},
};

/// Items that are read at once.
const BATCH: i64 = 200;

/// What readers see of an item, on its way to the search.
pub struct Entry {
    /// The document so far; its type adds what only it knows.
    pub document: Document,
    /// Fields of the type.
    pub fields: Value,
}

/// What a fact of this context changed.
pub async fn changes(app: &App, fact: &FactRow) -> anyhow::Result<Vec<Change>> {
    let conn = app.db().platform().await?;
    let ids = match fact.kind.as_str() {
        // What it touches includes other items: a decision ends the one it replaces.
        ItemPublished::KIND | ItemWithdrawn::KIND | ItemMoved::KIND => numbered(fact, "item:"),
        ItemsImported::KIND => {
            let number = |key| fact.data.get(key).and_then(Value::as_i64);
            let (first, count) = (number("first"), number("count"));
            let mut ids =
                imported(&conn, fact.site(), first.unwrap_or(i64::MAX), count.unwrap_or(0)).await?;
            ids.extend(numbered(fact, "item:"));
            ids
        }
        SectionChanged::KIND => in_sections(&conn, &numbered(fact, "section:")).await?,
        MediaRead::KIND => showing(&conn, &numbered(fact, "media:")).await?,
        _ => return Ok(Vec::new()),
    };
    let mut changes = Vec::new();
    for ids in ids.chunks(usize::try_from(BATCH)?) {
        changes.extend(as_they_are(app, &conn, ids).await?);
    }
    Ok(changes)
}

/// Everything of a type that readers of a site see, from above a number on.
pub async fn documents(
    app: &App,
    site: &Site,
    kind: &str,
    after: i64,
) -> anyhow::Result<Vec<Document>> {
    let conn = app.db().site(site.id).await?;
    let ids: Vec<i64> = items::table
        .filter(items::site_id.eq(site.id.0).and(items::type_.eq(kind)))
        .filter(items::published_edition.is_not_null().and(items::id.gt(after)))
        .order(items::id)
        .limit(BATCH)
        .select(items::id)
        .load(&mut &*conn)
        .await?;
    let changes = as_they_are(app, &conn, &ids).await?;
    let shown = changes.into_iter().filter_map(|change| match change {
        Change::Is(document) => Some(*document),
        Change::IsNot(_) => None,
    });
    Ok(shown.collect())
}

/// The numbers of what a fact is about and touches, by the stem of their tags.
fn numbered(fact: &FactRow, stem: &str) -> Vec<i64> {
    let tags = fact.touches.iter().chain([&fact.subject]);
    let ids: BTreeSet<i64> = tags.filter_map(|tag| tag.strip_prefix(stem)?.parse().ok()).collect();
    ids.into_iter().collect()
}

/// What has become of items, in the order of their numbers.
async fn as_they_are(
    app: &App,
    conn: &AsyncPgConnection,
    ids: &[i64],
) -> anyhow::Result<Vec<Change>> {
    let rows = rows(conn, ids).await?;
    let shown: Vec<i64> = rows.iter().filter_map(|(_, _, _, of)| Some(of.as_ref()?.id)).collect();
    let mut files = files(conn, &shown).await?;
    let mut changes = Vec::new();
    let mut entries: HashMap<(SiteId, &'static str), Vec<Entry>> = HashMap::new();
    for (site, item, section, edition) in rows {
        let Some(of) = content_type::by_key(&item.content_type) else { continue };
        let Some(lang) = item.lang() else { continue };
        match edition {
            Some(edition) => {
                let attachments = files.remove(&edition.id).unwrap_or_default();
                let entry = entry(of, (SiteId(site), lang), &item, section, edition, attachments);
                entries.entry((SiteId(site), of.key())).or_default().push(entry);
            }
            None => changes.push(Change::IsNot(Key {
                site: SiteId(site),
                kind: of.key().into(),
                id: item.id,
                lang,
            })),
        }
    }
    for ((site, kind), mut entries) in entries {
        let site = app.sites.now().by_id(site).cloned();
        if let (Some(site), Some(of)) = (site, content_type::by_key(kind)) {
            of.searched(app, conn, &site, &mut entries).await?;
            changes.extend(entries.into_iter().map(|entry| Change::Is(Box::new(entry.document))));
        }
    }
    changes.sort_by_key(|change| match change {
        Change::Is(document) => document.key.id,
        Change::IsNot(key) => key.id,
    });
    Ok(changes)
}

fn entry(
    of: &dyn ContentType,
    (site, lang): (SiteId, Lang),
    item: &Item,
    section: String,
    edition: Edition,
    attachments: Vec<Attachment>,
) -> Entry {
    let document = Document {
        key: Key { site, kind: of.key().into(), id: item.id, lang },
        path: item.path(),
        title: edition.title,
        number: None,
        lead: edition.lead,
        body: html::words(&edition.body),
        attachments,
        section: Some(section),
        genre: None,
        field: None,
        unit: None,
        ageing: if of.is_news() { Ageing::Fast } else { Ageing::Never },
        published_at: item.published_at.unwrap_or(edition.created_at),
        issued: None,
        in_force: None,
        expired: None,
        origin: None,
    };
    Entry { document, fields: edition.fields }
}

type Row = (i64, Item, String, Option<Edition>);

async fn rows(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Row>> {
    items::table
        .inner_join(sections::table.on(sections::id.eq(items::section_id)))
        .left_join(editions::table.on(editions::id.nullable().eq(items::published_edition)))
        .filter(items::id.eq_any(ids))
        .order(items::id)
        .select((
            items::site_id,
            Item::as_select(),
            sections::title,
            Option::<Edition>::as_select(),
        ))
        .load(&mut conn)
        .await
}

/// The files that editions offer, with what stands in them.
async fn files(
    mut conn: &AsyncPgConnection,
    of: &[i64],
) -> QueryResult<HashMap<i64, Vec<Attachment>>> {
    let rows: Vec<(i64, String, Option<String>)> =
        edition_media::table
            .inner_join(media::table.on(media::id.eq(edition_media::media_id)))
            .left_join(media_texts::table.on(
                media_texts::media_id.eq(media::id).and(media_texts::site_id.eq(media::site_id)),
            ))
            .filter(edition_media::edition_id.eq_any(of))
            .filter(media::type_.ne_all(MediaKind::PICTURES))
            .order((edition_media::edition_id, media::id))
            .select((edition_media::edition_id, media::name, media_texts::text.nullable()))
            .load(&mut conn)
            .await?;
    let mut files: HashMap<i64, Vec<Attachment>> = HashMap::new();
    for (edition, name, text) in rows {
        let attachment = Attachment { name, text: text.unwrap_or_default() };
        files.entry(edition).or_default().push(attachment);
    }
    Ok(files)
}

/// The items of an import.
async fn imported(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    first: i64,
    count: i64,
) -> QueryResult<Vec<i64>> {
    items::table
        .filter(items::site_id.eq(site.0).and(items::id.ge(first)))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("items.import_key is not null"))
        .order(items::id)
        .limit(count)
        .select(items::id)
        .load(&mut conn)
        .await
}

async fn in_sections(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<i64>> {
    items::table
        .filter(items::section_id.eq_any(ids).and(items::published_edition.is_not_null()))
        .order(items::id)
        .select(items::id)
        .load(&mut conn)
        .await
}

/// The items whose readers are offered a file.
async fn showing(mut conn: &AsyncPgConnection, files: &[i64]) -> QueryResult<Vec<i64>> {
    items::table
        .inner_join(
            edition_media::table
                .on(items::published_edition.eq(edition_media::edition_id.nullable())),
        )
        .filter(edition_media::media_id.eq_any(files))
        .order(items::id)
        .select(items::id)
        .distinct()
        .load(&mut conn)
        .await
}
