//! The relevance set, the ways of typing, and the figures.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use portal_search::text::{fold, forms::Forms, telex};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

#[derive(Debug, Deserialize)]
struct Set {
    query: Vec<Query>,
}

#[derive(Debug, Deserialize)]
pub struct Query {
    pub id: String,
    pub half: String,
    pub text: String,
    #[serde(default)]
    pub kind: String,
    pub relevant: Vec<Judged>,
}

#[derive(Debug, Deserialize)]
pub struct Judged {
    law: String,
    article: u32,
    grade: u32,
}

impl Query {
    pub fn grades(&self) -> HashMap<(String, u32), u32> {
        self.relevant.iter().map(|j| ((j.law.clone(), j.article), j.grade)).collect()
    }
}

pub fn read(path: &Path) -> Result<Vec<Query>, Box<dyn std::error::Error>> {
    Ok(toml::from_str::<Set>(&std::fs::read_to_string(path)?)?.query)
}

/// The ways of typing that are measured.
pub const WAYS: [&str; 5] = ["as typed", "no accents", "half accents", "decomposed", "raw telex"];

/// A question as somebody would type it in one of the [`WAYS`].
pub fn typed(text: &str, way: &str) -> String {
    match way {
        "no accents" => bare(text),
        "half accents" => {
            let words = text.split(' ').enumerate();
            let half =
                |(n, word): (usize, &str)| if n % 2 == 0 { bare(word) } else { word.to_owned() };
            words.map(half).collect::<Vec<_>>().join(" ")
        }
        "decomposed" => old_placement(text).nfd().collect(),
        "raw telex" => telex::keys(text),
        _ => text.to_owned(),
    }
}

fn bare(text: &str) -> String {
    let folded: String = text
        .chars()
        .map(|c| {
            let lower = fold(&Forms::of(&c.to_string()).exact);
            if c.is_alphanumeric() && !c.is_ascii() {
                if c.is_uppercase() { lower.to_uppercase() } else { lower }
            } else {
                c.to_string()
            }
        })
        .collect();
    folded
}

/// *oà, uỷ* for *òa, ủy*.
fn old_placement(text: &str) -> String {
    let mut old: String = text.nfc().collect();
    for (new, other) in [
        ("òa", "oà"),
        ("óa", "oá"),
        ("ỏa", "oả"),
        ("õa", "oã"),
        ("ọa", "oạ"),
        ("òe", "oè"),
        ("óe", "oé"),
        ("ỏe", "oẻ"),
        ("ọe", "oẹ"),
        ("ùy", "uỳ"),
        ("úy", "uý"),
        ("ủy", "uỷ"),
        ("ũy", "uỹ"),
        ("ụy", "uỵ"),
        ("Ủy", "Uỷ"),
    ] {
        old = old.replace(new, other);
    }
    old
}

/// The figures of one way of typing, as sums.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    pub ndcg: f64,
    pub recall: f64,
    pub mrr: f64,
    pub count: f64,
}

impl Figures {
    /// Adds a question: what was found, best first, without repetitions.
    pub fn add(&mut self, found: &[(String, u32)], grades: &HashMap<(String, u32), u32>) {
        let gain = |grade: u32| f64::from((1_u32 << grade) - 1);
        let discount = |place: u32| 1.0 / f64::from(place + 2).log2();
        let grade = |key| grades.get(key).copied().unwrap_or(0);
        let dcg: f64 =
            (0..10).zip(found).map(|(place, key)| gain(grade(key)) * discount(place)).sum();
        let mut best: Vec<u32> = grades.values().copied().collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        let ideal: f64 = (0..10).zip(best).map(|(place, g)| gain(g) * discount(place)).sum();
        self.ndcg += if ideal > 0.0 { dcg / ideal } else { 0.0 };
        let hits = found.iter().take(50).filter(|key| grade(key) > 0).count();
        let count = |n: usize| u32::try_from(n).map_or(0.0, f64::from);
        self.recall += count(hits) / count(grades.len().max(1));
        let first = found.iter().take(10).position(|key| grade(key) >= 2);
        self.mrr += first.map_or(0.0, |place| 1.0 / (count(place) + 1.0));
        self.count += 1.0;
    }
}

/// Prints figures by half and way.
pub fn print(name: &str, figures: &BTreeMap<(String, String), Figures>) {
    println!("{name}");
    for half in ["a", "b"] {
        for way in WAYS {
            let Some(f) = figures.get(&(half.to_owned(), way.to_owned())) else { continue };
            println!(
                "  half {half}  {way:<13} nDCG@10 {:.3}  recall@50 {:.3}  MRR@10 {:.3}  ({} questions)",
                f.ndcg / f.count,
                f.recall / f.count,
                f.mrr / f.count,
                f.count
            );
        }
    }
}
