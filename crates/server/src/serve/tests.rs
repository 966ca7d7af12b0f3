use std::{net::SocketAddr, sync::atomic::AtomicUsize};

use http_body_util::{BodyExt as _, Collected};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::Notify,
};

use super::*;

const SHORT: Times = Times { head: Duration::from_millis(50), idle: Duration::from_secs(1) };
const ASK: &[u8] = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n";

/// A door on a free port; each answer waits until it is let out.
struct Door {
    address: SocketAddr,
    end: watch::Sender<bool>,
    arrived: Arc<Notify>,
    let_out: Arc<Notify>,
    served: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Door {
    async fn open(places: usize) -> Self {
        Self::with_times(places, TIMES).await
    }

    async fn with_times(places: usize, times: Times) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = watch::channel(false);
        let (arrived, let_out) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let served = Arc::new(AtomicUsize::new(0));
        let answer = {
            let (arrived, let_out) = (Arc::clone(&arrived), Arc::clone(&let_out));
            let served = Arc::clone(&served);
            move |_: Request<Incoming>, _: IpAddr| {
                let (arrived, let_out) = (Arc::clone(&arrived), Arc::clone(&let_out));
                let served = Arc::clone(&served);
                async move {
                    arrived.notify_one();
                    let_out.notified().await;
                    served.fetch_add(1, Ordering::Relaxed);
                    Response::new(Body::from("done"))
                }
            }
        };
        let cap = Arc::new(Semaphore::new(places));
        let task = tokio::spawn(accept(listener, cap, ended, times, answer));
        Self { address, end, arrived, let_out, served, task }
    }

    async fn ask(&self) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(ASK).await.unwrap();
        stream
    }
}

async fn all(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn what_runs_is_answered_after_the_end_was_asked_for_and_nobody_new_is() {
    let door = Door::open(10).await;
    let visitor = door.ask().await;
    door.arrived.notified().await;
    door.end.send_replace(true);
    // Refused as soon as the socket is closed.
    while TcpStream::connect(door.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!door.task.is_finished());
    door.let_out.notify_one();
    let answer = all(visitor).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
    door.task.await.unwrap();
}

#[tokio::test]
async fn a_connection_beyond_the_cap_waits_for_a_place() {
    let door = Door::open(1).await;
    let first = door.ask().await;
    door.arrived.notified().await;
    let second = door.ask().await;
    door.let_out.notify_one();
    drop(first);
    door.arrived.notified().await;
    door.let_out.notify_one();
    door.end.send_replace(true);
    assert!(all(second).await.ends_with("done"));
    assert!(door.served.load(Ordering::Relaxed) >= 1);
    door.task.await.unwrap();
}

#[tokio::test]
async fn a_head_has_its_time_and_an_answer_its_own() {
    let door = Door::with_times(10, SHORT).await;
    let slow = async |begun: &[u8]| {
        let mut stream = TcpStream::connect(door.address).await.unwrap();
        stream.write_all(begun).await.unwrap();
        assert_eq!(all(stream).await, "", "closed without an answer");
    };
    // While an answer is being made no head is waited for; afterwards one is again.
    let visitor = door.ask().await;
    door.arrived.notified().await;
    slow(b"").await;
    slow(&ASK[..9]).await;
    door.let_out.notify_one();
    let answer = all(visitor).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
}

#[tokio::test]
async fn a_head_has_its_length_and_its_number_of_fields() {
    let door = Door::open(10).await;
    let asked = async |fields: String| {
        let mut stream = TcpStream::connect(door.address).await.unwrap();
        let head = format!("GET / HTTP/1.1\r\nhost: a\r\n{fields}\r\n");
        // Whoever sends too much may be cut off before all of it is sent.
        let _ = stream.write_all(head.as_bytes()).await;
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.unwrap();
        String::from_utf8_lossy(&start).into_owned()
    };
    let fields = |count: usize| (0..count).map(|n| format!("x{n}: y\r\n")).collect::<String>();
    assert_eq!(asked(format!("x: {}\r\n", "a".repeat(HEAD_BYTES))).await, "HTTP/1.1 431");
    assert_eq!(asked(fields(100)).await, "HTTP/1.1 431", "with the host it is one too many");
    door.let_out.notify_one();
    assert_eq!(asked(fields(99)).await, "HTTP/1.1 200");
}

#[tokio::test]
async fn whoever_takes_nothing_of_an_answer_is_cut_off() {
    const LONG: usize = 64 << 20;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (_end, ended) = watch::channel(false);
    // The one place is the visitor's until they are cut off.
    let cap = Arc::new(Semaphore::new(1));
    let begun = Arc::new(Notify::new());
    let answer = {
        let begun = Arc::clone(&begun);
        move |_: Request<Incoming>, _: IpAddr| {
            begun.notify_one();
            std::future::ready(Response::new(Full::new(Bytes::from(vec![b'a'; LONG]))))
        }
    };
    tokio::spawn(accept(listener, Arc::clone(&cap), ended, SHORT, answer));
    let mut visitor = TcpStream::connect(address).await.unwrap();
    visitor.write_all(ASK).await.unwrap();
    begun.notified().await;
    let _place = cap.acquire().await.unwrap();
    let mut taken = Vec::new();
    let _ = visitor.read_to_end(&mut taken).await;
    assert!(taken.len() < LONG, "{} bytes", taken.len());
}

/// Answers plain questions at once with what was asked, and hyper with the method and what was sent.
#[derive(Clone)]
struct Echo;

impl Answer for Echo {
    type Body = Full<Bytes>;
    type Future = BoxFuture<'static, Response<Full<Bytes>>>;

    fn answer(&self, request: Request<Incoming>, _: IpAddr) -> Self::Future {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map(Collected::to_bytes).unwrap_or_default();
            let body = String::from_utf8_lossy(&body);
            let text = format!("[{} {} {body}]", head.method, head.uri.path());
            Response::new(Full::new(text.into()))
        })
    }

    fn at_once(&self, ask: &Ask<'_>) -> Option<(DateTime<Utc>, Bytes)> {
        let body = format!("[at once {}]", ask.path);
        let known = ask.path.starts_with("/kept");
        let whole = || format!("content-length: {}\r\n\r\n{body}", body.len()).into();
        known.then(|| (DateTime::UNIX_EPOCH, whole()))
    }
}

async fn open(times: Times, answer: impl Answer) -> (SocketAddr, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ended) = watch::channel(false);
    tokio::spawn(accept(listener, Arc::new(Semaphore::new(100)), ended, times, answer));
    (address, end)
}

/// What stands between square brackets, up to the last answer.
async fn bodies(stream: &mut TcpStream, count: usize) -> Vec<String> {
    let mut text = String::new();
    while text.matches(']').count() < count {
        let mut more = [0; 1024];
        let length = stream.read(&mut more).await.unwrap();
        assert!(length > 0, "ended after {text}");
        text.push_str(&String::from_utf8_lossy(&more[..length]));
    }
    let parts = text.split('[').skip(1);
    parts.map(|part| part.split_once(']').unwrap().0.to_owned()).collect()
}

#[tokio::test]
async fn the_socket_and_hyper_answer_one_connection_in_turn() {
    let (address, _end) = open(TIMES, Echo).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let plain = "GET /kept HTTP/1.1\r\nhost: a\r\n\r\n";
    let at_once = "at once /kept";
    for (text, answer) in [
        (plain, at_once),
        (plain, at_once),
        ("GET /made HTTP/1.1\r\nhost: a\r\n\r\n", "GET /made "),
        (plain, at_once),
        ("POST /kept HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\ntext", "POST /kept text"),
        (plain, at_once),
        ("GET /kept HTTP/1.1\r\nhost: a\r\ncookie: __Host-session=x\r\n\r\n", "GET /kept "),
        (plain, at_once),
    ] {
        stream.write_all(text.as_bytes()).await.unwrap();
        assert_eq!(bodies(&mut stream, 1).await, [answer], "{text}");
    }
    // What comes in pieces is answered as well, and what comes after it.
    let text = "POST /kept HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n";
    for part in [text, "te", "xt"] {
        stream.write_all(part.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(bodies(&mut stream, 1).await, ["POST /kept text"]);
    stream.write_all(plain.as_bytes()).await.unwrap();
    assert_eq!(bodies(&mut stream, 1).await, [at_once]);
}

#[tokio::test]
async fn however_requests_are_cut_their_answers_come_in_order() {
    let (address, _end) = open(TIMES, Echo).await;
    let requests = [
        "GET /kept/1 HTTP/1.1\r\nhost: a\r\n\r\n",
        "GET /kept/2 HTTP/1.1\r\nhost: a\r\n\r\n",
        "POST /3 HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc",
        "GET /kept/4 HTTP/1.1\r\nhost: a\r\n\r\n",
        "POST /5 HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        "GET /kept/6 HTTP/1.1\r\nhost: a\r\n\r\n",
    ];
    let text = requests.concat();
    for cut in 1..text.len() {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let (first, second) = text.split_at(cut);
        stream.write_all(first.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1)).await;
        stream.write_all(second.as_bytes()).await.unwrap();
        let answers = bodies(&mut stream, requests.len()).await;
        let numbers = answers.iter().filter_map(|answer| answer.chars().find(char::is_ascii_digit));
        assert_eq!(numbers.collect::<String>(), "123456", "cut at {cut}: {answers:?}");
    }
}

#[tokio::test]
async fn a_connection_may_be_idle_longer_than_a_head_may_take() {
    let (address, _end) = open(SHORT, Echo).await;
    for path in ["/kept", "/made"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let text = format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n");
        for _ in 0..2 {
            stream.write_all(text.as_bytes()).await.unwrap();
            assert_eq!(bodies(&mut stream, 1).await.len(), 1);
            tokio::time::sleep(SHORT.head * 6).await;
        }
        // A head that was begun has only the time of a head.
        stream.write_all(&text.as_bytes()[..9]).await.unwrap();
        let begun = std::time::Instant::now();
        assert_eq!(all(stream).await, "", "{path}");
        assert!(begun.elapsed() < SHORT.idle / 2, "{path}");
    }
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /kept HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    assert_eq!(bodies(&mut stream, 1).await.len(), 1);
    assert_eq!(all(stream).await, "", "but not for ever");
}

/// Gives a long answer at once.
#[derive(Clone)]
struct AtLength(Bytes);

impl Answer for AtLength {
    type Body = Full<Bytes>;
    type Future = std::future::Pending<Response<Full<Bytes>>>;

    fn answer(&self, _: Request<Incoming>, _: IpAddr) -> Self::Future {
        std::future::pending()
    }

    fn at_once(&self, _: &Ask<'_>) -> Option<(DateTime<Utc>, Bytes)> {
        Some((DateTime::UNIX_EPOCH, self.0.clone()))
    }
}

#[tokio::test]
async fn a_long_answer_of_the_socket_is_sent_whole_or_cut_off() {
    let body = "x".repeat(64 << 20);
    let long = format!("content-length: {}\r\n\r\n{body}", body.len());
    let (address, end) = open(SHORT, AtLength(long.into())).await;
    let ask = async || {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(ASK).await.unwrap();
        stream.readable().await.unwrap();
        stream
    };
    let (slow, reader) = (ask().await, ask().await);
    // What is being sent when the end is asked for is sent to its end.
    end.send_replace(true);
    assert!(all(reader).await.len() > body.len());
    tokio::time::sleep(SHORT.head * 4).await;
    let mut taken = Vec::new();
    let mut slow = slow;
    let _ = slow.read_to_end(&mut taken).await;
    assert!(taken.len() < body.len(), "{} bytes", taken.len());
}
