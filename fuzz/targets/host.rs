//! Whatever stands in a Host header names a host or none.

#![no_main]

use axum::http::{HeaderValue, Request, header};
use libfuzzer_sys::fuzz_target;
use portal_core::front::host;

fuzz_target!(|bytes: &[u8]| {
    let mut request = Request::new(());
    // Several headers, as lines: more than one host is none.
    for line in bytes.split(|byte| *byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            request.headers_mut().append(header::HOST, value);
        }
    }
    let sent = request.headers().get_all(header::HOST).iter().count();
    let Some(host) = host(&request) else { return };
    assert_eq!(sent, 1);
    assert!(!host.is_empty() && !host.bytes().any(|byte| byte.is_ascii_uppercase()), "{host:?}");
    let value = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    let value = value.expect("a header of letters").to_ascii_lowercase();
    let rest = value.strip_prefix(&*host).expect("the beginning of the header");
    let port = rest.strip_prefix('.').unwrap_or(rest);
    assert!(
        port.is_empty()
            || port.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit())),
        "{value:?}"
    );
});
