//! How the engine grows: documents a second, size, memory, and how long questions take.
//!
//! `CORPUS=<folder of statutes> [SIZES=10000,100000,1000000] [KEEP=<folder>] bench_growth`
//! (`KEEP` names where the indexes stay, and are used again.)
//!
//! Documents are made of the corpus's paragraphs, mixed anew, on 150 sites; questions are two to five
//! words that stand side by side in some title, asked by two threads at once, with the exact count.

#[path = "../bench_search/corpus.rs"]
#[expect(dead_code, reason = "the other measurement uses the rest")]
mod corpus;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use corpus::Article;
use portal_core::SiteId;
use portal_core::search::Document;
use portal_search::search::{Narrow, Query, Scope, Sort};
use portal_search::{Index, text};

/// The portal's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const SITES: i64 = 150;
const QUESTIONS: usize = 600;

fn main() -> Outcome<()> {
    let folder = PathBuf::from(std::env::var_os("CORPUS").ok_or("CORPUS names no folder")?);
    let sizes = std::env::var("SIZES").unwrap_or_else(|_| "10000,100000,1000000".to_owned());
    let articles = corpus::read(&folder)?;
    let mut chance = Chance(7);
    let questions: Vec<String> =
        (0..QUESTIONS).filter_map(|_| question(&articles, &mut chance)).collect();
    for size in sizes.split(',') {
        let keep = std::env::var_os("KEEP").map(|folder| Path::new(&folder).join(size.trim()));
        let own = std::env::temp_dir().join(format!("portal-growth-{}", std::process::id()));
        let scratch = keep.clone().unwrap_or(own);
        let outcome = measure(&articles, &questions, (size.trim().parse()?, &scratch));
        if keep.is_none() {
            std::fs::remove_dir_all(&scratch)?;
        }
        outcome?;
    }
    Ok(())
}

fn measure(
    articles: &[Article],
    questions: &[String],
    (size, scratch): (i64, &Path),
) -> Outcome<()> {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("{size} documents, load {}", load.trim());
    let (index, _) = Index::open(scratch)?;
    if index.count() == 0 {
        fill(&index, articles, size)?;
    }
    println!("  index {:.0} MB, {}", folder_size(scratch) as f64 / 1e6, memory());
    for (name, scope, facets) in [
        ("all sites", Scope::All, false),
        ("one site", Scope::One(SiteId(3)), false),
        ("all sites, facets", Scope::All, true),
    ] {
        ask(&index, questions, (name, scope, facets))?;
    }
    let mut times = Vec::new();
    for question in questions {
        let mut end = question.len() * 2 / 3;
        while !question.is_char_boundary(end) {
            end += 1;
        }
        let start = Instant::now();
        index.suggest(question.get(..end).unwrap_or(question), Scope::All, 8)?;
        times.push(start.elapsed());
    }
    print("suggestions", &mut times);
    println!("  {}", memory());
    Ok(())
}

fn fill(index: &Index, articles: &[Article], size: i64) -> Outcome<()> {
    let paragraphs: Vec<&str> =
        articles.iter().flat_map(|a| a.body.lines()).filter(|line| line.len() > 40).collect();
    let mut chance = Chance(1);
    let (mut bytes, mut made) = (0_usize, Duration::ZERO);
    let began = Instant::now();
    for id in 0..size {
        let start = Instant::now();
        let document = mixed(id, articles, &paragraphs, &mut chance).ok_or("no texts")?;
        bytes += document.body.len() + document.title.len();
        made += start.elapsed();
        index.put(&document)?;
    }
    index.commit()?;
    let taken = (began.elapsed() - made).as_secs_f64();
    println!(
        "  indexed in {taken:.1} s, {:.0} documents/s, {:.0} MB of text, {:.1} MB/s",
        number(size) / taken,
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / taken
    );
    println!("  processor time {:.0} s", processor().as_secs_f64());
    Ok(())
}

fn ask(
    index: &Index,
    questions: &[String],
    (name, scope, facets): (&str, Scope, bool),
) -> Outcome<()> {
    let slow = std::env::var("SLOW").is_ok();
    let one = |questions: &[String]| -> Outcome<Vec<Duration>> {
        let mut times = Vec::new();
        for question in questions {
            let query = Query {
                text: question.clone(),
                scope,
                narrow: Narrow::default(),
                sort: Sort::Best,
                page: 1,
                per_page: 10,
                facets,
                now: corpus::now(),
            };
            let start = Instant::now();
            let results = index.search(&query)?;
            times.push(start.elapsed());
            if slow && start.elapsed() > Duration::from_millis(20) {
                println!("    {:?} {} hits: {question}", start.elapsed(), results.total);
            }
        }
        Ok(times)
    };
    // Once to warm up: the files come into memory.
    one(questions.get(..questions.len() / 4).unwrap_or_default())?;
    let (left, right) = questions.split_at(questions.len() / 2);
    let before = processor();
    let mut times = std::thread::scope(|scope| -> Outcome<Vec<Duration>> {
        let other = scope.spawn(|| one(right));
        let mut times = one(left)?;
        times.extend(other.join().map_err(|_| "a thread panicked")??);
        Ok(times)
    })?;
    let each = (processor() - before).as_secs_f64() * 1e3 / number(i64::try_from(times.len())?);
    print(&format!("{name}, {each:.1} ms of a processor each"), &mut times);
    Ok(())
}

fn print(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at =
        |share: usize| times.get(times.len() * share / 100).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    println!(
        "  {name}: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms ({} questions)",
        at(50),
        at(95),
        at(99),
        times.len()
    );
}

/// Two to five neighbouring words of some title.
fn question(articles: &[Article], chance: &mut Chance) -> Option<String> {
    let title = &articles.get(chance.below(articles.len()))?.title;
    let words: Vec<String> =
        text::tokens(title).into_iter().skip(2).map(|token| token.exact).collect();
    let count = 2 + chance.below(4);
    let start = chance.below(words.len().saturating_sub(count).max(1));
    let some = words.get(start..start + count)?;
    Some(some.join(" "))
}

fn mixed(
    id: i64,
    articles: &[Article],
    paragraphs: &[&str],
    chance: &mut Chance,
) -> Option<Document> {
    let picked = chance.below(articles.len());
    let count = 1 + chance.below(9);
    let mut article = articles.get(picked).cloned()?;
    article.body = (0..count)
        .filter_map(|_| paragraphs.get(chance.below(paragraphs.len())))
        .copied()
        .collect::<Vec<_>>()
        .join("\n");
    article.number = Some(format!("{}/QĐ-UBND", id % 9_000));
    Some(corpus::document(id, id % SITES + 1, &article))
}

/// Numbers by chance, the same at every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

fn number(count: i64) -> f64 {
    i32::try_from(count).map_or(0.0, f64::from)
}

fn folder_size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(about) if about.is_dir() => folder_size(&entry.path()),
            Ok(about) => about.len(),
            Err(_) => 0,
        })
        .sum()
}

/// Processor time that this process has used, all threads together.
fn processor() -> Duration {
    let about = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = about.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>();
    Duration::from_millis(ticks * 10)
}

/// The process's memory: all of it, and what is not mapped files.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let wanted = ["VmRSS", "RssAnon", "VmHWM"];
    let lines = status.lines().filter(|line| wanted.iter().any(|name| line.starts_with(name)));
    lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(", ")
}
