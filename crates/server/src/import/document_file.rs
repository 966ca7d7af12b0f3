//! One document of an import: its text as it was issued, and above it, where it does not say
//! everything itself, a header as articles have (`demo/README.md`).

use chrono::{DateTime, NaiveDate, Utc};
use portal_content::document::{DocumentFields, number, queries::Kind, relation::RelationKind};
use portal_core::lang::fold;

use super::{
    file::{self, FileFault},
    legal_text,
};

/// What a file says, checked as far as the file alone can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentFile {
    /// Short name of the site, where the file names one.
    pub site: Option<String>,
    /// Slug of the section, where the file names one.
    pub section: Option<String>,
    /// Title.
    pub title: String,
    /// Fields; relations and files are found later.
    pub fields: DocumentFields,
    /// What it says of others: how, number, title.
    pub relations: Vec<(RelationKind, String, String)>,
    /// When it was published, where the file says so.
    pub published: Option<DateTime<Utc>>,
    /// Body as HTML, not yet sanitised.
    pub body: String,
    /// Whether it was written in TCVN3 or VNI.
    pub converted: bool,
    /// What could not be read, by the key of the header that would give it.
    pub unread: Vec<&'static str>,
}

/// Keys of the header, beside those of relations.
const KEYS: [&str; 17] = [
    "site",
    "section",
    "title",
    "number",
    "kind",
    "issuer",
    "field",
    "signer",
    "signer_post",
    "issued",
    "in_force",
    "expires",
    "gazette",
    "gazette_date",
    "source",
    "source_url",
    "published",
];

/// Longest text, in characters.
const MAX_BODY: usize = 2_000_000;

/// Reads a file; `name` may hold the number of a statute: `…-73-2006-QH11-….txt`.
pub fn read(name: &str, bytes: &[u8], kinds: &[Kind]) -> Result<DocumentFile, FileFault> {
    let at = |line: usize, reason: String| FileFault { line, reason };
    let (text, converted) = file::unicode(bytes)?;
    if text.chars().count() > MAX_BODY {
        return Err(at(0, format!("the text is longer than {MAX_BODY} characters")));
    }
    let (header, text) = split(&text);
    let found = legal_text::read(text, kinds);
    let from_signature = found.from_signature;
    let mut of = DocumentFile { converted, ..from_text(name, text, found) };
    for (place, line) in header.lines().enumerate() {
        apply(&mut of, line, kinds).map_err(|reason| at(place + 1, reason))?;
    }
    if from_signature {
        of.fields.in_force_on = of.fields.in_force_on.or(of.fields.issued_on);
    }
    for (key, missing) in [
        ("title", of.title.is_empty()),
        ("number", number::key(&of.fields.number).is_empty()),
        ("kind", of.fields.kind.is_empty()),
        ("issuer", of.fields.issuer.is_empty()),
        ("issued", of.fields.issued_on.is_none()),
        ("in_force", of.fields.in_force_on.is_none()),
        ("signer", of.fields.signer.is_empty()),
    ] {
        if missing {
            of.unread.push(key);
        }
    }
    let needed: Vec<&str> =
        of.unread.iter().copied().filter(|key| !["in_force", "signer"].contains(key)).collect();
    if needed.is_empty() {
        Ok(of)
    } else {
        let keys = needed.join(", ");
        Err(at(1, format!("not read from the text, and not in a header: {keys}")))
    }
}

/// The header, where the file begins with one, and the text.
fn split(text: &str) -> (&str, &str) {
    let begins = text.split_once(':').is_some_and(|(key, _)| is_key(key));
    if begins { text.split_once("\n\n").unwrap_or((text, "")) } else { ("", text) }
}

fn is_key(key: &str) -> bool {
    KEYS.contains(&key) || RelationKind::parse(key).is_some()
}

fn from_text(name: &str, text: &str, found: legal_text::Found) -> DocumentFile {
    let number = if found.number.is_empty() { number_in(name) } else { found.number };
    let issuer = if found.issuer.is_empty() && number.contains("QH") {
        "Quốc hội".to_owned()
    } else {
        found.issuer
    };
    DocumentFile {
        title: found.title,
        fields: DocumentFields {
            number,
            kind: found.kind,
            issuer,
            signer: found.signer,
            signer_post: found.signer_post,
            issued_on: found.issued_on,
            in_force_on: found.in_force_on,
            ..DocumentFields::default()
        },
        relations: found.ends,
        body: legal_text::html(text),
        ..DocumentFile::default()
    }
}

/// `…-73-2006-QH11-….txt` as `73/2006/QH11`; empty where the name holds no such number.
fn number_in(name: &str) -> String {
    let parts: Vec<&str> = name.split(['-', '.', '/']).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts
        .windows(3)
        .find_map(|window| match window {
            [number, year, body] if digits(number) && digits(year) && body.starts_with("QH") => {
                Some(format!("{number}/{year}/{body}"))
            }
            _ => None,
        })
        .unwrap_or_default()
}

/// Takes a line of the header; what it says goes before what the text says.
fn apply(of: &mut DocumentFile, line: &str, kinds: &[Kind]) -> Result<(), String> {
    let Some((key, value)) = line.split_once(':') else {
        return Err("not `key: value`; the text begins after a blank line".to_owned());
    };
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.chars().count() > 600 || value.chars().any(char::is_control) {
        return Err("the value is longer than 600 characters or holds control characters".into());
    }
    let day = |value: &str| -> Result<Option<NaiveDate>, String> {
        ["%Y-%m-%d", "%d/%m/%Y"]
            .iter()
            .find_map(|form| NaiveDate::parse_from_str(value, form).ok())
            .map(Some)
            .ok_or_else(|| format!("`{value}` is no day (2026-11-23 or 23/11/2026)"))
    };
    let fields = &mut of.fields;
    match key.trim() {
        "site" => of.site = Some(value).filter(|value| !value.is_empty()),
        "section" => of.section = Some(value).filter(|value| !value.is_empty()),
        "title" => of.title = value,
        "number" => fields.number = value,
        "kind" => fields.kind = kind(&value, kinds).ok_or(format!("no kind `{value}`"))?,
        "issuer" => fields.issuer = value,
        "field" => fields.field = value,
        "signer" => fields.signer = value,
        "signer_post" => fields.signer_post = value,
        "issued" => fields.issued_on = day(&value)?,
        "in_force" => fields.in_force_on = day(&value)?,
        "expires" => fields.expires_on = day(&value)?,
        "gazette" => fields.gazette_number = value,
        "gazette_date" => fields.gazette_on = day(&value)?,
        "source" => fields.origin.source = value,
        "source_url" => fields.origin.source_url = value,
        "published" => of.published = Some(file::date(&value).ok_or("no date")?),
        other => {
            let kind = RelationKind::parse(other).ok_or(format!("unknown key `{other}`"))?;
            let (number, title) = value.split_once(" | ").unwrap_or((&value, ""));
            of.relations.push((kind, number.trim().to_owned(), title.trim().to_owned()));
        }
    }
    Ok(())
}

/// A kind by key, name or abbreviation.
fn kind(value: &str, kinds: &[Kind]) -> Option<String> {
    let folded = fold(value);
    let found = kinds.iter().find(|kind| kind.key == value || kind.is_called(&folded));
    found.map(|kind| kind.key.clone())
}
