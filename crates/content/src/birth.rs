//! What a new site has from the first moment: the sections of its kind, and the pages every site
//! owes its readers (R-T4).

use std::collections::HashMap;

use portal_core::{
    App, Lang, Outcome, Tx,
    lang::Locales,
    law::{Duty, Section},
    portal::xml,
    site::Site,
    tenant::Birth,
};
use serde_json::json;

use crate::{
    facts::SectionChanged,
    item::{
        SectionId,
        acts::Draft,
        batch::{self, Imported},
    },
    page,
    section::{
        Tree,
        queries::{self, BornSection},
    },
};

/// Gives a site the sections of its kind, in the languages it has on.
///
/// Requirement: R-C1, R-T4. Legal source: keys `site.section.<slug>` of the law packs.
pub async fn sections(_: &App, tx: &mut Tx, birth: &Birth<'_>) -> Outcome<()> {
    let wanted: Vec<&Section> = birth
        .sections
        .iter()
        .filter(|section| birth.site.languages.iter().any(|lang| lang.code() == section.language))
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let ids = queries::take_ids(tx, wanted.len()).await?;
    // Slugs are unique over all languages; parents come before children.
    let by_slug: HashMap<&str, i64> =
        wanted.iter().map(|section| section.slug.as_str()).zip(ids.iter().copied()).collect();
    let rows: Vec<BornSection<'_>> = wanted
        .iter()
        .zip(&ids)
        .enumerate()
        .map(|(place, (section, id))| BornSection {
            id: *id,
            parent: section.parent.as_deref().and_then(|slug| by_slug.get(slug)).copied(),
            language: &section.language,
            slug: &section.slug,
            title: section.title(&section.language),
            position: i32::try_from(place).unwrap_or(i32::MAX),
            required_by: (section.duty != Duty::Encouraged).then_some(section.slug.as_str()),
        })
        .collect();
    queries::insert_all(tx, birth.site.id, &rows).await?;
    let site = birth.site.id;
    if let Some(first) = rows.first() {
        let added = SectionChanged {
            section: SectionId(first.id),
            what: "added".into(),
            title: first.title.to_owned(),
            site,
        };
        tx.tell_on(site, added).await?;
    }
    Ok(())
}

/// A page every site has: name in addresses, then its text per language.
struct Required {
    slug: &'static str,
    key: &'static str,
    texts: &'static [(Lang, &'static str)],
}

macro_rules! text {
    ($lang:literal, $name:literal) => {
        include_str!(concat!("../../../locales/", $lang, "/pages/", $name, ".html"))
    };
}

const REQUIRED: &[Required] = &[
    Required {
        slug: "gioi-thieu",
        key: "page-about",
        texts: &[(Lang::VI, text!("vi", "gioi-thieu")), (Lang::EN, text!("en", "gioi-thieu"))],
    },
    Required {
        slug: "lien-he",
        key: "page-contact",
        texts: &[(Lang::VI, text!("vi", "lien-he")), (Lang::EN, text!("en", "lien-he"))],
    },
    Required {
        slug: "chinh-sach-quyen-rieng-tu",
        key: "page-privacy",
        texts: &[
            (Lang::VI, text!("vi", "chinh-sach-quyen-rieng-tu")),
            (Lang::EN, text!("en", "chinh-sach-quyen-rieng-tu")),
        ],
    },
    Required {
        slug: "tuyen-bo-kha-nang-tiep-can",
        key: "page-accessibility",
        texts: &[
            (Lang::VI, text!("vi", "tuyen-bo-kha-nang-tiep-can")),
            (Lang::EN, text!("en", "tuyen-bo-kha-nang-tiep-can")),
        ],
    },
];

/// The section pages belong to, by the law packs' slugs; else the first of the language.
fn home_section(tree: &Tree, lang: Lang) -> Option<SectionId> {
    let named = ["gioi-thieu", "introduction"];
    named
        .iter()
        .find_map(|slug| tree.by_slug(lang.code(), slug))
        .or_else(|| tree.all().iter().find(|section| section.language == lang.code()))
        .map(crate::section::Section::id)
}

/// Gives a site the pages it owes its readers, published, for the unit to complete.
///
/// Requirement: R-T4.
pub async fn pages(tx: &mut Tx, birth: &Birth<'_>) -> Outcome<()> {
    let site = birth.site;
    let tree = queries::tree(tx, site.id).await?;
    let mut all = Vec::new();
    for required in REQUIRED {
        for (lang, text) in required.texts {
            if !site.languages.contains(lang) {
                continue;
            }
            let Some(section) = home_section(&tree, *lang) else { continue };
            all.push(Imported {
                key: format!("birth:{}:{lang}", required.slug),
                content_type: page::KEY,
                slug: Some(required.slug.to_owned()),
                draft: Draft {
                    section,
                    language: lang.code().to_owned(),
                    title: Locales::shipped().texts(*lang).say(required.key),
                    lead: String::new(),
                    body: filled(site, *lang, text),
                    fields: json!({}),
                },
                by: "portal".to_owned(),
                published_at: tx.now(),
            });
        }
    }
    if !all.is_empty() {
        batch::import(tx, site.id, &all).await?;
    }
    Ok(())
}

/// A page's text with what is known of the unit; lines about what is not known are left out.
fn filled(site: &Site, lang: Lang, text: &str) -> String {
    let p = &site.particulars;
    let known = [
        ("{unit}", site.name(lang)),
        ("{host}", &*site.host),
        ("{owner}", &*p.owner),
        ("{responsible}", &*p.responsible),
        ("{address}", &*p.address),
        ("{phone}", &*p.phone),
        ("{fax}", &*p.fax),
        ("{email}", &*p.email),
    ];
    text.lines()
        .filter(|line| !known.iter().any(|(name, value)| value.is_empty() && line.contains(name)))
        .map(|line| {
            known
                .iter()
                .fold(line.to_owned(), |line, (name, value)| line.replace(name, &xml(value)))
        })
        .collect::<Vec<_>>()
        .join("\n")
}
