//! A mail server for measurements that takes every letter: `mail_sink PORT LOG`. Of each it writes the
//! Message-ID to the log, so that what came twice is seen.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that fails may stop")]

use std::{
    io::Write as _,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

type Log = Arc<Mutex<std::fs::File>>;

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1);
    let mut word = || words.next().expect("mail_sink PORT LOG");
    let port: u16 = word().parse().unwrap();
    let log = std::fs::File::options().create(true).append(true).open(word()).unwrap();
    let log: Log = Arc::new(Mutex::new(log));
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        // Who leaves in the middle comes again.
        tokio::spawn(take(stream, Arc::clone(&log)));
    }
}

async fn take(stream: TcpStream, log: Log) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 localhost ESMTP\r\n").await?;
    let (mut line, mut in_letter, mut id) = (String::new(), false, String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = if in_letter {
            if line.to_ascii_lowercase().starts_with("message-id:") && id.is_empty() {
                id = line.trim().to_owned();
            }
            if line != ".\r\n" {
                continue;
            }
            in_letter = false;
            writeln!(log.lock().unwrap(), "{}", std::mem::take(&mut id))?;
            b"250 taken\r\n"
        } else if word == "DATA" {
            in_letter = true;
            b"354 go on\r\n"
        } else if word == "QUIT" {
            stream.write_all(b"221 bye\r\n").await?;
            return Ok(());
        } else {
            b"250 localhost\r\n"
        };
        stream.write_all(answer).await?;
    }
}
