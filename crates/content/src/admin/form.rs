//! The form of an item: what was typed, and what is wrong with it. No IO.

use portal_core::{FieldFault, FormFaults, Lang, Posted};

use crate::media::Media;

/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest lead, in characters.
pub const MAX_LEAD: usize = 500;
/// Longest text, in characters of HTML.
pub const MAX_BODY: usize = 200_000;
/// Longest name of an author or a source, in characters.
pub const MAX_NAME: usize = 200;
/// Longest address of a source, in characters.
pub const MAX_URL: usize = 500;
/// Most documents on an item.
pub const MAX_ATTACHMENTS: usize = 20;

/// What a form may choose from.
pub struct Choices {
    /// Sections: id, language, title with the titles above it.
    pub sections: Vec<SectionChoice>,
    /// Languages of the site.
    pub languages: Vec<Lang>,
    /// Pictures, newest first, and the one the item shows.
    pub pictures: Vec<Media>,
    /// Documents, newest first, and those the item shows.
    pub documents: Vec<Media>,
}

/// A section to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChoice {
    /// Identity.
    pub id: i64,
    /// Language of what stands in it.
    pub language: String,
    /// Title.
    pub title: String,
    /// How many sections stand above it.
    pub depth: usize,
}

/// What is asked of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// A draft: title and section.
    Draft,
    /// To be approved: everything readers need (R-C5).
    Complete,
}

/// An item as its writer typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Section.
    pub section: i64,
    /// Language code.
    pub language: String,
    /// Title.
    pub title: String,
    /// Lead.
    pub lead: String,
    /// HTML, not yet cleaned.
    pub body: String,
    /// Who wrote it.
    pub author: String,
    /// Where it is from, when it is not the unit's own.
    pub source: String,
    /// Address of the source.
    pub source_url: String,
    /// Picture.
    pub picture: Option<i64>,
    /// Documents.
    pub attachments: Vec<i64>,
}

/// Reads the form, and says what is wrong with it.
pub fn read(posted: &Posted, choices: &Choices, demand: Demand) -> (Typed, FormFaults) {
    let complete = demand == Demand::Complete;
    let mut faults = FormFaults::default();
    let section = section(posted, choices, &mut faults);
    let title = faults.check("title", posted.line("title"), true, MAX_TITLE);
    let lead = faults.check("lead", posted.line("lead"), false, MAX_LEAD);
    let body = faults.check("body", posted.text("body"), false, MAX_BODY);
    if complete && faults.of("body").is_none() && is_blank(&body) {
        faults.add("body", FieldFault::Missing);
    }
    let author = faults.check("author", posted.line("author"), complete, MAX_NAME);
    let source = faults.check("source", posted.line("source"), false, MAX_NAME);
    let source_url = faults.check("source_url", posted.line("source_url"), false, MAX_URL);
    if !source_url.is_empty() && !is_web_address(&source_url) {
        faults.add("source_url", FieldFault::Other("admin-fault-url", Vec::new()));
    }
    // R-C5: what is quoted names where it is from.
    if complete && source.is_empty() && (!source_url.is_empty() || body.contains("<blockquote")) {
        faults.add("source", FieldFault::Other("admin-fault-source", Vec::new()));
    }
    let picture = picture(posted, choices, &mut faults);
    let attachments = attachments(posted, choices, &mut faults);
    let language = choices
        .sections
        .iter()
        .find(|choice| choice.id == section)
        .map(|choice| choice.language.clone())
        .unwrap_or_default();
    let typed = Typed {
        section,
        language,
        title,
        lead,
        body,
        author,
        source,
        source_url,
        picture,
        attachments,
    };
    (typed, faults)
}

fn section(posted: &Posted, choices: &Choices, faults: &mut FormFaults) -> i64 {
    let Some(id) = posted.number("section") else {
        faults.add("section", FieldFault::Missing);
        return 0;
    };
    if !choices.sections.iter().any(|choice| choice.id == id) {
        faults.add("section", FieldFault::NoSuchChoice);
    }
    id
}

fn picture(posted: &Posted, choices: &Choices, faults: &mut FormFaults) -> Option<i64> {
    if !posted.has("picture") {
        return None;
    }
    let id = posted.number("picture");
    match id.and_then(|id| choices.pictures.iter().find(|media| media.id == id)) {
        None => faults.add("picture", FieldFault::NoSuchChoice),
        Some(media) if media.alternative.is_empty() => {
            faults.add("picture", FieldFault::Other("admin-fault-alternative", Vec::new()));
        }
        Some(_) => {}
    }
    id
}

fn attachments(posted: &Posted, choices: &Choices, faults: &mut FormFaults) -> Vec<i64> {
    let mut ids = Vec::new();
    for value in posted.all("attachments") {
        match value.parse() {
            Ok(id) if choices.documents.iter().any(|media| media.id == id) => ids.push(id),
            _ => faults.add("attachments", FieldFault::NoSuchChoice),
        }
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MAX_ATTACHMENTS {
        faults.add("attachments", FieldFault::Other("admin-fault-attachments", Vec::new()));
    }
    ids
}

/// The form of what is saved already.
pub fn filled(typed: &Typed, edition: i64) -> Posted {
    let mut posted = Posted::from_pairs([
        ("section", typed.section.to_string()),
        ("title", typed.title.clone()),
        ("lead", typed.lead.clone()),
        ("body", typed.body.clone()),
        ("author", typed.author.clone()),
        ("source", typed.source.clone()),
        ("source_url", typed.source_url.clone()),
        ("edition", edition.to_string()),
    ]);
    if let Some(picture) = typed.picture {
        posted.put("picture".to_owned(), picture.to_string());
    }
    for id in &typed.attachments {
        posted.put("attachments".to_owned(), id.to_string());
    }
    posted
}

/// Whether HTML shows nothing: tags and white space only.
pub fn is_blank(html: &str) -> bool {
    let mut inside = false;
    !html.replace("&nbsp;", " ").chars().any(|c| {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                return false;
            }
            _ => {}
        }
        !inside && !c.is_whitespace()
    })
}

/// Whether a text is an address of the web: `http` or `https`, a host, no blanks.
pub fn is_web_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    host.contains('.')
        && host.split('.').all(|part| !part.is_empty())
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        Choices {
            sections: vec![SectionChoice {
                id: 4,
                language: "vi".into(),
                title: "Tin".into(),
                depth: 0,
            }],
            languages: vec![Lang::VI],
            pictures: Vec::new(),
            documents: Vec::new(),
        }
    }

    #[test]
    fn a_draft_needs_only_title_and_section() {
        let posted = Posted::from_pairs([("title", "Tin mới"), ("section", "4")]);
        let (typed, faults) = read(&posted, &choices(), Demand::Draft);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!((typed.section, typed.language.as_str()), (4, "vi"));
        let (_, faults) = read(&posted, &choices(), Demand::Complete);
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["body", "author"]);
    }

    #[test]
    fn quoted_material_names_its_source() {
        let posted = |source: &str| {
            Posted::from_pairs([
                ("title", "Tin"),
                ("section", "4"),
                ("author", "An"),
                ("body", "<p>a</p>"),
                ("source", source),
                ("source_url", "https://baochinhphu.vn/a"),
            ])
        };
        let (_, faults) = read(&posted(""), &choices(), Demand::Complete);
        assert!(faults.of("source").is_some());
        let (_, faults) = read(&posted("Báo Chính phủ"), &choices(), Demand::Complete);
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn every_fault_stands_at_its_field() {
        let long = "x".repeat(MAX_TITLE + 1);
        let posted = Posted::from_pairs([
            ("title", long.as_str()),
            ("section", "99"),
            ("body", "a\u{FFFD}"),
            ("source_url", "javascript:alert(1)"),
            ("picture", "7"),
            ("attachments", "8"),
        ]);
        let (_, faults) = read(&posted, &choices(), Demand::Draft);
        for field in ["section", "title", "body", "source_url", "picture", "attachments"] {
            assert!(faults.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn addresses_and_blank_texts() {
        for (text, good) in [
            ("https://moh.gov.vn/tin?id=1", true),
            ("http://a.vn:8080", true),
            ("https://", false),
            ("https://localhost", false),
            ("ftp://a.vn", false),
            ("https://a.vn/<b>", false),
            ("https://.vn", false),
        ] {
            assert_eq!(is_web_address(text), good, "{text}");
        }
        assert!(is_blank("<p>&nbsp;</p>\n<br>"));
        assert!(!is_blank("<p>a</p>"));
    }
}
