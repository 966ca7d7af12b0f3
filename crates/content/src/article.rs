//! Articles (tin bài): who wrote it, where it is from, a picture, files (R-C5).

use maud::{Markup, html};
use portal_core::{FieldFault, FormFaults, Posted, Texts, ui::Field};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    content_type::{ContentType, Demand, fields, to_value},
    html as cleaned,
    item::{ItemId, MediaId, queries::Edition},
    public::{Shown, parts},
};

/// Key of the type and of its module's lists.
pub const KEY: &str = "article";

/// The content type.
pub struct Article;

/// What an article has beside title, lead and body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleFields {
    /// Who wrote it.
    pub author: String,
    /// Where it was taken from.
    pub source: String,
    /// Address there.
    pub source_url: String,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<MediaId>,
    /// What stands under the picture.
    pub caption: String,
    /// Files with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<MediaId>,
}

impl ArticleFields {
    /// Whether a site wrote it itself: no source is named, or the site's own name.
    pub fn is_own(&self, site: &str) -> bool {
        let source = portal_core::lang::fold(self.source.trim());
        self.source_url.is_empty() && (source.is_empty() || source == portal_core::lang::fold(site))
    }
}

impl ContentType for Article {
    fn key(&self) -> &'static str {
        KEY
    }

    fn module(&self) -> &'static str {
        "articles"
    }

    fn is_news(&self) -> bool {
        true
    }

    fn path(&self, slug: &str, id: ItemId) -> String {
        format!("/tin/{slug}-{id}")
    }

    fn check(&self, posted: &Posted, demand: Demand, faults: &mut FormFaults) -> Value {
        let complete = demand == Demand::Complete;
        let author = faults.check("author", posted.line("author"), complete, 200);
        let (source, source_url) = source(posted, faults);
        let caption = faults.check("caption", posted.line("caption"), false, 300);
        to_value(&ArticleFields {
            author,
            source,
            source_url,
            picture: posted.number("picture").map(MediaId),
            caption,
            attachments: attachments(posted),
        })
    }

    fn fill(&self, of: &Value, posted: &mut Posted) {
        let article: ArticleFields = fields(of);
        posted.put("author".into(), article.author);
        posted.put("source".into(), article.source);
        posted.put("source_url".into(), article.source_url);
        posted.put("caption".into(), article.caption);
        if let Some(picture) = article.picture {
            posted.put("picture".into(), picture.to_string());
        }
        for id in article.attachments {
            posted.put("attachments".into(), id.to_string());
        }
    }

    fn form(&self, t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
        html! {
            (Field::new(t, posted, faults, "author", "field-author").required().max(200).input("text"))
            (Field::new(t, posted, faults, "source", "field-source").max(200).input("text"))
            (Field::new(t, posted, faults, "source_url", "field-source_url").max(500).input("url"))
            (Field::new(t, posted, faults, "caption", "field-caption").max(300).input("text"))
        }
    }

    fn view(&self, t: &Texts, shown: &Shown) -> Markup {
        let article: ArticleFields = fields(&shown.edition.fields);
        html! {
            div id="text" {
                @if !shown.edition.lead.is_empty() { p.article-lead { (shown.edition.lead) } }
                @if let Some(picture) = article.picture.and_then(|id| shown.media(id)) {
                    (parts::figure(picture, &article.caption))
                }
                div.prose { (cleaned::body(&shown.edition.body, &shown.edition.fields)) }
            }
            @if !article.author.is_empty() { p.byline { (article.author) } }
            (parts::source(t, &article.source, &article.source_url))
            (parts::attachments(t, shown, &article.attachments))
        }
    }

    fn media(&self, of: &Value) -> Vec<MediaId> {
        let article: ArticleFields = fields(of);
        article.picture.into_iter().chain(article.attachments).collect()
    }

    fn search_text(&self, edition: &Edition) -> String {
        let article: ArticleFields = fields(&edition.fields);
        let body = cleaned::words(&edition.body);
        [&edition.title, &edition.lead, &body, &article.author, &article.source]
            .map(String::as_str)
            .join("\n")
    }
}

/// Source and its address, as every type asks for them.
pub(crate) fn source(posted: &Posted, faults: &mut FormFaults) -> (String, String) {
    let source = faults.check("source", posted.line("source"), false, 200);
    let source_url = faults.check("source_url", posted.line("source_url"), false, 500);
    if !source_url.is_empty() && !is_web_address(&source_url) {
        faults.add("source_url", FieldFault::Other("fault-source-url", Vec::new()));
    }
    (source, source_url)
}

/// The files a form names, each once.
pub(crate) fn attachments(posted: &Posted) -> Vec<MediaId> {
    let mut ids: Vec<_> =
        posted.all("attachments").iter().filter_map(|id| id.parse().ok()).map(MediaId).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Whether an address leads to a page of the web.
pub fn is_web_address(address: &str) -> bool {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !rest.chars().any(|c| c.is_whitespace() || "<>\"".contains(c))
    })
}
