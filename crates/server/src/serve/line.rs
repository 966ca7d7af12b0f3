//! One connection as its door sees it: whether anything moves on it, and how it is told to end.
//!
//! What is known of it stands in one place that its own task writes and the door reads each few seconds:
//! a timer for each head, and a watch over the end in each poll, cost more than the look-up of a page.

use std::{
    cell::RefCell,
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::{body::Bytes, http::Response};
use futures_util::task::AtomicWaker;
use hyper::{
    body::{Body, Frame, SizeHint},
    rt::{Read, ReadBufCursor, Write},
};
use tokio::{
    io::{AsyncRead as _, AsyncWrite as _, ReadBuf},
    net::TcpStream,
    task::AbortHandle,
};

use super::{Answer, date, head::Head};

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
    /// Whether nothing came since the last answer.
    idle: AtomicBool,
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

    fn answers(&self) -> u32 {
        self.answers.load(Ordering::Relaxed)
    }

    fn set_idle(&self, idle: bool) {
        self.idle.store(idle, Ordering::Relaxed);
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
    /// for all [`LOOKS`], is cut; one on which nothing is asked any more, for `idle_looks`. Gives whether
    /// it is to be looked at again.
    pub(super) fn look(&mut self, idle_looks: u32) -> bool {
        let sent = self.line.sent.load(Ordering::Relaxed);
        let blocked = self.line.blocked.load(Ordering::Relaxed);
        if sent != self.sent || (self.line.answers() > 0 && !blocked) {
            self.looks_without_news = 0;
        } else {
            self.looks_without_news += 1;
        }
        self.sent = sent;
        let is_idle = self.line.idle.load(Ordering::Relaxed) && !blocked;
        if self.looks_without_news > if is_idle { idle_looks } else { LOOKS } {
            tracing::debug!("a connection was cut: nothing moved on it");
            self.task.abort();
        }
        !self.task.is_finished()
    }

    pub(super) fn end(&self) {
        self.line.end();
    }
}

/// The socket under hyper, which notes what is sent. Between two requests it answers by itself what lies in
/// the cache: handing such a question up and its answer down costs more than all else about it.
pub(super) struct Socket<A> {
    stream: TcpStream,
    line: Arc<Line>,
    answer: A,
    /// Bytes that are still to come of what was handed up, if that is known.
    due: Option<u64>,
    /// Whether all that was handed up is answered, and the answers are sent.
    is_settled: bool,
    /// An answer of its own that is being sent.
    own: Option<Own>,
}

/// An answer that the socket gives by itself.
struct Own {
    start: [u8; date::LENGTH],
    rest: Bytes,
    sent: usize,
}

impl Own {
    fn left(&self) -> [IoSlice<'_>; 2] {
        let of_rest = self.sent.saturating_sub(self.start.len());
        [
            IoSlice::new(self.start.get(self.sent..).unwrap_or_default()),
            IoSlice::new(self.rest.get(of_rest..).unwrap_or_default()),
        ]
    }

    fn is_sent(&self) -> bool {
        self.sent >= self.start.len() + self.rest.len()
    }
}

impl<A: Answer> Socket<A> {
    pub(super) fn new(stream: TcpStream, line: Arc<Line>, answer: A) -> Self {
        Self { stream, line, answer, due: Some(0), is_settled: true, own: None }
    }

    /// Sends the rest of its own answer.
    fn send_own(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(own) = &mut self.own {
            let sent = Pin::new(&mut self.stream).poll_write_vectored(cx, &own.left());
            own.sent += match ready!(self.line.noted(sent))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                sent => sent,
            };
            if own.is_sent() {
                self.own = None;
                self.line.set_idle(true);
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Reads what comes. Gives whether it was a question that the socket answers by itself.
    fn read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut ReadBufCursor<'_>,
    ) -> Poll<io::Result<bool>> {
        const MOST: usize = 16 * 1024;
        thread_local! {
            static ROOM: RefCell<[u8; MOST]> = const { RefCell::new([0; MOST]) };
        }
        ROOM.with_borrow_mut(|room| {
            let most = buffer.remaining().min(MOST);
            let mut room = ReadBuf::new(room.get_mut(..most).unwrap_or_default());
            ready!(Pin::new(&mut self.stream).poll_read(cx, &mut room))?;
            let bytes = room.filled();
            if self.is_settled && self.due == Some(0) && self.line.answers() == 0 {
                let head = Head::read(bytes);
                let ask = head.as_ref().and_then(|head| head.ask.as_ref());
                if let Some((now, rest)) = ask.and_then(|ask| self.answer.at_once(ask)) {
                    self.own = Some(Own { start: date::start_of_answer(now), rest, sent: 0 });
                    return Poll::Ready(Ok(true));
                }
                self.due = head.and_then(|head| head.due);
            } else {
                self.due = self.due.and_then(|due| due.checked_sub(bytes.len() as u64));
            }
            self.is_settled = false;
            self.line.set_idle(false);
            buffer.put_slice(bytes);
            Poll::Ready(Ok(false))
        })
    }
}

impl<A: Answer> Read for Socket<A> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.send_own(cx))?;
            if !ready!(self.read(cx, &mut buffer))? {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

impl<A: Answer> Write for Socket<A> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.line.noted(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // hyper asks for it when it has written all it had.
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        if self.line.answers() == 0 {
            self.is_settled = true;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.send_own(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
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
        self.0.set_idle(true);
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
