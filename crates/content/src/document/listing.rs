//! What registers are made of: written in the transaction that publishes, gone with the withdrawal.

use portal_core::{Outcome, SiteId, Tag, Tx};

use super::{DocumentFields, queries};
use crate::{
    content_type::{Listing, fields},
    facts,
    item::ItemId,
};

/// The tag of whatever lists the documents of a site.
pub fn tag(site: SiteId) -> Tag {
    Tag::of("documents", site)
}

/// Puts a document into the register or takes it out, and gives the tags of the pages that then show
/// something else: the register, the documents it names or named, the registers they stand in.
///
/// Requirement: R-C11.
pub(super) async fn keep(
    tx: &Tx,
    site: SiteId,
    item: ItemId,
    listing: Option<Listing<'_>>,
) -> Outcome<Vec<Tag>> {
    let mut touched = queries::targets(tx, site, item).await?;
    queries::delete(tx, site, item).await?;
    if let Some(listing) = listing {
        let of: DocumentFields = fields(listing.fields);
        // Nothing without its day comes through the form; an import may bring it.
        if let Some(days) = of.days() {
            queries::insert(tx, site, item, (listing, &of), days).await?;
            let holds = (days.1, of.expires_on);
            queries::insert_relations(tx, site, item, &of.relations, holds).await?;
        }
        touched.extend(of.relations.iter().filter_map(|relation| relation.target));
    }
    let mut sites = queries::sites_of(tx, &touched).await?;
    sites.push(site.0);
    let mut tags: Vec<Tag> = touched.into_iter().map(|id| facts::item(ItemId(id))).collect();
    tags.extend(sites.into_iter().map(|id| tag(SiteId(id))));
    tags.sort_unstable();
    tags.dedup();
    Ok(tags)
}
