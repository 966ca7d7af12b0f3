//! What the staff page's desk tells.

use portal_core::Fact;
use serde::Serialize;

/// A shared system was added to the staff page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SystemAdded {
    pub system: i64,
    pub name: String,
    pub url: String,
}

/// A shared system was changed, or moved among the others.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SystemChanged {
    pub system: i64,
    pub name: String,
    /// What it was and what it is, as rows; where it was only moved, nothing.
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
}

/// A shared system was taken off the staff page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SystemRemoved {
    pub system: i64,
    pub name: String,
}

/// Staff are told something.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NoticePosted {
    pub notice: i64,
    pub title: String,
}

/// What staff are told was changed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NoticeChanged {
    pub notice: i64,
    pub title: String,
}

/// What staff were told was taken away.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NoticeRemoved {
    pub notice: i64,
    pub title: String,
}

/// All of them, for the record.
pub(super) const KINDS: [&str; 6] = [
    SystemAdded::KIND,
    SystemChanged::KIND,
    SystemRemoved::KIND,
    NoticePosted::KIND,
    NoticeChanged::KIND,
    NoticeRemoved::KIND,
];

macro_rules! of_staff {
    ($fact:ident, $kind:literal, $stem:ident) => {
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("{}:{}", stringify!($stem), self.$stem)
            }
        }
    };
}

of_staff!(SystemAdded, "staff.system.added", system);
of_staff!(SystemChanged, "staff.system.changed", system);
of_staff!(SystemRemoved, "staff.system.removed", system);
of_staff!(NoticePosted, "staff.notice.posted", notice);
of_staff!(NoticeChanged, "staff.notice.changed", notice);
of_staff!(NoticeRemoved, "staff.notice.removed", notice);
