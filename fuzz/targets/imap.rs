//! Whatever a mail server says, a sign-in by IMAP ends, and nobody comes in without its OK. An input is
//! what the server says: its lines, each after one of the client's.

#![no_main]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use libfuzzer_sys::fuzz_target;
use portal_core::mail::imap::speak;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, split},
    time::timeout,
};

/// Ends an answer of the server's: the next one waits for the client to say something.
const TURN: u8 = 0;

fuzz_target!(
    init: {
        // A parser that panics is caught by whoever called it; only what is not caught counts.
        std::panic::set_hook(Box::new(|_| {}));
    },
    |bytes: &[u8]| {
        if let Err(said) = catch_unwind(AssertUnwindSafe(|| sign_in(bytes))) {
            let said = said.downcast_ref::<String>().map(String::as_str);
            eprintln!("it panicked: {said:?}");
            std::process::abort();
        }
    }
);

/// Signs in at a server that says this.
fn sign_in(bytes: &[u8]) {
    // Where both wait for the other, time passes at once.
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().expect("a runtime");
    runtime.block_on(async {
        let (client, server) = tokio::io::duplex(64 * 1024);
        let (ear, mut mouth) = split(server);
        let mut ear = BufReader::new(ear);
        let talk = async move {
            for said in bytes.split(|byte| *byte == TURN) {
                if mouth.write_all(said).await.is_err() {
                    return;
                }
                let mut heard = Vec::new();
                // Nobody listens any more, or says anything.
                let mut line = (&mut ear).take(4_096);
                let read = line.read_until(b'\n', &mut heard);
                if !matches!(timeout(Duration::from_secs(1), read).await, Ok(Ok(1..))) {
                    return;
                }
            }
            let _ = mouth.shutdown().await;
            let _ = tokio::io::copy(&mut ear, &mut tokio::io::sink()).await;
        };
        let password = "x y\"\\".into();
        let asked = speak(client, "an@a.vn", &password);
        let (answer, ()) = tokio::join!(asked, talk);
        if answer.is_ok_and(|right| right) {
            let ok = bytes.windows(2).any(|two| two.eq_ignore_ascii_case(b"OK"));
            assert!(ok, "{:?}", String::from_utf8_lossy(bytes));
        }
    });
}
