//! An event as one line: JSON, or syslog (RFC 5424).

use std::fmt::Write as _;

use chrono::{SecondsFormat, Utc};
use portal_core::{fact::record::Entry, site::Sites};
use serde_json::json;

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One JSON object per line.
    Jsonl,
    /// One syslog message per line, RFC 5424.
    Syslog,
}

impl Format {
    /// Reads the word of a form.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Jsonl, Self::Syslog].into_iter().find(|format| format.as_str() == word)
    }

    /// The word, and the end of file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Syslog => "syslog",
        }
    }

    /// The line of an event, without its end.
    pub fn line(self, sites: &Sites, entry: &Entry) -> String {
        match self {
            Self::Jsonl => json_line(sites, entry),
            Self::Syslog => syslog_line(sites, entry),
        }
    }
}

/// An event as JSON: time in UTC, site by short name, person by login name, seal where there is one.
fn json_line(sites: &Sites, entry: &Entry) -> String {
    let fact = &entry.fact;
    let person =
        fact.person_id.map(|id| json!({ "id": id, "login": entry.login, "name": entry.name }));
    json!({
        "id": fact.id,
        "at": time(entry),
        "site": sites.by_id(fact.site()).map(|site| &*site.code),
        "kind": fact.kind,
        "person": person,
        "subject": fact.subject,
        "data": fact.data,
        "address": fact.address,
        "request": fact.request_id,
        "position": entry.position,
        "seal": entry.hash.as_ref().map(hex::encode),
    })
    .to_string()
}

fn time(entry: &Entry) -> String {
    entry.fact.at.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// An event as a syslog message: facility "log audit", the fact's data as JSON in the message.
///
/// The id of the structured data uses the number that RFC 5612 sets aside for documentation: the
/// portal has none of its own.
fn syslog_line(sites: &Sites, entry: &Entry) -> String {
    const LOG_AUDIT: u8 = 13;
    const WARNING: u8 = 4;
    const INFORMATIONAL: u8 = 6;
    let fact = &entry.fact;
    let severity = if fact.kind.ends_with(".failed") { WARNING } else { INFORMATIONAL };
    let site = sites.by_id(fact.site());
    let host = site.map_or("-", |site| &site.host);
    let mut line = format!(
        "<{}>1 {} {} portal - {} [portal@32473",
        LOG_AUDIT * 8 + severity,
        time(entry),
        graphic(host, 255),
        graphic(&fact.kind, 32),
    );
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = write!(line, " {name}=\"{}\"", escaped(value));
        }
    };
    put("id", Some(&fact.id.to_string()));
    put("site", site.map(|site| &*site.code));
    put("person", entry.login.as_deref());
    put("subject", Some(&fact.subject));
    put("address", fact.address.as_deref());
    put("request", fact.request_id.map(|id| id.to_string()).as_deref());
    put("position", entry.position.map(|at| at.to_string()).as_deref());
    put("seal", entry.hash.as_ref().map(hex::encode).as_deref());
    line.push_str("] ");
    // JSON escapes line ends, so that an event stays one line.
    line.push_str(&fact.data.to_string());
    line
}

/// A header field: printable ASCII, so long at most, never empty.
fn graphic(text: &str, most: usize) -> String {
    let text: String = text.chars().filter(char::is_ascii_graphic).take(most).collect();
    if text.is_empty() { "-".into() } else { text }
}

/// A parameter's value: `"`, `\` and `]` escaped, control characters left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use portal_core::FactRow;

    use super::*;

    fn entry() -> Entry {
        let fact = FactRow {
            id: 7,
            txid: 1,
            at: "2026-11-23T01:02:03.000004Z".parse().unwrap_or_default(),
            site_id: 1,
            person_id: Some(2),
            kind: "content.item.refused".into(),
            subject: "item:9]\"".into(),
            touches: Vec::new(),
            data: json!({ "note": "Sai số liệu\ndòng 2" }),
            request_id: None,
            address: Some("192.0.2.1".into()),
        };
        Entry {
            fact,
            login: Some("an".into()),
            name: Some("An".into()),
            position: Some(3),
            hash: Some(vec![0xab]),
        }
    }

    #[test]
    fn an_event_is_one_line_of_syslog() {
        assert_eq!(
            Format::Syslog.line(&Sites::default(), &entry()),
            "<110>1 2026-11-23T01:02:03.000004Z - portal - content.item.refused \
             [portal@32473 id=\"7\" person=\"an\" subject=\"item:9\\]\\\"\" address=\"192.0.2.1\" \
             position=\"3\" seal=\"ab\"] {\"note\":\"Sai số liệu\\ndòng 2\"}"
        );
        let mut failed = entry();
        failed.fact.kind = "auth.sign-in.failed".into();
        assert!(Format::Syslog.line(&Sites::default(), &failed).starts_with("<108>1 "));
    }

    #[test]
    fn an_event_is_one_line_of_json() {
        let line = Format::Jsonl.line(&Sites::default(), &entry());
        assert!(!line.contains('\n'));
        let read: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        assert_eq!(read["data"]["note"], "Sai số liệu\ndòng 2");
        assert_eq!(read["at"], "2026-11-23T01:02:03.000004Z");
        assert_eq!(read["person"]["login"], "an");
    }
}
