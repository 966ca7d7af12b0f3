//! What in an office file runs: macros of all three programs, old and new (SECURITY rule 24).

use quick_xml::{Reader, XmlVersion, events::Event};

/// Whether a part of this name, in small letters, is one.
pub(super) fn is_one(name: &str) -> bool {
    name.ends_with("vbaproject.bin")
        || ["xl/macrosheets/", "basic/", "scripts/"].iter().any(|folder| name.starts_with(folder))
}

/// Whether a list of parts - `[Content_Types].xml`, or relationships - names one, or a template that is
/// fetched from elsewhere and may hold some. Nothing where the list cannot be read.
pub(super) fn are_listed(list: &[u8]) -> Option<bool> {
    let mut reader = Reader::from_reader(list);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                let (mut is_template, mut is_far) = (false, false);
                for attribute in tag.attributes() {
                    let attribute = attribute.ok()?;
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
                    let value = value.trim().to_ascii_lowercase();
                    match attribute.key.local_name().as_ref() {
                        "ContentType" | "Type" if runs(&value) => return Some(true),
                        "Type" => is_template = value.ends_with("/attachedtemplate"),
                        "Target" => {
                            is_far = value.starts_with("http:") || value.starts_with("https:");
                        }
                        _ => {}
                    }
                }
                if is_template && is_far {
                    return Some(true);
                }
            }
            Event::Eof => return Some(false),
            _ => {}
        }
    }
}

/// Whether what is of this type, in small letters, runs.
fn runs(kind: &str) -> bool {
    ["macroenabled", "vbaproject", "vbadata", "macrosheet"].iter().any(|it| kind.contains(it))
}
