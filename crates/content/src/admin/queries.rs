//! Statements of the desk and the list.

use chrono::{DateTime, Utc};
use diesel::{
    dsl::AsExprOf,
    expression::{SqlLiteral, UncheckedBind},
    pg::Pg,
    prelude::*,
    sql_types::{BigInt, Bool},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::reach::Seen;
use crate::{
    schema::{decisions, edition_media, editions, items},
    slug::pattern,
};

/// An item as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct Row {
    /// Identity.
    pub id: i64,
    /// Content type.
    #[diesel(column_name = type_)]
    pub content_type: String,
    /// Language.
    pub language: String,
    /// Section.
    pub section_id: i64,
    /// State of the newest edition.
    pub state: String,
    /// Title of the newest edition.
    pub title: String,
    /// The newest edition.
    pub newest_edition: Option<i64>,
    /// The edition readers see.
    pub published_edition: Option<i64>,
    /// First publication.
    pub published_at: Option<DateTime<Utc>>,
    /// Last change.
    pub changed_at: DateTime<Utc>,
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// What the asker sees at all.
    pub seen: Seen,
    /// Whom it belongs to: who began it, or whom it was handed over to.
    pub in_charge: Option<PersonId>,
    /// In one of these sections.
    pub within: Option<Vec<i64>>,
    /// In one of these states; any when empty.
    pub states: Vec<String>,
    /// Only what readers see.
    pub public: bool,
    /// Content type.
    pub content_type: Option<String>,
    /// Section.
    pub section: Option<i64>,
    /// Language.
    pub language: Option<String>,
    /// Folded words that stand in title or lead.
    pub words: Option<String>,
    /// Items that answer the words, whatever they have in title and lead.
    pub found: Vec<i64>,
}

/// A place in a list by last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Last change of the last line.
    pub changed_at: DateTime<Utc>,
    /// Its item.
    pub id: i64,
}

impl Cursor {
    /// Reads back what its `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('-')?;
        let changed_at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        Some(Self { changed_at, id: id.parse().ok()? })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.changed_at.timestamp_micros(), self.id)
    }
}

/// Whether an item belongs to somebody. In plain SQL: see [`crate::schema::items`].
fn is_in_charge(person: i64) -> UncheckedBind<SqlLiteral<Bool>, AsExprOf<i64, BigInt>> {
    diesel::dsl::sql::<Bool>("coalesce(items.in_charge, items.created_by) = ")
        .bind::<BigInt, _>(person)
}

fn narrowed(site: SiteId, narrow: &Narrow) -> items::BoxedQuery<'static, Pg> {
    let mut query = items::table.filter(items::site_id.eq(site.0)).into_boxed();
    if let Some(edits) = &narrow.seen.edits {
        // Nobody's id is 0: who is nobody owns nothing.
        let own = is_in_charge(narrow.seen.person.map_or(0, |person| person.0));
        let edited = items::section_id.eq_any(edits.clone());
        query = match &narrow.seen.writes {
            None => query.filter(own.or(edited)),
            Some(writes) => {
                query.filter(own.and(items::section_id.eq_any(writes.clone())).or(edited))
            }
        };
    }
    if let Some(person) = narrow.in_charge {
        query = query.filter(is_in_charge(person.0));
    }
    if let Some(sections) = &narrow.within {
        query = query.filter(items::section_id.eq_any(sections.clone()));
    }
    if !narrow.states.is_empty() {
        query = query.filter(items::state.eq_any(narrow.states.clone()));
    }
    if narrow.public {
        query = query.filter(items::published_edition.is_not_null());
    }
    if let Some(content_type) = &narrow.content_type {
        query = query.filter(items::type_.eq(content_type.clone()));
    }
    if let Some(section) = narrow.section {
        query = query.filter(items::section_id.eq(section));
    }
    if let Some(language) = &narrow.language {
        query = query.filter(items::language.eq(language.clone()));
    }
    if let Some(words) = &narrow.words {
        let found = items::id.eq_any(narrow.found.clone());
        query = query.filter(items::folded.like(pattern(words)).or(found));
    }
    query
}

/// Lists items, last changed first, after a place.
pub async fn list_changed(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    narrow: &Narrow,
    after: Option<Cursor>,
    limit: i64,
) -> QueryResult<Vec<Row>> {
    let mut query = narrowed(site, narrow);
    if let Some(cursor) = after {
        query = query.filter(
            items::changed_at
                .lt(cursor.changed_at)
                .or(items::changed_at.eq(cursor.changed_at).and(items::id.lt(cursor.id))),
        );
    }
    query
        .order((items::changed_at.desc(), items::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .load(&mut conn)
        .await
}

/// Counts items, up to a number past which nobody counts.
pub async fn count(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    narrow: &Narrow,
    most: i64,
) -> QueryResult<usize> {
    let ids: Vec<i64> =
        narrowed(site, narrow).select(items::id).limit(most).load(&mut conn).await?;
    Ok(ids.len())
}

/// Who saved some editions, by edition.
pub async fn authors(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    edition_ids: &[i64],
) -> QueryResult<Vec<(i64, String)>> {
    editions::table
        .filter(editions::site_id.eq(site.0).and(editions::id.eq_any(edition_ids)))
        .select((editions::id, editions::author_name))
        .load(&mut conn)
        .await
}

/// Why an item came back.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Refused {
    /// Item.
    pub item_id: i64,
    /// Code of the regulation's reason.
    pub reason: Option<String>,
    /// The approver's own words.
    pub note: String,
    /// Who refused it.
    pub person_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The last refusal of each of some items.
pub async fn last_refusals(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item_ids: &[i64],
) -> QueryResult<Vec<Refused>> {
    decisions::table
        .filter(decisions::site_id.eq(site.0).and(decisions::item_id.eq_any(item_ids)))
        .filter(decisions::verdict.eq("refused"))
        .order((decisions::item_id, decisions::id.desc()))
        .distinct_on(decisions::item_id)
        .select((
            decisions::item_id,
            decisions::reason,
            decisions::note,
            decisions::person_name,
            decisions::at,
        ))
        .load(&mut conn)
        .await
}

/// An edition as a line of an item's history.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct EditionLine {
    /// Identity.
    pub id: i64,
    /// Number within the item.
    pub number: i32,
    /// Who saved it.
    pub author_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// The editions of an item, newest first.
pub async fn editions_of(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: i64,
    limit: i64,
) -> QueryResult<Vec<EditionLine>> {
    editions::table
        .filter(editions::site_id.eq(site.0).and(editions::item_id.eq(item)))
        .order(editions::number.desc())
        .limit(limit)
        .select((editions::id, editions::number, editions::author_name, editions::created_at))
        .load(&mut conn)
        .await
}

/// A decision as a line of an item's history.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DecisionLine {
    /// What was decided.
    pub verdict: String,
    /// On which edition.
    pub edition_id: i64,
    /// Code of the reason of a refusal.
    pub reason: Option<String>,
    /// Words.
    pub note: String,
    /// By whom.
    pub person_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The decisions on an item, newest first.
pub async fn decisions_of(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: i64,
    limit: i64,
) -> QueryResult<Vec<DecisionLine>> {
    decisions::table
        .filter(decisions::site_id.eq(site.0).and(decisions::item_id.eq(item)))
        .order(decisions::id.desc())
        .limit(limit)
        .select((
            decisions::verdict,
            decisions::edition_id,
            decisions::reason,
            decisions::note,
            decisions::person_name,
            decisions::at,
        ))
        .load(&mut conn)
        .await
}

/// The files an edition shows.
pub async fn files_of(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    edition: i64,
) -> QueryResult<Vec<i64>> {
    edition_media::table
        .filter(edition_media::site_id.eq(site.0).and(edition_media::edition_id.eq(edition)))
        .select(edition_media::media_id)
        .load(&mut conn)
        .await
}

/// How many items stand in each section, in any state.
pub async fn items_by_section(
    mut conn: &AsyncPgConnection,
    site: SiteId,
) -> QueryResult<Vec<(i64, i64)>> {
    items::table
        .filter(items::site_id.eq(site.0))
        .group_by(items::section_id)
        .select((items::section_id, diesel::dsl::count_star()))
        .load(&mut conn)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back() {
        let cursor = Cursor { changed_at: DateTime::UNIX_EPOCH, id: 9 };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for text in ["", "9", "a-b", "1-", "99999999999999999999-1"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
