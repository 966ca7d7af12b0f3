//! Readers and petitioners at a constant rate, while somebody else breaks things: `scripts/faults.sh`.
//!
//! `fault_load PORT READS WRITES LEDGER`. A line on standard input names the phase that begins; when
//! the next one begins, the figures of the last are printed. Every exchange is timed from when it was
//! due, so that a stall is not hidden. Before a petition is sent its key is written to the ledger,
//! and again once it was acknowledged, each time to the disk.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that fails may stop")]

use std::{
    collections::BTreeMap,
    fs::File,
    io::Write as _,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;
use uuid::Uuid;

mod crowd;

/// No exchange is waited for longer.
const LONGEST: Duration = Duration::from_secs(40);
/// Sites whose pages are read, and how many of each.
const SITES: [&str; 8] =
    ["www", "soyte", "sonoivu", "sotuphap", "sogddt", "vpubnd", "dongha", "donggiang.dongha"];
const PAGES_OF_EACH: usize = 30;

struct Crowd {
    port: u16,
    /// Host and path of what is read.
    pages: Vec<(String, String)>,
    ticket: Mutex<String>,
    next_address: AtomicU64,
    ledger: Mutex<File>,
    phase: Mutex<Phase>,
    ended: AtomicBool,
}

#[derive(Default)]
struct Phase {
    name: String,
    reads: Vec<f64>,
    statuses: BTreeMap<u16, u64>,
    stale: u64,
    sent: u64,
    acknowledged: u64,
}

struct Answer {
    status: u16,
    text: String,
}

impl Crowd {
    async fn exchange(&self, request: &[u8]) -> std::io::Result<Answer> {
        let (status, text) = crowd::exchange(self.port, &self.next_address, request).await?;
        Ok(Answer { status, text })
    }

    fn get(&self, host: &str, path: &str) -> Vec<u8> {
        let port = self.port;
        format!("GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n")
            .into_bytes()
    }

    /// Reads one page; good is a whole one.
    async fn read(&self, n: usize, due: Instant) {
        let Some((host, path)) = self.pages.get(n % self.pages.len()) else { return };
        let asked = tokio::time::timeout(LONGEST, self.exchange(&self.get(host, path))).await;
        let (mut status, mut stale) = (0, false);
        if let Ok(Ok(answer)) = asked {
            let whole = answer.text.contains("</html>") || answer.text.contains("</urlset>");
            status = if answer.status == 200 && !whole { 1 } else { answer.status };
            stale = answer.text.contains("\r\nwarning: 110");
        }
        let mut phase = self.phase.lock().unwrap();
        phase.reads.push(due.elapsed().as_secs_f64() * 1_000.0);
        *phase.statuses.entry(status).or_default() += 1;
        phase.stale += u64::from(stale);
    }

    fn note(&self, what: &str, key: Uuid) {
        let mut ledger = self.ledger.lock().unwrap();
        writeln!(ledger, "{what} {key}").and_then(|()| ledger.sync_data()).unwrap();
    }

    /// Sends one petition. Who is not answered, or put off, sends the same again, as people do.
    async fn write(&self) {
        let key = Uuid::new_v4();
        let request = self.submission(key);
        self.note("sends", key);
        self.phase.lock().unwrap().sent += 1;
        for _ in 0..2 {
            let sent = tokio::time::timeout(LONGEST, self.exchange(&request)).await;
            if let Ok(Ok(Answer { status: 303, .. })) = sent {
                self.note("acknowledged", key);
                self.phase.lock().unwrap().acknowledged += 1;
                return;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    fn submission(&self, key: Uuid) -> Vec<u8> {
        let ticket = self.ticket.lock().unwrap().clone();
        crowd::submission("www.quangtri.localhost", self.port, &ticket, key)
    }

    async fn look_around(&mut self) {
        for site in SITES {
            let host = format!("{site}.quangtri.localhost");
            let map = self.exchange(&self.get(&host, "/sitemap.xml")).await.unwrap();
            assert_eq!(map.status, 200, "{host}");
            let stem = format!("<loc>http://{host}:{}", self.port);
            let paths = map.text.split(&stem).skip(1).filter_map(|rest| rest.split('<').next());
            self.pages
                .extend(paths.take(PAGES_OF_EACH).map(|path| (host.clone(), path.to_owned())));
            self.pages.push((host, "/sitemap.xml".to_owned()));
        }
        let form = self.get("www.quangtri.localhost", "/kien-nghi/gui?loai=reflection");
        let form = self.exchange(&form).await.unwrap().text;
        let ticket = form.split("name=\"ticket\" value=\"").nth(1).expect("a ticket in the form");
        *self.ticket.lock().unwrap() = ticket.split('"').next().unwrap().to_owned();
    }
}

impl Phase {
    fn print(mut self) {
        if self.name.is_empty() || self.reads.is_empty() {
            return;
        }
        self.reads.sort_by(f64::total_cmp);
        let good = self.statuses.get(&200).copied().unwrap_or_default();
        let all = self.reads.len();
        let quantile = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a place in a list"
            )]
            let at = ((all as f64 - 1.0) * share).round() as usize;
            self.reads.get(at).copied().unwrap_or(f64::NAN)
        };
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let share = good as f64 * 100.0 / all as f64;
        let bad: Vec<String> = self
            .statuses
            .iter()
            .filter(|(status, _)| **status != 200)
            .map(|(status, count)| format!("{status}×{count}"))
            .collect();
        println!(
            "| {} | {all} | {share:.3} | {:.1} | {:.1} | {:.1} | {:.0} | {} | {} | {}/{} |",
            self.name,
            quantile(0.5),
            quantile(0.95),
            quantile(0.99),
            quantile(1.0),
            self.stale,
            if bad.is_empty() { "–".to_owned() } else { bad.join(" ") },
            self.acknowledged,
            self.sent,
        );
    }
}

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1);
    let mut word = || words.next().expect("fault_load PORT READS WRITES LEDGER");
    let port = word().parse().unwrap();
    let (reads, writes): (u64, u64) = (word().parse().unwrap(), word().parse().unwrap());
    let ledger = File::options().create(true).append(true).open(word()).unwrap();
    let mut crowd = Crowd {
        port,
        pages: Vec::new(),
        ticket: Mutex::default(),
        next_address: AtomicU64::new(0),
        ledger: Mutex::new(ledger),
        phase: Mutex::default(),
        ended: AtomicBool::new(false),
    };
    crowd.look_around().await;
    let crowd = Arc::new(crowd);
    // Nobody fills in a form faster; each page is read once meanwhile.
    for n in 0..crowd.pages.len() {
        crowd.read(n, Instant::now()).await;
    }
    tokio::time::sleep(Duration::from_secs(4)).await;
    println!(
        "| phase | reads | good % | p50 ms | p95 ms | p99 ms | most ms | old | bad | petitions ack/sent |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let begin = Instant::now();
    let reading =
        tokio::spawn(at_a_rate(Arc::clone(&crowd), reads, begin, |crowd, n, due| async move {
            crowd.read(n, due).await;
        }));
    let writing =
        tokio::spawn(at_a_rate(Arc::clone(&crowd), writes, begin, |crowd, _, _| async move {
            crowd.write().await;
        }));
    let (told, mut names) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        std::io::stdin().lines().map_while(Result::ok).all(|line| told.send(line).is_ok())
    });
    while let Some(name) = names.recv().await {
        let next = Phase { name, ..Phase::default() };
        std::mem::replace(&mut *crowd.phase.lock().unwrap(), next).print();
    }
    crowd.ended.store(true, Ordering::Relaxed);
    let _ = tokio::join!(reading, writing);
    std::mem::take(&mut *crowd.phase.lock().unwrap()).print();
}

/// Begins so many a second until the end, whatever becomes of them; then waits for the last.
async fn at_a_rate<F: Future<Output = ()> + Send + 'static>(
    crowd: Arc<Crowd>,
    rate: u64,
    begin: Instant,
    work: fn(Arc<Crowd>, usize, Instant) -> F,
) {
    let mut running = tokio::task::JoinSet::new();
    for n in 0.. {
        let due = begin + Duration::from_micros(n * 1_000_000 / rate.max(1));
        tokio::time::sleep_until(due).await;
        if crowd.ended.load(Ordering::Relaxed) {
            break;
        }
        running.spawn(work(Arc::clone(&crowd), usize::try_from(n).unwrap_or_default(), due));
        while running.try_join_next().is_some() {}
    }
    while running.join_next().await.is_some() {}
}
