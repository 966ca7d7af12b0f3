use std::{net::SocketAddr, sync::atomic::AtomicUsize};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::Notify,
};

use super::*;

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
        Self::with_head_time(places, HEAD_TIME).await
    }

    async fn with_head_time(places: usize, head_time: Duration) -> Self {
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
        let task = tokio::spawn(accept(listener, cap, ended, head_time, answer));
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
    let head_time = Duration::from_millis(50);
    let door = Door::with_head_time(10, head_time).await;
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
    tokio::spawn(accept(listener, Arc::clone(&cap), ended, Duration::from_millis(50), answer));
    let mut visitor = TcpStream::connect(address).await.unwrap();
    visitor.write_all(ASK).await.unwrap();
    begun.notified().await;
    let _place = cap.acquire().await.unwrap();
    let mut taken = Vec::new();
    let _ = visitor.read_to_end(&mut taken).await;
    assert!(taken.len() < LONG, "{} bytes", taken.len());
}
