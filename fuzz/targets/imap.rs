//! Whatever a mail server says, a sign-in by IMAP ends, and nobody comes in without its OK. An input is
//! what the server says: its lines, each after one of the client's.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_core::mail::imap::speak;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, split};

/// Ends an answer of the server's: the next one waits for the client to say something.
const TURN: u8 = 0;

fuzz_target!(|bytes: &[u8]| {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let (client, server) = tokio::io::duplex(64 * 1024);
        let (ear, mut mouth) = split(server);
        let mut ear = BufReader::new(ear);
        let talk = async {
            for said in bytes.split(|byte| *byte == TURN) {
                if mouth.write_all(said).await.is_err() {
                    return;
                }
                let mut heard = Vec::new();
                // Nobody listens any more, or says anything.
                if !matches!((&mut ear).take(4_096).read_until(b'\n', &mut heard).await, Ok(1..)) {
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
});
