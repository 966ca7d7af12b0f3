//! The form of an item: what was draft, and what is wrong with it. No IO.

use portal_core::{FieldFault, FormFaults, Posted};

use crate::{
    content_type::{ContentType, Demand, Offer},
    item::{SectionId, acts::Draft},
    media::Media,
};

/// Longest lead, in characters.
pub const MAX_LEAD: usize = 500;
/// Longest text, in characters of HTML.
pub const MAX_BODY: usize = 200_000;
/// Most documents on an item.
pub const MAX_ATTACHMENTS: usize = 20;

/// What a form may choose from.
pub struct Choices {
    /// Sections: id, language, title with the titles above it.
    pub sections: Vec<SectionChoice>,
    /// Pictures, newest first, and the one the item shows.
    pub pictures: Vec<Media>,
    /// Documents, newest first, and those the item shows.
    pub documents: Vec<Media>,
    /// What the type's own part offers.
    pub offer: Offer,
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

/// Reads the form, and says what is wrong with it. A draft needs a title and a section; what is to be
/// approved needs all that readers need.
///
/// Requirement: R-C5.
pub fn read(
    posted: &Posted,
    choices: &Choices,
    of: &dyn ContentType,
    demand: Demand,
) -> (Draft, FormFaults) {
    let complete = demand == Demand::Complete;
    let mut faults = FormFaults::default();
    let section = section(posted, choices, &mut faults);
    let title = faults.check("title", posted.line("title"), true, of.max_title());
    let lead = faults.check("lead", posted.line("lead"), false, MAX_LEAD);
    let body = faults.check("body", posted.text("body"), false, MAX_BODY);
    if complete && of.needs_body() && faults.of("body").is_none() && is_blank(&body) {
        faults.add("body", FieldFault::Missing);
    }
    let fields = of.check(posted, demand, &choices.offer, &mut faults);
    // What is quoted names where it is from.
    let quotes = posted.has("source_url") || body.contains("<blockquote");
    if complete && quotes && posted.line("source").is_empty() {
        faults.add("source", FieldFault::Other("admin-fault-source", Vec::new()));
    }
    check_picture(posted, choices, &mut faults);
    check_attachments(posted, choices, &mut faults);
    let language = choices
        .sections
        .iter()
        .find(|choice| choice.id == section)
        .map(|choice| choice.language.clone())
        .unwrap_or_default();
    (Draft { section: SectionId(section), language, title, lead, body, fields }, faults)
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

fn check_picture(posted: &Posted, choices: &Choices, faults: &mut FormFaults) {
    if !posted.has("picture") {
        return;
    }
    let id = posted.number("picture");
    match id.and_then(|id| choices.pictures.iter().find(|media| media.id == id)) {
        None => faults.add("picture", FieldFault::NoSuchChoice),
        Some(media) if media.alternative.is_empty() => {
            faults.add("picture", FieldFault::Other("admin-fault-alternative", Vec::new()));
        }
        Some(_) => {}
    }
}

fn check_attachments(posted: &Posted, choices: &Choices, faults: &mut FormFaults) {
    let all = posted.all("attachments");
    let known = |value: &String| {
        value.parse().is_ok_and(|id: i64| choices.documents.iter().any(|media| media.id == id))
    };
    if !all.iter().all(known) {
        faults.add("attachments", FieldFault::NoSuchChoice);
    } else if all.len() > MAX_ATTACHMENTS {
        faults.add("attachments", FieldFault::Other("admin-fault-attachments", Vec::new()));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn choices() -> Choices {
        Choices {
            sections: vec![SectionChoice {
                id: 4,
                language: "vi".into(),
                title: "Tin".into(),
                depth: 0,
            }],
            pictures: Vec::new(),
            documents: Vec::new(),
            offer: Offer::default(),
        }
    }

    #[test]
    fn a_draft_needs_only_title_and_section() {
        let posted = Posted::from_pairs([("title", "Tin mới"), ("section", "4")]);
        let (draft, faults) = read(&posted, &choices(), &Article, Demand::Draft);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!((draft.section, draft.language.as_str()), (SectionId(4), "vi"));
        let (_, faults) = read(&posted, &choices(), &Article, Demand::Complete);
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
        let (_, faults) = read(&posted(""), &choices(), &Article, Demand::Complete);
        assert!(faults.of("source").is_some());
        let (_, faults) = read(&posted("Báo Chính phủ"), &choices(), &Article, Demand::Complete);
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn every_fault_stands_at_its_field() {
        let long = "x".repeat(Article.max_title() + 1);
        let posted = Posted::from_pairs([
            ("title", long.as_str()),
            ("section", "99"),
            ("body", "a\u{FFFD}"),
            ("source_url", "javascript:alert(1)"),
            ("picture", "7"),
            ("attachments", "8"),
        ]);
        let (_, faults) = read(&posted, &choices(), &Article, Demand::Draft);
        for field in ["section", "title", "body", "source_url", "picture", "attachments"] {
            assert!(faults.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn blank_texts_show_nothing() {
        assert!(is_blank("<p>&nbsp;</p>\n<br>"));
        assert!(!is_blank("<p>a</p>"));
    }
}
