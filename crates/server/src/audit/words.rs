//! A fact as a sentence.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Outcome, SiteId, Texts,
    fact::{
        card,
        record::{self, Entry},
    },
};
use serde_json::Value;

/// Names of what facts are about.
#[derive(Debug, Default)]
pub(super) struct Named(HashMap<String, String>);

impl Named {
    fn of(&self, subject: &str) -> Option<&str> {
        self.0.get(subject).map(String::as_str)
    }
}

/// Looks up the names of people, sites and things that some entries are about.
pub(super) async fn names(
    app: &App,
    conn: &AsyncPgConnection,
    entries: &[Entry],
    about: &str,
) -> Outcome<Named> {
    let mut subjects: BTreeSet<String> =
        entries.iter().map(|entry| entry.fact.subject.clone()).collect();
    if !about.is_empty() {
        subjects.insert(about.to_owned());
    }
    let numbered = |stem: &str| -> Vec<i64> {
        let ids =
            subjects.iter().filter_map(|subject| subject.strip_prefix(stem)?.strip_prefix(':'));
        ids.filter_map(|id| id.parse().ok()).collect()
    };
    let mut named = HashMap::new();
    for (id, name) in record::names(conn, &numbered("person")).await? {
        named.insert(format!("person:{id}"), name);
    }
    let sites = app.sites.now();
    for id in numbered("site") {
        if let Some(site) = sites.by_id(SiteId(id)) {
            named.insert(format!("site:{id}"), site.names.vi.to_string());
        }
    }
    let subjects: Vec<String> = subjects.into_iter().collect();
    for module in app.modules().all() {
        named.extend(module.name_subjects(conn, &subjects).await?);
    }
    Ok(Named(named))
}

/// What a fact is about, by name where it has one.
pub(super) fn subject(named: &Named, subject: &str) -> String {
    named.of(subject).unwrap_or(subject).to_owned()
}

/// The sentence of an entry. A kind without one shows itself; a test keeps that from being shipped.
pub(super) fn sentence(t: &Texts, named: &Named, entry: &Entry) -> String {
    let fact = &entry.fact;
    let key = card::text_key(&fact.kind);
    if !t.has(&key) {
        return t.with("fact-unknown", [("kind", fact.kind.as_str().into())]);
    }
    let who = entry.name.clone().unwrap_or_else(|| t.say("audit-by-portal"));
    let mut args = vec![("who", who), ("subject", subject(named, &fact.subject))];
    if let Value::Object(data) = &fact.data {
        for (name, value) in data {
            // Fluent knows no names with anything but letters, digits, `-` and `_`.
            if let Some(name) = FIELDS.into_iter().find(|field| field == name) {
                args.push((name, field(t, name, value)));
            }
        }
    }
    for name in FIELDS {
        if !args.iter().any(|(known, _)| *known == name) {
            args.push((name, "–".to_owned()));
        }
    }
    t.with_all(&key, args)
}

/// The fields of facts that sentences may name.
const FIELDS: [&str; 20] = [
    "login",
    "why",
    "role",
    "until",
    "reason",
    "note",
    "count",
    "title",
    "what",
    "name",
    "alternative",
    "code",
    "host",
    "key",
    "format",
    "before",
    "method",
    "moved",
    "email",
    "url",
];

fn field(t: &Texts, name: &str, value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => t.say("audit-yes"),
        Value::Bool(false) => t.say("audit-no"),
        Value::Null if name == "until" => t.say("audit-no-end"),
        Value::Null | Value::Array(_) | Value::Object(_) => "–".to_owned(),
    };
    let word = |stem: &str| {
        let key = format!("{stem}-{text}");
        if t.has(&key) { t.say(&key) } else { text.clone() }
    };
    match name {
        "role" => word("role"),
        "why" => word("fact-why"),
        "what" => word("fact-what"),
        "key" => word("fact-key"),
        "reason" => word("fact-reason"),
        // The end is a midnight; the last day is the one before it.
        "until" => text.parse::<DateTime<Utc>>().map_or_else(
            |_| text.clone(),
            |at| t.with("audit-until", [("date", t.date(at - TimeDelta::seconds(1)).into())]),
        ),
        "before" => text.parse().map_or_else(|_| text.clone(), |at| t.date_time(at)),
        _ => text,
    }
}
