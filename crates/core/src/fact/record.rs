//! Reading the record: searched by people, exported, forwarded (R-A6).

use chrono::{DateTime, Utc};
use diesel::{pg::Pg, prelude::*, query_builder::BoxedSqlQuery, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{COLUMNS, FactRow};
use crate::{PersonId, SiteId};

/// A fact with who did it and its seal.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Entry {
    /// The fact.
    #[diesel(embed)]
    pub fact: FactRow,
    /// Login name of the person.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    pub login: Option<String>,
    /// Name of the person.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    pub name: Option<String>,
    /// Position in the chain, once it is sealed; only the platform door sees it.
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    pub position: Option<i64>,
    /// The seal.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Binary>)]
    pub hash: Option<Vec<u8>>,
}

/// What the record is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// What these people did; with it, failed sign-ins with this login name.
    pub who: Option<Who>,
    /// Of these kinds; any when `None`.
    pub kinds: Option<Vec<String>>,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
    /// About this.
    pub subject: Option<String>,
    /// From addresses that begin so.
    pub address: Option<String>,
    /// Told no later than this fact.
    pub up_to: Option<i64>,
}

/// People looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// Those whose login or name fits.
    pub people: Vec<PersonId>,
    /// What was asked for, in small letters.
    pub login: String,
}

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the last line happened.
    pub at: DateTime<Utc>,
    /// Its fact.
    pub id: i64,
}

impl Cursor {
    /// Reads back what its `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('-')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        Some(Self { at, id: id.parse().ok()? })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.id)
    }
}

type Query = BoxedSqlQuery<'static, Pg, diesel::query_builder::SqlQuery>;

enum Bind {
    Number(i64),
    Numbers(Vec<i64>),
    Word(String),
    Words(Vec<String>),
    Moment(DateTime<Utc>),
}

/// Conditions being put together; each `?` of a piece is its next bind.
#[derive(Default)]
struct Conditions {
    sql: String,
    binds: Vec<Bind>,
}

impl Conditions {
    fn of(site: Option<SiteId>, filter: &Filter) -> Self {
        let mut all = Self { sql: "true".into(), binds: Vec::new() };
        if let Some(site) = site {
            all.and("f.site_id = ?", [Bind::Number(site.0)]);
        }
        if let Some(who) = &filter.who {
            let people = who.people.iter().map(|id| id.0).collect();
            all.and(
                "(f.person_id = any(?) or f.data->>'login' = ?)",
                [Bind::Numbers(people), Bind::Word(who.login.clone())],
            );
        }
        if let Some(kinds) = &filter.kinds {
            all.and("f.kind = any(?)", [Bind::Words(kinds.clone())]);
        }
        if let Some(from) = filter.from {
            all.and("f.at >= ?", [Bind::Moment(from)]);
        }
        if let Some(until) = filter.until {
            all.and("f.at < ?", [Bind::Moment(until)]);
        }
        if let Some(subject) = &filter.subject {
            all.and("f.subject = ?", [Bind::Word(subject.clone())]);
        }
        if let Some(address) = &filter.address {
            all.and("starts_with(f.address, ?)", [Bind::Word(address.clone())]);
        }
        if let Some(up_to) = filter.up_to {
            all.and("f.id <= ?", [Bind::Number(up_to)]);
        }
        all
    }

    fn and<const N: usize>(&mut self, piece: &str, binds: [Bind; N]) {
        self.sql.push_str(" and ");
        let mut count = self.binds.len();
        for c in piece.chars() {
            self.sql.push(c);
            if c == '?' {
                self.sql.pop();
                count += 1;
                self.sql.push_str(&format!("${count}"));
            }
        }
        self.binds.extend(binds);
    }

    fn query(self, before: &str, after: &str) -> Query {
        let start = diesel::sql_query(format!("{before} where {} {after}", self.sql));
        self.binds.into_iter().fold(start.into_boxed(), |query, bind| match bind {
            Bind::Number(value) => query.bind::<sql_types::BigInt, _>(value),
            Bind::Numbers(value) => query.bind::<sql_types::Array<sql_types::BigInt>, _>(value),
            Bind::Word(value) => query.bind::<sql_types::Text, _>(value),
            Bind::Words(value) => query.bind::<sql_types::Array<sql_types::Text>, _>(value),
            Bind::Moment(value) => query.bind::<sql_types::Timestamptz, _>(value),
        })
    }
}

/// The record, newest first, after a place. `site` is `None` only behind the platform door.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: Option<SiteId>,
    filter: &Filter,
    after: Option<Cursor>,
    limit: i64,
) -> QueryResult<Vec<Entry>> {
    let mut conditions = Conditions::of(site, filter);
    if let Some(after) = after {
        conditions.and("(f.at, f.id) < (?, ?)", [Bind::Moment(after.at), Bind::Number(after.id)]);
    }
    conditions
        .query(
            &format!(
                "select {COLUMNS}, p.login, p.name, null::bigint as position, null::bytea as hash \
                 from facts f left join people p on p.id = f.person_id"
            ),
            &format!("order by f.at desc, f.id desc limit {limit}"),
        )
        .load(&mut conn)
        .await
}

/// How many facts an export would hold, and the newest of them.
pub async fn extent(
    mut conn: &AsyncPgConnection,
    site: Option<SiteId>,
    filter: &Filter,
) -> QueryResult<(i64, i64)> {
    #[derive(QueryableByName)]
    struct Extent {
        #[diesel(sql_type = sql_types::BigInt)]
        count: i64,
        #[diesel(sql_type = sql_types::BigInt)]
        newest: i64,
    }
    let extent: Extent = Conditions::of(site, filter)
        .query("select count(*) as count, coalesce(max(f.id), 0) as newest from facts f", "")
        .get_result(&mut conn)
        .await?;
    Ok((extent.count, extent.newest))
}

/// A page of an export: after a fact, in the order of ids, with seals. For the platform door, which
/// alone reads seals.
pub async fn export(
    mut conn: &AsyncPgConnection,
    site: Option<SiteId>,
    filter: &Filter,
    after: i64,
) -> QueryResult<Vec<Entry>> {
    let mut conditions = Conditions::of(site, filter);
    conditions.and("f.id > ?", [Bind::Number(after)]);
    conditions
        .query(
            &format!(
                "select {COLUMNS}, p.login, p.name, s.position, s.hash from facts f \
                 left join people p on p.id = f.person_id left join fact_seals s on s.fact_id = f.id"
            ),
            "order by f.id limit 1000",
        )
        .load(&mut conn)
        .await
}

/// The people whose login name or name holds some words; the first hundred.
pub async fn people(mut conn: &AsyncPgConnection, words: &str) -> QueryResult<Vec<PersonId>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = sql_types::BigInt)]
        id: i64,
    }
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let rows: Vec<Id> = diesel::sql_query(
        "select id from people where login like $1 or name ilike $1 order by id limit 100",
    )
    .bind::<sql_types::Text, _>(format!("%{}%", escaped.to_lowercase()))
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(|row| PersonId(row.id)).collect())
}

/// The names of some people.
pub async fn names(
    mut conn: &AsyncPgConnection,
    people: &[i64],
) -> QueryResult<Vec<(i64, String)>> {
    use crate::schema::people as table;
    table::table
        .filter(table::id.eq_any(people))
        .select((table::id, table::name))
        .load(&mut conn)
        .await
}
