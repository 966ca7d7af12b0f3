//! How satisfied readers are with a page and with the site (R-P10): three marks, no identity, public.
//!
//! A mark is a row of site, page, level and day. A job adds the rows up by day, so that no row is
//! written by many at once, and results are counted from the sums.

use chrono::NaiveDate;
use portal_core::{Ctx, SecretBox, module::Subject, page::is_local_path};

mod admin;
pub mod demo;
mod facts;
pub mod jobs;
pub mod module;
pub mod permissions;
mod platform;
mod public;
pub mod queries;
mod results;
mod schema;
mod views;
mod widget;

pub use module::Satisfaction;

words!(
    /// A mark.
    Level, "satisfaction-level" {
        /// Rất hài lòng.
        Very = "3",
        /// Hài lòng.
        Content = "2",
        /// Chưa hài lòng.
        Unhappy = "1",
    }
);

impl Level {
    /// As the database has it.
    pub fn number(self) -> i16 {
        match self {
            Self::Very => 3,
            Self::Content => 2,
            Self::Unhappy => 1,
        }
    }
}

/// How many marks there are of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// Rất hài lòng.
    pub very: i64,
    /// Hài lòng.
    pub content: i64,
    /// Chưa hài lòng.
    pub unhappy: i64,
}

impl Marks {
    /// Adds so many of a level.
    pub fn add(&mut self, level: i16, marks: i64) {
        match level {
            3 => self.very += marks,
            2 => self.content += marks,
            _ => self.unhappy += marks,
        }
    }

    /// All.
    pub fn all(self) -> i64 {
        self.very + self.content + self.unhappy
    }

    /// In the order of [`Level::ALL`].
    pub fn counts(self) -> [i64; 3] {
        [self.very, self.content, self.unhappy]
    }

    /// Those who are satisfied or very satisfied.
    pub fn happy(self) -> i64 {
        self.very + self.content
    }
}

/// A page with fewer marks is not shown in public: nobody can be made out by their mark.
pub const FLOOR: i64 = 10;

/// A page that is marked, as the form below it names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedPage {
    /// Path of the site, without the language part.
    pub path: String,
    /// Title.
    pub title: String,
}

const PURPOSE: &str = "satisfaction-page";

impl MarkedPage {
    /// The seal by which the form's target knows that this site put the form below this page: without
    /// it anybody could fill the results with pages of their own invention. It is the same for
    /// everybody, so the page can be kept.
    pub fn seal(&self, secrets: &SecretBox, ctx: &Ctx) -> String {
        hex::encode(secrets.mac(PURPOSE, &self.sealed_bytes(ctx)))
    }

    /// Whether a seal is this page's.
    pub fn is_sealed(&self, secrets: &SecretBox, ctx: &Ctx, seal: &str) -> bool {
        is_local_path(&self.path)
            && hex::decode(seal)
                .is_ok_and(|mac| secrets.mac_fits(PURPOSE, &self.sealed_bytes(ctx), &mac))
    }

    fn sealed_bytes(&self, ctx: &Ctx) -> Vec<u8> {
        format!("{}\n{}\n{}", ctx.site.id, self.path, self.title).into_bytes()
    }
}

impl From<&Subject> for MarkedPage {
    fn from(subject: &Subject) -> Self {
        Self { path: subject.path.clone(), title: subject.title.clone() }
    }
}

/// A time of which results are shown: from a day on, to and without another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
}
