//! What was acknowledged is there (R-P4): people file petitions while the portal is killed and its
//! PostgreSQL is cut off, again and again. Each sender writes down what they are about to send, sends
//! it until it is acknowledged, and writes that down; at the end the books are compared.

use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use portal_core::{
    Clock as _, SecretBox, SystemClock,
    postgres::{OWNER, PrivatePostgres, Settings},
    robots,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpSocket,
    process::{Child, Command},
    task::JoinSet,
};
use uuid::Uuid;

use crate::peers::{Folder, SmtpSink, free_port};

/// How often the portal is killed and PostgreSQL cut off.
const FAULTS: u32 = 50;
const SENDERS: u8 = 20;
/// What is acknowledged between two faults, so that each one meets traffic.
const BETWEEN: usize = 12;
const HOST: &str = "www.quangtri.localhost";
/// Far more than anything here takes; past it something hangs.
const PATIENCE: Duration = Duration::from_secs(180);

/// The installation under attack, in a folder of its own.
struct Portal {
    data: PathBuf,
    port: u16,
    mail: PathBuf,
    child: Mutex<Option<Child>>,
}

impl Portal {
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        command
    }

    async fn run(&self, arguments: &[&str]) {
        let data = self.data.display().to_string();
        let status = self.command().args(arguments).args(["--data", &data]).status().await.unwrap();
        assert!(status.success(), "{arguments:?}: {status}");
    }

    async fn start(&self) {
        let operations = self.port + 1;
        let child = self
            .command()
            .args(["dev", "--no-demo", "--data"])
            .arg(&self.data)
            .args(["--port", &self.port.to_string()])
            .args(["--operations-port", &operations.to_string()])
            .arg("--mail-config")
            .arg(&self.mail)
            .spawn()
            .unwrap();
        *self.child.lock().unwrap() = Some(child);
        soon("the portal is ready", async || {
            exchange(operations, 1, "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .await
                .is_ok_and(|(status, _)| status == 200)
        })
        .await;
    }

    /// `kill -9`.
    async fn kill(&self) {
        let child = self.child.lock().unwrap().take();
        let mut child = child.expect("it runs");
        child.kill().await.unwrap();
    }

    /// `pg_ctl stop -m immediate`, as the signal it sends.
    fn cut_postgres(&self) {
        let file = self.data.join("cluster/postmaster.pid");
        let pid =
            std::fs::read_to_string(file).ok().and_then(|text| text.lines().next()?.parse().ok());
        // Not there while it is just being started again: then this fault met the one before.
        if let Some(pid) = pid.filter(|pid: &i32| *pid > 1) {
            #[expect(unsafe_code, reason = "kill has no safe wrapper in std")]
            unsafe {
                libc::kill(pid, libc::SIGQUIT);
            }
        }
    }
}

/// Waits for something that will be so.
async fn soon(what: &str, mut so: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !so().await {
        assert!(begun.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// One exchange on a connection of its own, from an address of its own.
async fn exchange(port: u16, from: u64, request: &str) -> io::Result<(u16, String)> {
    let [.., high, low] = (2 + from % 60_000).to_be_bytes();
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((Ipv4Addr::new(127, 2, high, low), 0)))?;
    let mut stream = socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    // An answer cut off in its head is none.
    let status = text
        .contains("\r\n\r\n")
        .then(|| text.split(' ').nth(1)?.parse().ok())
        .flatten()
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok((status, text))
}

/// The senders' book: by form key, the place that acknowledged it.
#[derive(Default)]
struct Ledger {
    lines: Mutex<BTreeMap<Uuid, Option<String>>>,
    addresses: AtomicU64,
    ending: AtomicBool,
}

impl Ledger {
    fn acknowledged(&self) -> usize {
        self.lines.lock().unwrap().values().flatten().count()
    }
}

/// Files petitions, each until it is acknowledged, as somebody does who presses "send" again.
async fn sender(portal: Arc<Portal>, ledger: Arc<Ledger>, ticket: String) {
    while !ledger.ending.load(Ordering::Relaxed) {
        let key = Uuid::new_v4();
        ledger.lines.lock().unwrap().insert(key, None);
        let request = submission(portal.port, &ticket, key);
        let begun = Instant::now();
        let place = loop {
            assert!(begun.elapsed() < PATIENCE, "nobody takes a petition");
            let from = ledger.addresses.fetch_add(1, Ordering::Relaxed);
            match exchange(portal.port, from, &request).await {
                Ok((303, answer)) => break header(&answer, "location"),
                // Refused honestly: what was typed comes back.
                Ok((503, answer)) => assert!(answer.contains(&key.to_string()), "{answer}"),
                Ok((status, answer)) => panic!("{status}: {answer}"),
                Err(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        ledger.lines.lock().unwrap().insert(key, Some(place));
    }
}

fn header(answer: &str, name: &str) -> String {
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.to_owned())
        .unwrap_or_else(|| panic!("no {name}: {head}"))
}

fn submission(port: u16, ticket: &str, key: Uuid) -> String {
    let key_text = key.to_string();
    let email = format!("{}@thu.example", key.simple());
    let fields = [
        ("form_key", key_text.as_str()),
        ("ticket", ticket),
        ("kind", "reflection"),
        ("name", "Trần Thị Sổ Cái"),
        ("address", "Khu phố 1"),
        ("phone", ""),
        ("email", &email),
        ("field", "transport"),
        ("title", &key_text),
        ("body", "Đề nghị kiểm tra đèn chiếu sáng."),
        ("consent", "1"),
    ];
    let mut body = String::new();
    for (name, value) in fields {
        body +=
            &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--b--\r\n";
    format!(
        "POST /kien-nghi/gui HTTP/1.1\r\nHost: {HOST}:{port}\r\nOrigin: http://{HOST}:{port}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// A ticket that was handed out a minute ago, by the installation's own key: nobody has to wait until
/// a form may be sent.
fn ticket(portal: &Portal) -> String {
    let key = std::fs::read_to_string(portal.data.join("secrets.key")).unwrap();
    let before = SystemClock.now() - TimeDelta::minutes(1);
    robots::ticket(&SecretBox::read(&key).unwrap(), "petition", before)
}

/// An empty installation with the province's site.
async fn install(folder: &Path, relay: u16) -> Arc<Portal> {
    let (mail, units) = (folder.join("mail.toml"), folder.join("units.csv"));
    std::fs::write(
        &mail,
        format!("[smtp]\nurl = \"smtp://127.0.0.1:{relay}\"\nfrom = \"cong@quangtri.gov.vn\"\n"),
    )
    .unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/units.csv");
    let all = std::fs::read_to_string(root).unwrap();
    let province: Vec<&str> = all.lines().take(2).collect();
    std::fs::write(&units, province.join("\n")).unwrap();
    let portal = Arc::new(Portal {
        data: folder.join("data"),
        port: free_port(),
        mail,
        child: Mutex::default(),
    });
    portal.run(&["site", "import", &units.display().to_string()]).await;
    portal
}

/// What a number of the database is, asked as its owner.
async fn count(client: &tokio_postgres::Client, sql: &str) -> i64 {
    client.query_one(&format!("select ({sql})::bigint"), &[]).await.unwrap().get(0)
}

/// The books, once everybody is done and every letter is sent.
async fn compare(client: &tokio_postgres::Client, ledger: &Ledger, sink: &SmtpSink) {
    let mut stored: BTreeMap<String, usize> = BTreeMap::new();
    for row in client.query("select title from petitions", &[]).await.unwrap() {
        *stored.entry(row.get(0)).or_default() += 1;
    }
    let lines = ledger.lines.lock().unwrap().clone();
    for (key, place) in &lines {
        let times = stored.remove(&key.to_string()).unwrap_or(0);
        // Acknowledged: once. Never answered: once or not at all.
        assert!(times == 1 || (times == 0 && place.is_none()), "{key} is there {times} times");
    }
    assert!(stored.is_empty(), "nobody sent {stored:?}");
    let petitions = count(client, "select count(*) from petitions").await;
    for whole in [
        "select count(*) from petition_cases where state = 'received'",
        "select count(*) from petition_senders where sealed is not null",
        "select count(*) from deadlines where state = 'running' and key = 'petition.forward'",
        "select count(*) from petition_events where kind = 'received'",
        "select count(*) from facts where kind = 'petitions.petition.received'",
        "select count(*) from petition_letters where sent_at is not null",
    ] {
        assert_eq!(count(client, whole).await, petitions, "{whole}");
    }
    assert_eq!(count(client, "select count(*) from petition_letters").await, petitions);
    // Each at least once; one sent twice says by its Message-ID that it is the same.
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for letter in sink.letters() {
        let (to, id) = (line(&letter, "To: "), line(&letter, "Message-ID: "));
        let known = told.entry(to.clone()).or_insert_with(|| id.clone());
        assert_eq!(*known, id, "{to} got two letters");
    }
    assert_eq!(i64::try_from(told.len()).unwrap(), petitions);
}

fn line(letter: &str, head: &str) -> String {
    let found = letter.lines().find_map(|line| line.strip_prefix(head));
    found.unwrap_or_else(|| panic!("no {head}: {letter}")).trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_fifty_kills_and_fifty_cuts() {
    let folder = Folder::new("ledger");
    let sink = SmtpSink::start(&[]).await;
    let portal = install(folder.path(), sink.port).await;
    portal.start().await;
    let ticket = ticket(&portal);
    let ledger = Arc::<Ledger>::default();
    let mut senders = JoinSet::new();
    for _ in 0..SENDERS {
        senders.spawn(sender(Arc::clone(&portal), Arc::clone(&ledger), ticket.clone()));
    }
    for fault in 0..FAULTS {
        let (before, after) = (ledger.acknowledged(), ledger.acknowledged() + BETWEEN);
        soon("petitions are acknowledged again", async || ledger.acknowledged() >= after).await;
        portal.cut_postgres();
        // Every other time both at once; else the portal is killed once it has found its way back.
        if fault % 2 == 0 {
            let after = before + 2 * BETWEEN;
            soon("petitions outlive a cut", async || ledger.acknowledged() >= after).await;
        }
        portal.kill().await;
        portal.start().await;
    }
    ledger.ending.store(true, Ordering::Relaxed);
    while let Some(ended) = senders.join_next().await {
        ended.unwrap();
    }
    let settings = Settings { data_dir: portal.data.clone(), bin_dir: None, extra: Vec::new() };
    let postgres = tokio::task::spawn_blocking(move || PrivatePostgres::start(&settings));
    let postgres = postgres.await.unwrap().unwrap();
    let (client, connection) =
        tokio_postgres::connect(&postgres.url(OWNER, "portal"), tokio_postgres::NoTls)
            .await
            .unwrap();
    tokio::spawn(connection);
    soon("every letter is sent", async || {
        count(&client, "select count(*) from petition_letters where sent_at is null").await == 0
            && count(
                &client,
                "select count(*) from jobs where state = 'ready' and kind like 'petitions.%'",
            )
            .await
                == 0
    })
    .await;
    compare(&client, &ledger, &sink).await;
    println!("{} petitions acknowledged through {FAULTS} faults", ledger.acknowledged());
    drop(client);
    drop(postgres);
    portal.kill().await;
}
