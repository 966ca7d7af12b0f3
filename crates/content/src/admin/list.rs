//! The list of items: everything it is narrowed to stands in the address.

use std::collections::HashMap;

use axum::extract::State;
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Outcome, Page, SiteId,
    lang::fold,
    page,
    search::{self, Key},
};
use serde::Deserialize;

use super::{
    Asked, asked,
    edit::section_choices,
    form::SectionChoice,
    queries::{self, Cursor, Narrow, Row},
    reach::Seen,
    views,
};
use crate::content_type;

const PER_PAGE: usize = 30;

/// The states an item can be in, as the filter offers them.
pub const STATES: [&str; 6] =
    ["draft", "submitted", "refused", "approved", "published", "withdrawn"];

/// The query of the list; empty is "all".
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// State.
    pub state: String,
    /// Content type.
    #[serde(rename = "type")]
    pub content_type: String,
    /// Section.
    pub section: String,
    /// Language.
    pub language: String,
    /// Words.
    pub q: String,
    /// Lines after this place.
    pub truoc: String,
}

impl ListQuery {
    /// Its parts that narrow something, as (name, value).
    pub fn parts(&self) -> Vec<(&'static str, &str)> {
        [
            ("q", self.q.trim()),
            ("state", &self.state),
            ("type", &self.content_type),
            ("section", &self.section),
            ("language", &self.language),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
    }

    /// The address of the list without one of its parts, and from a place on.
    pub fn address(&self, without: Option<&str>, after: Option<Cursor>) -> String {
        let after = after.map(|cursor| cursor.to_string()).unwrap_or_default();
        let parts = self.parts().into_iter().filter(|(name, _)| Some(*name) != without);
        page::address("/quan-tri/bai", parts.chain([("truoc", after.as_str())]))
    }

    fn narrow(&self, app: &App, site: SiteId, seen: Seen) -> Narrow {
        let known = |value: &str, all: &[&str]| all.contains(&value).then(|| value.to_owned());
        let words = fold(self.q.trim());
        // What readers see is found as they find it; what they do not see stands in no index.
        let found = if words.is_empty() { Vec::new() } else { search::find(app, site, &self.q) };
        let is_item = |key: &Key| content_type::by_key(&key.kind).is_some();
        Narrow {
            seen,
            in_charge: None,
            within: None,
            states: known(&self.state, &STATES).into_iter().collect(),
            public: false,
            content_type: content_type::by_key(&self.content_type).map(|of| of.key().to_owned()),
            section: self.section.parse().ok(),
            language: (!self.language.is_empty()).then(|| self.language.clone()),
            words: (!words.is_empty()).then(|| words.chars().take(100).collect()),
            found: found.into_iter().filter(is_item).map(|key| key.id).collect(),
        }
    }
}

/// A line with the words it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub row: Row,
    /// Title of its section.
    pub section: String,
    /// Who saved the newest edition.
    pub author: String,
}

/// Puts the words to some items.
pub async fn lines(conn: &AsyncPgConnection, ctx: &Ctx, rows: Vec<Row>) -> Outcome<Vec<Line>> {
    let editions: Vec<i64> = rows.iter().filter_map(|row| row.newest_edition).collect();
    let authors: HashMap<i64, String> =
        queries::authors(conn, ctx.site.id, &editions).await?.into_iter().collect();
    let sections: HashMap<i64, String> = section_choices(conn, ctx)
        .await?
        .into_iter()
        .map(|section| (section.id, section.title))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| Line {
            section: sections.get(&row.section_id).cloned().unwrap_or_default(),
            author: row
                .newest_edition
                .and_then(|edition| authors.get(&edition).cloned())
                .unwrap_or_default(),
            row,
        })
        .collect())
}

/// What the list shows.
pub struct Listed {
    /// What it is narrowed to.
    pub query: ListQuery,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Where it goes on.
    pub older: Option<Cursor>,
    /// Sections to choose.
    pub sections: Vec<SectionChoice>,
}

/// The list.
pub async fn show(ctx: Ctx, State(app): State<App>, query: Asked<ListQuery>) -> Outcome<Page> {
    let query = asked(query);
    let conn = app.db().site(ctx.site.id).await?;
    let after = Cursor::parse(&query.truoc);
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let seen = Seen::by(&conn, &ctx).await?;
    let held = seen.sections();
    let narrow = query.narrow(&app, ctx.site.id, seen);
    let mut rows = queries::list_changed(&conn, ctx.site.id, &narrow, after, limit).await?;
    let more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let older =
        rows.last().filter(|_| more).map(|row| Cursor { changed_at: row.changed_at, id: row.id });
    let lines = lines(&conn, &ctx, rows).await?;
    let mut sections = section_choices(&conn, &ctx).await?;
    sections.retain(|section| held.as_ref().is_none_or(|held| held.contains(&section.id)));
    Ok(Page::new(views::list::page(&app, &ctx, &Listed { query, lines, older, sections })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_list_is_in_the_address() {
        let query = ListQuery {
            state: "draft".into(),
            q: " bão số 9 ".into(),
            truoc: "1-2".into(),
            ..ListQuery::default()
        };
        assert_eq!(query.address(None, None), "/quan-tri/bai?q=b%C3%A3o+s%E1%BB%91+9&state=draft");
        assert_eq!(query.address(Some("q"), None), "/quan-tri/bai?state=draft");
        assert_eq!(ListQuery::default().address(None, None), "/quan-tri/bai");
    }
}
