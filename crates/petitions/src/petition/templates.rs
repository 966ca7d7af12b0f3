//! Texts a unit writes again and again, with places that are filled in from the petition (R-P2).

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::schema::petition_templates;

words!(
    /// What a ready-made text is for.
    TemplateKind, "petition-template-kind" {
        /// Answers.
        Answer = "answer",
        /// Progress notices.
        Progress = "progress",
        /// What somebody is told whose petition is not the province's.
        Outside = "outside",
    }
);

/// A row of `petition_templates`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = petition_templates)]
pub struct Template {
    /// Identity.
    pub id: i64,
    /// [`TemplateKind`].
    pub kind: String,
    /// Title.
    pub title: String,
    /// Text with places.
    pub text: String,
}

/// The places a ready-made text may have, in the words people write them in.
pub const PLACES: [&str; 5] = ["{mã}", "{số}", "{tiêu đề}", "{ngày nhận}", "{đơn vị}"];

/// Fills the places in; what is no place stays as it stands.
pub fn fill(text: &str, values: [&str; 5]) -> String {
    PLACES
        .iter()
        .zip(values)
        .fold(text.to_owned(), |text, (place, value)| text.replace(place, value))
}

/// The ready-made texts of a site, by kind and title.
pub async fn list(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<Template>> {
    petition_templates::table
        .filter(petition_templates::site_id.eq(site.0))
        .order((petition_templates::kind, petition_templates::title))
        .select(Template::as_select())
        .load(&mut conn)
        .await
}

/// One of them.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Template>> {
    petition_templates::table
        .filter(petition_templates::site_id.eq(site.0).and(petition_templates::id.eq(id)))
        .select(Template::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Writes one: another of the same kind and title is changed.
pub async fn put(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    (kind, title, text): (TemplateKind, &str, &str),
    (person, at): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    let changed = (
        petition_templates::text.eq(text),
        petition_templates::person_id.eq(person.map(|id| id.0)),
        petition_templates::changed_at.eq(at),
    );
    diesel::insert_into(petition_templates::table)
        .values((
            petition_templates::site_id.eq(site.0),
            petition_templates::kind.eq(kind.as_str()),
            petition_templates::title.eq(title),
            changed,
        ))
        .on_conflict((
            petition_templates::site_id,
            petition_templates::kind,
            petition_templates::title,
        ))
        .do_update()
        .set(changed)
        .execute(&mut conn)
        .await
}

/// Throws one away; gives its title.
pub async fn remove(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<String>> {
    diesel::delete(petition_templates::table)
        .filter(petition_templates::site_id.eq(site.0).and(petition_templates::id.eq(id)))
        .returning(petition_templates::title)
        .get_result(&mut conn)
        .await
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_and_nothing_else_is() {
        let text = "Kính gửi {người gửi}, {đơn vị} đã nhận “{tiêu đề}” ({mã}) ngày {ngày nhận}.";
        let filled = fill(text, ["QT-1", "5/2026", "Đường hỏng", "23/11/2026", "Sở Y tế"]);
        assert_eq!(
            filled,
            "Kính gửi {người gửi}, Sở Y tế đã nhận “Đường hỏng” (QT-1) ngày 23/11/2026."
        );
    }
}
