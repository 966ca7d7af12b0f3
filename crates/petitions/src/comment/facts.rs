//! What comments tell. That one came in is told to nobody: it concerns no page, and the record would
//! keep the sender's address.

use portal_core::{Fact, Tag};
use serde::Serialize;

/// The tag of the page below which comments stand.
pub(super) fn below(item: i64) -> Tag {
    Tag::of("comments", item)
}

/// A comment is shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CommentShown {
    pub comment: i64,
    pub item: i64,
    pub title: String,
    /// Whether something was taken out of it.
    pub shortened: bool,
}

/// A comment is not shown, or no more.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CommentRefused {
    pub comment: i64,
    pub item: i64,
    pub title: String,
    pub reason: &'static str,
    pub note: String,
}

/// The unit answered a comment.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CommentAnswered {
    pub comment: i64,
    pub item: i64,
    pub title: String,
}

macro_rules! of_comments {
    ($fact:ident, $kind:literal) => {
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("comment:{}", self.comment)
            }

            fn touches(&self) -> Vec<Tag> {
                vec![below(self.item)]
            }
        }
    };
}

of_comments!(CommentShown, "comments.comment.shown");
of_comments!(CommentRefused, "comments.comment.refused");
of_comments!(CommentAnswered, "comments.comment.answered");
