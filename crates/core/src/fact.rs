//! Facts: what happened. One row is outbox and audit trail at once (R-A6).

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::Value;

use crate::{FactId, PersonId, SiteId, cache::Tag};

/// Something that happened, in the past tense: `ItemPublished`.
pub trait Fact: Serialize + Send + Sync {
    /// Stable name: `content.item.published`.
    const KIND: &'static str;

    /// What it happened to: `item:9`. The history of a thing is its facts by subject.
    fn subject(&self) -> String;

    /// Tags of the cached pages that are no longer true.
    fn touches(&self) -> Vec<Tag> {
        Vec::new()
    }

    /// Whether what readers saw before may go on being shown while it cannot be made anew: something
    /// came, and nothing was changed or taken down.
    fn only_adds(&self) -> bool {
        false
    }
}

/// Stands among the tags of a fact that only adds.
pub(crate) const ONLY_ADDS: &str = "only-adds";

/// A row of the log.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct FactRow {
    /// Identity; not the order of commits.
    #[diesel(sql_type = sql_types::BigInt)]
    pub id: i64,
    /// The transaction that told it; with the id, the order in which followers hear.
    #[diesel(sql_type = sql_types::BigInt)]
    pub txid: i64,
    /// When.
    #[diesel(sql_type = sql_types::Timestamptz)]
    pub at: DateTime<Utc>,
    /// On which site.
    #[diesel(sql_type = sql_types::BigInt)]
    pub site_id: i64,
    /// By whom; `None` is the portal itself.
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    pub person_id: Option<i64>,
    /// [`Fact::KIND`].
    #[diesel(sql_type = sql_types::Text)]
    pub kind: String,
    /// [`Fact::subject`].
    #[diesel(sql_type = sql_types::Text)]
    pub subject: String,
    /// [`Fact::touches`].
    #[diesel(sql_type = sql_types::Array<sql_types::Text>)]
    pub touches: Vec<String>,
    /// The fact itself.
    #[diesel(sql_type = sql_types::Jsonb)]
    pub data: Value,
    /// The request that told it.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    pub request_id: Option<uuid::Uuid>,
    /// Where that came from.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    pub address: Option<String>,
}

impl FactRow {
    /// Identity, typed.
    pub fn id(&self) -> FactId {
        FactId(self.id)
    }

    /// The site, typed.
    pub fn site(&self) -> SiteId {
        SiteId(self.site_id)
    }

    /// Its place in the order in which everybody hears.
    pub fn position(&self) -> Position {
        Position { txid: self.txid, id: self.id }
    }

    /// [`Fact::only_adds`].
    pub fn only_adds(&self) -> bool {
        self.touches.iter().any(|tag| tag == ONLY_ADDS)
    }

    /// The person, typed.
    pub fn person(&self) -> Option<PersonId> {
        self.person_id.map(PersonId)
    }

    /// Whether the registry has to read this fact's site anew.
    pub fn changes_site(&self) -> bool {
        self.kind == "site" || self.kind.starts_with("site.")
    }
}

pub mod card;
pub mod cursor;
pub mod record;
mod seal;
pub mod seals;
pub mod trim;

pub use card::{FactCard, FactGroup, Kept};

/// The facts that core itself tells.
pub fn cards() -> Vec<FactCard> {
    use crate::calendar::CalendarChanged;
    use crate::site::settings::{SettingChanged, SiteChanged, SiteCreated};
    let mut cards = vec![
        FactCard::history(SiteCreated::KIND, FactGroup::Settings),
        FactCard::history(SiteChanged::KIND, FactGroup::Settings),
        FactCard::history(SettingChanged::KIND, FactGroup::Settings),
        FactCard::history(CalendarChanged::KIND, FactGroup::Settings),
        crate::notice::card(),
        FactCard::history(trim::AuditTrimmed::KIND, FactGroup::Exports),
    ];
    cards.extend(crate::files::held::cards());
    cards
}

/// The columns of [`FactRow`], of a table called `f`.
pub const COLUMNS: &str = "f.id, f.txid::text::bigint as txid, f.at, f.site_id, f.person_id, f.kind, \
     f.subject, f.touches, f.data, f.request_id, f.address";

/// A place in the log: everything up to and including it was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// Transaction of the last fact heard.
    pub txid: i64,
    /// Id of the last fact heard.
    pub id: i64,
}

/// The place before everything that is not yet settled: a node takes it, then reads the state, then
/// follows from it, and so misses nothing.
pub async fn position_now(mut conn: &AsyncPgConnection) -> QueryResult<Position> {
    let txid =
        diesel::select(diesel::dsl::sql::<sql_types::BigInt>("fact_horizon()::text::bigint"))
            .get_result::<i64>(&mut conn)
            .await?;
    Ok(Position { txid, id: 0 })
}

/// The facts after a place, in the order all followers agree on.
///
/// Ids are taken before commit, so a slow transaction would show up behind ids already read. Only
/// transactions below the oldest one still running are read: nothing can appear among them later.
pub async fn after(
    mut conn: &AsyncPgConnection,
    place: Position,
    limit: i64,
) -> QueryResult<Vec<FactRow>> {
    diesel::sql_query(format!(
        "select {COLUMNS} from facts f \
         where (f.txid, f.id) > ($1::text::xid8, $2) \
         and f.txid < fact_horizon() \
         order by f.txid, f.id limit $3"
    ))
    .bind::<sql_types::Text, _>(place.txid.to_string())
    .bind::<sql_types::BigInt, _>(place.id)
    .bind::<sql_types::BigInt, _>(limit)
    .load(&mut conn)
    .await
}

/// How many facts stand after a place, counted up to a number.
pub async fn count_after(
    mut conn: &AsyncPgConnection,
    place: Position,
    most: i64,
) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = sql_types::BigInt)]
        count: i64,
    }
    let count: Count = diesel::sql_query(
        "select count(*) from (select 1 from facts f \
         where (f.txid, f.id) > ($1::text::xid8, $2) limit $3) told",
    )
    .bind::<sql_types::Text, _>(place.txid.to_string())
    .bind::<sql_types::BigInt, _>(place.id)
    .bind::<sql_types::BigInt, _>(most)
    .get_result(&mut conn)
    .await?;
    Ok(count.count)
}

/// One fact by id.
pub async fn by_id(mut conn: &AsyncPgConnection, id: FactId) -> QueryResult<Option<FactRow>> {
    diesel::sql_query(format!("select {COLUMNS} from facts f where f.id = $1"))
        .bind::<sql_types::BigInt, _>(id.0)
        .get_result(&mut conn)
        .await
        .optional()
}

/// The facts of a subject on a site, newest first: its history.
pub async fn history(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    subject: &str,
    limit: i64,
) -> QueryResult<Vec<(FactRow, Option<String>)>> {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(embed)]
        fact: FactRow,
        #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
        person_name: Option<String>,
    }
    let rows: Vec<Named> = diesel::sql_query(format!(
        "select {COLUMNS}, p.name as person_name \
         from facts f left join people p on p.id = f.person_id \
         where f.site_id = $1 and f.subject = $2 order by f.id desc limit $3"
    ))
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Text, _>(subject)
    .bind::<sql_types::BigInt, _>(limit)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(|named| (named.fact, named.person_name)).collect())
}
