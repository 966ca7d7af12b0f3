//! What staff are told on their page.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{audience::Audience, schema::staff_notices};

pub(super) mod admin;
mod form;
pub mod queries;
mod views;

pub use admin::post;

/// A row of `staff_notices`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = staff_notices)]
pub struct StaffNotice {
    /// Identity.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Plain text; empty lines part paragraphs.
    pub body: String,
    /// Shown from this moment on.
    pub shown_from: DateTime<Utc>,
    /// Shown before this moment.
    pub shown_until: Option<DateTime<Utc>>,
    kinds: Option<Vec<String>>,
    sites: Option<Vec<i64>>,
    roles: Option<Vec<String>>,
}

impl StaffNotice {
    /// For whom it is.
    pub fn audience(&self) -> Audience {
        Audience::read(self.kinds.as_deref(), self.sites.as_deref(), self.roles.as_deref())
    }

    /// Whether it is shown now.
    pub fn is_shown(&self, now: DateTime<Utc>) -> bool {
        self.shown_from <= now && self.shown_until.is_none_or(|until| now < until)
    }
}

/// A notice as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// Title.
    pub title: String,
    /// Plain text.
    pub body: String,
    /// Shown from this moment on.
    pub shown_from: DateTime<Utc>,
    /// Shown before this moment.
    pub shown_until: Option<DateTime<Utc>>,
    /// For whom it is.
    pub audience: Audience,
}
