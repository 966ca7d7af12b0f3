//! The two walls between sites (R-T5).

use diesel::sql_types;
use diesel_async::{
    AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _,
};
use portal_core::{Role, testing::World};

use crate::world::{signed_in, world};

#[derive(diesel::QueryableByName, Debug, PartialEq, Eq)]
struct Row {
    #[diesel(sql_type = sql_types::BigInt)]
    site: i64,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_without_a_site_filter_sees_only_its_own_site() {
    let world = world().await;
    let site = world.site("soyte");
    let conn = world.app.db().site(site.id).await.unwrap();
    for sql in [
        "select site_id as site from sections",
        "select site_id as site from grants",
        "select site_id as site from facts",
        "select id as site from sites",
    ] {
        let mut conn = &*conn;
        let rows: Vec<Row> = diesel::sql_query(sql).load(&mut conn).await.unwrap();
        assert!(!rows.is_empty(), "{sql}: the template has such rows");
        assert!(rows.iter().all(|row| row.site == site.id.0), "{sql}: {rows:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_cannot_be_written_into_another_site() {
    let world = world().await;
    let (own, other) = (world.site("soyte"), world.site("sonoivu"));
    let conn = world.app.db().site(own.id).await.unwrap();
    let mut conn = &*conn;
    let written = diesel::sql_query(format!(
        "insert into sections (site_id, language, slug, title) values ({}, 'vi', 'lau', 'Lậu')",
        other.id
    ))
    .execute(&mut conn)
    .await;
    let error = written.unwrap_err().to_string();
    assert!(error.contains("row-level security"), "{error}");
    let changed = diesel::sql_query(format!(
        "update sections set title = 'Lậu' where site_id = {}",
        other.id
    ))
    .execute(&mut conn)
    .await
    .unwrap();
    assert_eq!(changed, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_in_no_sites_name_sees_an_error_not_everything() {
    let world = world().await;
    let mut bare = AsyncPgConnection::establish(&world.urls.request).await.unwrap();
    let error = diesel::sql_query("select site_id as site from items")
        .load::<Row>(&mut bare)
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("app.site"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_request_role_can_read_no_password_and_change_no_fact() {
    let world = world().await;
    let conn = world.app.db().site(world.site("soyte").id).await.unwrap();
    for sql in [
        "select person_id as site from local_credentials",
        "select person_id as site from mail_verifiers",
        "update facts set kind = 'x' returning id as site",
        "delete from facts returning id as site",
        "insert into people (login, name, created_at) values ('x', 'x', now()) returning id as site",
        "update sites set host = 'x' returning id as site",
    ] {
        let mut conn = &*conn;
        let error = diesel::sql_query(sql).load::<Row>(&mut conn).await.unwrap_err().to_string();
        assert!(error.contains("permission denied"), "{sql}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_of_a_site_has_row_level_security_forced_with_both_policies() {
    let world = world().await;
    let tables = world
        .count(
            "select count(*) from information_schema.columns c join information_schema.tables t using (table_schema, table_name) \
             where c.table_schema = 'public' and c.column_name = 'site_id' and t.table_type = 'BASE TABLE'",
        )
        .await;
    assert!(tables >= 12, "only {tables} tables with a site: is the schema there?");
    let unguarded = world
        .count(
            "select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid \
             where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'site_id' \
             and not (c.relrowsecurity and c.relforcerowsecurity \
               and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'own_site' \
                 and pg_get_expr(p.polqual, c.oid) like '%site_id = current_site()%' \
                 and pg_get_expr(p.polwithcheck, c.oid) like '%site_id = current_site()%') \
               and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'platform'))",
        )
        .await;
    assert_eq!(unguarded, 0);
    let bypass = world
        .count("select count(*) from pg_roles where rolname in ('portal_request', 'portal_platform') and (rolbypassrls or rolsuper)")
        .await;
    assert_eq!(bypass, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_session_is_worth_nothing_on_another_site() {
    let world = world().await;
    let owner = signed_in(&world, "soyte", Role::Approver).await;
    owner.get("/quan-tri").await.is(200);
    let thief = world.visitor("sonoivu");
    thief.take_cookies(&owner);
    let answer = thief.get("/quan-tri").await;
    assert!(answer.redirects().starts_with("/dang-nhap"));
}

#[derive(diesel::QueryableByName, Debug)]
struct Policy {
    #[diesel(sql_type = sql_types::Text)]
    on: String,
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Text)]
    command: String,
    #[diesel(sql_type = sql_types::Text)]
    seen: String,
    #[diesel(sql_type = sql_types::Text)]
    written: String,
}

impl Policy {
    /// Whether it is one of those that somebody has thought about, word for word.
    fn is_known(&self) -> bool {
        const NONE: &str = "";
        let whole = |rule: &str| self.command == "ALL" && self.seen == rule && self.written == rule;
        let reads =
            |rule: &str| self.command == "SELECT" && self.seen == rule && self.written == NONE;
        let column = if self.on == "petitions" { "id" } else { "petition_id" };
        // A unit that holds a petition sees it, and what belongs to it, until it gives it back.
        let held = format!(
            "((site_id = current_site()) OR (EXISTS ( SELECT 1 FROM petition_assignments a \
             WHERE ((a.petition_id = {}.{column}) AND (a.unit_id = current_site()) \
             AND (a.state <> 'returned'::text)))))",
            self.on
        );
        match (&*self.name, &*self.on) {
            ("own_site", "sites") => whole("(id = current_site())"),
            ("own_site", "petition_assignments") => {
                whole("((site_id = current_site()) OR (unit_id = current_site()))")
            }
            ("own_site", table) if table.starts_with("petition") => {
                whole(&held) || whole("(site_id = current_site())")
            }
            ("own_site", _) => whole("(site_id = current_site())"),
            // What the province decides holds for all.
            ("province_wide", "calendar_entries" | "calendar_versions") => {
                reads("(site_id IS NULL)")
            }
            // A clock that one site runs for another.
            ("opened_here", "deadlines") => whole("(opened_by_site = current_site())"),
            ("of_seen_clock", "deadline_shifts") => whole(
                "(EXISTS ( SELECT FROM deadlines d WHERE (d.id = deadline_shifts.deadline_id)))",
            ),
            ("own_unit", "petition_ratings") => reads("(unit_id = current_site())"),
            // Registers hold what is published, and the province's law is read on every site.
            ("published", "documents" | "document_relations") => reads("true"),
            ("own_sessions", "sign_ins") => {
                self.command == "ALL"
                    && self.seen
                        == "(EXISTS ( SELECT FROM sessions s WHERE (s.sign_in_id = sign_ins.id)))"
                    && self.written == NONE
            }
            _ => false,
        }
    }
}

async fn rows<T: diesel::deserialize::QueryableByName<diesel::pg::Pg> + Send + 'static>(
    world: &World,
    sql: &str,
) -> Vec<T> {
    let mut owner = AsyncPgConnection::establish(&world.urls.owner).await.unwrap();
    diesel::sql_query(sql).load(&mut owner).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_policy_lets_through_what_is_anothers() {
    let world = world().await;
    let policies: Vec<Policy> = rows(
        &world,
        "select tablename::text as on, policyname::text as name, cmd::text as command, \
           regexp_replace(coalesce(qual, ''), '\\s+', ' ', 'g') as seen, \
           regexp_replace(coalesce(with_check, ''), '\\s+', ' ', 'g') as written \
         from pg_policies where schemaname = 'public' and permissive = 'PERMISSIVE' \
           and roles && '{portal_request,public}'",
    )
    .await;
    assert!(policies.len() > 60, "only {}: is the schema there?", policies.len());
    let unknown: Vec<_> = policies.iter().filter(|policy| !policy.is_known()).collect();
    assert!(unknown.is_empty(), "a new way through the wall is a decision: {unknown:#?}");
    let open = Policy {
        on: "items".into(),
        name: "own_site".into(),
        command: "ALL".into(),
        seen: "((site_id = current_site()) OR true)".into(),
        written: "(site_id = current_site())".into(),
    };
    assert!(!open.is_known());
}

/// Between two tables with a site, a row refers to rows of its own site: the key holds the site. These
/// do not, and why.
const KEYS_WITHOUT_SITE: &[(&str, &str)] = &[
    // The province's version, which has no site, holds for every site.
    ("calendar_entries.version", "calendar_versions"),
    ("calendar_weeks.version", "calendar_versions"),
    // One petition, one case (ADR 7): what a unit writes belongs to the petition of the site that
    // received it, and the wall of each of these tables asks for the petition.
    ("petition_answers.petition_id", "petitions"),
    ("petition_cases.merged_into", "petitions"),
    ("petition_cases.petition_id", "petitions"),
    ("petition_events.petition_id", "petitions"),
    ("petition_files.petition_id", "petitions"),
    ("petition_letters.petition_id", "petitions"),
    ("petition_mails.petition_id", "petitions"),
    ("petition_publications.petition_id", "petitions"),
    ("petition_reminders.petition_id", "petitions"),
    ("petition_senders.petition_id", "petitions"),
    // Written in the transaction that has just read the other row through the wall; a key with the
    // site wants a migration in two releases.
    ("comment_replies.comment_id", "comments"),
    ("survey_answers.survey_id", "surveys"),
    ("survey_tallies.survey_id", "surveys"),
    ("survey_tokens.survey_id", "surveys"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_row_refers_to_no_row_of_another_site() {
    #[derive(diesel::QueryableByName, Debug)]
    struct Key {
        #[diesel(sql_type = sql_types::Text)]
        from: String,
        #[diesel(sql_type = sql_types::Text)]
        to: String,
        #[diesel(sql_type = sql_types::Bool)]
        with_site: bool,
    }
    let world = world().await;
    let keys: Vec<Key> = rows(
        &world,
        "with of_sites as (select attrelid, attnum from pg_attribute \
           where attname = 'site_id' and not attisdropped) \
         select c.confrelid::regclass::text as to, s.attnum = any(c.conkey) as with_site, \
           c.conrelid::regclass::text || '.' || (select string_agg(attname, '+') from pg_attribute a \
             where a.attrelid = c.conrelid and a.attnum = any(c.conkey)) as from \
         from pg_constraint c join of_sites s on s.attrelid = c.conrelid \
           join of_sites t on t.attrelid = c.confrelid where c.contype = 'f'",
    )
    .await;
    assert!(keys.iter().filter(|key| key.with_site).count() > 20, "is the schema there?");
    let mut bare: Vec<_> = keys
        .iter()
        .filter(|key| !key.with_site)
        .map(|key| (key.from.as_str(), key.to.as_str()))
        .collect();
    bare.sort_unstable();
    let mut known = KEYS_WITHOUT_SITE.to_vec();
    known.sort_unstable();
    assert_eq!(bare, known);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_role_of_the_program_can_change_the_schema_or_become_its_owner() {
    let world = world().await;
    for url in [&world.urls.request, &world.urls.platform] {
        let mut conn = AsyncPgConnection::establish(url).await.unwrap();
        for sql in [
            "create table lau (x int)",
            "create function lau() returns int language sql as 'select 1'",
            "create role lau",
            "create extension dblink",
            "alter table items add column lau int",
            "alter table items disable row level security",
            "alter policy own_site on items using (true)",
            "drop table facts",
            "truncate facts",
            "set role portal_owner",
            "set session authorization portal_owner",
            "copy items to program 'true'",
        ] {
            let error = conn.batch_execute(sql).await.expect_err(sql).to_string();
            let refused = error.contains("permission denied") || error.contains("must be ");
            assert!(refused, "{sql}: {error}");
        }
    }
}
