//! Static pages: what does not pass with the day, at an address of its own.

use maud::{Markup, html};
use portal_core::{FormFaults, Posted, Texts, ui::Field};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    article::{attachments, source},
    content_type::{ContentType, Demand, fields, to_value},
    html as cleaned,
    item::{ItemId, MediaId, queries::Edition},
    public::{Shown, parts},
};

/// Key of the type.
pub const KEY: &str = "page";

/// The content type.
pub struct StaticPage;

/// What a page has beside title, lead and body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageFields {
    /// Who wrote it.
    pub author: String,
    /// Where it was taken from.
    pub source: String,
    /// Address there.
    pub source_url: String,
    /// Files with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<MediaId>,
}

/// Path of a page on its site.
pub fn path(slug: &str) -> String {
    format!("/trang/{slug}")
}

impl ContentType for StaticPage {
    fn key(&self) -> &'static str {
        KEY
    }

    fn module(&self) -> &'static str {
        "pages"
    }

    fn is_news(&self) -> bool {
        false
    }

    fn path(&self, slug: &str, _: ItemId) -> String {
        path(slug)
    }

    fn check(&self, posted: &Posted, _: Demand, faults: &mut FormFaults) -> Value {
        let author = faults.check("author", posted.line("author"), false, 200);
        let (source, source_url) = source(posted, faults);
        to_value(&PageFields { author, source, source_url, attachments: attachments(posted) })
    }

    fn fill(&self, of: &Value, posted: &mut Posted) {
        let page: PageFields = fields(of);
        posted.put("author".into(), page.author);
        posted.put("source".into(), page.source);
        posted.put("source_url".into(), page.source_url);
        for id in page.attachments {
            posted.put("attachments".into(), id.to_string());
        }
    }

    fn form(&self, t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
        html! {
            (Field::new(t, posted, faults, "author", "field-author").max(200).input("text"))
            (Field::new(t, posted, faults, "source", "field-source").max(200).input("text"))
            (Field::new(t, posted, faults, "source_url", "field-source_url").max(500).input("url"))
        }
    }

    fn view(&self, t: &Texts, shown: &Shown) -> Markup {
        let page: PageFields = fields(&shown.edition.fields);
        html! {
            div id="text" {
                @if !shown.edition.lead.is_empty() { p.article-lead { (shown.edition.lead) } }
                div.prose { (cleaned::body(&shown.edition.body, &shown.edition.fields)) }
            }
            (parts::source(t, &page.source, &page.source_url))
            (parts::attachments(t, shown, &page.attachments))
        }
    }

    fn media(&self, of: &Value) -> Vec<MediaId> {
        fields::<PageFields>(of).attachments
    }

    fn search_text(&self, edition: &Edition) -> String {
        let body = cleaned::words(&edition.body);
        [&edition.title, &edition.lead, &body].map(String::as_str).join("\n")
    }
}
