use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::{OWNER, place::SOCKET};

/// What the socket says.
pub(super) enum Answer {
    Ready,
    StartingUp,
    Other(String),
}

/// Asks the server in a socket folder for a session, and what it thinks of that.
pub(super) fn probe(socket_dir: &Path) -> Answer {
    ask(socket_dir).unwrap_or_else(|fault| Answer::Other(fault.to_string()))
}

fn ask(socket_dir: &Path) -> io::Result<Answer> {
    let mut stream = UnixStream::connect(socket_dir.join(SOCKET))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.set_write_timeout(Some(Duration::from_secs(5)))?;
    let body = format!("\0\x03\0\0user\0{OWNER}\0database\0postgres\0\0");
    let length = u32::try_from(body.len() + 4).unwrap_or_default();
    // The start of a session and, behind it, its end.
    let mut message = length.to_be_bytes().to_vec();
    message.extend_from_slice(body.as_bytes());
    message.extend_from_slice(b"X\0\0\0\x04");
    stream.write_all(&message)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let has_code = |code: &[u8]| answer.windows(code.len()).any(|part| part == code);
    Ok(match answer.first() {
        Some(b'R') => Answer::Ready,
        // 53300, too many clients: busy, but well.
        Some(b'E') if has_code(b"\0C53300\0") => Answer::Ready,
        Some(b'E') if has_code(b"\0C57P03\0") => Answer::StartingUp,
        _ => Answer::Other(String::from_utf8_lossy(&answer).replace('\0', " ")),
    })
}
