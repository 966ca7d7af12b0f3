use serde::Deserialize;

use super::read::{fault, filled, repeated, typed};
use super::{LawFault, Pack, Rule};

/// One of the regulation's reasons for refusing an article.
///
/// Requirement: R-C3. Legal source: key `article.refusal_reasons` of the law packs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalReason {
    /// Stable name, such as `state-secret`; what is stored with the refusal.
    #[serde(deserialize_with = "filled")]
    pub code: String,
    /// The regulation's words.
    #[serde(deserialize_with = "filled")]
    pub text_vi: String,
    /// The same in English.
    #[serde(deserialize_with = "filled")]
    pub text_en: String,
}

impl RefusalReason {
    /// The law packs' key of the list of reasons.
    pub const KEY: &'static str = "article.refusal_reasons";

    /// Gives the text in a language: English for `en`, otherwise the regulation's own.
    #[must_use]
    pub fn text(&self, language: &str) -> &str {
        if language == "en" { &self.text_en } else { &self.text_vi }
    }
}

pub(super) fn read(pack: &Pack, faults: &mut Vec<LawFault>) -> Vec<Rule<Vec<RefusalReason>>> {
    let mut lists = Vec::new();
    for entry in pack.rules.iter().filter(|entry| entry.key == RefusalReason::KEY) {
        let Some(list) = typed::<Vec<RefusalReason>>(&pack.file, entry, faults) else { continue };
        if let Some(reason) = repeated(list.value.iter().map(|reason| reason.code.as_str())) {
            faults.push(fault(&pack.file, Some(&entry.key), reason));
        }
        lists.push(list);
    }
    lists
}
