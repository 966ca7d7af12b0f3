//! Forms: what was posted, what is wrong with it, and how it comes back filled in.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use unicode_normalization::UnicodeNormalization as _;

use crate::{Fault, Texts};

/// The fields of a posted form, as typed. A field that is missing reads as empty, so that a form can
/// always come back filled in with what did arrive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posted {
    fields: BTreeMap<String, Vec<String>>,
}

impl Posted {
    /// From pairs, for tests and multipart forms.
    pub fn from_pairs<K: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let mut posted = Self::default();
        for (name, value) in pairs {
            posted.put(name.into(), value.into());
        }
        posted
    }

    /// From the body of a request. Bytes that are not UTF-8 arrive as U+FFFD, which the checks of each
    /// field find.
    pub(crate) fn from_urlencoded(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body);
        Self::from_pairs(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())))
    }

    /// Adds a field. A NUL, which no database keeps, becomes U+FFFD, which the checks of each field
    /// find.
    pub fn put(&mut self, name: String, value: String) {
        let value = if value.contains('\0') { value.replace('\0', "\u{FFFD}") } else { value };
        self.fields.entry(name).or_default().push(value);
    }

    /// A field as typed: line ends made one, NFC. Empty when missing.
    pub fn text(&self, name: &str) -> String {
        self.fields
            .get(name)
            .and_then(|values| values.first())
            .map(|value| value.replace("\r\n", "\n").nfc().collect())
            .unwrap_or_default()
    }

    /// A one-line field: like [`Posted::text`], trimmed, inner white space made single blanks.
    pub fn line(&self, name: &str) -> String {
        self.text(name).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// All values of a field that may stand several times.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// All fields with all their values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.fields.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// A number, where the field holds one.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.line(name).parse().ok()
    }

    /// Whether the field is there and not empty.
    pub fn has(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|values| values.iter().any(|value| !value.is_empty()))
    }

    /// The form's key against doubles; a form without one is not ours.
    pub fn key(&self) -> Result<uuid::Uuid, Fault> {
        self.line(FORM_KEY).parse().map_err(|_| Fault::Malformed("form-key"))
    }
}

/// Name of the hidden field with the form's key ([`crate::Tx::once`]).
pub const FORM_KEY: &str = "form_key";

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if !is_urlencoded(request.headers()) {
            return Err(Fault::Malformed("content-type"));
        }
        let body =
            Bytes::from_request(request, state).await.map_err(|_| Fault::Malformed("too-large"))?;
        Ok(Self::from_urlencoded(&body))
    }
}

/// Whether a request carries a form without files.
pub(crate) fn is_urlencoded(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"))
}

/// What is wrong with a form, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormFaults(Vec<(String, FieldFault)>);

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldFault {
    /// Nothing was filled in.
    Missing,
    /// Longer than so many characters.
    TooLong(usize),
    /// Shorter than so many characters.
    TooShort(usize),
    /// Characters that cannot be stored: broken encoding, control characters.
    BrokenText,
    /// Not one of the choices.
    NoSuchChoice,
    /// Wrong in its own way: key of the sentence in the locales, and its arguments.
    Other(&'static str, Vec<(&'static str, String)>),
}

impl FieldFault {
    /// The sentence for the person.
    pub fn sentence(&self, t: &Texts) -> String {
        match self {
            Self::Missing => t.say("field-missing"),
            Self::TooLong(max) => t.with("field-too-long", [("max", (*max).into())]),
            Self::TooShort(min) => t.with("field-too-short", [("min", (*min).into())]),
            Self::BrokenText => t.say("field-broken-text"),
            Self::NoSuchChoice => t.say("field-no-such-choice"),
            Self::Other(key, args) => t.with_all(key, args.clone()),
        }
    }
}

impl FormFaults {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes a fault.
    pub fn add(&mut self, field: &str, fault: FieldFault) {
        self.0.push((field.to_owned(), fault));
    }

    /// The first fault of a field.
    pub fn of(&self, field: &str) -> Option<&FieldFault> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, fault)| fault)
    }

    /// All, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FieldFault)> {
        self.0.iter().map(|(name, fault)| (name.as_str(), fault))
    }

    /// Checks a text: there if `required`, at most `max` characters, and storable. Gives it back.
    pub fn check(&mut self, field: &str, text: String, required: bool, max: usize) -> String {
        if required && text.trim().is_empty() {
            self.add(field, FieldFault::Missing);
        } else if text.chars().count() > max {
            self.add(field, FieldFault::TooLong(max));
        } else if !is_storable(&text) {
            self.add(field, FieldFault::BrokenText);
        }
        text
    }
}

/// A text with its letters and marks composed (NFC), as forms give it.
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Whether a text can be stored and shown: no replacement character, no control character but line
/// ends and tabs, no bidirectional override.
pub fn is_storable(text: &str) -> bool {
    !text.chars().any(|c| {
        c == '\u{FFFD}'
            || (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_and_composed() {
        let posted =
            Posted::from_pairs([("a", "  Quảng \r\n Trị "), ("b", "Qua\u{309}ng Tri\u{323}")]);
        assert_eq!(posted.line("a"), "Quảng Trị");
        assert_eq!(posted.line("b"), "Quảng Trị");
        assert_eq!(posted.line("c"), "");
    }

    #[test]
    fn a_nul_is_a_fault_of_its_field() {
        let posted = Posted::from_pairs([("a", "x\0y"), ("b", "x")]);
        assert!(!posted.text("a").contains('\0') && !is_storable(&posted.text("a")));
        assert!(posted.all("a").iter().all(|value| !value.contains('\0')));
        assert!(is_storable(&posted.text("b")));
    }

    #[test]
    fn each_fault_stands_at_its_field() {
        let mut faults = FormFaults::default();
        faults.check("title", String::new(), true, 10);
        faults.check("lead", "x".repeat(11), false, 10);
        faults.check("body", "a\0b".into(), false, 10);
        faults.check("fine", "Được".into(), true, 4);
        assert_eq!(faults.of("title"), Some(&FieldFault::Missing));
        assert_eq!(faults.of("lead"), Some(&FieldFault::TooLong(10)));
        assert_eq!(faults.of("body"), Some(&FieldFault::BrokenText));
        assert_eq!(faults.of("fine"), None);
    }
}
