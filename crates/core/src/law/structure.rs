use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;

use super::read::{fault, filled, repeated, typed};
use super::{DomainForm, Entry, FaultReason, LawFault, NamePattern, Pack, Rule};
use crate::kind::Kind;

const DOMAIN: &str = "site.domain.";
const SECTION: &str = "site.section.";
const NAME: &str = "site.name";
const FOOTER: &str = "site.footer";

/// What a pack says about building a site: domain forms, sections, footer.
///
/// Every rule keeps its own days, for whoever must know what held when. A province that stays with
/// an older pack builds its sites by it all the same.
///
/// Requirement: R-T2, R-T4, R-T6, R-C1.
#[derive(Debug, Clone)]
pub struct Structure {
    domains: BTreeMap<Kind, Rule<DomainForm>>,
    sections: BTreeMap<Kind, Vec<Section>>,
    footer: Vec<FooterField>,
}

impl Structure {
    /// Gives the form of a kind's domain; `None` when the pack knows no such kind of site.
    ///
    /// Requirement: R-T2. Legal source: keys `site.domain.<kind>`, `site.name` of the law packs.
    #[must_use]
    pub fn domain_form(&self, kind: Kind) -> Option<&DomainForm> {
        self.domain_rule(kind).map(|rule| &rule.value)
    }

    /// Gives the same with its citation and days.
    #[must_use]
    pub fn domain_rule(&self, kind: Kind) -> Option<&Rule<DomainForm>> {
        self.domains.get(&kind)
    }

    /// Gives the kinds of site that the pack knows.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.domains.keys().copied()
    }

    /// Gives the sections of a kind of site, in all languages. Parents come before children,
    /// siblings in the order of the pack. Empty when the pack knows no such kind.
    ///
    /// Requirement: R-C1, R-L2. Legal source: keys `site.section.<slug>` of the law packs.
    #[must_use]
    pub fn sections(&self, kind: Kind) -> &[Section] {
        self.sections.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Finds a section of a kind of site by its slug.
    #[must_use]
    pub fn section(&self, kind: Kind, slug: &str) -> Option<&Section> {
        self.sections(kind).iter().find(|section| section.slug == slug)
    }

    /// Gives the fields of the footer, in the order to show them.
    ///
    /// Requirement: R-T6. Legal source: key `site.footer` of the law packs.
    #[must_use]
    pub fn footer(&self) -> &[FooterField] {
        &self.footer
    }
}

/// A section (chuyên mục) that a kind of site has by law.
///
/// Requirement: R-C1. Legal source: keys `site.section.<slug>` of the law packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Name in addresses, unique over all languages.
    pub slug: String,
    /// Language of its content: `vi`, `en`, ….
    pub language: String,
    /// Title in Vietnamese.
    pub title_vi: String,
    /// Title in English.
    pub title_en: String,
    /// Slug of the section above; `None` at the top.
    pub parent: Option<String>,
    /// What belongs in it, in Vietnamese, for editors.
    pub purpose: String,
    /// What this kind of site owes.
    pub duty: Duty,
    /// Where it is laid down.
    pub citation: Arc<str>,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; `None` while no end is known.
    pub valid_to: Option<NaiveDate>,
}

impl Section {
    /// Gives the title in a language: English for `en`, otherwise Vietnamese.
    #[must_use]
    pub fn title(&self, language: &str) -> &str {
        if language == "en" { &self.title_en } else { &self.title_vi }
    }
}

/// How strictly a section must be there and filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// It must be there and have content.
    Must,
    /// It must have content when the unit has anything of the sort.
    WhenApplies,
    /// Nobody demands it; sites have it by default.
    Encouraged,
}

/// A field of a site's footer.
///
/// Requirement: R-T6. Legal source: key `site.footer` of the law packs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FooterField {
    /// Stable name, such as `responsible`.
    #[serde(deserialize_with = "filled")]
    pub code: String,
    /// Label in Vietnamese.
    #[serde(deserialize_with = "filled")]
    pub title_vi: String,
    /// Label in English.
    #[serde(deserialize_with = "filled")]
    pub title_en: String,
    /// Whether a site must not go live without it; otherwise it is shown where given.
    pub required: bool,
}

/// A section as the pack writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "filled")]
    title_vi: String,
    #[serde(deserialize_with = "filled")]
    title_en: String,
    #[serde(default = "vietnamese")]
    language: String,
    parent: Option<String>,
    #[serde(deserialize_with = "filled")]
    purpose: String,
    #[serde(default)]
    must: Vec<Kind>,
    #[serde(default)]
    when_applies: Vec<Kind>,
    #[serde(default)]
    encouraged: Vec<Kind>,
}

fn vietnamese() -> String {
    "vi".to_owned()
}

/// Reads all rules below `site.`; `None` when there are none.
pub(super) fn read(pack: &Pack, faults: &mut Vec<LawFault>) -> Option<Structure> {
    let mut found = Found::default();
    let mut keys = BTreeSet::new();
    for entry in pack.rules.iter().filter(|entry| entry.key.starts_with("site.")) {
        if keys.insert(entry.key.as_str()) {
            found.take(&pack.file, entry, faults);
        } else {
            faults.push(fault(&pack.file, Some(&entry.key), FaultReason::Twice));
        }
    }
    if keys.is_empty() {
        return None;
    }
    if !keys.contains(NAME) && keys.iter().any(|key| key.starts_with(DOMAIN)) {
        faults.push(fault(&pack.file, None, FaultReason::Missing(NAME)));
    }
    for kind in Kind::ALL {
        let written = keys.contains(format!("{DOMAIN}{kind}").as_str());
        if !written && found.sections.contains_key(&kind) {
            faults.push(fault(&pack.file, None, FaultReason::NoDomain(kind)));
        }
    }
    Some(found.structure(&pack.file, faults))
}

#[derive(Default)]
struct Found {
    forms: Vec<(Kind, Rule<String>)>,
    names: Option<NamePattern>,
    sections: BTreeMap<Kind, Vec<Section>>,
    footer: Vec<FooterField>,
}

impl Found {
    fn take(&mut self, file: &str, entry: &Entry, faults: &mut Vec<LawFault>) {
        let key = entry.key.as_str();
        if let Some(kind) = key.strip_prefix(DOMAIN).and_then(Kind::parse) {
            self.forms.extend(typed(file, entry, faults).map(|form| (kind, form)));
        } else if let Some(slug) = key.strip_prefix(SECTION) {
            if let Some(rule) = typed::<Written>(file, entry, faults) {
                let reason = self.section(slug, &rule).err();
                faults.extend(reason.map(|reason| fault(file, Some(key), reason)));
            }
        } else if key == NAME {
            self.names = typed(file, entry, faults).map(|rule| rule.value);
        } else if key == FOOTER {
            if let Some(rule) = typed::<Vec<FooterField>>(file, entry, faults) {
                self.footer = rule.value;
            }
            let codes = self.footer.iter().map(|field| field.code.as_str());
            faults.extend(repeated(codes).map(|reason| fault(file, Some(key), reason)));
        } else {
            faults.push(fault(file, Some(key), FaultReason::UnknownKey));
        }
    }

    /// Adds a section to every kind of site that has it; to none when one cannot have it.
    fn section(&mut self, slug: &str, rule: &Rule<Written>) -> Result<(), FaultReason> {
        let written = &rule.value;
        if slug.contains(['.', '_']) {
            return Err(FaultReason::BadKey);
        }
        let code = &written.language;
        if code.len() < 2 || !code.chars().all(|c| c.is_ascii_lowercase()) {
            return Err(FaultReason::BadValue(format!("`{code}` is no language code")));
        }
        let duties = duties(written)?;
        if let Some(parent) = &written.parent {
            let has = |sections: &[Section]| {
                sections.iter().any(|above| above.slug == *parent && above.language == *code)
            };
            if !self.sections.values().any(|sections| has(sections)) {
                return Err(FaultReason::UnknownParent(parent.clone()));
            }
            let lacks = |kind: &Kind| !self.sections.get(kind).is_some_and(|all| has(all));
            if let Some(kind) = duties.keys().copied().find(lacks) {
                return Err(FaultReason::ParentNotForKind { parent: parent.clone(), kind });
            }
        }
        for (kind, duty) in duties {
            self.sections.entry(kind).or_default().push(Section {
                slug: slug.to_owned(),
                language: code.clone(),
                title_vi: written.title_vi.clone(),
                title_en: written.title_en.clone(),
                parent: written.parent.clone(),
                purpose: written.purpose.clone(),
                duty,
                citation: Arc::clone(&rule.citation),
                valid_from: rule.valid_from,
                valid_to: rule.valid_to,
            });
        }
        Ok(())
    }

    fn structure(self, file: &str, faults: &mut Vec<LawFault>) -> Structure {
        let mut domains = BTreeMap::new();
        for (kind, rule) in self.forms {
            let Some(names) = &self.names else { continue };
            match DomainForm::new(&rule.value, names) {
                Ok(form) => {
                    domains.insert(kind, rule.with(form));
                }
                Err(words) => {
                    let key = format!("{DOMAIN}{kind}");
                    faults.push(fault(file, Some(&key), FaultReason::BadValue(words)));
                }
            }
        }
        Structure { domains, sections: self.sections, footer: self.footer }
    }
}

fn duties(written: &Written) -> Result<BTreeMap<Kind, Duty>, FaultReason> {
    let mut duties = BTreeMap::new();
    let lists = [
        (&written.must, Duty::Must),
        (&written.when_applies, Duty::WhenApplies),
        (&written.encouraged, Duty::Encouraged),
    ];
    for (kinds, duty) in lists {
        for kind in kinds {
            if duties.insert(*kind, duty).is_some() {
                return Err(FaultReason::BadValue(format!("`{kind}` stands twice")));
            }
        }
    }
    if duties.is_empty() {
        return Err(FaultReason::BadValue("no kind of site has it".to_owned()));
    }
    Ok(duties)
}
