//! What the socket makes of the head of a request by itself, hyper makes of it too: who is asked for what,
//! and where the request ends. One that the two saw differently could be smuggled past one of them.

#![no_main]

use std::{cell::RefCell, convert::Infallible, rc::Rc};

use axum::http::{Method, Request, Response, header};
use http_body_util::{BodyExt as _, Empty};
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use libfuzzer_sys::fuzz_target;
use tokio::{io::AsyncWriteExt as _, runtime::Builder};

#[path = "../../crates/server/src/serve/head.rs"]
mod head;

/// A request as hyper saw it; its body, where it came whole.
type Seen = (Request<()>, Option<usize>);

fuzz_target!(|bytes: &[u8]| {
    let Some(head) = head::Head::read(bytes) else { return };
    let Some(due) = head.due.filter(|due| *due <= 4_096) else {
        assert!(head.ask.is_none());
        return;
    };
    let due = usize::try_from(due).expect("a small number");
    let mut whole = bytes.to_vec();
    whole.resize(bytes.len() + due, b'x');
    let seen = seen(&whole);
    // What hyper refuses gets a 400 from it, and its connection ends.
    let Some(((request, body), more)) = seen.split_first() else { return };
    assert!(more.is_empty(), "one request is several: {seen:?}");
    if request.method() != Method::CONNECT {
        let body = body.expect("nothing more was to come");
        assert!(body <= whole.len() && body >= due, "{body} of {due}: {request:?}");
    }
    let Some(ask) = head.ask else { return };
    assert_eq!((request.method(), request.uri().path()), (&Method::GET, ask.path));
    assert!(request.uri().query().is_none() && request.uri().host().is_none());
    let all = |name| request.headers().get_all(name).iter().map(|value| value.as_bytes());
    assert!(all(header::HOST).eq([ask.host.as_bytes()]));
    assert!(all(header::ACCEPT_ENCODING).eq(ask.accept_encoding));
    assert!(portal_core::gate::session_token(request.headers()).is_none());
    assert_eq!(*body, Some(0));
});

fn seen(bytes: &[u8]) -> Vec<Seen> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let (mut visitor, socket) = tokio::io::duplex(64 * 1024);
        let answer = service_fn(|request: Request<Incoming>| {
            let seen = Rc::clone(&seen);
            async move {
                let (parts, body) = request.into_parts();
                let body = body.collect().await.ok().map(|body| body.to_bytes().len());
                seen.borrow_mut().push((Request::from_parts(parts, ()), body));
                Ok::<_, Infallible>(Response::new(Empty::<Bytes>::new()))
            }
        });
        visitor.write_all(bytes).await.expect("room for all of it");
        visitor.shutdown().await.expect("an end");
        // Refused requests end it with an error.
        let _ = http1::Builder::new().serve_connection(TokioIo::new(socket), answer).await;
    });
    seen.take()
}
