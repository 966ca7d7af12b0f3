//! What this context is asked: its facts' cards, and the names of what they are about.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    Fact,
    fact::{FactCard, FactGroup},
};

use crate::{
    facts::{
        EditionSaved, ItemApproved, ItemDrafted, ItemMoved, ItemPublished, ItemRefused,
        ItemSubmitted, ItemWithdrawn, ItemsImported, MediaDescribed, MediaRead, MediaUploaded,
        SectionChanged,
    },
    schema::{items, media, sections},
};

/// The cards of this context's facts. All are the history of a text, a file or a section.
pub fn cards() -> Vec<FactCard> {
    use FactGroup::{Publication, Refusals, Settings, Writing};
    vec![
        FactCard::history(ItemDrafted::KIND, Writing),
        FactCard::history(EditionSaved::KIND, Writing),
        FactCard::history(ItemSubmitted::KIND, Writing),
        FactCard::history(ItemMoved::KIND, Writing),
        FactCard::history(MediaUploaded::KIND, Writing),
        FactCard::history(MediaDescribed::KIND, Writing),
        FactCard::history(MediaRead::KIND, Writing),
        FactCard::history(ItemApproved::KIND, Publication),
        FactCard::history(ItemPublished::KIND, Publication),
        FactCard::history(ItemWithdrawn::KIND, Publication),
        FactCard::history(ItemsImported::KIND, Publication),
        FactCard::history(ItemRefused::KIND, Refusals),
        FactCard::history(SectionChanged::KIND, Settings),
    ]
}

/// Titles of items and sections, names of files, by subject.
pub async fn name_subjects(
    conn: &AsyncPgConnection,
    subjects: &[String],
) -> QueryResult<Vec<(String, String)>> {
    let mut named = Vec::new();
    for (id, title) in titles_of_items(conn, &numbered(subjects, "item:")).await? {
        named.push((format!("item:{id}"), title));
    }
    for (id, title) in titles_of_sections(conn, &numbered(subjects, "section:")).await? {
        named.push((format!("section:{id}"), title));
    }
    for (id, name) in names_of_files(conn, &numbered(subjects, "media:")).await? {
        named.push((format!("media:{id}"), name));
    }
    Ok(named)
}

/// The numbers of subjects that begin so.
fn numbered(subjects: &[String], stem: &str) -> Vec<i64> {
    let ids: BTreeSet<i64> =
        subjects.iter().filter_map(|subject| subject.strip_prefix(stem)?.parse().ok()).collect();
    ids.into_iter().collect()
}

async fn titles_of_items(
    mut conn: &AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<Vec<(i64, String)>> {
    items::table
        .filter(items::id.eq_any(ids))
        .select((items::id, items::title))
        .load(&mut conn)
        .await
}

async fn titles_of_sections(
    mut conn: &AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<Vec<(i64, String)>> {
    sections::table
        .filter(sections::id.eq_any(ids))
        .select((sections::id, sections::title))
        .load(&mut conn)
        .await
}

async fn names_of_files(
    mut conn: &AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<Vec<(i64, String)>> {
    media::table
        .filter(media::id.eq_any(ids))
        .select((media::id, media::name))
        .load(&mut conn)
        .await
}
