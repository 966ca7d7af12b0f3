//! What the search is told about a published thing: the one shape that articles, pages, legal
//! documents, procedures, answered petitions and consultations are all brought into (R-S1).
//!
//! Whoever owns a thing fills a [`Document`] from what the public may read, and from nothing else:
//! whatever stands in here can be found and is shown.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{App, Lang, SiteId};

/// What a document is known by: one text of one thing in one language, on one site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The site it is published on.
    pub site: SiteId,
    /// What it is, as its module calls it: `article`, `page`, `document`, `procedure`, `petition`,
    /// `consultation`. Letters, digits and `-`. The facet "kind" counts it.
    pub kind: Cow<'static, str>,
    /// Its number within the kind.
    pub id: i64,
    /// The language of the text.
    pub lang: Lang,
}

impl Key {
    /// Reads what [`Key`]'s `Display` wrote; nothing for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let site = SiteId(parts.next()?.parse().ok()?);
        let kind = parts.next().filter(|kind| !kind.is_empty())?;
        let id = parts.next()?.parse().ok()?;
        let lang = Lang::parse(parts.next()?)?;
        parts.next().is_none().then(|| Self { site, kind: Cow::Owned(kind.to_owned()), id, lang })
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}/{}", self.site, self.kind, self.id, self.lang)
    }
}

/// The thing that a text shown on several sites is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The site it was first published on.
    pub site: SiteId,
    /// Its number there, of the same kind.
    pub id: i64,
}

/// A file that belongs to the thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name, as the public reads it.
    pub name: String,
    /// Its text; empty for a file without a text layer.
    pub text: String,
}

/// How fast a text stops being what people look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ageing {
    /// Not by time: legal documents, procedures, pages about the unit.
    #[default]
    Never,
    /// Over years: answers to petitions, consultations.
    Slowly,
    /// Over months: news.
    Fast,
}

/// A published thing, as the search sees it.
///
/// Names (section, genre, field, unit) are the words the public reads: they are the facets' labels,
/// so a thing is put again when one of them is renamed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What it is known by.
    pub key: Key,
    /// Its address on its site, beginning with `/`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its number, such as `1637/QĐ-UBND`, as it is written on it.
    pub number: Option<String>,
    /// Its lead, or the abstract of a legal document.
    pub lead: String,
    /// Its text without markup; blocks are separated by line feeds.
    pub body: String,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Chuyên mục: the section it stands in.
    pub section: Option<String>,
    /// Loại văn bản: the genre of a legal document, such as "Quyết định".
    pub genre: Option<String>,
    /// Lĩnh vực: the field.
    pub field: Option<String>,
    /// Cơ quan: the body that issued it, or the unit it is about.
    pub unit: Option<String>,
    /// How fast it ages.
    pub ageing: Ageing,
    /// When it was published here.
    pub published_at: DateTime<Utc>,
    /// The day a legal document was issued.
    pub issued: Option<NaiveDate>,
    /// The first day it is in force.
    pub in_force: Option<NaiveDate>,
    /// The first day it is no longer in force.
    pub expired: Option<NaiveDate>,
    /// What it is a copy of; nothing for an original.
    pub origin: Option<Origin>,
}

/// Whether a legal document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Validity {
    /// Its first day is still to come.
    NotYet,
    /// It holds.
    InForce,
    /// It no longer holds.
    Ended,
}

impl Document {
    /// The year it is filed under: the year of issue, else of publication here.
    pub fn year(&self) -> i32 {
        self.issued.map_or_else(
            || self.published_at.with_timezone(&Ho_Chi_Minh).year(),
            |issued| issued.year(),
        )
    }

    /// Whether it holds on a day; nothing for what has no days of force.
    pub fn validity(&self, day: NaiveDate) -> Option<Validity> {
        if self.expired.is_some_and(|expired| expired <= day) {
            return Some(Validity::Ended);
        }
        let first = self.in_force?;
        Some(if first <= day { Validity::InForce } else { Validity::NotYet })
    }

    /// A number that differs when anything in the document differs: 64 bits of SHA-256.
    ///
    /// The check of completeness compares it with the one stored in the index.
    pub fn checksum(&self) -> u64 {
        let written = serde_json::to_vec(self).unwrap_or_default();
        let digest = Sha256::digest(&written);
        digest.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
    }
}

/// What of a site's published things answers some words as the search understands them, best first:
/// for lists that are narrowed by words of their own. Nothing where no index answers.
///
/// Requirement: R-S3.
pub fn find(app: &App, site: SiteId, words: &str) -> Vec<Key> {
    app.modules().all().iter().flat_map(|module| module.search_find(app, site, words)).collect()
}

/// What has become of a published thing.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Readers see it, as it is now.
    Is(Box<Document>),
    /// Readers do not see it any more.
    IsNot(Key),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back() {
        let key = Key { site: SiteId(7), kind: "article".into(), id: 12, lang: Lang::VI };
        assert_eq!(Key::parse(&key.to_string()), Some(key));
        for bad in [
            "",
            "7/article",
            "7/article/x/vi",
            "7/article/1",
            "7/article/1/vi/2",
            "7//1/vi",
            "x/article/1/vi",
        ] {
            assert_eq!(Key::parse(bad), None, "{bad}");
        }
    }
}
