//! Mailboxes by IMAP: a connection that is TLS before anything is said, and a sign-in.

use std::{fmt::Debug, panic::AssertUnwindSafe};

use anyhow::Context as _;
use async_imap::{Authenticator, Client, error::Error};
use futures_util::FutureExt as _;
use rustls::pki_types::ServerName;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{Endpoint, Trust};

/// Somebody's mailbox, open.
pub type Session = async_imap::Session<TlsStream<TcpStream>>;

/// Longest line a server may send before anybody is signed in.
const LINE_MAX_BYTES: u64 = 8_192;
/// Most lines it may send in answer to one command.
const LINES_MAX: usize = 100;
/// A server that is asked by IMAP: TLS from the first byte (`imaps`), or STARTTLS before anything
/// else (`imap`). Never without.
pub struct ImapServer {
    at: Endpoint,
    name: ServerName<'static>,
    tls: TlsConnector,
}

/// Speaks with a server on a connection that is trusted already, from its greeting to the sign-in: whether
/// the password is right. For whoever makes up what servers say.
#[cfg(fuzzing)]
pub async fn speak<S: AsyncRead + AsyncWrite + Unpin + Debug + Send>(
    stream: S,
    login: &str,
    password: &SecretString,
) -> anyhow::Result<bool> {
    let mut line = BufReader::new(stream);
    greet(&mut line).await?;
    let offer = capabilities(&mut line).await?;
    Ok(sign_in(whole(line)?, &offer, login, password).await?.is_some())
}

/// What a server offers.
#[derive(Debug, Default, PartialEq, Eq)]
struct Offer {
    starttls: bool,
    plain: bool,
    login_disabled: bool,
}

impl ImapServer {
    /// Makes ready to ask a server (`imap` or `imaps`); it is not asked yet.
    ///
    /// # Errors
    /// A host that no certificate can name.
    pub fn new(at: Endpoint, trust: &Trust) -> anyhow::Result<Self> {
        let name = ServerName::try_from(at.host.clone()).context("no name of a server")?;
        Ok(Self { at, name, tls: TlsConnector::from(trust.clone()) })
    }

    /// Opens a mailbox; `None` when the password is wrong. Whoever asks keeps the time.
    ///
    /// # Errors
    /// When the server itself fails, or offers no way to sign in.
    pub async fn sign_in(
        &self,
        login: &str,
        password: &SecretString,
    ) -> anyhow::Result<Option<Session>> {
        let (stream, offer) = self.open().await?;
        sign_in(stream, &offer, login, password).await
    }

    async fn open(&self) -> anyhow::Result<(TlsStream<TcpStream>, Offer)> {
        let implicit = self.at.scheme == "imaps";
        let tcp = TcpStream::connect(self.at.place(if implicit { 993 } else { 143 }));
        let tcp = tcp.await.context("no connection")?;
        tcp.set_nodelay(true)?;
        let tcp = if implicit { tcp } else { ask_for_tls(tcp).await? };
        let tls = self.tls.connect(self.name.clone(), tcp).await.context("no trust in it")?;
        let mut line = BufReader::new(tls);
        if implicit {
            greet(&mut line).await?;
        }
        // Anew after STARTTLS: what was said before it may have been said by anybody.
        let offer = capabilities(&mut line).await?;
        Ok((whole(line)?, offer))
    }
}

/// Signs in by the best way there is; `None` when the password is wrong.
async fn sign_in<S: AsyncRead + AsyncWrite + Unpin + Debug + Send>(
    stream: S,
    offer: &Offer,
    address: &str,
    password: &SecretString,
) -> anyhow::Result<Option<async_imap::Session<S>>> {
    // It ends a name in SASL PLAIN, and a text for servers written in C.
    if address.contains('\0') || password.expose_secret().contains('\0') {
        return Ok(None);
    }
    anyhow::ensure!(
        offer.plain || !offer.login_disabled,
        "it offers no way to sign in with a password"
    );
    let client = Client::new(stream);
    let asked = async {
        if offer.plain {
            client.authenticate("PLAIN", Plain { address, password }).await
        } else {
            client.login(address, password.expose_secret()).await
        }
    };
    // The parser panics at some answers that are none: a broken server is one that is away, not a fault
    // of ours.
    let answer = AssertUnwindSafe(asked).catch_unwind().await;
    match answer.map_err(|_| anyhow::anyhow!("its answer cannot be read"))? {
        Ok(session) => Ok(Some(session)),
        Err((Error::No(why), _)) if !is_its_own_trouble(&why) => Ok(None),
        // Cannot be said by LOGIN, so it cannot be anybody's password there.
        Err((Error::Validate(_), _)) => Ok(None),
        Err((error, _)) => Err(error.into()),
    }
}

/// Whether a "no" speaks of the server and not of the password (RFC 5530).
fn is_its_own_trouble(why: &str) -> bool {
    let why = why.to_ascii_uppercase();
    ["UNAVAILABLE", "INUSE", "SERVERBUG", "[LIMIT]", "TEMPORARY"].iter().any(|it| why.contains(it))
}

/// SASL PLAIN (RFC 4616), sent as base64: nothing in a name or password is taken for a command.
struct Plain<'a> {
    address: &'a str,
    password: &'a SecretString,
}

impl Authenticator for Plain<'_> {
    type Response = String;

    fn process(&mut self, _: &[u8]) -> String {
        format!("\0{}\0{}", self.address, self.password.expose_secret())
    }
}

/// Turns a plain connection into one on which TLS may begin.
async fn ask_for_tls(tcp: TcpStream) -> anyhow::Result<TcpStream> {
    let mut line = BufReader::new(tcp);
    greet(&mut line).await?;
    anyhow::ensure!(capabilities(&mut line).await?.starttls, "it does not offer STARTTLS");
    command(&mut line, "STARTTLS").await?;
    whole(line)
}

/// The stream itself; refused when the server said more than it was asked for: whoever sits between
/// could have put that there to be taken for the server's word later.
fn whole<S: AsyncRead>(line: BufReader<S>) -> anyhow::Result<S> {
    anyhow::ensure!(line.buffer().is_empty(), "it speaks out of turn");
    Ok(line.into_inner())
}

async fn greet<S: AsyncRead + Unpin>(line: &mut BufReader<S>) -> anyhow::Result<()> {
    let greeting = read_line(line).await?;
    let ok = greeting.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("* OK "));
    anyhow::ensure!(ok, "it does not greet: {greeting:?}");
    Ok(())
}

async fn capabilities<S: AsyncRead + AsyncWrite + Unpin>(
    line: &mut BufReader<S>,
) -> anyhow::Result<Offer> {
    Ok(offer(&command(line, "CAPABILITY").await?))
}

fn offer(lines: &[String]) -> Offer {
    let mut offer = Offer::default();
    for line in lines {
        let mut words = line.split_ascii_whitespace().map(str::to_ascii_uppercase).skip(1);
        if words.next().as_deref() != Some("CAPABILITY") {
            continue;
        }
        for word in words {
            offer.starttls |= word == "STARTTLS";
            offer.plain |= word == "AUTH=PLAIN";
            offer.login_disabled |= word == "LOGINDISABLED";
        }
    }
    offer
}

/// Sends a command that no person has a word in; gives what was said before its OK.
async fn command<S: AsyncRead + AsyncWrite + Unpin>(
    line: &mut BufReader<S>,
    command: &'static str,
) -> anyhow::Result<Vec<String>> {
    line.write_all(format!("p {command}\r\n").as_bytes()).await?;
    line.flush().await?;
    let mut said = Vec::new();
    while said.len() < LINES_MAX {
        let heard = read_line(line).await?;
        if let Some(result) = heard.strip_prefix("p ") {
            let ok = result.get(..2).is_some_and(|word| word.eq_ignore_ascii_case("OK"));
            anyhow::ensure!(ok, "it refuses {command}: {result:?}");
            return Ok(said);
        }
        said.push(heard);
    }
    anyhow::bail!("it does not stop answering")
}

async fn read_line<S: AsyncRead + Unpin>(line: &mut BufReader<S>) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    line.take(LINE_MAX_BYTES).read_until(b'\n', &mut bytes).await?;
    anyhow::ensure!(bytes.ends_with(b"\n"), "it ended the connection, or a line has no end");
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_offers_is_read_word_by_word() {
        for (lines, read) in [
            (&["* CAPABILITY IMAP4rev1 AUTH=PLAIN"][..], (false, true, false)),
            (&["* capability imap4rev1 StartTLS LoginDisabled"], (true, false, true)),
            (&["* CAPABILITY IMAP4rev1 AUTH=PLAIN-CLIENTTOKEN XSTARTTLS"], (false, false, false)),
            (&["* OK AUTH=PLAIN STARTTLS"], (false, false, false)),
            (&[], (false, false, false)),
        ] {
            let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let Offer { starttls, plain, login_disabled } = offer(&lines);
            assert_eq!((starttls, plain, login_disabled), read, "{lines:?}");
        }
    }

    #[test]
    fn a_no_about_the_server_is_not_a_wrong_password() {
        for (why, own) in [
            ("code: Some(Other(\"AUTHENTICATIONFAILED\")), info: Some(\"failed\")", false),
            ("code: Some(Other(\"UNAVAILABLE\")), info: Some(\"Temporary failure\")", true),
            ("code: None, info: Some(\"Temporary authentication failure.\")", true),
            ("code: None, info: Some(\"LOGIN failed.\")", false),
        ] {
            assert_eq!(is_its_own_trouble(why), own, "{why}");
        }
    }

    /// Signs in at a server that answers one command like this; gives what it was sent.
    async fn against(
        offer: &Offer,
        password: &str,
        answer: &str,
    ) -> (anyhow::Result<bool>, String) {
        let (client, server) = tokio::io::duplex(1_024);
        let mut server = BufReader::new(server);
        let password = password.into();
        let (signed_in, heard) =
            tokio::join!(sign_in(client, offer, "an\" \\@a.vn", &password), async {
                let heard = read_line(&mut server).await.unwrap_or_default();
                let tag = heard.split(' ').next().unwrap_or_default();
                let line = format!("{tag} {answer}\r\n");
                // Who sent nothing does not wait for an answer.
                let _ = server.write_all(line.as_bytes()).await;
                heard
            });
        (signed_in.map(|session| session.is_some()), heard)
    }

    #[tokio::test]
    async fn login_is_quoted_and_its_answer_understood() {
        let offer = Offer::default();
        let (answer, heard) = against(&offer, "a\"b\\", "OK in").await;
        assert!(answer.unwrap());
        let (_, command) = heard.split_once(' ').unwrap();
        assert_eq!(command, r#"LOGIN "an\" \\@a.vn" "a\"b\\""#);
        let (answer, _) = against(&offer, "x", "NO [AUTHENTICATIONFAILED] Sai mat khau").await;
        assert!(!answer.unwrap());
        assert!(against(&offer, "x", "NO [UNAVAILABLE] Later").await.0.is_err());
        assert!(against(&offer, "x", "BAD what?").await.0.is_err());
        // Found by the fuzz target.
        assert!(against(&offer, "x", "OK [CAPABILITY IMAP4rev1]đã vào").await.0.is_err());
        // Nothing is sent of what would be a command of its own.
        for password in ["a\r\nB LOGOUT", "a\0b"] {
            let (answer, heard) = against(&offer, password, "OK in").await;
            assert_eq!((answer.unwrap(), heard.as_str()), (false, ""), "{password:?}");
        }
        let closed = Offer { login_disabled: true, ..Offer::default() };
        assert!(against(&closed, "x", "OK in").await.0.is_err());
    }

    #[tokio::test]
    async fn words_before_tls_that_nobody_asked_for_are_refused() {
        let (client, mut server) = tokio::io::duplex(1_024);
        let talk = async {
            let mut line = BufReader::new(client);
            greet(&mut line).await?;
            command(&mut line, "STARTTLS").await?;
            whole(line).map(drop)
        };
        let intruder = async {
            server.write_all(b"* OK ready\r\np OK begin\r\n* CAPABILITY AUTH=PLAIN\r\n").await
        };
        let (talked, _) = tokio::join!(talk, intruder);
        assert!(talked.unwrap_err().to_string().contains("out of turn"));
    }
}
