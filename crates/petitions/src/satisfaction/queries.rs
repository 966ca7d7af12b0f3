//! Statements about satisfaction.

use chrono::NaiveDate;
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::SiteId;

use super::{
    Level, MarkedPage, Marks, Span,
    schema::{satisfaction_days, satisfaction_marks, satisfaction_words},
};

/// Adds a mark.
pub async fn insert_mark(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    page: &MarkedPage,
    level: Level,
    day: NaiveDate,
) -> QueryResult<usize> {
    diesel::insert_into(satisfaction_marks::table)
        .values((
            satisfaction_marks::site_id.eq(site.0),
            satisfaction_marks::path.eq(&page.path),
            satisfaction_marks::title.eq(&page.title),
            satisfaction_marks::level.eq(level.number()),
            satisfaction_marks::day.eq(day),
        ))
        .execute(&mut conn)
        .await
}

/// Adds what was not good.
pub async fn insert_words(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    page: &MarkedPage,
    body: &str,
    day: NaiveDate,
) -> QueryResult<usize> {
    diesel::insert_into(satisfaction_words::table)
        .values((
            satisfaction_words::site_id.eq(site.0),
            satisfaction_words::path.eq(&page.path),
            satisfaction_words::title.eq(&page.title),
            satisfaction_words::body.eq(body),
            satisfaction_words::day.eq(day),
        ))
        .execute(&mut conn)
        .await
}

/// Adds up the marks of all sites by day and takes them away; gives to how many sums something came.
pub async fn fold(mut conn: &AsyncPgConnection) -> QueryResult<usize> {
    diesel::sql_query(
        "with taken as (delete from satisfaction_marks returning site_id, path, title, level, day), \
         named as (insert into satisfaction_pages (site_id, path, title) \
           select site_id, path, max(title) from taken group by site_id, path \
           on conflict (site_id, path) do update set title = excluded.title \
             where satisfaction_pages.title <> excluded.title) \
         insert into satisfaction_days (site_id, path, day, level, marks) \
         select site_id, path, day, level, count(*) from taken group by site_id, path, day, level \
         on conflict (site_id, day, path, level) \
         do update set marks = satisfaction_days.marks + excluded.marks",
    )
    .execute(&mut conn)
    .await
}

/// Takes away, on all sites, words of before a day.
pub async fn forget_words(mut conn: &AsyncPgConnection, before: NaiveDate) -> QueryResult<usize> {
    diesel::delete(satisfaction_words::table.filter(satisfaction_words::day.lt(before)))
        .execute(&mut conn)
        .await
}

/// The marks of a site in a time.
pub async fn of_site(mut conn: &AsyncPgConnection, site: SiteId, span: Span) -> QueryResult<Marks> {
    let rows: Vec<(i16, i64)> = satisfaction_days::table
        .filter(satisfaction_days::site_id.eq(site.0))
        .filter(satisfaction_days::day.ge(span.from).and(satisfaction_days::day.lt(span.to)))
        .select((satisfaction_days::level, satisfaction_days::marks))
        .load(&mut conn)
        .await?;
    let mut marks = Marks::default();
    for (level, count) in rows {
        marks.add(level, count);
    }
    Ok(marks)
}

/// Sums of a month, a page or a site.
#[derive(QueryableByName)]
struct Sums {
    #[diesel(sql_type = sql_types::Text)]
    key: String,
    #[diesel(sql_type = sql_types::Text)]
    title: String,
    #[diesel(sql_type = sql_types::BigInt)]
    very: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    content: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    unhappy: i64,
}

/// The three levels of a group of rows called `d`.
const LEVELS: &str = "coalesce(sum(d.marks) filter (where d.level = 3), 0)::bigint as very, \
     coalesce(sum(d.marks) filter (where d.level = 2), 0)::bigint as content, \
     coalesce(sum(d.marks) filter (where d.level = 1), 0)::bigint as unhappy";

fn marks(sums: Sums) -> (String, String, Marks) {
    let Sums { key, title, very, content, unhappy } = sums;
    (key, title, Marks { very, content, unhappy })
}

/// The marks of a site by month (`2026-11`), the oldest first.
pub async fn by_month(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    span: Span,
) -> QueryResult<Vec<(String, Marks)>> {
    let rows: Vec<Sums> = diesel::sql_query(format!(
        "select to_char(d.day, 'YYYY-MM') as key, '' as title, {LEVELS} from satisfaction_days d \
         where d.site_id = $1 and d.day >= $2 and d.day < $3 group by 1 order by 1"
    ))
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Date, _>(span.from)
    .bind::<sql_types::Date, _>(span.to)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(marks).map(|(month, _, marks)| (month, marks)).collect())
}

/// The order of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageOrder {
    /// The most marked first.
    MostMarked,
    /// Those with the largest share of unhappy readers first.
    Worst,
}

/// Pages of a site with at least so many marks in a time: path, title, marks.
pub async fn by_page(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    span: Span,
    (floor, order): (i64, PageOrder),
    limit: i64,
) -> QueryResult<Vec<(String, String, Marks)>> {
    let order = match order {
        PageOrder::MostMarked => "sum(d.marks) desc",
        PageOrder::Worst => {
            "coalesce(sum(d.marks) filter (where d.level = 1), 0) / sum(d.marks) desc, sum(d.marks) desc"
        }
    };
    let rows: Vec<Sums> = diesel::sql_query(format!(
        "select d.path as key, coalesce(max(p.title), d.path) as title, {LEVELS} \
         from satisfaction_days d \
         left join satisfaction_pages p on p.site_id = d.site_id and p.path = d.path \
         where d.site_id = $1 and d.day >= $2 and d.day < $3 \
         group by d.path having sum(d.marks) >= $4 order by {order}, d.path limit $5"
    ))
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Date, _>(span.from)
    .bind::<sql_types::Date, _>(span.to)
    .bind::<sql_types::BigInt, _>(floor)
    .bind::<sql_types::BigInt, _>(limit)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(marks).collect())
}

/// The marks of every site that has some in a time, by the site's number.
pub async fn by_site(
    mut conn: &AsyncPgConnection,
    span: Span,
) -> QueryResult<Vec<(SiteId, Marks)>> {
    let rows: Vec<Sums> = diesel::sql_query(format!(
        "select d.site_id::text as key, '' as title, {LEVELS} from satisfaction_days d \
         where d.day >= $1 and d.day < $2 group by d.site_id"
    ))
    .bind::<sql_types::Date, _>(span.from)
    .bind::<sql_types::Date, _>(span.to)
    .load(&mut conn)
    .await?;
    let sites = rows.into_iter().map(marks);
    Ok(sites.filter_map(|(site, _, marks)| Some((SiteId(site.parse().ok()?), marks))).collect())
}

/// What readers of a site wrote, the newest first: day, path, title, text.
pub async fn words(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    limit: i64,
) -> QueryResult<Vec<(NaiveDate, String, String, String)>> {
    satisfaction_words::table
        .filter(satisfaction_words::site_id.eq(site.0))
        .order(satisfaction_words::id.desc())
        .limit(limit)
        .select((
            satisfaction_words::day,
            satisfaction_words::path,
            satisfaction_words::title,
            satisfaction_words::body,
        ))
        .load(&mut conn)
        .await
}
