//! Kinds of site.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Says whose site it is; decides domain form, required sections and defaults.
///
/// Written in lower case wherever it is stored or sent (`province`, `department`, …). The order is
/// that of the administration, from the province down.
///
/// Requirement: R-T1, R-T2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The provincial portal (Cổng TTĐT tỉnh); one per installation.
    Province,
    /// A department, board or branch of the province (sở, ban, ngành).
    Department,
    /// A district, town or city under the province (huyện, thị xã, thành phố); abolished on 1 July
    /// 2025, kept for provinces and archives of the time before.
    District,
    /// A commune, ward or township (xã, phường, thị trấn).
    Commune,
}

impl Kind {
    /// All kinds, from the province down.
    pub const ALL: [Self; 4] = [Self::Province, Self::Department, Self::District, Self::Commune];

    /// Gives the stored name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Department => "department",
            Self::District => "district",
            Self::Commune => "commune",
        }
    }

    /// Reads a stored name; `None` for anything else, other letter case included.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::parse(name).ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

/// Tells that a text names no [`Kind`]; holds that text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind of site")]
pub struct UnknownKind(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            assert_eq!(kind.as_str().parse(), Ok(kind));
            let value = toml::Value::try_from(kind);
            assert_eq!(value, Ok(toml::Value::String(kind.as_str().to_owned())));
        }
    }

    #[test]
    fn other_names_are_refused() {
        for name in ["", "Commune", "xã", "ward", " province"] {
            assert_eq!(Kind::parse(name), None, "{name}");
            assert_eq!(name.parse::<Kind>(), Err(UnknownKind(name.to_owned())));
        }
    }
}
