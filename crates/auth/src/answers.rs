//! What this context is asked: its facts' cards, and what a person is on every site.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    Fact, Grant, PersonId, Role, SiteId,
    fact::{FactCard, FactGroup},
    people::Holder,
};

use crate::{
    factor::facts::{
        FactorAdded, FactorRemoved, FactorsReset, ProvedAgain, RecoveryCodeUsed, RecoveryCodesMade,
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
        trace(ProvedAgain::KIND, SignIns),
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

/// The active people who have one of some roles on a whole site now, of their own or lent to them, by
/// name. Sections do not count: a role in one gives no right to the whole.
///
/// Requirement: R-A4.
pub async fn holders(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    roles: &[Role],
    now: DateTime<Utc>,
) -> QueryResult<Vec<Holder>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        id: i64,
        #[diesel(sql_type = sql_types::Text)]
        name: String,
        #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
        email: Option<String>,
    }
    let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    let rows: Vec<Row> = diesel::sql_query(
        "select p.id, p.name, p.email from people p where p.active and p.id in (\
           select g.person_id from grants g where g.site_id = $1 and g.section is null \
             and g.role = any ($2) and (g.until is null or g.until > $3) \
           union select d.to_person from delegations d \
             join grants g on g.site_id = d.site_id and g.person_id = d.from_person \
               and g.section is null and (g.until is null or g.until > $3) \
               and g.role = any ($2) \
               and g.role = any (case d.kind when 'approval' then array['approver'] \
                 else array['collaborator', 'editor', 'approver'] end) \
             join people l on l.id = d.from_person \
             left join accounts a on a.person_id = l.id \
             where d.site_id = $1 and d.section is null and d.ended_at is null \
               and d.starts_at <= $3 and d.ends_at > $3 and (l.active or a.off_why = 'idle')) \
         order by p.name, p.id",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Array<sql_types::Text>, _>(roles)
    .bind::<sql_types::Timestamptz, _>(now)
    .load(&mut conn)
    .await?;
    let holder = |row: Row| Holder { id: PersonId(row.id), name: row.name, email: row.email };
    Ok(rows.into_iter().map(holder).collect())
}
