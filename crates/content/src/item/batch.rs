//! Items from files, and pages a site is born with: many at once, published by the portal itself.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Outcome, SiteId, Tag, Tx};
use serde_json::Value;

use super::{
    IMPORT, ItemId, MediaId,
    acts::{Draft, Ready},
};
use crate::{
    content_type::{self, Listing},
    facts::{ItemsImported, Listed},
    section, slug,
};

/// An item to be published by the portal itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Where it comes from; a second item with the same key is left out.
    pub key: String,
    /// Key of its content type.
    pub content_type: &'static str,
    /// Name in addresses; made from the title where it is not given.
    pub slug: Option<String>,
    /// Its text.
    pub draft: Draft,
    /// Name beside its edition and decision.
    pub by: String,
    /// Date of publication.
    pub published_at: DateTime<Utc>,
}

impl Imported {
    fn slug(&self) -> String {
        let made = || {
            content_type::by_key(self.content_type)
                .map_or_else(|| slug::slug(&self.draft.title), |of| of.slug(&self.draft))
        };
        self.slug.clone().unwrap_or_else(made)
    }
}

/// Adds and publishes items; those whose key is there already are left out. Gives how many are new.
///
/// Takes some hundreds at once: few statements for all of them. The caller commits.
///
/// Requirement: R-C12.
pub async fn import(tx: &mut Tx, site: SiteId, all: &[Imported]) -> Outcome<usize> {
    let keys: Vec<&str> = all.iter().map(|one| one.key.as_str()).collect();
    lock_imports(tx, site).await?;
    let mut known = known_keys(tx, site, &keys).await?;
    // The same key twice in one batch counts once.
    let new: Vec<(&Imported, Ready)> = all
        .iter()
        .filter(|one| known.insert(one.key.clone()))
        .map(|one| (one, Ready::of(one.content_type, &one.draft)))
        .collect();
    if new.is_empty() {
        tx.untold();
        return Ok(0);
    }
    let ids = insert_all(tx, site, &new, tx.now()).await?;
    let more = list_all(tx, site, &new, &ids).await?;
    let tree = section::queries::tree(tx, site).await?;
    let mut sections: Vec<_> = new.iter().map(|(one, _)| one.draft.section).collect();
    sections.sort_unstable();
    sections.dedup();
    let mut sections: Vec<_> = sections.into_iter().flat_map(|id| tree.listing(id)).collect();
    sections.sort_unstable();
    sections.dedup();
    let first = ids.as_slice().first().copied();
    let listed = Listed { site: Some(site), sections, more };
    tx.tell_on(site, ItemsImported { count: new.len(), first, site, listed }).await?;
    Ok(new.len())
}

/// Brings the lists of the items' types up to date; gives what else is no longer true.
async fn list_all(
    tx: &Tx,
    site: SiteId,
    new: &[(&Imported, Ready)],
    ids: &[ItemId],
) -> Outcome<Vec<Tag>> {
    let mut tags = Vec::new();
    for ((one, ready), id) in new.iter().zip(ids) {
        let Some(of) = content_type::by_key(one.content_type) else { continue };
        let listing = Listing {
            language: &one.draft.language,
            slug: &one.slug(),
            title: &one.draft.title,
            fields: &ready.fields,
        };
        tags.extend(of.list(tx, site, *id, Some(listing)).await?);
    }
    tags.sort_unstable();
    tags.dedup();
    Ok(tags)
}

/// One import at a time per site.
async fn lock_imports(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<()> {
    diesel::sql_query("select pg_advisory_xact_lock(hashtext('content.import'), $1::int)")
        .bind::<sql_types::BigInt, _>(site.0)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Which of some import keys are there.
pub async fn known_keys(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    keys: &[&str],
) -> QueryResult<HashSet<String>> {
    #[derive(QueryableByName)]
    struct Key {
        #[diesel(sql_type = sql_types::Text)]
        import_key: String,
    }
    let known: Vec<Key> = diesel::sql_query(
        "select import_key from items \
         where site_id = $1 and import_key is not null and import_key = any($2)",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Array<sql_types::Text>, _>(keys)
    .load(&mut conn)
    .await?;
    Ok(known.into_iter().map(|key| key.import_key).collect())
}

/// Takes as many pairs of ids (item, edition) as are wanted.
async fn take_ids(mut conn: &AsyncPgConnection, count: usize) -> QueryResult<Vec<(i64, i64)>> {
    #[derive(QueryableByName)]
    struct Pair {
        #[diesel(sql_type = sql_types::BigInt)]
        item: i64,
        #[diesel(sql_type = sql_types::BigInt)]
        edition: i64,
    }
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let pairs: Vec<Pair> = diesel::sql_query(
        "select nextval('items_id_seq') as item, nextval('editions_id_seq') as edition \
         from generate_series(1, $1)",
    )
    .bind::<sql_types::BigInt, _>(count)
    .load(&mut conn)
    .await?;
    Ok(pairs.into_iter().map(|pair| (pair.item, pair.edition)).collect())
}

/// Columns of a batch.
#[derive(Default)]
struct Columns<'a> {
    items: Vec<i64>,
    editions: Vec<i64>,
    types: Vec<&'a str>,
    languages: Vec<&'a str>,
    sections: Vec<i64>,
    slugs: Vec<String>,
    titles: Vec<&'a str>,
    folded: Vec<&'a str>,
    published: Vec<DateTime<Utc>>,
    keys: Vec<&'a str>,
    leads: Vec<&'a str>,
    bodies: Vec<&'a str>,
    fields: Vec<&'a Value>,
    hashes: Vec<&'a [u8]>,
    names: Vec<&'a str>,
    shown_by: Vec<i64>,
    shown: Vec<i64>,
}

impl<'a> Columns<'a> {
    fn of(new: &'a [(&'a Imported, Ready)], ids: &[(i64, i64)]) -> Self {
        let mut columns = Self::default();
        for ((one, ready), (item, edition)) in new.iter().zip(ids) {
            let draft = &one.draft;
            columns.items.push(*item);
            columns.editions.push(*edition);
            columns.types.push(one.content_type);
            columns.languages.push(&draft.language);
            columns.sections.push(draft.section.0);
            columns.slugs.push(one.slug());
            columns.titles.push(&draft.title);
            columns.folded.push(&ready.folded);
            columns.published.push(one.published_at);
            columns.keys.push(&one.key);
            columns.leads.push(&draft.lead);
            columns.bodies.push(&ready.body);
            columns.fields.push(&ready.fields);
            columns.hashes.push(ready.hash.as_bytes());
            columns.names.push(&one.by);
            let mut media: Vec<MediaId> = content_type::by_key(one.content_type)
                .map(|of| of.media(&ready.fields))
                .unwrap_or_default();
            media.extend(crate::html::media(&ready.body));
            media.sort_unstable();
            media.dedup();
            for id in media {
                columns.shown_by.push(*edition);
                columns.shown.push(id.0);
            }
        }
        columns
    }
}

/// Items, editions and decisions in one statement: they point at each other, and the keys are
/// checked at its end.
const INSERT: &str = "\
with t as (select * from unnest($4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::bigint[], \
    $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::text[], $14::text[], \
    $15::text[], $16::jsonb[], $17::bytea[], $18::text[]) \
  as t (item, edition, type, language, section, slug, title, folded, published, key, lead, body, \
    fields, hash, name)), \
e as (insert into editions (id, site_id, item_id, number, title, lead, body, fields, hash, \
    author_name, created_at) \
  select edition, $1, item, 1, title, lead, body, fields, hash, name, published from t), \
d as (insert into decisions (site_id, item_id, edition_id, edition_hash, verdict, reason, \
    person_name, at) \
  select $1, item, edition, hash, 'published', $3, name, $2 from t), \
m as (insert into edition_media (site_id, edition_id, media_id) \
  select $1, s.edition, media.id from unnest($19::bigint[], $20::bigint[]) as s (edition, media) \
  join media on media.site_id = $1 and media.id = s.media) \
insert into items (id, site_id, type, language, section_id, slug, state, newest_edition, \
    published_edition, title, folded, published_at, created_at, changed_at, import_key) \
  select item, $1, type, language, section, slug, 'published', edition, edition, title, folded, \
    published, $2, $2, key from t";

async fn insert_all(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &[(&Imported, Ready)],
    now: DateTime<Utc>,
) -> QueryResult<Vec<ItemId>> {
    use sql_types::{Array, BigInt, Binary, Jsonb, Text, Timestamptz};
    let ids = take_ids(conn, new.len()).await?;
    let c = Columns::of(new, &ids);
    diesel::sql_query(INSERT)
        .bind::<BigInt, _>(site.0)
        .bind::<Timestamptz, _>(now)
        .bind::<Text, _>(IMPORT)
        .bind::<Array<BigInt>, _>(c.items)
        .bind::<Array<BigInt>, _>(c.editions)
        .bind::<Array<Text>, _>(c.types)
        .bind::<Array<Text>, _>(c.languages)
        .bind::<Array<BigInt>, _>(c.sections)
        .bind::<Array<Text>, _>(c.slugs)
        .bind::<Array<Text>, _>(c.titles)
        .bind::<Array<Text>, _>(c.folded)
        .bind::<Array<Timestamptz>, _>(c.published)
        .bind::<Array<Text>, _>(c.keys)
        .bind::<Array<Text>, _>(c.leads)
        .bind::<Array<Text>, _>(c.bodies)
        .bind::<Array<Jsonb>, _>(c.fields)
        .bind::<Array<Binary>, _>(c.hashes)
        .bind::<Array<Text>, _>(c.names)
        .bind::<Array<BigInt>, _>(c.shown_by)
        .bind::<Array<BigInt>, _>(c.shown)
        .execute(&mut conn)
        .await?;
    Ok(ids.into_iter().map(|(item, _)| ItemId(item)).collect())
}
