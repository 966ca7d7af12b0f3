//! How well questions are answered: this engine, BM25 over syllables, PostgreSQL.
//!
//! `CORPUS=<folder of statutes> [RELEVANCE=<queries.toml>] [ONLY=engine] [WORST=10] bench_search`
//!
//! nDCG@10 with gains 2^grade-1, recall@50 of everything judged, MRR@10 of the first of grade 2 or 3.
//! Tuned on half "a"; `WORST` shows the worst questions of that half only.

mod corpus;
mod plain;
mod relevance;

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use corpus::Article;
use portal_search::search::{Narrow, Query, Scope, Sort};
use portal_search::{Index, text};
use relevance::{Figures, WAYS, print, typed};

type Outcome<T> = Result<T, Box<dyn Error>>;
type Key = (String, u32);

fn main() -> Outcome<()> {
    let folder = PathBuf::from(std::env::var_os("CORPUS").ok_or("CORPUS names no folder")?);
    let set = std::env::var_os("RELEVANCE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("relevance/queries.toml"),
        PathBuf::from,
    );
    let only = std::env::var("ONLY").unwrap_or_default();
    let articles = corpus::read(&folder)?;
    let questions = relevance::read(&set)?;
    println!("{} texts, {} questions", articles.len(), questions.len());
    let scratch = std::env::temp_dir().join(format!("portal-bench-search-{}", std::process::id()));
    let outcome = measure(&articles, &questions, (&scratch, &only));
    std::fs::remove_dir_all(&scratch)?;
    outcome
}

fn measure(
    articles: &[Article],
    questions: &[relevance::Query],
    (scratch, only): (&Path, &str),
) -> Outcome<()> {
    let began = Instant::now();
    let (index, _) = Index::open(&scratch.join("index"))?;
    for (id, article) in (0..).zip(articles) {
        index.put(&corpus::document(id, 1, article))?;
    }
    index.commit()?;
    println!("indexed in {:.1} s", began.elapsed().as_secs_f64());
    let key = |place: usize| articles.get(place).map(|a| (a.law.clone(), a.article));
    let keys = |places: Vec<usize>| -> Vec<Key> { places.into_iter().filter_map(key).collect() };
    let began = Instant::now();
    let ours = run(questions, &WAYS, |question| Ok(keys(ask(&index, question)?)))?;
    let asked = questions.len() * WAYS.len();
    println!("asked {asked} questions in {:.1} s", began.elapsed().as_secs_f64());
    print("this engine", &ours);
    if let Ok(worst) = std::env::var("WORST") {
        show_worst(questions, worst.parse()?, |question| Ok(keys(ask(&index, question)?)))?;
    }
    if only == "engine" {
        return Ok(());
    }
    let bm25 = plain::Bm25::of(articles)?;
    print("BM25 over syllables", &run(questions, &WAYS, |question| Ok(keys(bm25.ask(question)?)))?);
    let postgres = plain::Postgres::of(articles, &scratch.join("postgres"))?;
    let mut best: Option<(f64, plain::Manner)> = None;
    for manner in plain::MANNERS {
        let figures =
            run(questions, &WAYS[..1], |question| Ok(keys(postgres.ask(question, manner)?)))?;
        let on_a: f64 = figures
            .iter()
            .filter(|((half, _), _)| half == "a")
            .map(|(_, f)| f.ndcg / f.count)
            .sum();
        println!("PostgreSQL {manner:?}: nDCG@10 {on_a:.3} on half a, as typed");
        if best.is_none_or(|(known, _)| on_a > known) {
            best = Some((on_a, manner));
        }
    }
    let Some((_, manner)) = best else { return Ok(()) };
    let figures = run(questions, &WAYS, |question| Ok(keys(postgres.ask(question, manner)?)))?;
    print(&format!("PostgreSQL {manner:?}"), &figures);
    Ok(())
}

fn ask(index: &Index, question: &str) -> Outcome<Vec<usize>> {
    let results = index.search(&Query {
        text: question.to_owned(),
        scope: Scope::All,
        narrow: Narrow::default(),
        sort: Sort::Best,
        page: 1,
        per_page: 50,
        facets: false,
        now: corpus::now(),
    })?;
    Ok(results.hits.iter().filter_map(|hit| usize::try_from(hit.key().id).ok()).collect())
}

fn run(
    questions: &[relevance::Query],
    ways: &[&str],
    mut ask: impl FnMut(&str) -> Outcome<Vec<Key>>,
) -> Outcome<BTreeMap<(String, String), Figures>> {
    let mut figures: BTreeMap<(String, String), Figures> = BTreeMap::new();
    for way in ways {
        for question in questions {
            let mut seen = HashSet::new();
            let mut found = ask(&typed(&question.text, way))?;
            found.retain(|key| seen.insert(key.clone()));
            let place = figures.entry((question.half.clone(), (*way).to_owned())).or_default();
            place.add(&found, &question.grades());
            if let ("as typed", "a") = (*way, question.half.as_str()) {
                let kind =
                    figures.entry((format!("a {}", question.kind), (*way).to_owned())).or_default();
                kind.add(&found, &question.grades());
            }
        }
    }
    for ((half, way), f) in figures.iter().filter(|((half, _), _)| half.len() > 1) {
        println!(
            "    half {half:<14} {way} nDCG@10 {:.3} recall@50 {:.3} ({})",
            f.ndcg / f.count,
            f.recall / f.count,
            f.count
        );
    }
    Ok(figures)
}

/// The worst questions of half "a", with what was found and what was wanted.
fn show_worst(
    questions: &[relevance::Query],
    count: usize,
    mut ask: impl FnMut(&str) -> Outcome<Vec<Key>>,
) -> Outcome<()> {
    let mut all = Vec::new();
    for question in questions.iter().filter(|question| question.half == "a") {
        let mut seen = HashSet::new();
        let mut found = ask(&question.text)?;
        found.retain(|key| seen.insert(key.clone()));
        let mut figures = Figures::default();
        figures.add(&found, &question.grades());
        all.push((figures.ndcg, figures.recall, question, found));
    }
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (ndcg, recall, question, found) in all.into_iter().take(count) {
        println!(
            "{} {ndcg:.2} {recall:.2} {:?} ({} words)",
            question.id,
            question.text,
            text::tokens(&question.text).len()
        );
        let mut grades: Vec<_> = question.grades().into_iter().collect();
        grades.sort_by_key(|(_, grade)| std::cmp::Reverse(*grade));
        for ((law, article), grade) in grades {
            let place = found.iter().position(|key| *key == (law.clone(), article));
            println!("    wanted {grade} {law} {article} at {place:?}");
        }
        for (law, article) in found.iter().take(5) {
            println!("    found {law} {article}");
        }
    }
    Ok(())
}
