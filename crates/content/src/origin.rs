//! Where a text is from: who wrote it, what it was taken from, and the files with it (R-C5). Fields
//! that several content types have.

use maud::{Markup, html};
use portal_core::{FieldFault, FormFaults, Posted, Texts, ui::Field};
use serde::{Deserialize, Serialize};

use crate::item::MediaId;

/// Who wrote a text, and where it was taken from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// Who wrote it.
    pub author: String,
    /// Where it was taken from.
    pub source: String,
    /// Address there.
    pub source_url: String,
}

impl Origin {
    /// Reads and checks it; `author_needed` says whether somebody has to be named.
    pub fn check(posted: &Posted, author_needed: bool, faults: &mut FormFaults) -> Self {
        let author = faults.check("author", posted.line("author"), author_needed, 200);
        let source = faults.check("source", posted.line("source"), false, 200);
        let source_url = faults.check("source_url", posted.line("source_url"), false, 500);
        if !source_url.is_empty() && !is_web_address(&source_url) {
            faults.add("source_url", FieldFault::Other("fault-source-url", Vec::new()));
        }
        Self { author, source, source_url }
    }

    /// Puts it into a form.
    pub fn fill(self, posted: &mut Posted) {
        posted.put("author".into(), self.author);
        posted.put("source".into(), self.source);
        posted.put("source_url".into(), self.source_url);
    }

    /// The two fields for the source.
    pub fn source_fields(t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
        html! {
            (Field::new(t, posted, faults, "source", "field-source").max(200).input("text"))
            (Field::new(t, posted, faults, "source_url", "field-source_url").max(500).input("url"))
        }
    }

    /// What stands in `DC.source`: the address, or else the name.
    pub fn for_machines(self) -> Option<String> {
        let known = if self.source_url.is_empty() { self.source } else { self.source_url };
        Some(known).filter(|source| !source.is_empty())
    }
}

/// The files a form names, each once.
pub fn attachments(posted: &Posted) -> Vec<MediaId> {
    let mut ids: Vec<_> =
        posted.all("attachments").iter().filter_map(|id| id.parse().ok()).map(MediaId).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Puts files into a form, as [`attachments`] reads them.
pub fn fill_attachments(attachments: Vec<MediaId>, posted: &mut Posted) {
    for id in attachments {
        posted.put("attachments".into(), id.to_string());
    }
}

/// Whether an address leads to a page of the web.
pub fn is_web_address(address: &str) -> bool {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !rest.chars().any(|c| c.is_whitespace() || "<>\"".contains(c))
    })
}
