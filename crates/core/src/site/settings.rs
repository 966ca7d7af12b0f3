//! What a site sets against its plugin: modules, menu, languages (R-T3).
//!
//! Each is one row of `site_settings`. A missing row means the plugin's default, so undoing a first
//! change deletes the row. Who changed what, and from what, is in the facts
//! ([`crate::site::settings::SettingChanged`]).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Lang, Names, SiteId, cache::Tag, fact::Fact};

/// Key of the row that switches modules.
pub const MODULES: &str = "modules";
/// Key of the row that replaces the menu.
pub const MENU: &str = "menu";
/// Key of the row that replaces the list of languages.
pub const LANGUAGES: &str = "languages";
/// Key of the row that says who needs a second factor.
pub const SECOND_FACTOR: &str = "second_factor";

/// Who has to prove with a second factor who they are, at sign-in (R-A3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecondFactor {
    /// Whoever has one.
    #[default]
    Optional,
    /// Also everybody who approves or administers here.
    Required,
}

/// One entry of a site's menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuEntry {
    /// Label. An entry without one in a language does not stand in that language's menu.
    pub label: Names,
    /// Where it leads: a path of the site (`/chuyen-muc/tin-tuc`) or an `https://` address.
    pub href: Box<str>,
    /// Entries under it, one level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub below: Vec<MenuEntry>,
}

impl MenuEntry {
    /// An entry with labels in both languages.
    pub fn new(vi: &str, en: &str, href: &str) -> Self {
        Self {
            label: Names { vi: vi.into(), en: Some(en.into()) },
            href: href.into(),
            below: Vec::new(),
        }
    }

    /// This entry with others under it.
    #[must_use]
    pub fn over(mut self, below: impl IntoIterator<Item = Self>) -> Self {
        self.below.extend(below);
        self
    }
}

/// The rows of one site, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Modules switched against the plugin's default, by key.
    pub modules: BTreeMap<String, bool>,
    /// The menu in place of the plugin's.
    pub menu: Option<Vec<MenuEntry>>,
    /// The languages in place of the plugin's.
    pub languages: Option<Vec<Lang>>,
    /// Who needs a second factor.
    pub second_factor: SecondFactor,
}

impl Settings {
    /// Reads rows of (key, value). A row that cannot be read is passed over with an error in the
    /// log: one bad row must not take a site down.
    pub fn read(rows: impl IntoIterator<Item = (String, Value)>) -> Self {
        let mut settings = Self::default();
        for (key, value) in rows {
            let read = match key.as_str() {
                MODULES => serde_json::from_value(value).map(|v| settings.modules = v),
                MENU => serde_json::from_value(value).map(|v| settings.menu = Some(v)),
                LANGUAGES => serde_json::from_value(value).map(|v| settings.languages = Some(v)),
                SECOND_FACTOR => serde_json::from_value(value).map(|v| settings.second_factor = v),
                _ => Ok(()),
            };
            if let Err(fault) = read {
                tracing::error!(%key, %fault, "a setting cannot be read");
            }
        }
        settings
    }
}

/// A setting of a site was changed, or set back to the plugin's default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettingChanged {
    /// Key of the row.
    pub key: String,
    /// What it was; `None` is the plugin's default.
    pub before: Option<Value>,
    /// What it is now.
    pub after: Option<Value>,
    /// The site whose setting it is.
    #[serde(skip, default = "nowhere")]
    pub site: SiteId,
}

fn nowhere() -> SiteId {
    SiteId(0)
}

impl Fact for SettingChanged {
    const KIND: &'static str = "site.setting.changed";

    fn subject(&self) -> String {
        format!("site:{}:{}", self.site, self.key)
    }

    fn touches(&self) -> Vec<Tag> {
        vec![Tag::site(self.site)]
    }
}

/// A site was created with all that belongs to it (R-T4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteCreated {
    /// The new site.
    pub site: SiteId,
    /// Its short name.
    pub code: String,
    /// Its canonical host.
    pub host: String,
}

impl Fact for SiteCreated {
    const KIND: &'static str = "site.created";

    fn subject(&self) -> String {
        format!("site:{}", self.site)
    }

    fn touches(&self) -> Vec<Tag> {
        vec![Tag::directory(), Tag::site(self.site)]
    }
}

/// Name, domains, particulars or state of a site were changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteChanged {
    /// The site.
    pub site: SiteId,
    /// What was changed, from what, to what.
    pub changes: BTreeMap<String, (Value, Value)>,
}

impl Fact for SiteChanged {
    const KIND: &'static str = "site.changed";

    fn subject(&self) -> String {
        format!("site:{}", self.site)
    }

    fn touches(&self) -> Vec<Tag> {
        vec![Tag::directory(), Tag::site(self.site)]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_that_cannot_be_read_leaves_the_others_standing() {
        let settings = Settings::read([
            (MODULES.to_owned(), json!({"articles": false})),
            (LANGUAGES.to_owned(), json!(["vi", "xx"])),
        ]);
        assert_eq!(settings.modules.get("articles"), Some(&false));
        assert_eq!(settings.languages, None);
    }
}
