//! The virus scanner: ClamAV's `clamd`, asked over its own line (SECURITY rule 26).
//!
//! A session is one command: `INSTREAM`, then pieces with their length before them, and a piece of no
//! length at the end; the answer is one line.

use std::{fmt, io, path::PathBuf, str::FromStr};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UnixStream},
    time::timeout,
};

use crate::{Guard, limits, metrics::Metrics};

/// Name of the dependency, as metrics show it.
const NAME: &str = "clamd";
/// So many bytes go in one piece.
const PIECE: usize = 64 * 1024;
/// No answer is longer, in bytes.
const ANSWER: u64 = 4_096;
/// Longest name of a finding that is kept, in characters.
const SIGNATURE: usize = 120;

/// Where clamd listens: `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerAddress {
    /// Host and port.
    Tcp(String, u16),
    /// A socket's file.
    Unix(PathBuf),
}

impl FromStr for ScannerAddress {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "is neither tcp://host:port nor unix:/path";
        if let Some(path) = text.strip_prefix("unix:").map(PathBuf::from) {
            return path.is_absolute().then_some(Self::Unix(path)).ok_or(WRONG);
        }
        let host_and_port = text.strip_prefix("tcp://").and_then(|rest| rest.rsplit_once(':'));
        let (host, port) = host_and_port.filter(|(host, _)| !host.is_empty()).ok_or(WRONG)?;
        let port = port.parse().ok().filter(|port| *port != 0).ok_or(WRONG)?;
        Ok(Self::Tcp(host.trim_matches(['[', ']']).to_owned(), port))
    }
}

/// What the scanner says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// It holds what the scanner knows by this name.
    Infected(String),
    /// Nobody knows: the scanner is away, too slow, or could not make anything of it. This is why.
    Unknown(String),
}

/// The scanner, guarded.
pub struct Scanner {
    address: ScannerAddress,
    guard: Guard,
}

impl Scanner {
    /// Of an address; nothing is asked yet.
    pub fn new(address: ScannerAddress) -> Self {
        Self { address, guard: Guard::new(NAME, limits::SCAN_TIME, limits::SCANS_AT_ONCE) }
    }

    /// Scans a file while its sender waits: for [`limits::SCAN_TIME`] at most, and not at all while the
    /// scanner is known to be away.
    pub async fn scan(&self, metrics: &Metrics, bytes: &[u8]) -> Verdict {
        match self.guard.run(metrics, self.stream(bytes)).await {
            Ok(answer) => read(&answer),
            Err(trouble) => Verdict::Unknown(trouble.to_string()),
        }
    }

    /// Scans a file that nobody waits for: for [`limits::SCAN_TIME_AGAIN`] at most.
    pub async fn scan_patiently(&self, bytes: &[u8]) -> Verdict {
        match timeout(limits::SCAN_TIME_AGAIN, self.stream(bytes)).await {
            Ok(Ok(answer)) => read(&answer),
            Ok(Err(error)) => Verdict::Unknown(error.to_string()),
            Err(_) => Verdict::Unknown("did not answer in time".to_owned()),
        }
    }

    /// Whether it answers.
    pub async fn is_there(&self, metrics: &Metrics) -> bool {
        let ping = async {
            let mut line = connect(&self.address).await?;
            line.write_all(b"zPING\0").await?;
            match &*hear(&mut line).await? {
                "PONG" => Ok(()),
                other => Err(io::Error::other(other.to_owned())),
            }
        };
        self.guard.run(metrics, ping).await.is_ok()
    }

    async fn stream(&self, bytes: &[u8]) -> io::Result<String> {
        let mut line = connect(&self.address).await?;
        let sent = send(&mut line, bytes).await;
        // One that has enough of a file says so and closes: its answer is worth more than the error
        // of writing on.
        match (sent, hear(&mut line).await) {
            (_, Ok(answer)) if !answer.is_empty() => Ok(answer),
            (Err(error), _) | (Ok(()), Err(error)) => Err(error),
            (Ok(()), Ok(_)) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scanner").field(&self.address).finish()
    }
}

trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

async fn connect(address: &ScannerAddress) -> io::Result<Box<dyn Line>> {
    let connected = async {
        let line: Box<dyn Line> = match address {
            ScannerAddress::Tcp(host, port) => {
                Box::new(TcpStream::connect((host.as_str(), *port)).await?)
            }
            ScannerAddress::Unix(path) => Box::new(UnixStream::connect(path).await?),
        };
        Ok(line)
    };
    let late = |_| io::Error::from(io::ErrorKind::TimedOut);
    timeout(limits::SCAN_CONNECT, connected).await.map_err(late)?
}

async fn send(line: &mut Box<dyn Line>, bytes: &[u8]) -> io::Result<()> {
    line.write_all(b"zINSTREAM\0").await?;
    for piece in bytes.chunks(PIECE) {
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
        line.write_all(&length.to_be_bytes()).await?;
        line.write_all(piece).await?;
    }
    line.write_all(&0_u32.to_be_bytes()).await?;
    line.flush().await
}

/// The answer, without what ends it.
async fn hear(line: &mut Box<dyn Line>) -> io::Result<String> {
    let mut answer = Vec::new();
    line.take(ANSWER).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.trim_end_matches(['\0', '\n', '\r']).to_owned())
}

fn read(answer: &str) -> Verdict {
    let short = |text: &str| -> String {
        text.chars().filter(|c| !c.is_control()).take(SIGNATURE).collect()
    };
    let said = answer.strip_prefix("stream: ");
    match (said, said.and_then(|said| said.strip_suffix(" FOUND"))) {
        (_, Some(found)) => Verdict::Infected(short(found)),
        (Some("OK"), None) => Verdict::Clean,
        _ => Verdict::Unknown(short(answer)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_by_its_words() {
        let infected = |name: &str| Verdict::Infected(name.to_owned());
        let unknown = |why: &str| Verdict::Unknown(why.to_owned());
        for (answer, verdict) in [
            ("stream: OK", Verdict::Clean),
            ("stream: Win.Test.EICAR_HDB-1 FOUND", infected("Win.Test.EICAR_HDB-1")),
            // The name of a finding is anybody's: it makes no file clean.
            ("stream: OK FOUND", infected("OK")),
            ("stream: a\u{7}b FOUND", infected("ab")),
            ("INSTREAM size limit exceeded. ERROR", unknown("INSTREAM size limit exceeded. ERROR")),
            ("stream: Can't allocate memory ERROR", unknown("stream: Can't allocate memory ERROR")),
            ("stream: OK, more", unknown("stream: OK, more")),
            ("OK", unknown("OK")),
            ("", unknown("")),
        ] {
            assert_eq!(read(answer), verdict, "{answer}");
        }
    }

    #[test]
    fn an_address_is_one_of_two_kinds() {
        let tcp = |host: &str| Ok(ScannerAddress::Tcp(host.to_owned(), 3310));
        for (text, expected) in [
            ("tcp://127.0.0.1:3310", tcp("127.0.0.1")),
            ("tcp://clamd.noi-bo:3310", tcp("clamd.noi-bo")),
            ("tcp://[::1]:3310", tcp("::1")),
            (
                "unix:/run/clamav/clamd.ctl",
                Ok(ScannerAddress::Unix("/run/clamav/clamd.ctl".into())),
            ),
            ("unix:clamd.ctl", Err(())),
            ("tcp://:3310", Err(())),
            ("tcp://clamd", Err(())),
            ("tcp://clamd:0", Err(())),
            ("127.0.0.1:3310", Err(())),
            ("", Err(())),
        ] {
            assert_eq!(text.parse::<ScannerAddress>().map_err(drop), expected, "{text}");
        }
    }
}
