//! What this module tells.

use std::collections::BTreeMap;

use portal_core::{Fact, PersonId};
use serde::Serialize;

/// The record, or a part of it, was taken out of the portal.
#[derive(Debug, Clone, Serialize)]
pub struct AuditExported {
    /// `jsonl` or `syslog`.
    pub format: String,
    /// What it was narrowed to, as asked for.
    pub filter: BTreeMap<String, String>,
    /// How many facts it holds.
    pub count: i64,
    /// The newest fact it may hold.
    pub up_to: i64,
}

impl Fact for AuditExported {
    const KIND: &'static str = "audit.exported";

    fn subject(&self) -> String {
        "audit".into()
    }
}

/// Everything that is held about one person was taken out of the portal. Whoever it was is not named
/// here, unless they have an account.
#[derive(Debug, Clone, Serialize)]
pub struct PersonExported {
    /// By what they were meant: `email`, `phone`, `login`.
    pub by: Vec<&'static str>,
    /// How many things it is.
    pub count: usize,
    /// Whose account it is, where it is one's.
    pub person: Option<PersonId>,
    /// The request by which it was asked for.
    pub request: String,
}

impl Fact for PersonExported {
    const KIND: &'static str = "audit.person-exported";

    fn subject(&self) -> String {
        self.person.map_or_else(|| "audit".to_owned(), |person| format!("person:{person}"))
    }
}

/// Somebody is to be forgotten, as they asked. Who it was is not named here.
#[derive(Debug, Clone, Serialize)]
pub struct PersonErased {
    /// By what they were meant: `email`, `phone`.
    pub by: Vec<&'static str>,
    /// Of how many things.
    pub count: usize,
    /// With how many of them the office is not done: they stay until then.
    pub waiting: usize,
    /// The request by which it was asked for.
    pub request: String,
}

impl Fact for PersonErased {
    const KIND: &'static str = "audit.person-erased";

    fn subject(&self) -> String {
        "audit".to_owned()
    }
}
