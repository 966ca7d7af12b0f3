//! The cookies of sign-in: most carry a token, of which the database knows the hash.

use axum::{http::HeaderMap, response::Response};
use chrono::TimeDelta;
use portal_core::gate::SESSION_COOKIE;

use crate::session::Token;

/// A cookie of sign-in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookie(portal_core::cookie::Cookie<'static>);

const fn named(name: &'static str, keeps: Option<TimeDelta>) -> Cookie {
    Cookie(portal_core::cookie::Cookie { name, keeps })
}

/// The session on a site. It has no end of its own: the row has.
pub(crate) const SESSION: Cookie = named(SESSION_COOKIE, None);

/// Ties the way to the province's host and back to the browser that set out.
pub(crate) const START: Cookie = named("__Host-start", Some(TimeDelta::minutes(15)));

/// A browser somebody has signed in with before; on the province's host.
pub(crate) const BROWSER: Cookie = named("__Host-browser", Some(TimeDelta::days(365)));

/// A forgotten password that is being replaced at this browser.
pub(crate) const RESET: Cookie = named("__Host-reset", Some(TimeDelta::minutes(20)));

/// A sign-in that waits for its second factor at this browser.
pub(crate) const PENDING: Cookie = named("__Host-pending", Some(crate::factor::PENDING_LIFE));

impl Cookie {
    /// Reads it from a request; `None` when it is not there or cannot be one of ours.
    pub(crate) fn of(self, headers: &HeaderMap) -> Option<Token> {
        self.0.text_of(headers).and_then(Token::parse)
    }

    /// Gives it to the browser.
    pub(crate) fn set(self, response: &mut Response, token: &Token) {
        self.0.set_text(response, token.as_str());
    }

    /// Takes it away from the browser.
    pub(crate) fn take_away(self, response: &mut Response) {
        self.0.take_away(response);
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

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
