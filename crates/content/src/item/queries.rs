//! Statements about items, editions and decisions, as staff see them. What readers see is in
//! [`crate::public::queries`].

use chrono::{DateTime, Utc};
use diesel::{
    expression::SqlLiteral,
    prelude::*,
    sql_types::{Array, BigInt, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Lang, PersonId, SiteId};
use serde_json::Value;

use super::{
    Approval, Decision, EditionHash, EditionId, Exact, ItemId, MediaId, Public, SectionId,
    Snapshot, State, hand_over::UNFINISHED,
};
use crate::{
    schema::{decisions, edition_media, editions, items},
    section,
};

/// A row of `items`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct Item {
    /// Identity.
    pub id: i64,
    /// Key of its [`crate::content_type::ContentType`].
    #[diesel(column_name = type_)]
    pub content_type: String,
    /// Language.
    pub language: String,
    /// Section.
    pub section_id: i64,
    /// Name in addresses.
    pub slug: String,
    /// Where the newest edition stands.
    pub state: String,
    /// The newest edition.
    pub newest_edition: Option<i64>,
    /// The edition readers see.
    pub published_edition: Option<i64>,
    /// Title of the newest edition.
    pub title: String,
    /// First publication.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Who began it.
    pub created_by: Option<i64>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Last change.
    pub changed_at: DateTime<Utc>,
}

impl Item {
    /// Identity, typed.
    pub fn id(&self) -> ItemId {
        ItemId(self.id)
    }

    /// Section, typed.
    pub fn section(&self) -> SectionId {
        SectionId(self.section_id)
    }

    /// State, typed; the database holds no other words.
    pub fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Draft)
    }

    /// Language, where the installation has it.
    pub fn lang(&self) -> Option<Lang> {
        Lang::parse(&self.language)
    }

    /// Whether readers see it.
    pub fn is_public(&self) -> bool {
        self.published_edition.is_some()
    }

    /// Path on its site, without the language part.
    pub fn path(&self) -> String {
        crate::content_type::path(&self.content_type, &self.slug, self.id())
    }
}

/// A row of `editions`.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = editions)]
pub struct Edition {
    /// Identity.
    pub id: i64,
    /// Item.
    pub item_id: i64,
    /// Number within the item, from 1.
    pub number: i32,
    /// Title.
    pub title: String,
    /// Lead.
    pub lead: String,
    /// HTML, cleaned; it goes out through [`crate::html::body`] only.
    pub body: String,
    /// Fields of the content type.
    pub fields: Value,
    /// Hash of the text.
    pub hash: Vec<u8>,
    /// Who saved it.
    pub author_id: Option<i64>,
    /// Their name then.
    pub author_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl Edition {
    /// Identity, typed.
    pub fn id(&self) -> EditionId {
        EditionId(self.id)
    }

    /// Hash of the text; the database holds 32 bytes.
    pub fn hash(&self) -> EditionHash {
        EditionHash::from_bytes(&self.hash).unwrap_or(EditionHash([0; 32]))
    }

    /// As the rules look at it.
    pub fn exact(&self) -> Exact {
        Exact { id: self.id(), hash: self.hash() }
    }
}

/// An item with what the rules need.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// The item.
    pub item: Item,
    /// Its newest edition.
    pub newest: Edition,
    /// The last approval of the newest edition.
    pub approval: Option<Approval>,
    /// The edition readers see.
    pub public: Option<Exact>,
    /// Who looks after it: who began it, or whom it was handed over to.
    pub in_charge: Option<PersonId>,
    /// Its section and all above it: what rights in sections are asked with.
    pub path: Vec<i64>,
}

impl Whole {
    /// Whether somebody wrote its newest text, began it, or looks after it.
    pub fn is_of(&self, person: PersonId) -> bool {
        self.in_charge == Some(person) || self.snapshot().is_own(person)
    }

    /// As the rules look at it.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            state: self.item.state(),
            newest: self.newest.exact(),
            author: self.newest.author_id.map(PersonId),
            created_by: self.item.created_by.map(PersonId),
            approval: self.approval,
            public: self.public,
        }
    }
}

/// Finds an item with its newest edition.
pub async fn look(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ItemId,
) -> QueryResult<Option<Whole>> {
    let found = items::table
        .filter(items::site_id.eq(site.0).and(items::id.eq(id.0)))
        .select((Item::as_select(), in_charge()))
        .first(&mut conn)
        .await
        .optional()?;
    match found {
        Some((item, in_charge)) => whole(conn, site, item, in_charge).await,
        None => Ok(None),
    }
}

/// The same, held until the transaction ends.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ItemId,
) -> QueryResult<Option<Whole>> {
    let found = items::table
        .filter(items::site_id.eq(site.0).and(items::id.eq(id.0)))
        .select((Item::as_select(), in_charge()))
        .for_update()
        .first(&mut conn)
        .await
        .optional()?;
    match found {
        Some((item, in_charge)) => whole(conn, site, item, in_charge).await,
        None => Ok(None),
    }
}

/// Who looks after an item. In plain SQL, since the column is past the sixteen diesel's table holds.
fn in_charge() -> SqlLiteral<Nullable<BigInt>> {
    diesel::dsl::sql("coalesce(items.in_charge, items.created_by)")
}

async fn whole(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: Item,
    in_charge: Option<i64>,
) -> QueryResult<Option<Whole>> {
    let Some(newest) = newest_edition(conn, site, item.id()).await? else { return Ok(None) };
    let approval: Option<(Vec<u8>, Option<i64>)> = decisions::table
        .filter(decisions::site_id.eq(site.0).and(decisions::item_id.eq(item.id)))
        .filter(decisions::edition_id.eq(newest.id).and(decisions::verdict.eq("approved")))
        .order(decisions::id.desc())
        .select((decisions::edition_hash, decisions::person_id))
        .first(&mut conn)
        .await
        .optional()?;
    let approval = approval.and_then(|(hash, by)| {
        Some(Approval { hash: EditionHash::from_bytes(&hash)?, by: PersonId(by?) })
    });
    let public = match item.published_edition {
        Some(id) if id == newest.id => Some(newest.exact()),
        Some(id) => edition(conn, site, EditionId(id)).await?.map(|edition| edition.exact()),
        None => None,
    };
    let path = section::queries::path(conn, site, item.section()).await?;
    let in_charge = in_charge.map(PersonId);
    Ok(Some(Whole { item, newest, approval, public, in_charge, path }))
}

/// The newest edition of an item.
pub async fn newest_edition(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: ItemId,
) -> QueryResult<Option<Edition>> {
    editions::table
        .filter(editions::site_id.eq(site.0).and(editions::item_id.eq(item.0)))
        .order(editions::number.desc())
        .select(Edition::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Finds an edition by id.
pub async fn edition(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: EditionId,
) -> QueryResult<Option<Edition>> {
    editions::table
        .filter(editions::site_id.eq(site.0).and(editions::id.eq(id.0)))
        .select(Edition::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// A row of `items` to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewItem<'a> {
    /// Key of its content type.
    pub content_type: &'a str,
    /// Language.
    pub language: &'a str,
    /// Section.
    pub section: SectionId,
    /// Name in addresses.
    pub slug: &'a str,
    /// Title.
    pub title: &'a str,
    /// Title and lead, folded.
    pub folded: &'a str,
    /// Who begins it.
    pub created_by: Option<PersonId>,
}

/// Adds an item, as a draft without an edition yet.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &NewItem<'_>,
    now: DateTime<Utc>,
) -> QueryResult<ItemId> {
    diesel::insert_into(items::table)
        .values((
            items::site_id.eq(site.0),
            items::type_.eq(new.content_type),
            items::language.eq(new.language),
            items::section_id.eq(new.section.0),
            items::slug.eq(new.slug),
            items::title.eq(new.title),
            items::folded.eq(new.folded),
            items::created_by.eq(new.created_by.map(|id| id.0)),
            items::created_at.eq(now),
            items::changed_at.eq(now),
        ))
        .returning(items::id)
        .get_result(&mut conn)
        .await
        .map(ItemId)
}

/// A row of `editions` to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewEdition<'a> {
    /// Item.
    pub item: ItemId,
    /// Number within the item.
    pub number: i32,
    /// Title.
    pub title: &'a str,
    /// Lead.
    pub lead: &'a str,
    /// Cleaned HTML.
    pub body: &'a str,
    /// Fields.
    pub fields: &'a Value,
    /// Hash of all that.
    pub hash: EditionHash,
    /// Who saves it.
    pub author: Option<PersonId>,
    /// Their name.
    pub author_name: &'a str,
}

/// Adds an edition, and which files it shows.
pub async fn insert_edition(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &NewEdition<'_>,
    media: &[MediaId],
    now: DateTime<Utc>,
) -> QueryResult<EditionId> {
    let id: i64 = diesel::insert_into(editions::table)
        .values((
            editions::site_id.eq(site.0),
            editions::item_id.eq(new.item.0),
            editions::number.eq(new.number),
            editions::title.eq(new.title),
            editions::lead.eq(new.lead),
            editions::body.eq(new.body),
            editions::fields.eq(new.fields),
            editions::hash.eq(new.hash.as_bytes()),
            editions::author_id.eq(new.author.map(|id| id.0)),
            editions::author_name.eq(new.author_name),
            editions::created_at.eq(now),
        ))
        .returning(editions::id)
        .get_result(&mut conn)
        .await?;
    let shown: Vec<_> = media
        .iter()
        .map(|media| {
            (
                edition_media::site_id.eq(site.0),
                edition_media::edition_id.eq(id),
                edition_media::media_id.eq(media.0),
            )
        })
        .collect();
    if !shown.is_empty() {
        diesel::insert_into(edition_media::table)
            .values(shown)
            .on_conflict_do_nothing()
            .execute(&mut conn)
            .await?;
    }
    Ok(EditionId(id))
}

/// What an item says of its newest edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest<'a> {
    /// The edition.
    pub edition: EditionId,
    /// Where it stands.
    pub state: State,
    /// Section.
    pub section: SectionId,
    /// Name in addresses.
    pub slug: &'a str,
    /// Title.
    pub title: &'a str,
    /// Title and lead, folded.
    pub folded: &'a str,
}

/// Makes an edition an item's newest.
pub async fn save_newest(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: ItemId,
    newest: &Newest<'_>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(items::table)
        .filter(items::site_id.eq(site.0).and(items::id.eq(item.0)))
        .set((
            items::newest_edition.eq(newest.edition.0),
            items::state.eq(newest.state.as_str()),
            items::section_id.eq(newest.section.0),
            items::slug.eq(newest.slug),
            items::title.eq(newest.title),
            items::folded.eq(newest.folded),
            items::changed_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}

/// Writes down a decision.
pub async fn insert_decision(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: ItemId,
    decision: &Decision,
    (person, name): (Option<PersonId>, &str),
) -> QueryResult<()> {
    diesel::insert_into(decisions::table)
        .values((
            decisions::site_id.eq(site.0),
            decisions::item_id.eq(item.0),
            decisions::edition_id.eq(decision.on.id.0),
            decisions::edition_hash.eq(decision.on.hash.as_bytes()),
            decisions::verdict.eq(decision.verdict.as_str()),
            decisions::reason.eq(decision.reason.as_deref()),
            decisions::note.eq(&decision.note),
            decisions::person_id.eq(person.map(|id| id.0)),
            decisions::person_name.eq(name),
            decisions::at.eq(decision.at),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Puts a decision into effect.
pub async fn save_decision(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: ItemId,
    decision: &Decision,
) -> QueryResult<()> {
    let row = items::table.filter(items::site_id.eq(site.0).and(items::id.eq(item.0)));
    diesel::update(row)
        .set((items::state.eq(decision.state.as_str()), items::changed_at.eq(decision.at)))
        .execute(&mut conn)
        .await?;
    match decision.public {
        Public::Stays => return Ok(()),
        Public::Shows => {
            let first = diesel::dsl::sql::<
                diesel::sql_types::Nullable<diesel::sql_types::Timestamptz>,
            >("coalesce(published_at, ")
            .bind::<diesel::sql_types::Timestamptz, _>(decision.at)
            .sql(")");
            diesel::update(row)
                .set((
                    items::published_edition.eq(decision.on.id.0),
                    items::published_at.eq(first),
                    items::withdrawn_at.eq(None::<DateTime<Utc>>),
                ))
                .execute(&mut conn)
                .await?;
        }
        Public::Nothing => {
            diesel::update(row)
                .set((
                    items::published_edition.eq(None::<i64>),
                    items::withdrawn_at.eq(decision.at),
                ))
                .execute(&mut conn)
                .await?;
        }
    }
    Ok(())
}

/// Puts an item into another section.
pub async fn save_section(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: ItemId,
    section: SectionId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(items::table)
        .filter(items::site_id.eq(site.0).and(items::id.eq(item.0)))
        .set((items::section_id.eq(section.0), items::changed_at.eq(now)))
        .execute(&mut conn)
        .await
}

/// The names of a site's pages that begin like one.
pub async fn page_slugs(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    language: &str,
    slug: &str,
) -> QueryResult<Vec<String>> {
    items::table
        .filter(items::site_id.eq(site.0).and(items::type_.eq("page")))
        .filter(items::language.eq(language).and(items::slug.like(format!("{slug}%"))))
        .select(items::slug)
        .load(&mut conn)
        .await
}

/// The page that has a name, if there is one.
pub async fn page_by_slug(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    language: &str,
    slug: &str,
) -> QueryResult<Option<ItemId>> {
    items::table
        .filter(items::site_id.eq(site.0).and(items::type_.eq("page")))
        .filter(items::language.eq(language).and(items::slug.eq(slug)))
        .order(items::id)
        .select(items::id)
        .first(&mut conn)
        .await
        .optional()
        .map(|id| id.map(ItemId))
}

/// How many unfinished items a person looks after, by state.
pub async fn unfinished(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    person: PersonId,
) -> QueryResult<Vec<(String, i64)>> {
    let states = UNFINISHED.map(State::as_str);
    items::table
        .filter(items::site_id.eq(site.0).and(items::state.eq_any(states)))
        .filter(in_charge().eq(person.0))
        .group_by(items::state)
        .select((items::state, diesel::dsl::count_star()))
        .load(&mut conn)
        .await
}

/// Gives a person's unfinished items to somebody else; gives how many.
pub async fn hand_over(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    from: PersonId,
    to: PersonId,
) -> QueryResult<usize> {
    let states = UNFINISHED.map(|state| state.as_str().to_owned()).to_vec();
    diesel::sql_query(
        "update items set in_charge = $3 where site_id = $1 \
           and coalesce(in_charge, created_by) = $2 and state = any($4)",
    )
    .bind::<BigInt, _>(site.0)
    .bind::<BigInt, _>(from.0)
    .bind::<BigInt, _>(to.0)
    .bind::<Array<Text>, _>(states)
    .execute(&mut conn)
    .await
}
