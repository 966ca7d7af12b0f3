//! Every cookie of the portal is made here: host-only, out of reach of scripts.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use chrono::TimeDelta;

use crate::gate::cookie;

/// A cookie: its name, which begins with `__Host-`, and how long the browser keeps it.
#[derive(Debug, Clone, Copy)]
pub struct Cookie<'a> {
    /// Name.
    pub name: &'a str,
    /// For how long; without, until the browser closes.
    pub keeps: Option<TimeDelta>,
}

impl Cookie<'_> {
    /// Reads it from a request, as it is.
    pub fn text_of(self, headers: &HeaderMap) -> Option<&str> {
        cookie(headers, self.name)
    }

    /// Gives it to the browser, with a text that has no character of a cookie's own grammar.
    pub fn set_text(self, response: &mut Response, text: &str) {
        let keeps = self.keeps.map(|keeps| format!("; Max-Age={}", keeps.num_seconds()));
        self.put(response, text, &keeps.unwrap_or_default());
    }

    /// Takes it away from the browser.
    pub fn take_away(self, response: &mut Response) {
        self.put(response, "", "; Max-Age=0");
    }

    fn put(self, response: &mut Response, value: &str, keeps: &str) {
        let name = self.name;
        let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{keeps}");
        // Names and texts are ASCII.
        if let Ok(text) = HeaderValue::try_from(text) {
            response.headers_mut().append(header::SET_COOKIE, text);
        }
    }
}
