//! Statements behind registers. How a document stands is computed here for many, as
//! [`Life::status`](crate::document::status::Life::status) computes it for one; a test compares them.

use chrono::NaiveDate;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Date, Integer, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Lang, SiteId};

use crate::{
    document::{
        queries::{NAMED, Named, UNTIL},
        status::Status,
    },
    slug,
};

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Line {
    /// The document.
    #[diesel(embed)]
    pub named: Named,
    /// Who issued it.
    #[diesel(sql_type = Text)]
    pub issuer: String,
    /// Field.
    #[diesel(sql_type = Text)]
    pub field: String,
    /// Who signed it.
    #[diesel(sql_type = Text)]
    pub signer: String,
    /// First day in force.
    #[diesel(sql_type = Date)]
    pub in_force_on: NaiveDate,
    /// First day no longer in force, as far as that is known.
    #[diesel(sql_type = Nullable<Date>)]
    pub ends_on: Option<NaiveDate>,
    #[diesel(sql_type = Text)]
    status: String,
    /// How many lines there are in all.
    #[diesel(sql_type = BigInt)]
    pub total: i64,
}

impl Line {
    /// How it stands; the database holds no other words.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::InForce)
    }
}

/// What a register is narrowed to; empty is "all".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Key of a number, or its beginning.
    pub number: String,
    /// Folded words of the title.
    pub words: String,
    /// Key of a kind.
    pub kind: String,
    /// Slug of an issuer.
    pub issuer: String,
    /// Slug of a field.
    pub field: String,
    /// Year of issue.
    pub year: Option<i32>,
    /// How it stands.
    pub status: Option<Status>,
}

/// The order of a register.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Newest issue first.
    #[default]
    Newest,
    /// Oldest issue first.
    Oldest,
    /// Newest in force first.
    InForce,
    /// By number.
    Number,
}

impl Order {
    /// All, in the order of forms.
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::InForce, Self::Number];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "moi",
            Self::Oldest => "cu",
            Self::InForce => "hieu-luc",
            Self::Number => "so",
        }
    }

    fn sql(self) -> &'static str {
        match self {
            Self::Newest => "d.issued_on desc, d.item_id desc",
            Self::Oldest => "d.issued_on, d.item_id",
            Self::InForce => "d.in_force_on desc, d.item_id desc",
            // Numbers as numbers: 9 before 10; what has none comes last.
            Self::Number => {
                "substring(d.number from '[0-9]+')::numeric nulls last, d.number, d.item_id"
            }
        }
    }
}

/// Where and when a register is looked at.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// Whose register.
    pub site: SiteId,
    /// The sites whose relations count: its own and those above.
    pub sites: &'a [i64],
    /// In which language.
    pub lang: Lang,
    /// On which day.
    pub day: NaiveDate,
}

/// What other documents do to `d` on the day `$3`, and how it stands.
fn standing() -> String {
    format!(
        "left join lateral (select \
           min(r.from_on) filter (where r.kind in ('replaces', 'repeals')) as ends_on, \
           min(r.from_on) filter (where r.kind in ('replaces-part', 'amends', 'repeals-part')) as part_on, \
           bool_or(r.kind = 'suspends' and r.from_on <= $3 and coalesce($3 < {UNTIL}, true)) as held \
           from document_relations r where r.target = d.item_id and r.site_id = any($2)) e on true \
         cross join lateral (select case \
           when least(d.expires_on, e.ends_on) <= $3 then 'het' \
           when d.in_force_on > $3 then 'chua-co' \
           when e.held then 'ngung' \
           when e.part_on <= $3 then 'het-mot-phan' \
           else 'con' end as status) s"
    )
}

/// A part of the register: so many lines from a place on.
pub async fn register(
    mut conn: &AsyncPgConnection,
    at: At<'_>,
    narrow: &Narrow,
    order: Order,
    (offset, limit): (i64, i64),
) -> QueryResult<Vec<Line>> {
    let (standing, order) = (standing(), order.sql());
    // A number of one or two signs is only looked for where numbers begin.
    let words = if narrow.words.is_empty() { String::new() } else { slug::pattern(&narrow.words) };
    let anywhere = if narrow.number.chars().count() < 3 { "" } else { "%" };
    diesel::sql_query(format!(
        "select {NAMED}, d.issuer, d.field, d.signer, d.in_force_on, \
           least(d.expires_on, e.ends_on) as ends_on, s.status, count(*) over () as total \
         from documents d join document_kinds k on k.key = d.kind {standing} \
         where d.site_id = $1 and d.language = $4 \
           and (($5 = '' and $6 = '') or ($5 <> '' and d.number_key like $7 || $5 || '%') \
             or ($6 <> '' and d.folded like $6)) \
           and ($8 = '' or d.kind = $8) and ($9 = '' or d.issuer_slug = $9) \
           and ($10 = '' or d.field_slug = $10) \
           and ($11 = 0 or extract(year from d.issued_on) = $11) and ($12 = '' or s.status = $12) \
         order by $5 <> '' and d.number_key <> $5, \
           $5 <> '' and ltrim(substring(d.number from '[0-9]+'), '0') is distinct from $5, {order} offset $13 limit $14"
    ))
    .bind::<BigInt, _>(at.site.0)
    .bind::<Array<BigInt>, _>(at.sites)
    .bind::<Date, _>(at.day)
    .bind::<Text, _>(at.lang.code())
    .bind::<Text, _>(&narrow.number)
    .bind::<Text, _>(words)
    .bind::<Text, _>(anywhere)
    .bind::<Text, _>(&narrow.kind)
    .bind::<Text, _>(&narrow.issuer)
    .bind::<Text, _>(&narrow.field)
    .bind::<Integer, _>(narrow.year.unwrap_or(0))
    .bind::<Text, _>(narrow.status.map_or("", Status::as_str))
    .bind::<BigInt, _>(offset)
    .bind::<BigInt, _>(limit)
    .load(&mut conn)
    .await
}

/// The next day after the one asked about on which something in the register may stand otherwise.
pub async fn next_change(
    mut conn: &AsyncPgConnection,
    at: At<'_>,
) -> QueryResult<Option<NaiveDate>> {
    #[derive(QueryableByName)]
    struct Next {
        #[diesel(sql_type = Nullable<Date>)]
        day: Option<NaiveDate>,
    }
    let next: Next = diesel::sql_query(
        "select min(day) as day from (\
           select unnest(array[in_force_on, expires_on]) from documents \
             where site_id = $1 and (in_force_on > $3 or expires_on > $3) \
           union all select unnest(array[r.from_on, r.until_on]) from document_relations r \
             join documents d on d.item_id = r.target where d.site_id = $1 and r.site_id = any($2) \
           union all select c.from_on from document_relations c \
             join document_relations r on r.item_id = c.target and r.kind = 'suspends' \
             join documents d on d.item_id = r.target where d.site_id = $1 and c.site_id = any($2)\
         ) t (day) where day > $3",
    )
    .bind::<BigInt, _>(at.site.0)
    .bind::<Array<BigInt>, _>(at.sites)
    .bind::<Date, _>(at.day)
    .get_result(&mut conn)
    .await?;
    Ok(next.day)
}

/// What the documents of a register can be narrowed to: values with their words.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Facet {
    /// `kind`, `issuer`, `field` or `year`.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Value in addresses.
    #[diesel(sql_type = Text)]
    pub value: String,
    /// Words; of a kind in English after a line end.
    #[diesel(sql_type = Text)]
    pub words: String,
}

/// The values that occur in a register.
pub async fn facets(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    lang: Lang,
) -> QueryResult<Vec<Facet>> {
    diesel::sql_query(
        "with d as (select * from documents where site_id = $1 and language = $2) \
         select name, value, words from (\
           select 'kind' as name, k.key as value, \
             case when $2 = 'vi' then k.name else k.name_en end as words, k.position as place \
             from document_kinds k where exists (select from d where d.kind = k.key) \
           union all select 'issuer', issuer_slug, max(issuer), 0 from d group by issuer_slug \
           union all select 'field', field_slug, max(field), 0 from d where field <> '' group by field_slug \
           union all select distinct 'year', y::text, y::text, -y::int \
             from d, lateral (select extract(year from issued_on)::int) t (y)\
         ) f order by name, place, words",
    )
    .bind::<BigInt, _>(site.0)
    .bind::<Text, _>(lang.code())
    .load(&mut conn)
    .await
}
