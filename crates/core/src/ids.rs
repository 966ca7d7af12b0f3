//! Identifiers. Each is a `bigint` in the database and a type of its own here.

use serde::{Deserialize, Serialize};

/// Declares a newtype over `i64` that diesel, serde, axum paths and templates understand.
#[macro_export]
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl maud::Render for $name {
            fn render_to(&self, buffer: &mut String) {
                use std::fmt::Write as _;
                let _ = write!(buffer, "{}", self.0);
            }
        }
    };
}

id_type!(
    /// A site: one tenant of the installation (R-T1).
    SiteId
);
id_type!(
    /// A person known to the installation.
    PersonId
);
id_type!(
    /// A row of the fact log.
    FactId
);

/// The number a visitor quotes when something went wrong; the log line carries the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub uuid::Uuid);

impl RequestId {
    /// Makes a new one, ordered by time.
    pub fn new() -> Self {
        Self(uuid::Uuid::now_v7())
    }

    /// The last twelve hexadecimal digits: short enough to be read out on the telephone.
    pub fn short(&self) -> String {
        let text = self.0.simple().to_string();
        text.chars().skip(20).collect()
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}
