//! Statements on links in letters, and on the register's numbers.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::SiteId;

use crate::information::{
    InformationRequestId, ReplyId,
    schema::{information_links as links, information_registers as registers},
};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Confirms an e-mail address.
    Confirm,
    /// Hands the files over.
    Deliver,
}

impl LinkKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Deliver => "deliver",
        }
    }
}

/// A link that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Identity.
    pub id: i64,
    /// Its request.
    pub request: InformationRequestId,
    /// Its reply, of a delivery.
    pub reply: Option<ReplyId>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

impl Link {
    /// Whether it still works.
    pub fn works(&self, now: DateTime<Utc>) -> bool {
        self.used_at.is_none() && now < self.ends_at
    }
}

/// Writes down what is kept of a link.
pub async fn insert_link(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    (request, reply): (InformationRequestId, Option<ReplyId>),
    (kind, hash): (LinkKind, &[u8]),
    (now, ends_at): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::insert_into(links::table)
        .values((
            links::site_id.eq(site.0),
            links::request_id.eq(request.0),
            links::reply_id.eq(reply.map(|id| id.0)),
            links::kind.eq(kind.as_str()),
            links::hash.eq(hash),
            links::made_at.eq(now),
            links::ends_at.eq(ends_at),
        ))
        .execute(&mut conn)
        .await
}

/// Finds a link by what is kept of it.
pub async fn link(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    kind: LinkKind,
    hash: &[u8],
) -> QueryResult<Option<Link>> {
    links::table
        .filter(links::site_id.eq(site.0).and(links::kind.eq(kind.as_str())))
        .filter(links::hash.eq(hash))
        .select((links::id, links::request_id, links::reply_id, links::ends_at, links::used_at))
        .first::<(i64, i64, Option<i64>, DateTime<Utc>, Option<DateTime<Utc>>)>(&mut conn)
        .await
        .optional()
        .map(|found| {
            found.map(|(id, request, reply, ends_at, used_at)| Link {
                id,
                request: InformationRequestId(request),
                reply: reply.map(ReplyId),
                ends_at,
                used_at,
            })
        })
}

/// Uses a link up; gives whether it still worked. Of two at once, one gets `false`.
pub async fn use_up(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    link: i64,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(links::table)
        .filter(links::site_id.eq(site.0).and(links::id.eq(link)))
        .filter(links::used_at.is_null().and(links::ends_at.gt(now)))
        .set(links::used_at.eq(now))
        .execute(&mut conn)
        .await
        .map(|rows| rows > 0)
}

/// Ends the unused delivery links of a request: a new one takes their place.
pub async fn end_deliveries(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    request: InformationRequestId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(links::table)
        .filter(links::site_id.eq(site.0).and(links::request_id.eq(request.0)))
        .filter(links::kind.eq(LinkKind::Deliver.as_str()).and(links::used_at.is_null()))
        .set(
            links::ends_at.eq(diesel::dsl::sql::<sql_types::Timestamptz>("least(ends_at, ")
                .bind::<sql_types::Timestamptz, _>(now)
                .sql(")")),
        )
        .execute(&mut conn)
        .await
}

/// The next number of a site's register. Taken back with the transaction, so that none is left out;
/// the row is held until then, so that none is given twice.
pub async fn next_number(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    year: i32,
) -> QueryResult<i32> {
    diesel::insert_into(registers::table)
        .values((registers::site_id.eq(site.0), registers::year.eq(year), registers::last.eq(1)))
        .on_conflict((registers::site_id, registers::year))
        .do_update()
        .set(registers::last.eq(registers::last + 1))
        .returning(registers::last)
        .get_result(&mut conn)
        .await
}
