//! What is held about one person: their accounts, with all but what is secret.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use portal_core::personal::held::{Held, of_people};

/// What each is called, and the statement that gives it for the numbers of accounts.
const OF_ACCOUNT: [(&str, &str); 9] = [
    (
        "account-life",
        "select null::bigint as site_id, jsonb_build_object('last_signed_in_at', last_signed_in_at, \
           'switched_on_at', switched_on_at, 'switched_off_at', switched_off_at, 'off_why', off_why) as data \
         from accounts where person_id = any($1)",
    ),
    (
        "role",
        "select site_id, jsonb_build_object('role', role, 'granted_at', granted_at, 'until', until, \
           'reviewed_at', reviewed_at) as data from grants where person_id = any($1) order by id",
    ),
    (
        "delegation",
        "select site_id, jsonb_build_object('lent', from_person = any($1), 'kind', kind, \
           'starts_at', starts_at, 'ends_at', ends_at, 'ended_at', ended_at, 'reason', reason) as data \
         from delegations where from_person = any($1) or to_person = any($1) order by id",
    ),
    (
        "sign-in",
        "select null::bigint as site_id, jsonb_build_object('at', created_at, 'seen_at', seen_at, \
           'address', address, 'user_agent', user_agent) as data \
         from sign_ins where person_id = any($1) order by id",
    ),
    (
        "known-browser",
        "select null::bigint as site_id, jsonb_build_object('since', created_at, 'used_at', used_at) as data \
         from known_browsers where person_id = any($1) order by created_at",
    ),
    (
        "recovery-address",
        "select null::bigint as site_id, jsonb_build_object('address', address, 'set_at', set_at) as data \
         from recovery_addresses where person_id = any($1)",
    ),
    (
        "second-factor",
        "select null::bigint as site_id, jsonb_build_object('name', name, 'since', since) as data from ( \
           select name, created_at as since from passkeys where person_id = any($1) \
           union all select 'app', confirmed_at from totp_factors where person_id = any($1)) as factors",
    ),
    (
        "password-reset",
        "select null::bigint as site_id, jsonb_build_object('at', created_at, 'address', address, \
           'done_at', done_at) as data from password_resets \
         where person_id = any($1) or login in (select login from people where id = any($1)) \
         order by created_at",
    ),
    (
        "reset-request",
        "select null::bigint as site_id, jsonb_build_object('at', created_at, 'name', name, 'unit', unit, \
           'contact', contact, 'address', address, 'state', state, 'note', note) as data from reset_requests \
         where person_id = any($1) or login in (select login from people where id = any($1)) \
         order by created_at",
    ),
];

pub(crate) async fn about(conn: &AsyncPgConnection, people: &[i64]) -> QueryResult<Vec<Held>> {
    let mut held = Vec::new();
    for (what, statement) in OF_ACCOUNT {
        held.extend(of_people(conn, what, statement, people).await?);
    }
    Ok(held)
}
