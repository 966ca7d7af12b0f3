//! Every cookie of the portal is made and read here: host-only, out of reach of scripts.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use chrono::TimeDelta;
use portal_core::gate::{SESSION_COOKIE, cookie};

use crate::session::Token;

/// A cookie: its name and how long the browser keeps it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookie {
    name: &'static str,
    keeps: Option<TimeDelta>,
    /// Whether the browser keeps it back when somebody comes from another site.
    strict: bool,
}

/// The session on a site. It has no end of its own: the row has.
pub(crate) const SESSION: Cookie = Cookie { name: SESSION_COOKIE, keeps: None, strict: false };

/// Ties the way to the province's host and back to the browser that set out.
pub(crate) const START: Cookie =
    Cookie { name: "__Host-start", keeps: Some(TimeDelta::minutes(15)), strict: false };

/// A browser somebody has signed in with before; on the province's host.
pub(crate) const BROWSER: Cookie =
    Cookie { name: "__Host-browser", keeps: Some(TimeDelta::days(365)), strict: false };

/// A forgotten password that is being replaced at this browser.
pub(crate) const RESET: Cookie =
    Cookie { name: "__Host-reset", keeps: Some(TimeDelta::minutes(20)), strict: false };

/// A sign-in that waits for its second factor at this browser.
pub(crate) const PENDING: Cookie =
    Cookie { name: "__Host-pending", keeps: Some(crate::factor::PENDING_LIFE), strict: false };

/// Somebody who has proved lately who they are; a sealed text.
pub(crate) const AGAIN: Cookie =
    Cookie { name: "__Host-again", keeps: Some(crate::factor::PROOF_LIFE), strict: true };

impl Cookie {
    /// Reads it from a request; `None` when it is not there or cannot be one of ours.
    pub(crate) fn of(self, headers: &HeaderMap) -> Option<Token> {
        self.text_of(headers).and_then(Token::parse)
    }

    /// Reads it as it is.
    pub(crate) fn text_of(self, headers: &HeaderMap) -> Option<&str> {
        cookie(headers, self.name)
    }

    /// Gives it to the browser.
    pub(crate) fn set(self, response: &mut Response, token: &Token) {
        self.set_text(response, token.as_str());
    }

    /// Gives it to the browser, with a text that has no character of a cookie's own grammar.
    pub(crate) fn set_text(self, response: &mut Response, text: &str) {
        let keeps = self.keeps.map(|keeps| format!("; Max-Age={}", keeps.num_seconds()));
        self.put(response, text, &keeps.unwrap_or_default());
    }

    /// Takes it away from the browser.
    pub(crate) fn take_away(self, response: &mut Response) {
        self.put(response, "", "; Max-Age=0");
    }

    fn put(self, response: &mut Response, value: &str, keeps: &str) {
        let (name, same_site) = (self.name, if self.strict { "Strict" } else { "Lax" });
        let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite={same_site}{keeps}");
        // Names and tokens are ASCII.
        if let Ok(text) = HeaderValue::try_from(text) {
            response.headers_mut().append(header::SET_COOKIE, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(act: impl Fn(&mut Response)) -> String {
        let mut response = Response::default();
        act(&mut response);
        response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned()
    }

    #[test]
    fn cookies_are_host_only_and_out_of_reach_of_scripts() {
        let token = Token::new().unwrap();
        let always = format!("={}; Path=/; Secure; HttpOnly; SameSite=Lax", token.as_str());
        assert_eq!(given(|r| SESSION.set(r, &token)), format!("__Host-session{always}"));
        assert_eq!(given(|r| START.set(r, &token)), format!("__Host-start{always}; Max-Age=900"));
        let away = given(|r| BROWSER.take_away(r));
        assert_eq!(away, "__Host-browser=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    #[test]
    fn a_cookie_that_is_not_a_token_of_ours_is_none() {
        let token = Token::new().unwrap();
        let mut headers = HeaderMap::new();
        let text = format!("a=b; __Host-start={}; __Host-session=x", token.as_str());
        headers.insert(header::COOKIE, HeaderValue::try_from(text).unwrap());
        assert!(START.of(&headers) == Some(token));
        assert!(SESSION.of(&headers).is_none());
        assert!(BROWSER.of(&headers).is_none());
    }
}
