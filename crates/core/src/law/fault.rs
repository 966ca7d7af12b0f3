use chrono::NaiveDate;

use crate::kind::Kind;

/// One thing wrong in one law pack; its text is for whoever edits the pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {}{reason}", .rule.as_ref().map(|key| format!("{key}: ")).unwrap_or_default())]
pub struct LawFault {
    /// The file's name.
    pub file: String,
    /// The rule's key, or `rule 3` where the third rule has none; `None` when the file or its
    /// `[pack]` is at fault.
    pub rule: Option<String>,
    /// What is wrong.
    pub reason: FaultReason,
}

/// What can be wrong in a law pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultReason {
    /// The file is no TOML; holds the parser's words, with line and column.
    #[error("{0}")]
    Syntax(String),
    /// A field that must be there is missing, or is an empty text.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A field nobody reads.
    #[error("`{0}` is no known field")]
    UnknownField(String),
    /// A field of the wrong type.
    #[error("`{field}` must be {wanted}")]
    WrongType {
        /// The field.
        field: &'static str,
        /// What it must be.
        wanted: &'static str,
    },
    /// A key with other than lower-case letters, digits, `.`, `_` and `-`.
    #[error("the key is not written as `word.word`")]
    BadKey,
    /// A key below `site.` that nobody reads.
    #[error("no code reads this key")]
    UnknownKey,
    /// The value does not fit the key.
    #[error("bad value: {0}")]
    BadValue(String),
    /// Validity ends before it begins.
    #[error("valid from {from}, yet only to {to}")]
    Backwards {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// Two rules of one key hold on the same day.
    #[error("also in force on {on}, in {other}")]
    Overlap {
        /// The file of the other rule.
        other: String,
        /// The first day on which both hold.
        on: NaiveDate,
    },
    /// A key below `site.` stands twice in a pack; a changed structure is a new pack.
    #[error("stands twice in the pack")]
    Twice,
    /// Another file has the same pack key.
    #[error("{other} has the same pack key")]
    SamePack {
        /// That file.
        other: String,
    },
    /// A section names a parent that does not stand before it.
    #[error("no section `{0}` stands before it")]
    UnknownParent(String),
    /// A section exists for a kind of site, its parent does not.
    #[error("a {kind} has it, but not its parent `{parent}`")]
    ParentNotForKind {
        /// The parent's slug.
        parent: String,
        /// The kind of site.
        kind: Kind,
    },
    /// A pack gives a kind of site sections, but no domain form.
    #[error("sections for a {0}, but no `site.domain.{0}`")]
    NoDomain(Kind),
}

/// Why a rule could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LawMiss {
    /// No pack has the key.
    #[error("no law pack has `{key}`")]
    UnknownKey {
        /// The key asked for.
        key: String,
    },
    /// The key exists, but not for that day.
    #[error("`{key}` was not in force on {date}")]
    NotInForce {
        /// The key asked for.
        key: String,
        /// The day asked for.
        date: NaiveDate,
    },
    /// The value is there, but is not of the type asked for.
    #[error("`{key}` has another shape: {reason}")]
    WrongShape {
        /// The key asked for.
        key: String,
        /// serde's words.
        reason: String,
    },
}
