use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

use super::{Authority, Folder};

/// An SMTP server that keeps what it gets.
pub struct SmtpSink {
    /// Its port.
    pub port: u16,
    kept: Arc<Mutex<Vec<String>>>,
    moods: Arc<Mutex<Vec<Mood>>>,
    task: tokio::task::JoinHandle<()>,
}

/// How the server takes a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// "Not now."
    Defer,
    /// Keeps it, and ends the connection before it says so.
    DropAfterData,
}

impl SmtpSink {
    /// Starts one; its next letters are taken in these moods, and from then on well.
    pub async fn start(moods: &[Mood]) -> Self {
        Self::listen(None, moods).await
    }

    /// Starts one that begins in TLS.
    pub async fn start_in_tls(authority: &Authority) -> Self {
        let folder = Folder::new("sink");
        authority.certify(&folder);
        let certificate = CertificateDer::from_pem_file(folder.0.join("cert.pem")).unwrap();
        let key = PrivateKeyDer::from_pem_file(folder.0.join("key.pem")).unwrap();
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(ring)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        Self::listen(Some(TlsAcceptor::from(Arc::new(config))), &[]).await
    }

    async fn listen(tls: Option<TlsAcceptor>, moods: &[Mood]) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = Arc::<Mutex<Vec<String>>>::default();
        let moods = Arc::new(Mutex::new(moods.iter().rev().copied().collect::<Vec<_>>()));
        let (keeps, takes) = (Arc::clone(&kept), Arc::clone(&moods));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (keeps, takes, tls) = (Arc::clone(&keeps), Arc::clone(&takes), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => converse(stream, keeps, takes).await,
                        Some(tls) => converse(tls.accept(stream).await.ok()?, keeps, takes).await,
                    }
                });
            }
        });
        Self { port, kept, moods, task }
    }

    /// The letters, as they came over the wire.
    pub fn letters(&self) -> Vec<String> {
        self.kept.lock().unwrap().clone()
    }

    /// Whether no bad mood is left.
    pub fn is_content(&self) -> bool {
        self.moods.lock().unwrap().is_empty()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    kept: Arc<Mutex<Vec<String>>>,
    moods: Arc<Mutex<Vec<Mood>>>,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink ESMTP\r\n").await.ok()?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                let letter = read_letter(&mut stream).await?;
                let mood = moods.lock().unwrap().pop();
                if mood != Some(Mood::Defer) {
                    kept.lock().unwrap().push(letter);
                }
                match mood {
                    Some(Mood::DropAfterData) => return None,
                    Some(Mood::Defer) => b"451 not now\r\n",
                    None => b"250 kept\r\n",
                }
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        };
        stream.write_all(answer).await.ok()?;
        if verb == "QUIT" {
            return None;
        }
    }
}

async fn read_letter<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut letter = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(letter);
        }
        letter.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
