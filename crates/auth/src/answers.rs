//! What this context is asked: its facts' cards, and what a person is on every site.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    Fact, Grant, PersonId, Role, SiteId,
    fact::{FactCard, FactGroup},
};

use crate::{
    facts::{
        PasswordSet, PersonCreated, RoleGranted, RoleRevoked, SignInFailed, SignedIn, SignedOut,
    },
    schema::grants,
};

/// The cards of this context's facts: who came and went is a trace, who may do what is history.
pub fn cards() -> Vec<FactCard> {
    vec![
        FactCard::trace(SignedIn::KIND, FactGroup::SignIns),
        FactCard::trace(SignedOut::KIND, FactGroup::SignIns),
        FactCard::trace(SignInFailed::KIND, FactGroup::FailedSignIns),
        FactCard::trace(PasswordSet::KIND, FactGroup::Credentials),
        FactCard::history(PersonCreated::KIND, FactGroup::Rights),
        FactCard::history(RoleGranted::KIND, FactGroup::Rights),
        FactCard::history(RoleRevoked::KIND, FactGroup::Rights),
    ]
}

/// What a person is on every site, ended grants left out, in the order they were given. For the
/// platform door: a site's own connection sees its own grants only.
///
/// Requirement: R-A5.
pub async fn grants_everywhere(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Grant>> {
    let rows: Vec<(i64, String, Option<DateTime<Utc>>)> = grants::table
        .filter(grants::person_id.eq(person.0))
        .filter(grants::until.is_null().or(grants::until.gt(now)))
        .order(grants::id)
        .select((grants::site_id, grants::role, grants::until))
        .load(&mut conn)
        .await?;
    let grant = |(site, role, until): (i64, String, Option<DateTime<Utc>>)| {
        Some(Grant {
            site: SiteId(site),
            role: Role::parse(&role)?,
            section: None,
            from: None,
            until,
            delegated_by: None,
        })
    };
    Ok(rows.into_iter().filter_map(grant).collect())
}
