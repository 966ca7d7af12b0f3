//! Statements about documents as readers see them. Relations count only where the document's own site
//! or one above it says them: no commune ends what the province has decided.

use chrono::NaiveDate;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Date, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Lang, SiteId};

use super::{
    DocumentFields, PATH,
    relation::{Relation, RelationKind},
    status::Act,
};
use crate::{
    content_type::Listing,
    item::ItemId,
    schema::{document_kinds, document_relations},
    slug,
};

/// A kind of document.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = document_kinds)]
pub struct Kind {
    /// Stable key: `quyet-dinh`.
    pub key: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// As in numbers: `QĐ`; empty for letters.
    pub abbreviation: String,
}

impl Kind {
    /// Its name in a language.
    pub fn name_in(&self, lang: Lang) -> &str {
        if lang == Lang::VI { &self.name } else { &self.name_en }
    }

    /// Whether folded words are its name or its abbreviation.
    pub fn is_called(&self, folded: &str) -> bool {
        slug::fold(&self.name) == folded || slug::fold(&self.abbreviation) == folded
    }
}

/// All kinds, in the order of lists.
pub async fn kinds(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Kind>> {
    document_kinds::table
        .order(document_kinds::position)
        .select(Kind::as_select())
        .load(&mut conn)
        .await
}

/// A document as others name it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Named {
    /// Its item.
    #[diesel(sql_type = BigInt)]
    pub item_id: i64,
    /// Its site.
    #[diesel(sql_type = BigInt)]
    pub site_id: i64,
    /// Its language.
    #[diesel(sql_type = Text)]
    pub language: String,
    /// Name in addresses.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// Title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Number.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// Name of its kind.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// The same in English.
    #[diesel(sql_type = Text)]
    pub kind_en: String,
    /// Day of issue.
    #[diesel(sql_type = Date)]
    pub issued_on: NaiveDate,
}

impl Named {
    /// Path on its site, without the language part.
    pub fn path(&self) -> String {
        path(&self.slug, self.item_id)
    }

    /// Kind and number: "Quyết định 1637/QĐ-UBND".
    pub fn name(&self, lang: Lang) -> String {
        let kind = if lang == Lang::VI { &self.kind } else { &self.kind_en };
        format!("{kind} {}", self.number)
    }
}

/// Path of a document on its site, without the language part.
pub fn path(slug: &str, id: i64) -> String {
    format!("{PATH}/{slug}-{id}")
}

/// The columns of [`Named`], of `d` and `k`.
pub(super) const NAMED: &str = "d.item_id, d.site_id, d.language, d.slug, d.title, d.number, k.name as kind, \
     k.name_en as kind_en, d.issued_on";

/// Finds published documents by item, on whichever site.
pub async fn by_ids(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Named>> {
    diesel::sql_query(format!(
        "select {NAMED} from documents d join document_kinds k on k.key = d.kind \
         where d.item_id = any($1)"
    ))
    .bind::<Array<BigInt>, _>(ids)
    .load(&mut conn)
    .await
}

/// A document that a number may mean.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Match {
    /// The document.
    #[diesel(embed)]
    pub named: Named,
    /// Its key.
    #[diesel(sql_type = Text)]
    pub number_key: String,
}

/// The published documents whose number begins so, those with just this number first, and of them the
/// site's own.
pub async fn matching(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    key: &str,
    limit: i64,
) -> QueryResult<Vec<Match>> {
    diesel::sql_query(format!(
        "select {NAMED}, d.number_key from documents d join document_kinds k on k.key = d.kind \
         where d.number_key like $2 \
         order by d.number_key <> $3, d.site_id <> $1, d.issued_on desc, d.item_id limit $4"
    ))
    .bind::<BigInt, _>(site.0)
    .bind::<Text, _>(format!("{key}%"))
    .bind::<Text, _>(key)
    .bind::<BigInt, _>(limit)
    .load(&mut conn)
    .await
}

/// What another document says of one.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Incoming {
    /// The other.
    #[diesel(embed)]
    pub by: Named,
    #[diesel(sql_type = Text)]
    relation: String,
    #[diesel(sql_type = Date)]
    from_on: NaiveDate,
    #[diesel(sql_type = Nullable<Date>)]
    until_on: Option<NaiveDate>,
}

impl Incoming {
    /// What it does, and when; the database holds no other words.
    pub fn act(&self) -> Option<Act> {
        let kind = RelationKind::parse(&self.relation)?;
        Some(Act { kind, from: self.from_on, until: self.until_on })
    }
}

/// When a relation of `r` ends: with the document that says it, by that document's own day or by what
/// another does to it. `$2` holds the sites that count.
pub(super) const UNTIL: &str = "least(r.until_on, (select min(c.from_on) from document_relations c \
       where c.target = r.item_id and c.kind in ('replaces', 'repeals') and c.site_id = any($2)))";

/// What published documents of some sites say of one, the oldest first.
pub async fn incoming(
    mut conn: &AsyncPgConnection,
    item: ItemId,
    sites: &[i64],
) -> QueryResult<Vec<Incoming>> {
    diesel::sql_query(format!(
        "select {NAMED}, r.kind as relation, r.from_on, {UNTIL} as until_on \
         from document_relations r join documents d on d.item_id = r.item_id \
         join document_kinds k on k.key = d.kind \
         where r.target = $1 and r.site_id = any($2) order by r.from_on, r.item_id, r.place"
    ))
    .bind::<BigInt, _>(item.0)
    .bind::<Array<BigInt>, _>(sites)
    .load(&mut conn)
    .await
}

/// Those of some documents that published documents of some sites end, with the first day of it.
pub async fn ended(
    mut conn: &AsyncPgConnection,
    ids: &[i64],
    sites: &[i64],
) -> QueryResult<Vec<(i64, NaiveDate)>> {
    let ended: Vec<(Option<i64>, Option<NaiveDate>)> = document_relations::table
        .filter(document_relations::target.eq_any(ids))
        .filter(document_relations::kind.eq_any(["replaces", "repeals"]))
        .filter(document_relations::site_id.eq_any(sites))
        .group_by(document_relations::target)
        .select((document_relations::target, diesel::dsl::min(document_relations::from_on)))
        .load(&mut conn)
        .await?;
    Ok(ended.into_iter().filter_map(|(id, on)| Some((id?, on?))).collect())
}

/// The documents a document names.
pub async fn targets(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: ItemId,
) -> QueryResult<Vec<i64>> {
    let targets: Vec<Option<i64>> = document_relations::table
        .filter(document_relations::site_id.eq(site.0))
        .filter(document_relations::item_id.eq(item.0))
        .filter(document_relations::target.is_not_null())
        .select(document_relations::target)
        .load(&mut conn)
        .await?;
    Ok(targets.into_iter().flatten().collect())
}

/// The sites in whose registers some documents stand, or those that they hold up.
pub async fn sites_of(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Site {
        #[diesel(sql_type = BigInt)]
        site_id: i64,
    }
    let sites: Vec<Site> = diesel::sql_query(
        "select distinct site_id from documents where item_id = any($1) or item_id in \
           (select target from document_relations where item_id = any($1) and kind = 'suspends')",
    )
    .bind::<Array<BigInt>, _>(ids)
    .load(&mut conn)
    .await?;
    Ok(sites.into_iter().map(|site| site.site_id).collect())
}

/// Takes a document out of the register, with what it says of others.
pub async fn delete(mut conn: &AsyncPgConnection, site: SiteId, item: ItemId) -> QueryResult<()> {
    for table in ["document_relations", "documents"] {
        diesel::sql_query(format!("delete from {table} where site_id = $1 and item_id = $2"))
            .bind::<BigInt, _>(site.0)
            .bind::<BigInt, _>(item.0)
            .execute(&mut conn)
            .await?;
    }
    Ok(())
}

/// Puts a document into the register.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: ItemId,
    (listing, of): (Listing<'_>, &DocumentFields),
    (issued_on, in_force_on): (NaiveDate, NaiveDate),
) -> QueryResult<()> {
    diesel::sql_query(
        "insert into documents (item_id, site_id, language, slug, title, folded, number, number_key, \
           kind, issuer, issuer_slug, field, field_slug, signer, issued_on, in_force_on, expires_on) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind::<BigInt, _>(item.0)
    .bind::<BigInt, _>(site.0)
    .bind::<Text, _>(listing.language)
    .bind::<Text, _>(listing.slug)
    .bind::<Text, _>(listing.title)
    .bind::<Text, _>(slug::fold(listing.title))
    .bind::<Text, _>(&of.number)
    .bind::<Text, _>(super::number::key(&of.number))
    .bind::<Text, _>(&of.kind)
    .bind::<Text, _>(&of.issuer)
    .bind::<Text, _>(slug::slug(&of.issuer))
    .bind::<Text, _>(&of.field)
    .bind::<Text, _>(if of.field.is_empty() { String::new() } else { slug::slug(&of.field) })
    .bind::<Text, _>(&of.signer)
    .bind::<Date, _>(issued_on)
    .bind::<Date, _>(in_force_on)
    .bind::<Nullable<Date>, _>(of.expires_on)
    .execute(&mut conn)
    .await
    .map(drop)
}

/// Puts down what a document says of others, and from when to when.
pub async fn insert_relations(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: ItemId,
    relations: &[Relation],
    (from, until): (NaiveDate, Option<NaiveDate>),
) -> QueryResult<usize> {
    let rows: Vec<_> = (0_i32..)
        .zip(relations)
        .map(|(place, relation)| {
            (
                document_relations::item_id.eq(item.0),
                document_relations::site_id.eq(site.0),
                document_relations::place.eq(place),
                document_relations::kind.eq(relation.kind.as_str()),
                document_relations::target.eq(relation.target),
                document_relations::number.eq(&relation.number),
                document_relations::title.eq(&relation.title),
                document_relations::from_on.eq(from),
                document_relations::until_on.eq(until),
            )
        })
        .collect();
    diesel::insert_into(document_relations::table).values(rows).execute(&mut conn).await
}
