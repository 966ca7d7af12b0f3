//! What anybody may read of petitions. No public page, feed or file reads anything else of them.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Cursor, SiteId};

use super::PublicFile;
use crate::{
    petition::{PetitionId, PetitionKind, schema::petition_publications as publications},
    search_words::patterns,
};

/// A question and its answer as everybody may read them.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, QueryableByName)]
#[diesel(table_name = publications)]
pub struct Published {
    /// The petition.
    pub petition_id: i64,
    /// The site that received it.
    pub site_id: i64,
    /// The unit that answered.
    pub unit_id: i64,
    kind: String,
    /// Code of its field.
    pub field: String,
    /// Title.
    pub title: String,
    /// Question; empty lines part paragraphs.
    pub question: String,
    /// Answer.
    pub answer: String,
    /// The sender's name, where they wanted it shown.
    pub sender_name: Option<String>,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// When it was answered.
    pub answered_at: DateTime<Utc>,
    /// When it was first published.
    pub published_at: DateTime<Utc>,
    /// Whether it was answered in time.
    pub in_time: bool,
    /// When its text was corrected.
    pub corrected_at: Option<DateTime<Utc>>,
    files: serde_json::Value,
}

impl Published {
    /// Identity, typed.
    pub fn id(&self) -> PetitionId {
        PetitionId(self.petition_id)
    }

    /// What was sent; a word nobody knows any more reads as a question.
    pub fn kind(&self) -> PetitionKind {
        PetitionKind::parse(&self.kind).unwrap_or(PetitionKind::Question)
    }

    /// Its place in lists.
    pub fn cursor(&self) -> Cursor {
        Cursor { at: self.published_at, id: self.petition_id }
    }

    /// Path of its page, without the language part.
    pub fn path(&self) -> String {
        format!("/kien-nghi/tra-loi/{}", self.petition_id)
    }

    /// The files everybody may have.
    pub fn files(&self) -> Vec<PublicFile> {
        serde_json::from_value(self.files.clone()).unwrap_or_default()
    }

    /// Path of one of its files, without the language part.
    pub fn file_path(&self, file: &PublicFile) -> String {
        format!("{}/tep/{}", self.path(), file.id)
    }

    /// When readers last got another text.
    pub fn changed_at(&self) -> DateTime<Utc> {
        self.corrected_at.unwrap_or(self.published_at)
    }

    /// The moment its day of receipt began, for machines that want one.
    pub fn received_at(&self) -> DateTime<Utc> {
        start_of(self.received_on).unwrap_or(self.published_at)
    }
}

/// What is found at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is published.
    Here(Box<Published>),
    /// It was taken down.
    Hidden(DateTime<Utc>),
}

/// A month of answers: `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

impl Month {
    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        NaiveDate::from_ymd_opt(year, month, 1).filter(|_| year >= 2000).map(Self)
    }

    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(chrono::Months::new(1)).unwrap_or(self.0))
    }

    /// As people write it: `11/2026`.
    pub fn words(self) -> String {
        format!("{:02}/{}", self.0.month(), self.0.year())
    }

    fn moments(self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        Some((start_of(self.0)?, start_of(self.next().0)?))
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// The first moment of a day in Vietnam.
pub fn start_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(Ho_Chi_Minh);
    midnight.earliest().map(|at| at.to_utc())
}

/// Where a page of a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// At the newest.
    #[default]
    Newest,
    /// With what is older than a place.
    Before(Cursor),
    /// With what is newer than a place, nearest to it.
    After(Cursor),
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Words that must all be there, as typed.
    pub words: String,
    /// Codes of fields; empty is all.
    pub fields: Vec<String>,
    /// The unit that answered.
    pub unit: Option<SiteId>,
    /// What was sent.
    pub kind: Option<PetitionKind>,
    /// Answered not before.
    pub since: Option<DateTime<Utc>>,
    /// Answered before.
    pub until: Option<DateTime<Utc>>,
}

impl Narrow {
    /// The same, to a month of answers.
    #[must_use]
    pub fn in_month(mut self, month: Option<Month>) -> Self {
        if let Some((since, until)) = month.and_then(Month::moments) {
            (self.since, self.until) = (Some(since), Some(until));
        }
        self
    }

    /// Whether it narrows nothing.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

const COLUMNS: &str = "p.petition_id, p.site_id, p.unit_id, p.kind, p.field, p.title, p.question, \
     p.answer, p.sender_name, p.received_on, p.answered_at, p.published_at, p.in_time, p.corrected_at, p.files";

/// What a site shows of published petitions, newest first: what it received and what it answered.
/// Each way is read from its own end of an index, however much is published.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    narrow: &Narrow,
    from: From,
    limit: i64,
) -> QueryResult<Vec<Published>> {
    let (place, than, order) = match from {
        From::Newest => (Cursor::NEWEST, "<", "desc"),
        From::Before(place) => (place, "<", "desc"),
        From::After(place) => (place, ">", "asc"),
    };
    let part = |whose: &str| {
        format!(
            "(select {COLUMNS} from petition_publications p where {whose} and p.hidden_at is null \
             and (p.published_at, p.petition_id) {than} ($2, $3) \
             and (cardinality($5::text[]) = 0 or p.field = any($5)) \
             and ($6::bigint is null or p.unit_id = $6) and ($7::text is null or p.kind = $7) \
             and ($8::timestamptz is null or p.answered_at >= $8) \
             and ($9::timestamptz is null or p.answered_at < $9) \
             and p.folded like all($10::text[]) \
             order by p.published_at {order}, p.petition_id {order} limit $4)"
        )
    };
    let mut rows: Vec<Published> = diesel::sql_query(format!(
        "select * from ({} union all {}) p order by p.published_at {order}, p.petition_id {order} \
         limit $4",
        part("p.site_id = $1"),
        part("p.unit_id = $1 and p.site_id <> $1"),
    ))
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Timestamptz, _>(place.at)
    .bind::<sql_types::BigInt, _>(place.id)
    .bind::<sql_types::BigInt, _>(limit)
    .bind::<sql_types::Array<sql_types::Text>, _>(&narrow.fields)
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(narrow.unit.map(|unit| unit.0))
    .bind::<sql_types::Nullable<sql_types::Text>, _>(narrow.kind.map(PetitionKind::as_str))
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(narrow.since)
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(narrow.until)
    .bind::<sql_types::Array<sql_types::Text>, _>(patterns(&narrow.words))
    .load(&mut conn)
    .await?;
    if matches!(from, From::After(_)) {
        rows.reverse();
    }
    Ok(rows)
}

/// Some published petitions of a site by their ids.
pub async fn by_ids(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    ids: &[i64],
) -> QueryResult<Vec<Published>> {
    publications::table
        .filter(publications::petition_id.eq_any(ids).and(publications::hidden_at.is_null()))
        .filter(publications::site_id.eq(site.0).or(publications::unit_id.eq(site.0)))
        .order((publications::published_at.desc(), publications::petition_id.desc()))
        .select(Published::as_select())
        .load(&mut conn)
        .await
}

/// What stands at an address of a site; `None` where nothing ever did.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: PetitionId,
) -> QueryResult<Option<Found>> {
    let found: Option<(Published, Option<DateTime<Utc>>)> = publications::table
        .find(id.0)
        .filter(publications::site_id.eq(site.0).or(publications::unit_id.eq(site.0)))
        .select((Published::as_select(), publications::hidden_at))
        .first(&mut conn)
        .await
        .optional()?;
    Ok(found.map(|(row, hidden)| match hidden {
        Some(at) => Found::Hidden(at),
        None => Found::Here(Box::new(row)),
    }))
}

/// The units that answered what a site received, and what it answered itself.
pub async fn units(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<i64>> {
    publications::table
        .filter(publications::hidden_at.is_null())
        .filter(publications::site_id.eq(site.0).or(publications::unit_id.eq(site.0)))
        .select(publications::unit_id)
        .distinct()
        .load(&mut conn)
        .await
}

/// How many were answered in a month, newest month first.
pub async fn months(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<(Month, i64)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Date)]
        month: NaiveDate,
        #[diesel(sql_type = sql_types::BigInt)]
        count: i64,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select date_trunc('month', answered_at at time zone 'Asia/Ho_Chi_Minh')::date as month, \
         count(*) as count from petition_publications \
         where hidden_at is null and (site_id = $1 or unit_id = $1) group by 1 order by 1 desc",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(|row| (Month(row.month), row.count)).collect())
}

/// How many a site published, how many of them were answered in time, and after how many days half
/// of them were answered.
#[derive(Debug, Clone, Copy, PartialEq, QueryableByName)]
pub struct Pace {
    /// Published.
    #[diesel(sql_type = sql_types::BigInt)]
    pub count: i64,
    /// Of them, answered in time.
    #[diesel(sql_type = sql_types::BigInt)]
    pub in_time: i64,
    /// Days from receipt to answer of the one in the middle.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Double>)]
    pub middle_days: Option<f64>,
}

/// The pace of a site's answers since a moment.
pub async fn pace(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    since: DateTime<Utc>,
) -> QueryResult<Pace> {
    diesel::sql_query(
        "select count(*) as count, count(*) filter (where in_time) as in_time, \
         percentile_cont(0.5) within group (order by \
           (answered_at at time zone 'Asia/Ho_Chi_Minh')::date - received_on) as middle_days \
         from petition_publications \
         where hidden_at is null and (site_id = $1 or unit_id = $1) and answered_at >= $2",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Timestamptz, _>(since)
    .get_result(&mut conn)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_strictly_and_end_where_the_next_begins() {
        for (text, read) in [
            ("2026-11", Some("2026-11")),
            ("2026-12", Some("2026-12")),
            ("2026-13", None),
            ("2026-1", None),
            ("26-11", None),
            ("", None),
            ("2026-11-01", None),
        ] {
            let month = Month::parse(text).map(|month| month.to_string());
            assert_eq!(month.as_deref(), read, "{text}");
        }
        let (since, until) = Month::parse("2026-12").unwrap().moments().unwrap();
        assert_eq!(since.to_string(), "2026-11-30 17:00:00 UTC");
        assert_eq!(until.to_string(), "2026-12-31 17:00:00 UTC");
    }

    #[test]
    fn nothing_asked_for_narrows_nothing() {
        assert!(Narrow::default().is_all());
        assert!(!Narrow { words: "đèn".into(), ..Narrow::default() }.is_all());
    }
}
