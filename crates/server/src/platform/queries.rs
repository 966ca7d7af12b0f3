//! SQL of the platform desk. All through the platform door.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    FactRow, SiteId, fact,
    schema::sites,
    site::{queries::SiteRow, settings},
};

/// A fact with the name of the person behind it.
pub type Told = (FactRow, Option<String>);

/// A site by short name.
pub async fn by_code(mut conn: &AsyncPgConnection, code: &str) -> QueryResult<Option<SiteRow>> {
    sites::table
        .filter(sites::code.eq(code))
        .select(SiteRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// A site by short name, locked until the transaction ends.
pub async fn lock(mut conn: &AsyncPgConnection, code: &str) -> QueryResult<Option<SiteRow>> {
    sites::table
        .filter(sites::code.eq(code))
        .select(SiteRow::as_select())
        .for_update()
        .first(&mut conn)
        .await
        .optional()
}

/// What was changed on a site and by whom, newest first.
pub async fn history(conn: &AsyncPgConnection, site: SiteId, limit: i64) -> QueryResult<Vec<Told>> {
    let mut all = fact::history(conn, site, &format!("site:{site}"), limit).await?;
    for key in [settings::MODULES, settings::MENU, settings::LANGUAGES, settings::SECOND_FACTOR] {
        all.extend(fact::history(conn, site, &subject(site, key), limit).await?);
    }
    all.sort_by_key(|(fact, _)| std::cmp::Reverse(fact.id));
    Ok(all)
}

/// The newest change of one setting.
pub async fn last_change(
    conn: &AsyncPgConnection,
    site: SiteId,
    key: &str,
) -> QueryResult<Option<FactRow>> {
    let newest = fact::history(conn, site, &subject(site, key), 1).await?;
    Ok(newest.into_iter().next().map(|(fact, _)| fact))
}

fn subject(site: SiteId, key: &str) -> String {
    format!("site:{site}:{key}")
}
