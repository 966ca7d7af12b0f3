//! Which sites the list of the desk shows.

use std::sync::Arc;

use portal_core::{App, Kind, Lang, Site, lang::fold, site::SiteState};

use super::words::Asked;

/// What is searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finder {
    /// Words in name, short name or domain, as typed.
    pub words: String,
    /// Of this kind only.
    pub kind: Option<Kind>,
    /// With this module off only.
    pub without: Option<String>,
    /// With this language on only.
    pub language: Option<Lang>,
    /// In this state only.
    pub state: Option<SiteState>,
}

impl Finder {
    /// Reads the query of an address; what is no choice is no filter.
    pub fn read(asked: &Asked) -> Self {
        Self {
            words: asked.text("q").to_owned(),
            kind: Kind::parse(asked.text("kind")),
            without: Some(asked.text("without").to_owned()).filter(|key| !key.is_empty()),
            language: Lang::parse(asked.text("language")),
            state: match asked.text("state") {
                "active" => Some(SiteState::Active),
                "suspended" => Some(SiteState::Suspended),
                _ => None,
            },
        }
    }

    /// Whether anything but words narrows the list.
    pub fn filters(&self) -> bool {
        self.kind.is_some()
            || self.without.is_some()
            || self.language.is_some()
            || self.state.is_some()
    }

    /// The sites that fit, by kind and name.
    pub fn find(&self, app: &App) -> Vec<Arc<Site>> {
        let words = fold(&self.words);
        let words: Vec<&str> = words.split_whitespace().collect();
        let sites = app.sites.now();
        sites
            .all()
            .into_iter()
            .filter(|site| self.kind.is_none_or(|kind| kind == site.kind))
            .filter(|site| self.state.is_none_or(|state| state == site.state))
            .filter(|site| self.language.is_none_or(|lang| site.languages.contains(&lang)))
            .filter(|site| self.without.as_ref().is_none_or(|key| !app.is_on(site, key)))
            .filter(|site| fits(site, &words))
            .collect()
    }
}

/// Whether every word stands in name, short name or domain; case, accents and tone marks do not count.
fn fits(site: &Site, words: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = fold(&format!(
        "{} {} {} {}",
        site.names.vi,
        site.names.en.as_deref().unwrap_or_default(),
        site.code,
        site.host
    ));
    words.iter().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use portal_core::{Names, SiteId, site::ModuleSet};

    use super::*;

    #[test]
    fn words_find_without_accents() {
        let site = Site {
            id: SiteId(1),
            kind: Kind::Commune,
            code: "donggiang.dongha".into(),
            parent: None,
            host: "donggiang.dongha.quangtri.localhost".into(),
            names: Names { vi: "UBND phường Đông Giang".into(), en: None },
            languages: [Lang::VI].into(),
            modules: ModuleSet::default(),
            menu: [].into(),
            particulars: portal_core::site::Particulars::default(),
            state: SiteState::Active,
            second_factor: portal_core::site::SecondFactor::default(),
        };
        for (words, found) in [
            ("dong giang", true),
            ("ĐÔNG GIANG", true),
            ("phuong donggiang.dongha.", true),
            ("giang dong phuong", true),
            ("đông lễ", false),
        ] {
            let words = fold(words);
            let words: Vec<_> = words.split_whitespace().collect();
            assert_eq!(fits(&site, &words), found, "{words:?}");
        }
    }
}
