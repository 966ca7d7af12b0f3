//! The yardstick of `make bench`: a bare hyper server that sends the same bytes, head and body, for
//! whatever it is asked.
//!
//! `bare_hyper PORT BODY HEAD`: `HEAD` is a file of header lines, as `curl -D` writes them.

use std::{convert::Infallible, net::SocketAddr};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{HeaderMap, Request, Response, body::Incoming, header, service::service_fn};
use hyper_util::rt::TokioIo;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let port: u16 = args.next().unwrap_or_default().parse()?;
    let body = Bytes::from(std::fs::read(args.next().unwrap_or_default())?);
    let head = headers(&std::fs::read_to_string(args.next().unwrap_or_default())?);
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (body, head) = (body.clone(), head.clone());
        tokio::spawn(async move {
            let service = service_fn(move |_: Request<Incoming>| {
                let mut response = Response::new(Full::new(body.clone()));
                *response.headers_mut() = head.clone();
                std::future::ready(Ok::<_, Infallible>(response))
            });
            // A client that goes away is no news.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// The headers of a head, but those hyper writes itself.
fn headers(head: &str) -> HeaderMap {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .filter_map(|(name, value)| {
            Some((name.parse::<header::HeaderName>().ok()?, value.trim().parse().ok()?))
        })
        .filter(|(name, _)| *name != header::DATE && *name != header::CONTENT_LENGTH)
        .collect()
}
