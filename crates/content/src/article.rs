//! Articles (tin bài): who wrote it, where it is from, a picture, files (R-C5).

use async_trait::async_trait;
use diesel_async::AsyncPgConnection;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Outcome, Posted, Site, Texts,
    ui::{Field, site::Head},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    content_type::{ContentType, Demand, Offer, Parts, fields, to_value},
    html as cleaned,
    item::{ItemId, MediaId},
    origin::{Origin, attachments, fill_attachments},
    public::{Shown, parts},
    search,
};

/// Key of the type and of its module's lists.
pub const KEY: &str = "article";

/// Widest picture a link preview gets, in pixels.
const PREVIEW: u32 = 1280;

/// The content type.
pub struct Article;

/// What an article has beside title, lead and body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleFields {
    /// Who wrote it, and where it was taken from.
    #[serde(flatten)]
    pub origin: Origin,
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
        let source = portal_core::lang::fold(self.origin.source.trim());
        self.origin.source_url.is_empty()
            && (source.is_empty() || source == portal_core::lang::fold(site))
    }
}

#[async_trait]
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

    fn schema_type(&self) -> &'static str {
        "https://schema.org/NewsArticle"
    }

    fn check(&self, posted: &Posted, demand: Demand, _: &Offer, faults: &mut FormFaults) -> Value {
        let origin = Origin::check(posted, demand == Demand::Complete, faults);
        let caption = faults.check("caption", posted.line("caption"), false, 300);
        to_value(&ArticleFields {
            origin,
            picture: posted.number("picture").map(MediaId),
            caption,
            attachments: attachments(posted),
        })
    }

    fn fill(&self, of: &Value, posted: &mut Posted) {
        let article: ArticleFields = fields(of);
        article.origin.fill(posted);
        posted.put("caption".into(), article.caption);
        if let Some(picture) = article.picture {
            posted.put("picture".into(), picture.to_string());
        }
        fill_attachments(article.attachments, posted);
    }

    fn form(&self, t: &Texts, posted: &Posted, faults: &FormFaults, _: &Offer) -> Parts {
        let origin = html! {
            (Field::new(t, posted, faults, "author", "field-author").required().max(200).input("text"))
            (Origin::source_fields(t, posted, faults))
            (Field::new(t, posted, faults, "caption", "field-caption").max(300).input("text"))
        };
        Parts { origin, ..Parts::default() }
    }

    async fn view(
        &self,
        _: &App,
        ctx: &Ctx,
        _: &AsyncPgConnection,
        shown: &Shown,
    ) -> Outcome<Markup> {
        let t = ctx.texts();
        let article: ArticleFields = fields(&shown.edition.fields);
        Ok(html! {
            div id="text" {
                @if !shown.edition.lead.is_empty() { p.article-lead { (shown.edition.lead) } }
                @if let Some(picture) = article.picture.and_then(|id| shown.media(id)) {
                    (parts::figure(picture, &article.caption))
                }
                div.prose { (cleaned::body(&shown.edition.body, &shown.edition.fields)) }
            }
            @if !article.origin.author.is_empty() { p.byline { (article.origin.author) } }
            (parts::source(&t, &article.origin.source, &article.origin.source_url))
            (parts::attachments(&t, shown, &article.attachments))
        })
    }

    fn head(&self, shown: &Shown, head: Head) -> Head {
        let article: ArticleFields = fields(&shown.edition.fields);
        let picture = article.picture.and_then(|id| shown.media(id));
        Head {
            picture: picture.map(|media| (media.path_in(PREVIEW), media.alternative.clone())),
            og_type: "article",
            creator: Some(article.origin.author.clone()).filter(|author| !author.is_empty()),
            source: article.origin.for_machines(),
            ..head
        }
    }

    fn media(&self, of: &Value) -> Vec<MediaId> {
        let article: ArticleFields = fields(of);
        article.picture.into_iter().chain(article.attachments).collect()
    }

    async fn searched(
        &self,
        _: &App,
        _: &AsyncPgConnection,
        _: &Site,
        entries: &mut [search::Entry],
    ) -> Outcome<()> {
        for search::Entry { document, fields: of } in entries {
            let Origin { author, source, .. } = fields::<ArticleFields>(of).origin;
            for said in [author, source].into_iter().filter(|said| !said.is_empty()) {
                document.body.push('\n');
                document.body.push_str(&said);
            }
        }
        Ok(())
    }
}
