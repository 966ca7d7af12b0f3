//! Files petitions at a steady rate and reads public pages beside it, as two crowds that do not wait
//! for each other: both are timed from when a request was due, so that a stall is not hidden.
//!
//! `petition_load PORT HOST RATE SECONDS`: prints how many were acknowledged, and the latencies of
//! both crowds. Each connection comes from an address of its own in 127.0.0.0/8.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that fails may stop")]

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpSocket,
    task::JoinSet,
    time::Instant,
};
use uuid::Uuid;

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
        let n = self.next_address.fetch_add(1, Ordering::Relaxed);
        let [.., high, low] = (2 + n % 60_000).to_be_bytes();
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.bind(SocketAddr::from((Ipv4Addr::new(127, 1, high, low), 0)))?;
        let mut stream = socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))).await?;
        stream.set_nodelay(true)?;
        stream.write_all(request).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let text = String::from_utf8_lossy(&answer).into_owned();
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        Ok((status, text))
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let (host, port) = (&self.host, self.port);
        format!(
            "GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        )
        .into_bytes()
    }

    fn submission(&self) -> Vec<u8> {
        let key = Uuid::new_v4();
        let line = format!("Đường liên thôn hư hỏng, mã đo {key}");
        let fields = [
            ("form_key", key.to_string()),
            ("ticket", self.ticket.clone()),
            ("kind", "reflection".to_owned()),
            ("name", "Người Đo Tải".to_owned()),
            ("address", "Thôn Một, xã Hai".to_owned()),
            ("phone", "0900000000".to_owned()),
            ("email", format!("{}@thu.example", key.simple())),
            ("field", "transport".to_owned()),
            ("title", line.clone()),
            ("body", format!("{line}. {}", "Đề nghị xem xét, sửa chữa. ".repeat(20))),
            ("consent", "1".to_owned()),
        ];
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        body += "--b--\r\n";
        let (host, port) = (&self.host, self.port);
        format!(
            "POST /kien-nghi/gui HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\n\
             Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
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
