//! Legal and administrative documents (văn bản): number, kind, issuer, days, relations, files (R-C11).
//!
//! How a document stands is nowhere written down: [`status`] computes it from the document's days and
//! from what other published documents say of it. [`listing`] keeps what registers are made of.

use async_trait::async_trait;
use chrono::NaiveDate;
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    App, Ctx, FormFaults, Outcome, Posted, Site, SiteId, Tag, Texts, Tx, calendar::start_of,
    ui::site::Head,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    content_type::{ContentType, Demand, Listing, Offer, Parts, fields},
    item::{ItemId, MediaId, acts::Draft},
    origin::Origin,
    public::Shown,
    search, slug,
};

pub mod block;
pub mod form;
pub mod listing;
pub mod number;
pub mod queries;
pub mod register;
pub mod relation;
pub mod status;
mod view;

use relation::Relation;

/// Key of the type.
pub const KEY: &str = "document";

/// Path of the register, and what the paths of documents begin with.
pub const PATH: &str = "/van-ban";

/// The content type.
pub struct Document;

/// What a document has beside title (trích yếu), lead and body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentFields {
    /// Number and sign: `1637/QĐ-UBND`.
    pub number: String,
    /// Key of its [`queries::Kind`].
    pub kind: String,
    /// Who issued it.
    pub issuer: String,
    /// Field (lĩnh vực).
    pub field: String,
    /// Who signed it.
    pub signer: String,
    /// As what.
    pub signer_post: String,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// First day in force; the day of issue where it names none.
    pub in_force_on: Option<NaiveDate>,
    /// First day no longer in force.
    pub expires_on: Option<NaiveDate>,
    /// Number of the gazette it stands in.
    pub gazette_number: String,
    /// Day of that gazette.
    pub gazette_on: Option<NaiveDate>,
    /// What it says of other documents.
    pub relations: Vec<Relation>,
    /// Its files.
    pub attachments: Vec<MediaId>,
    /// Where it was taken from; the author is its issuer.
    #[serde(flatten)]
    pub origin: Origin,
}

impl DocumentFields {
    /// Day of issue and first day in force; a draft may lack them.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let issued_on = self.issued_on?;
        Some((issued_on, self.in_force_on.unwrap_or(issued_on)))
    }
}

/// The sites whose documents have a say over those of a site: itself, and those above it.
pub fn superiors(app: &App, site: &Site) -> Vec<i64> {
    let sites = app.sites.now();
    let mut found = vec![site.id.0];
    let mut next = site.parent;
    while let Some(above) = next.and_then(|id| sites.by_id(id)).filter(|_| found.len() < 8) {
        found.push(above.id.0);
        next = above.parent;
    }
    // What the province decides holds for all, also for a site that stands nowhere below it.
    found.extend(sites.province().map(|province| province.id.0));
    found.sort_unstable();
    found.dedup();
    found
}

/// Lists of documents say that they are true until a day begins.
pub(crate) fn true_until(ctx: &Ctx, day: Option<NaiveDate>) {
    if let Some(day) = day {
        ctx.true_until(start_of(day));
    }
}

#[async_trait]
impl ContentType for Document {
    fn key(&self) -> &'static str {
        KEY
    }

    fn module(&self) -> &'static str {
        "documents"
    }

    fn is_news(&self) -> bool {
        false
    }

    fn is_dated(&self) -> bool {
        true
    }

    fn path(&self, slug: &str, id: ItemId) -> String {
        queries::path(slug, id.0)
    }

    fn register(&self) -> Option<(&'static str, &'static str)> {
        Some(("documents-title", PATH))
    }

    fn schema_type(&self) -> &'static str {
        "https://schema.org/Legislation"
    }

    fn slug(&self, draft: &Draft) -> String {
        let of: DocumentFields = fields(&draft.fields);
        slug::slug(&format!("{} {}", of.number, draft.title))
    }

    fn max_title(&self) -> usize {
        600
    }

    fn text(&self, of: &str) -> String {
        form::text(of)
    }

    async fn offer(&self, conn: &AsyncPgConnection, ctx: &Ctx, posted: &Posted) -> Outcome<Offer> {
        form::offer(conn, ctx, posted).await
    }

    fn check(
        &self,
        posted: &Posted,
        demand: Demand,
        offer: &Offer,
        faults: &mut FormFaults,
    ) -> Value {
        form::check(posted, demand, offer, faults)
    }

    fn needs_body(&self) -> bool {
        false
    }

    fn fill(&self, of: &Value, posted: &mut Posted) {
        form::fill(fields(of), posted);
    }

    fn form(&self, t: &Texts, posted: &Posted, faults: &FormFaults, offer: &Offer) -> Parts {
        form::parts(t, posted, faults, offer)
    }

    async fn view(
        &self,
        app: &App,
        ctx: &Ctx,
        conn: &AsyncPgConnection,
        shown: &Shown,
    ) -> Outcome<Markup> {
        view::view(app, ctx, conn, shown).await
    }

    fn head(&self, shown: &Shown, head: Head) -> Head {
        let of: DocumentFields = fields(&shown.edition.fields);
        let named = |element, value: &str| (element, value.to_owned());
        let mut more = vec![named("type", &of.number), named("subject", &of.field)];
        let related: Vec<&str> =
            of.relations.iter().map(|relation| relation.number.as_str()).collect();
        more.push(named("relation", &related.join("; ")));
        more.retain(|(_, value)| !value.is_empty());
        Head {
            title: format!("{} – {}", of.number, head.title),
            description: shown.edition.title.clone(),
            creator: Some(of.issuer).filter(|issuer| !issuer.is_empty()),
            date: of.issued_on.map(start_of).or(head.date),
            source: of.origin.for_machines(),
            more,
            ..head
        }
    }

    fn media(&self, of: &Value) -> Vec<MediaId> {
        fields::<DocumentFields>(of).attachments
    }

    async fn searched(
        &self,
        app: &App,
        conn: &AsyncPgConnection,
        site: &Site,
        entries: &mut [search::Entry],
    ) -> Outcome<()> {
        let kinds = queries::kinds(conn).await?;
        let ids: Vec<i64> = entries.iter().map(|entry| entry.document.key.id).collect();
        let ended = queries::ended(conn, &ids, &superiors(app, site)).await?;
        for search::Entry { document, fields: of } in entries {
            let of: DocumentFields = fields(of);
            let kind = kinds.iter().find(|kind| kind.key == of.kind);
            let said = |text: String| Some(text).filter(|text| !text.is_empty());
            document.genre = kind.map(|kind| kind.name_in(document.key.lang).to_owned());
            document.issued = of.issued_on;
            document.in_force = of.days().map(|(_, in_force)| in_force);
            let by_others = ended.iter().find(|(id, _)| *id == document.key.id).map(|(_, on)| *on);
            document.expired = of.expires_on.into_iter().chain(by_others).min();
            for more in [&of.signer, &of.signer_post, &of.gazette_number] {
                document.body.push('\n');
                document.body.push_str(more);
            }
            for to in &of.relations {
                document.body.push_str(&format!("\n{} {}", to.number, to.title));
            }
            document.number = said(of.number);
            document.field = said(of.field);
            document.unit = said(of.issuer);
        }
        Ok(())
    }

    fn found_by(&self, of: &Value) -> String {
        let of: DocumentFields = fields(of);
        format!("{} {}", of.number, number::key(&of.number))
    }

    async fn list(
        &self,
        tx: &Tx,
        site: SiteId,
        item: ItemId,
        listing: Option<Listing<'_>>,
    ) -> Outcome<Vec<Tag>> {
        listing::keep(tx, site, item, listing).await
    }
}
