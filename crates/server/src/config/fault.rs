//! What is wrong with a configuration, as sentences that say what to do.

use std::fmt::{self, Display};

/// One fault of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFault {
    /// The key, `database.request_url`, or the file.
    pub key: String,
    /// Where it was set: a file or a variable; `None` when it was not.
    pub source: Option<String>,
    /// What is wrong.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

impl Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.key)?;
        if let Some(source) = &self.source {
            write!(f, " (in {source})")?;
        }
        write!(f, " {}\n      {}", self.reason, self.remedy)
    }
}

/// Every fault of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigFaults(pub Vec<ConfigFault>);

impl ConfigFaults {
    pub(super) fn of(key: impl Display, reason: String, remedy: &str) -> Self {
        let fault =
            ConfigFault { key: key.to_string(), source: None, reason, remedy: remedy.to_owned() };
        Self(vec![fault])
    }
}

impl Display for ConfigFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => write!(f, "the configuration has a fault:")?,
            many => write!(f, "the configuration has {many} faults:")?,
        }
        for fault in &self.0 {
            write!(f, "\n  {fault}")?;
        }
        Ok(())
    }
}
