//! Static pages: what does not pass with the day, at an address of its own.

use async_trait::async_trait;
use diesel_async::AsyncPgConnection;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Outcome, Posted, Texts,
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
};

/// Key of the type.
pub const KEY: &str = "page";

/// The content type.
pub struct StaticPage;

/// What a page has beside title, lead and body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageFields {
    /// Who wrote it, and where it was taken from.
    #[serde(flatten)]
    pub origin: Origin,
    /// Files with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<MediaId>,
}

/// Path of a page on its site.
pub fn path(slug: &str) -> String {
    format!("/trang/{slug}")
}

#[async_trait]
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

    fn check(&self, posted: &Posted, _: Demand, _: &Offer, faults: &mut FormFaults) -> Value {
        let origin = Origin::check(posted, false, faults);
        to_value(&PageFields { origin, attachments: attachments(posted) })
    }

    fn fill(&self, of: &Value, posted: &mut Posted) {
        let page: PageFields = fields(of);
        page.origin.fill(posted);
        fill_attachments(page.attachments, posted);
    }

    fn form(&self, t: &Texts, posted: &Posted, faults: &FormFaults, _: &Offer) -> Parts {
        let origin = html! {
            (Field::new(t, posted, faults, "author", "field-author").max(200).input("text"))
            (Origin::source_fields(t, posted, faults))
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
        let page: PageFields = fields(&shown.edition.fields);
        Ok(html! {
            div id="text" {
                @if !shown.edition.lead.is_empty() { p.article-lead { (shown.edition.lead) } }
                div.prose { (cleaned::body(&shown.edition.body, &shown.edition.fields)) }
            }
            (parts::source(&t, &page.origin.source, &page.origin.source_url))
            (parts::attachments(&t, shown, &page.attachments))
        })
    }

    fn head(&self, shown: &Shown, head: Head) -> Head {
        let page: PageFields = fields(&shown.edition.fields);
        Head {
            creator: Some(page.origin.author.clone()).filter(|author| !author.is_empty()),
            source: page.origin.for_machines(),
            ..head
        }
    }

    fn media(&self, of: &Value) -> Vec<MediaId> {
        fields::<PageFields>(of).attachments
    }
}
