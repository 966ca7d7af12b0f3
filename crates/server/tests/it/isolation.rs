//! The two walls between sites (R-T5).

use diesel::sql_types;
use diesel_async::RunQueryDsl as _;
use portal_core::Role;

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
    use diesel_async::AsyncConnection as _;
    let world = world().await;
    let mut bare = diesel_async::AsyncPgConnection::establish(&world.urls.request).await.unwrap();
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
