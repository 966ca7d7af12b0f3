//! What this context is asked: its facts' cards, and what a person is on every site.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    Fact, Grant, PersonId, Role, SiteId,
    fact::{FactCard, FactGroup},
};

use crate::{
    factor::facts::{
        FactorAdded, FactorRemoved, FactorsReset, RecoveryCodeUsed, RecoveryCodesMade,
        SecondFactorFailed, SecondFactorProved,
    },
    facts::{
        AccountIdle, DelegationEnded, DelegationGiven, GrantsReviewed, HandedOver,
        MailSignInOffline, PasswordSet, PersonChanged, PersonCreated, PersonSwitchedOff,
        PersonSwitchedOn, RecoveryAddressSet, ResetAsked, ResetCodeRight, ResetCodeSent,
        ResetCodeWrong, ResetRequestClosed, ResetRequested, RoleGranted, RoleRevoked,
        SessionOpened, SignInEnded, SignInFailed, SignInsEnded, SignedIn, SignedOut,
    },
    schema::grants,
};

/// The cards of this context's facts: who came and went is a trace, who may do what is history.
pub fn cards() -> Vec<FactCard> {
    use FactGroup::{Credentials, FailedSignIns, Rights, Sessions, SignIns};
    let trace = FactCard::trace;
    let history = FactCard::history;
    vec![
        trace(SignedIn::KIND, SignIns),
        trace(SessionOpened::KIND, SignIns),
        trace(SignedOut::KIND, SignIns),
        trace(SignInEnded::KIND, Sessions),
        trace(SignInsEnded::KIND, Sessions),
        trace(MailSignInOffline::KIND, SignIns),
        trace(SecondFactorProved::KIND, SignIns),
        trace(RecoveryCodeUsed::KIND, SignIns),
        trace(SignInFailed::KIND, FailedSignIns),
        trace(SecondFactorFailed::KIND, FailedSignIns),
        trace(ResetCodeWrong::KIND, FailedSignIns),
        trace(PasswordSet::KIND, Credentials),
        trace(ResetAsked::KIND, Credentials),
        trace(ResetCodeSent::KIND, Credentials),
        trace(ResetCodeRight::KIND, Credentials),
        trace(ResetRequested::KIND, Credentials),
        trace(ResetRequestClosed::KIND, Credentials),
        trace(RecoveryAddressSet::KIND, Credentials),
        trace(FactorAdded::KIND, Credentials),
        trace(FactorRemoved::KIND, Credentials),
        trace(FactorsReset::KIND, Credentials),
        trace(RecoveryCodesMade::KIND, Credentials),
        trace(GrantsReviewed::KIND, Rights),
        trace(HandedOver::KIND, Rights),
        trace(AccountIdle::KIND, Rights),
        history(PersonCreated::KIND, Rights),
        history(PersonChanged::KIND, Rights),
        history(PersonSwitchedOff::KIND, Rights),
        history(PersonSwitchedOn::KIND, Rights),
        history(RoleGranted::KIND, Rights),
        history(RoleRevoked::KIND, Rights),
        history(DelegationGiven::KIND, Rights),
        history(DelegationEnded::KIND, Rights),
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
