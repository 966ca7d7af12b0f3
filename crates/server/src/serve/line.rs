//! One connection as its door sees it: whether anything moves on it, and how it is told to end.
//!
//! What is known of it stands in one place that its own task writes and the door reads each few seconds:
//! a timer for each head, and a watch over the end in each poll, cost more than the look-up of a page.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    task::{Context, Poll},
};

use axum::{body::Bytes, http::Response};
use futures_util::task::AtomicWaker;
use hyper::{
    body::{Body, Frame, SizeHint},
    rt::{Read, ReadBufCursor, Write},
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, task::AbortHandle};

/// How often the door looks within the time that a head may take.
pub(super) const LOOKS: u32 = 4;

/// What is known of a connection. Its own task alone writes, but for `ending`.
#[derive(Default)]
pub(super) struct Line {
    /// How often something was sent.
    sent: AtomicU32,
    /// Whether there is something to send that the visitor does not take.
    blocked: AtomicBool,
    /// Answers being made, or being sent.
    answers: AtomicU32,
    ending: AtomicBool,
    task: AtomicWaker,
}

impl Line {
    /// Tells it to end after what runs.
    pub(super) fn end(&self) {
        self.ending.store(true, Ordering::Release);
        self.task.wake();
    }

    /// Whether it was told to end. Who asks is woken when it is.
    pub(super) fn is_ending(&self, cx: &Context<'_>, asked: &mut bool) -> bool {
        if !*asked {
            self.task.register(cx.waker());
            *asked = true;
        }
        self.ending.load(Ordering::Acquire)
    }

    /// From now on an answer is being made; it ends with its body.
    pub(super) fn answering(self: &Arc<Self>) -> Answering {
        add(&self.answers, 1);
        Answering(Arc::clone(self))
    }

    fn noted<T>(&self, written: Poll<T>) -> Poll<T> {
        if written.is_ready() {
            add(&self.sent, 1);
        }
        self.blocked.store(written.is_pending(), Ordering::Relaxed);
        written
    }
}

/// Counts on, where nobody else does: cheaper than to count among several.
fn add(count: &AtomicU32, more: u32) {
    count.store(count.load(Ordering::Relaxed).wrapping_add(more), Ordering::Relaxed);
}

/// A connection in the door's list.
pub(super) struct Watched {
    line: Arc<Line>,
    task: AbortHandle,
    sent: u32,
    looks_without_news: u32,
}

impl Watched {
    pub(super) fn new(line: Arc<Line>, task: AbortHandle) -> Self {
        Self { line, task, sent: 0, looks_without_news: 0 }
    }

    /// Looks at it. One that waits for a head, or for the visitor to take what is sent, and has done so
    /// for all [`LOOKS`], is cut. Gives whether it is to be looked at again.
    pub(super) fn look(&mut self) -> bool {
        let sent = self.line.sent.load(Ordering::Relaxed);
        let is_ours = self.line.answers.load(Ordering::Relaxed) > 0
            && !self.line.blocked.load(Ordering::Relaxed);
        if sent != self.sent || is_ours {
            self.looks_without_news = 0;
        } else {
            self.looks_without_news += 1;
        }
        self.sent = sent;
        if self.looks_without_news > LOOKS {
            tracing::debug!("a connection was cut: nothing moved on it");
            self.task.abort();
        }
        !self.task.is_finished()
    }

    pub(super) fn end(&self) {
        self.line.end();
    }
}

/// The socket, which notes what is sent.
pub(super) struct Socket {
    stream: TokioIo<TcpStream>,
    line: Arc<Line>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, line: Arc<Line>) -> Self {
        Self { stream: TokioIo::new(stream), line }
    }
}

impl Read for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl Write for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.line.noted(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, pieces);
        self.line.noted(written)
    }
}

/// An answer, from its request to the end of its body.
pub(super) struct Answering(Arc<Line>);

impl Answering {
    /// The answer, which takes this with it.
    pub(super) fn with<B>(self, response: Response<B>) -> Response<Sent<B>> {
        response.map(|body| Sent { body, _answering: self })
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        add(&self.0.answers, u32::MAX);
    }
}

/// The body of an answer.
pub(super) struct Sent<B> {
    body: B,
    _answering: Answering,
}

impl<B: Body<Data = Bytes> + Unpin> Body for Sent<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
