//! The head of a request, as far as it has to be known before hyper sees it.

use std::mem::MaybeUninit;

use httparse::{Header, Request};
use portal_core::{front::Ask, gate::may_carry_session};

/// A head that was read whole.
pub(super) struct Head<'a> {
    /// The question, where a page from the cache may be all of the answer.
    pub(super) ask: Option<Ask<'a>>,
    /// Bytes of the request that had not come yet, if its length is known.
    pub(super) due: Option<u64>,
}

impl<'a> Head<'a> {
    /// Reads the head of a request of which these bytes came first. None where it is not whole, or none.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut fields = [const { MaybeUninit::uninit() }; 64];
        let mut request = Request::new(&mut []);
        let parsed = request.parse_with_uninit_headers(bytes, &mut fields);
        let Ok(httparse::Status::Complete(length)) = parsed else { return None };
        let body = body_length(request.headers)?;
        let due = u64::try_from(length).ok()?.checked_add(body)?;
        let due = due.checked_sub(u64::try_from(bytes.len()).ok()?);
        let ask = if body == 0 && due == Some(0) { ask(&request) } else { None };
        Some(Self { ask, due })
    }
}

/// How long the body is; nothing where it is not said once, by a number.
fn body_length(fields: &[Header<'_>]) -> Option<u64> {
    let mut length = None;
    for field in fields {
        if field.name.eq_ignore_ascii_case("content-length") {
            // A sign is a number to Rust alone.
            let is_number = field.value.iter().all(u8::is_ascii_digit);
            if length.is_some() || !is_number {
                return None;
            }
            length = Some(std::str::from_utf8(field.value).ok()?.parse().ok()?);
        } else if field.name.eq_ignore_ascii_case("transfer-encoding")
            || field.name.eq_ignore_ascii_case("upgrade")
        {
            return None;
        }
    }
    Some(length.unwrap_or(0))
}

/// Whatever is out of the ordinary is for hyper and the front to judge.
fn ask<'a>(request: &Request<'_, 'a>) -> Option<Ask<'a>> {
    let path = request.path.filter(|path| path.starts_with('/') && !path.contains(['?', '#']))?;
    if request.method != Some("GET") || request.version != Some(1) {
        return None;
    }
    let (mut host, mut accept_encoding) = (None, None);
    for Header { name, value } in request.headers.iter() {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let is_odd = match name.len() {
            4 if is("host") => host.replace(*value).is_some(),
            15 if is("accept-encoding") => accept_encoding.replace(*value).is_some(),
            6 if is("cookie") => may_carry_session(value),
            6 if is("expect") => true,
            10 if is("connection") => !value.eq_ignore_ascii_case(b"keep-alive"),
            13 if is("if-none-match") => true,
            _ => false,
        };
        if is_odd {
            return None;
        }
    }
    Some(Ask { host: std::str::from_utf8(host?).ok()?, path, accept_encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(text: &str) -> Option<Option<u64>> {
        Head::read(text.as_bytes()).map(|head| head.due)
    }

    fn asks(line: &str, fields: &str) -> bool {
        let text = format!("{line}\r\nHost: a.vn\r\n{fields}\r\n");
        Head::read(text.as_bytes()).is_some_and(|head| head.ask.is_some())
    }

    #[test]
    fn what_belongs_to_a_request_is_counted() {
        assert_eq!(due("GET / HTTP/1.1\r\nhost: a\r\n\r\n"), Some(Some(0)));
        assert_eq!(due("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"), Some(Some(3)));
        assert_eq!(due("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab"), Some(Some(0)));
        // Whatever comes with it belongs to another.
        assert_eq!(due("GET / HTTP/1.1\r\nhost: a\r\n\r\nGET"), Some(None));
        for none in [
            "",
            "GET / HTTP/1.1\r\nhost: a\r\n",
            "GET / HTTP/1.1\r\n: a\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: +0\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
            "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n",
        ] {
            assert_eq!(due(none), None, "{none:?}");
        }
    }

    #[test]
    fn only_plain_questions_are_answered_beside_hyper() {
        assert!(asks("GET /tin/a-1 HTTP/1.1", ""));
        assert!(asks("GET / HTTP/1.1", "Connection: Keep-Alive\r\nAccept: */*\r\nCookie: a=b\r\n"));
        for (line, fields) in [
            ("HEAD / HTTP/1.1", ""),
            ("GET / HTTP/1.0", ""),
            ("GET /?a HTTP/1.1", ""),
            ("GET /#a HTTP/1.1", ""),
            ("GET http://a.vn/ HTTP/1.1", ""),
            ("GET / HTTP/1.1", "HOST: b.vn\r\n"),
            ("GET / HTTP/1.1", "Cookie: a=b; __Host-session=x\r\n"),
            ("GET / HTTP/1.1", "Cookie: a=b\r\ncookie: __Host-session=x\r\n"),
            ("GET / HTTP/1.1", "Connection: close\r\n"),
            ("GET / HTTP/1.1", "If-None-Match: \"x\"\r\n"),
            ("GET / HTTP/1.1", "Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n"),
            ("GET / HTTP/1.1", "Expect: 100-continue\r\n"),
            ("GET / HTTP/1.1", "Content-Length: 1\r\n"),
        ] {
            assert!(!asks(line, fields), "{line} {fields:?}");
        }
        let without_host = Head::read(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        assert!(without_host.ask.is_none());
        let with_more = "GET / HTTP/1.1\r\nHost: a\r\n\r\nG";
        assert!(Head::read(with_more.as_bytes()).unwrap().ask.is_none());
    }
}
