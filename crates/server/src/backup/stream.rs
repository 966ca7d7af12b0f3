//! Bytes on their way into a backup and out of it: summed up, compressed, encrypted, in pieces, so that
//! memory stays the same however much there is.
//!
//! Compression and encryption are ordinary blocking code; each stream has a thread for it, between
//! two short channels.

use std::{
    io::{self, Read, Write},
    sync::Arc,
};

use age::{Decryptor, Encryptor, stream::StreamWriter, x25519};
use anyhow::Context as _;
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use object_store::{
    ObjectStore, ObjectStoreExt as _, buffered::BufWriter, path::Path as StorePath,
};
use sha2::{Digest as _, Sha256};
use tokio::{io::AsyncWriteExt as _, sync::mpsc, task::JoinHandle};

/// How much goes through a channel at once.
const PIECE: usize = 256 * 1024;
/// How many pieces may wait.
const WAITING: usize = 4;
/// zstd's own default: a good part of what is possible, at the speed of a disk.
const LEVEL: i32 = 3;

/// What went by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passed {
    /// SHA-256 of the content.
    pub sha256: String,
    /// Size of the content, in bytes.
    pub bytes: u64,
    /// Lines of the content.
    pub lines: u64,
    /// SHA-256 of what is stored.
    pub stored_sha256: String,
    /// Size of what is stored, in bytes.
    pub stored_bytes: u64,
}

/// How something is stored.
#[derive(Clone, Default)]
pub struct Packing {
    /// Whether it is compressed. What was compressed before is not.
    pub zstd: bool,
    /// To whom it is encrypted; nobody means that it is not.
    pub recipients: Arc<[x25519::Recipient]>,
}

/// How what is stored is read.
#[derive(Clone, Default)]
pub struct Unpacking {
    /// Whether it is compressed.
    pub zstd: bool,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// The keys that open it.
    pub identities: Arc<[x25519::Identity]>,
}

/// A sum over bytes.
#[derive(Default)]
struct Sum {
    hash: Sha256,
    bytes: u64,
    lines: u64,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        self.lines = self.lines.saturating_add(lines as u64);
    }

    fn sha256(self) -> String {
        hex::encode(self.hash.finalize())
    }
}

/// Where the thread writes what is to be stored.
struct Outlet {
    to: mpsc::Sender<Bytes>,
    waiting: BytesMut,
    sum: Sum,
}

impl Outlet {
    fn send(&mut self) -> io::Result<()> {
        let piece = self.waiting.split().freeze();
        self.sum.add(&piece);
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "nobody stores it any more");
        self.to.blocking_send(piece).map_err(gone)
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Encrypts, or does not.
enum Sealer {
    Open(Outlet),
    Closed(StreamWriter<Outlet>),
}

impl Sealer {
    fn new(outlet: Outlet, recipients: &[x25519::Recipient]) -> anyhow::Result<Self> {
        if recipients.is_empty() {
            return Ok(Self::Open(outlet));
        }
        let to = recipients.iter().map(|one| one as &dyn age::Recipient);
        Ok(Self::Closed(Encryptor::with_recipients(to)?.wrap_output(outlet)?))
    }

    fn finish(self) -> io::Result<Sum> {
        let mut outlet = match self {
            Self::Open(outlet) => outlet,
            Self::Closed(writer) => writer.finish()?,
        };
        if !outlet.waiting.is_empty() {
            outlet.send()?;
        }
        Ok(outlet.sum)
    }
}

impl Write for Sealer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(outlet) => outlet.write(bytes),
            Self::Closed(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Stores a stream at a place; gives what went by. Nothing is there until all of it is.
///
/// # Errors
/// The stream's own fault, or the store's.
pub async fn store<S>(
    store: &Arc<dyn ObjectStore>,
    place: &StorePath,
    packing: Packing,
    content: S,
) -> anyhow::Result<Passed>
where
    S: Stream<Item = anyhow::Result<Bytes>>,
{
    let (feed, fed) = mpsc::channel::<Bytes>(WAITING);
    let (to, mut packed) = mpsc::channel::<Bytes>(WAITING);
    let thread = tokio::task::spawn_blocking(move || pack(fed, to, &packing));
    let feeding = async {
        let mut content = std::pin::pin!(content);
        let mut piece = BytesMut::new();
        while let Some(more) = content.next().await {
            piece.extend_from_slice(&more?);
            // Whoever packs has stopped: its own fault says why.
            if piece.len() >= PIECE && feed.send(piece.split().freeze()).await.is_err() {
                break;
            }
        }
        let _ = feed.send(piece.freeze()).await;
        drop(feed);
        anyhow::Ok(())
    };
    let mut writer = BufWriter::new(Arc::clone(store), place.clone());
    let storing = async {
        while let Some(piece) = packed.recv().await {
            writer.put(piece).await.map_err(of_store)?;
        }
        anyhow::Ok(())
    };
    let fed_and_stored = tokio::try_join!(feeding, storing);
    drop(packed);
    let passed = match (fed_and_stored, thread.await?) {
        (Ok(_), Ok(passed)) => passed,
        (Err(fault), _) | (Ok(_), Err(fault)) => {
            let _ = writer.abort().await;
            return Err(fault.context(format!("{place} cannot be stored")));
        }
    };
    let stored = writer.shutdown().await;
    stored.map_err(|error| anyhow::anyhow!("{place} cannot be stored: {error}"))?;
    Ok(passed)
}

fn pack(
    mut fed: mpsc::Receiver<Bytes>,
    to: mpsc::Sender<Bytes>,
    packing: &Packing,
) -> anyhow::Result<Passed> {
    let outlet = Outlet { to, waiting: BytesMut::new(), sum: Sum::default() };
    let mut sealer = Sealer::new(outlet, &packing.recipients)?;
    let mut content = Sum::default();
    let stored = if packing.zstd {
        let mut packer = zstd::Encoder::new(sealer, LEVEL)?;
        while let Some(piece) = fed.blocking_recv() {
            content.add(&piece);
            packer.write_all(&piece)?;
        }
        packer.finish()?.finish()?
    } else {
        while let Some(piece) = fed.blocking_recv() {
            content.add(&piece);
            sealer.write_all(&piece)?;
        }
        sealer.finish()?
    };
    Ok(passed(content, stored))
}

fn passed(content: Sum, stored: Sum) -> Passed {
    Passed {
        bytes: content.bytes,
        lines: content.lines,
        sha256: content.sha256(),
        stored_bytes: stored.bytes,
        stored_sha256: stored.sha256(),
    }
}

/// Where the thread reads what is stored.
struct Inlet {
    from: mpsc::Receiver<io::Result<Bytes>>,
    piece: Bytes,
    sum: Sum,
}

impl Read for Inlet {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.from.blocking_recv() {
                Some(piece) => self.piece = piece?,
                None => return Ok(0),
            }
            self.sum.add(&self.piece);
        }
        let size = self.piece.len().min(into.len());
        let taken = self.piece.split_to(size);
        if let Some(into) = into.get_mut(..size) {
            into.copy_from_slice(&taken);
        }
        Ok(size)
    }
}

/// Content on its way out of a store.
pub struct Reading {
    content: mpsc::Receiver<Bytes>,
    thread: JoinHandle<anyhow::Result<Passed>>,
}

impl Reading {
    /// Begins to read a place. What is encrypted and has no key here is read without its content.
    ///
    /// # Errors
    /// When there is nothing.
    pub async fn begin(
        store: &Arc<dyn ObjectStore>,
        place: &StorePath,
        unpacking: Unpacking,
    ) -> anyhow::Result<Self> {
        let found = store.get(place).await.map_err(of_store)?;
        let (feed, from) = mpsc::channel(WAITING);
        let mut stored = found.into_stream();
        tokio::spawn(async move {
            while let Some(piece) = stored.next().await {
                if feed.send(piece.map_err(io::Error::other)).await.is_err() {
                    break;
                }
            }
        });
        let (to, content) = mpsc::channel(WAITING);
        let inlet = Inlet { from, piece: Bytes::new(), sum: Sum::default() };
        let thread = tokio::task::spawn_blocking(move || unpack(inlet, &to, &unpacking));
        Ok(Self { content, thread })
    }

    /// The next piece of the content; nothing at the end, and where it breaks off.
    pub async fn next(&mut self) -> Option<Bytes> {
        self.content.recv().await
    }

    /// Its pieces; at the end a fault where it broke off, or its sum is not the one that is expected.
    pub fn expecting(self, sha256: &str) -> impl Stream<Item = anyhow::Result<Bytes>> {
        let sha256 = sha256.to_owned();
        futures_util::stream::try_unfold((self, sha256), |(mut reading, sha256)| async move {
            if let Some(piece) = reading.next().await {
                return Ok(Some((piece, (reading, sha256))));
            }
            let passed = reading.end().await?;
            anyhow::ensure!(passed.sha256 == sha256, "its content is not what it was");
            Ok(None)
        })
    }

    /// What went by, once everything was read.
    ///
    /// # Errors
    /// Why it broke off: no key, changed bytes, a store that does not answer.
    pub async fn end(mut self) -> anyhow::Result<Passed> {
        while self.content.recv().await.is_some() {}
        self.thread.await?
    }
}

fn unpack(
    mut inlet: Inlet,
    to: &mpsc::Sender<Bytes>,
    unpacking: &Unpacking,
) -> anyhow::Result<Passed> {
    if unpacking.encrypted && unpacking.identities.is_empty() {
        io::copy(&mut inlet, &mut io::sink())?;
        return Ok(passed(Sum::default(), inlet.sum));
    }
    let content = if unpacking.encrypted {
        let keys = unpacking.identities.iter().map(|one| one as &dyn age::Identity);
        let decryptor =
            Decryptor::new(&mut inlet).context("it is not encrypted as it should be")?;
        let open = decryptor.decrypt(keys).context("the identity does not open it")?;
        decompress(open, to, unpacking.zstd)
    } else {
        decompress(&mut inlet, to, unpacking.zstd)
    };
    // To the end, also where something stands behind it: the sum is over all that is stored.
    io::copy(&mut inlet, &mut io::sink())?;
    Ok(passed(content?, inlet.sum))
}

fn decompress(from: impl Read, to: &mpsc::Sender<Bytes>, zstd: bool) -> anyhow::Result<Sum> {
    if zstd { spread(zstd::Decoder::new(from)?, to) } else { spread(from, to) }
}

fn spread(mut from: impl Read, to: &mpsc::Sender<Bytes>) -> anyhow::Result<Sum> {
    let mut sum = Sum::default();
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        let size = (&mut from).take(PIECE as u64).read_to_end(&mut piece)?;
        if size == 0 {
            return Ok(sum);
        }
        sum.add(&piece);
        // Whoever wanted it has what it wanted; the rest is read for the sum.
        let _ = to.blocking_send(piece.into());
    }
}

/// A fault of a store as one sentence: its causes repeat each other.
#[expect(clippy::needless_pass_by_value, reason = "stands in `map_err`")]
pub fn of_store(error: object_store::Error) -> anyhow::Error {
    anyhow::anyhow!("{error}")
}

/// The SHA-256 of rows, and how many they are.
///
/// # Errors
/// The stream's own.
pub async fn sum_rows<S>(rows: S) -> anyhow::Result<(String, u64)>
where
    S: Stream<Item = anyhow::Result<Bytes>>,
{
    let mut rows = std::pin::pin!(rows);
    let mut sum = Sum::default();
    while let Some(piece) = rows.next().await {
        sum.add(&piece?);
    }
    let lines = sum.lines;
    Ok((sum.sha256(), lines))
}

/// The SHA-256 of a file of a store, and its size.
///
/// # Errors
/// When it cannot be read.
pub async fn sum_of(
    store: &Arc<dyn ObjectStore>,
    place: &StorePath,
) -> object_store::Result<(String, u64)> {
    let mut content = store.get(place).await?.into_stream();
    let mut sum = Sum::default();
    while let Some(piece) = content.next().await {
        sum.add(&piece?);
    }
    let bytes = sum.bytes;
    Ok((sum.sha256(), bytes))
}
