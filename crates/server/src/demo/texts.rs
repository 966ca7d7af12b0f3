//! The demo's texts: articles of one site each, and templates for all sites of a kind
//! (`demo/README.md` describes both).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use portal_core::{Kind, site::Site, site::Sites};
use sha2::{Digest as _, Sha256};

#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../../demo"]
#[include = "*.txt"]
#[include = "units.csv"]
struct Files;

/// The list of units, as `portal site import` reads it.
pub fn units() -> Vec<u8> {
    Files::get("units.csv").map(|file| file.data.into_owned()).unwrap_or_default()
}

/// The documents of the demo as (name, file).
pub fn documents() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = Files::iter()
        .filter(|name| name.starts_with("documents/"))
        .filter_map(|name| Some((name.to_string(), Files::get(&name)?.data.into_owned())))
        .collect();
    files.sort();
    files
}

/// Every text of the demo as (name, file), templates filled in for each site.
pub fn all(sites: &Sites) -> Vec<(String, String)> {
    let read = |folder: &str| -> Vec<(String, String)> {
        let mut files: Vec<_> = Files::iter()
            .filter(|name| name.starts_with(folder))
            .filter_map(|name| {
                let text = String::from_utf8(Files::get(&name)?.data.into_owned()).ok()?;
                Some((name.into_owned(), text))
            })
            .collect();
        files.sort();
        files
    };
    let mut texts = read("articles/");
    let templates = Templates::read(read("templates/"));
    for site in sites.all() {
        texts.extend(templates.fill(sites, &site));
    }
    texts
}

/// Templates by topic, in the order of their file names.
struct Templates(BTreeMap<String, Vec<Template>>);

struct Template {
    name: String,
    kinds: Vec<Kind>,
    dates: Option<(NaiveDate, NaiveDate)>,
    text: String,
}

impl Templates {
    fn read(files: Vec<(String, String)>) -> Self {
        let mut topics: BTreeMap<String, Vec<Template>> = BTreeMap::new();
        for (name, text) in files {
            let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
            let value = |key: &str| {
                head.lines()
                    .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))
                    .map(str::trim)
            };
            let kinds = value("kinds").unwrap_or_default();
            let kinds = kinds.split(',').filter_map(|kind| Kind::parse(kind.trim())).collect();
            let dates = value("date")
                .and_then(|date| date.split_once(".."))
                .and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)));
            let topic = value("topic").unwrap_or(&name).to_owned();
            let kept: Vec<&str> = head
                .lines()
                .filter(|line| !line.starts_with("kinds:") && !line.starts_with("topic:"))
                .filter(|line| dates.is_none() || !line.starts_with("date:"))
                .collect();
            let text = format!("{}\n\n{body}", kept.join("\n"));
            topics.entry(topic).or_default().push(Template { name, kinds, dates, text });
        }
        Self(topics)
    }

    /// One text of each topic for a site, chosen by a hash of site and topic.
    fn fill(&self, sites: &Sites, site: &Site) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for (topic, variants) in &self.0 {
            let fitting: Vec<&Template> =
                variants.iter().filter(|variant| variant.kinds.contains(&site.kind)).collect();
            let seed = seed(&[&site.code, topic]);
            let Some(chosen) = pick(&fitting, seed) else { continue };
            let mut text = format!("site: {}\n", site.code);
            if let Some((from, to)) = chosen.dates {
                let span = u64::try_from((to - from).num_days()).unwrap_or_default() + 1;
                let days = i64::try_from((seed >> 8) % span).unwrap_or_default();
                text.push_str(&format!("date: {}\n", from + chrono::TimeDelta::days(days)));
            }
            text.push_str(&replaced(&chosen.text, sites, site));
            texts.push((format!("{}@{}", chosen.name, site.code), text));
        }
        texts
    }
}

fn pick<'a>(variants: &[&'a Template], seed: u64) -> Option<&'a Template> {
    let count = u64::try_from(variants.len()).ok().filter(|count| *count > 0)?;
    variants.get(usize::try_from(seed % count).ok()?).copied()
}

fn replaced(text: &str, sites: &Sites, site: &Site) -> String {
    let short = |name: &str| name.strip_prefix("UBND ").unwrap_or(name).to_owned();
    let parent = site
        .parent
        .and_then(|id| sites.by_id(id))
        .filter(|parent| parent.kind != Kind::Province)
        .map_or_else(|| "tỉnh Quảng Trị".to_owned(), |parent| short(&parent.names.vi));
    text.replace("{unit_short}", &short(&site.names.vi))
        .replace("{unit}", &site.names.vi)
        .replace("{parent}", &parent)
        .replace("{domain}", &site.host)
}

/// A number from words, the same on every machine.
pub fn seed(words: &[&str]) -> u64 {
    let digest = Sha256::digest(words.join("\n").as_bytes());
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file;

    #[test]
    fn every_text_of_the_demo_can_be_read() {
        let sites = Sites::new([]);
        let mut count = 0;
        for (name, text) in all(&sites) {
            file::read(text.as_bytes(), false).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            count += 1;
        }
        assert!(count >= 80, "only {count} texts");
        assert!(units().starts_with(b"kind,code,"));
    }
}
