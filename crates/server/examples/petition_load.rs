//! Files petitions at a steady rate and reads public pages beside it, as two crowds that do not wait
//! for each other: both are timed from when a request was due, so that a stall is not hidden.
//!
//! `petition_load PORT HOST RATE SECONDS`: prints how many were acknowledged, and the latencies of
//! both crowds. Each connection comes from an address of its own in 127.0.0.0/8.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that fails may stop")]

use std::{
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use tokio::{task::JoinSet, time::Instant};
use uuid::Uuid;

mod crowd;

/// Pages read beside the submissions, per second.
const READS: u64 = 200;
const PAGES: [&str; 4] = ["/", "/kien-nghi", "/kien-nghi/tra-loi", "/so-do-cong"];

struct Target {
    port: u16,
    host: String,
    ticket: String,
    next_address: AtomicU64,
}

impl Target {
    /// One exchange on a connection of its own. Gives the status and the whole answer.
    async fn exchange(&self, request: &[u8]) -> std::io::Result<(u16, String)> {
        crowd::exchange(self.port, &self.next_address, request).await
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let (host, port) = (&self.host, self.port);
        format!(
            "GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        )
        .into_bytes()
    }

    fn submission(&self) -> Vec<u8> {
        crowd::submission(&self.host, self.port, &self.ticket, Uuid::new_v4())
    }
}

/// Starts `rate` exchanges a second for so long; gives the milliseconds each took from when it was
/// due, and how many were answered with a status that counts.
async fn crowd(
    target: Arc<Target>,
    rate: u64,
    seconds: u64,
    make: fn(&Target, u64) -> Vec<u8>,
    counts: fn(u16) -> bool,
) -> (Vec<f64>, u64) {
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for n in 0..rate * seconds {
        let due = begun + Duration::from_micros(n * 1_000_000 / rate);
        tokio::time::sleep_until(due).await;
        let target = Arc::clone(&target);
        running.spawn(async move {
            let request = make(&target, n);
            let answer = target.exchange(&request).await;
            let good = answer.is_ok_and(|(status, _)| counts(status));
            (due.elapsed().as_secs_f64() * 1_000.0, good)
        });
    }
    let (mut times, mut good) = (Vec::new(), 0);
    while let Some(done) = running.join_next().await {
        let (time, fine) = done.expect("no exchange panics");
        times.push(time);
        good += u64::from(fine);
    }
    times.sort_by(f64::total_cmp);
    (times, good)
}

fn quantile(times: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a list"
    )]
    let at = ((times.len() as f64 - 1.0) * share).round() as usize;
    times.get(at).copied().unwrap_or(f64::NAN)
}

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1);
    let mut word = || words.next().expect("petition_load PORT HOST RATE SECONDS");
    let (port, host) = (word().parse().unwrap(), word());
    let (rate, seconds): (u64, u64) = (word().parse().unwrap(), word().parse().unwrap());
    let mut target = Target { port, host, ticket: String::new(), next_address: AtomicU64::new(0) };
    let form = target.exchange(&target.get("/kien-nghi/gui?loai=reflection")).await.unwrap().1;
    let ticket = form.split("name=\"ticket\" value=\"").nth(1).expect("a ticket in the form");
    target.ticket = ticket.split('"').next().unwrap().to_owned();
    // Nobody fills in a form faster; the pages are made meanwhile.
    for page in PAGES {
        let (status, _) = target.exchange(&target.get(page)).await.unwrap();
        assert_eq!(status, 200, "{page}");
    }
    tokio::time::sleep(Duration::from_secs(4)).await;
    let target = Arc::new(target);
    let submits = crowd(
        Arc::clone(&target),
        rate,
        seconds,
        |target, _| target.submission(),
        |status| status == 303,
    );
    let reads = crowd(
        Arc::clone(&target),
        READS,
        seconds,
        |target, n| {
            let at = usize::try_from(n).unwrap_or_default() % PAGES.len();
            target.get(PAGES.get(at).copied().unwrap_or("/"))
        },
        |status| status == 200,
    );
    let ((submits, acknowledged), (reads, read)) = tokio::join!(submits, reads);
    println!(
        "submissions: {} sent at {rate}/s, {acknowledged} acknowledged; p50 {:.1} ms, p99 {:.1} ms, most {:.1} ms",
        submits.len(),
        quantile(&submits, 0.5),
        quantile(&submits, 0.99),
        quantile(&submits, 1.0),
    );
    println!(
        "pages beside it: {} read at {READS}/s, {read} well; p50 {:.1} ms, p99 {:.1} ms, most {:.1} ms",
        reads.len(),
        quantile(&reads, 0.5),
        quantile(&reads, 0.99),
        quantile(&reads, 1.0),
    );
}
