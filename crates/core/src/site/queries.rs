//! SQL of sites. All of it goes through the platform door: a site never reads another's row here.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, upsert::excluded};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Kind, Names, SiteId,
    schema::{site_hosts, site_settings, sites},
};

use super::{Particulars, SiteState};

/// A row of `sites`.
#[derive(Debug, Clone, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = sites)]
pub struct SiteRow {
    /// Identity.
    pub id: i64,
    /// [`Kind`] as text.
    pub kind: String,
    /// Short name.
    pub code: String,
    /// The site above.
    pub parent_id: Option<i64>,
    /// Canonical host.
    pub host: String,
    /// [`Names`].
    pub names: Value,
    /// [`Particulars`].
    pub particulars: Value,
    /// [`SiteState`] as text.
    pub state: String,
}

/// A site about to be created.
#[derive(Debug, Clone)]
pub struct NewSite {
    /// Kind.
    pub kind: Kind,
    /// Short name.
    pub code: String,
    /// The site above.
    pub parent: Option<SiteId>,
    /// Canonical host.
    pub host: String,
    /// Official name.
    pub names: Names,
    /// Footer.
    pub particulars: Particulars,
}

/// All rows of `sites`, or those with the given ids.
pub async fn rows(mut conn: &AsyncPgConnection, only: Option<&[i64]>) -> QueryResult<Vec<SiteRow>> {
    let mut query = sites::table.select(SiteRow::as_select()).order(sites::id).into_boxed();
    if let Some(ids) = only {
        query = query.filter(sites::id.eq_any(ids.to_vec()));
    }
    query.load(&mut conn).await
}

/// All further hosts, as (site, host).
pub async fn hosts(
    mut conn: &AsyncPgConnection,
    only: Option<&[i64]>,
) -> QueryResult<Vec<(i64, String)>> {
    let mut query = site_hosts::table.select((site_hosts::site_id, site_hosts::host)).into_boxed();
    if let Some(ids) = only {
        query = query.filter(site_hosts::site_id.eq_any(ids.to_vec()));
    }
    query.load(&mut conn).await
}

/// All settings, as (site, key, value).
pub async fn settings(
    mut conn: &AsyncPgConnection,
    only: Option<&[i64]>,
) -> QueryResult<Vec<(i64, String, Value)>> {
    let mut query = site_settings::table
        .select((site_settings::site_id, site_settings::key, site_settings::value))
        .into_boxed();
    if let Some(ids) = only {
        query = query.filter(site_settings::site_id.eq_any(ids.to_vec()));
    }
    query.load(&mut conn).await
}

/// Inserts a site; a unique violation names the taken code or host.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    new: &NewSite,
    now: DateTime<Utc>,
) -> QueryResult<SiteId> {
    diesel::insert_into(sites::table)
        .values((
            sites::kind.eq(new.kind.as_str()),
            sites::code.eq(&new.code),
            sites::parent_id.eq(new.parent.map(|id| id.0)),
            sites::host.eq(&new.host),
            sites::names.eq(to_json(&new.names)?),
            sites::particulars.eq(to_json(&new.particulars)?),
            sites::created_at.eq(now),
        ))
        .returning(sites::id)
        .get_result(&mut conn)
        .await
        .map(SiteId)
}

/// Adds a further host that redirects to the site.
pub async fn insert_host(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    host: &str,
) -> QueryResult<usize> {
    diesel::insert_into(site_hosts::table)
        .values((site_hosts::host.eq(host), site_hosts::site_id.eq(site.0)))
        .execute(&mut conn)
        .await
}

/// One setting as it is now, its row locked until the transaction ends.
pub async fn lock_setting(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    key: &str,
) -> QueryResult<Option<Value>> {
    // The site's row is locked too, so that two first changes of one key wait for each other.
    sites::table
        .filter(sites::id.eq(site.0))
        .select(sites::id)
        .for_update()
        .first::<i64>(&mut conn)
        .await?;
    site_settings::table
        .filter(site_settings::site_id.eq(site.0).and(site_settings::key.eq(key)))
        .select(site_settings::value)
        .first(&mut conn)
        .await
        .optional()
}

/// Writes a setting, or takes its row away.
pub async fn save_setting(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    key: &str,
    value: Option<&Value>,
) -> QueryResult<usize> {
    match value {
        Some(value) => {
            diesel::insert_into(site_settings::table)
                .values((
                    site_settings::site_id.eq(site.0),
                    site_settings::key.eq(key),
                    site_settings::value.eq(value),
                ))
                .on_conflict((site_settings::site_id, site_settings::key))
                .do_update()
                .set(site_settings::value.eq(excluded(site_settings::value)))
                .execute(&mut conn)
                .await
        }
        None => {
            diesel::delete(
                site_settings::table
                    .filter(site_settings::site_id.eq(site.0).and(site_settings::key.eq(key))),
            )
            .execute(&mut conn)
            .await
        }
    }
}

/// Writes name, particulars and state of a site.
pub async fn save(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    names: &Names,
    particulars: &Particulars,
    state: SiteState,
) -> QueryResult<usize> {
    let state = match state {
        SiteState::Active => "active",
        SiteState::Suspended => "suspended",
    };
    diesel::update(sites::table.filter(sites::id.eq(site.0)))
        .set((
            sites::names.eq(to_json(names)?),
            sites::particulars.eq(to_json(particulars)?),
            sites::state.eq(state),
        ))
        .execute(&mut conn)
        .await
}

fn to_json<T: serde::Serialize>(value: &T) -> QueryResult<Value> {
    serde_json::to_value(value)
        .map_err(|fault| diesel::result::Error::SerializationError(fault.into()))
}
