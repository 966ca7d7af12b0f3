//! Acts on items: rows, decision and fact together, in the caller's transaction.

use diesel_async::AsyncPgConnection;
use portal_core::{Ctx, Fault, OrNotFound as _, Outcome, SiteId, Tag, Tx, lang::Locales};
use serde_json::Value;

use super::{
    Decision, EditionHash, EditionId, ItemId, Public, SectionId, Verdict,
    queries::{self, NewEdition, NewItem, Newest, Whole},
};
use crate::{
    content_type::{self, ContentType, Listing},
    facts::{
        EditionSaved, ItemApproved, ItemDrafted, ItemMoved, ItemPublished, ItemRefused,
        ItemSubmitted, ItemWithdrawn, Listed,
    },
    html, page,
    permissions::{APPROVE, WRITE},
    section, slug,
};

/// A text as its writer hands it in.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Section.
    pub section: SectionId,
    /// Language.
    pub language: String,
    /// Title.
    pub title: String,
    /// Lead.
    pub lead: String,
    /// HTML, not yet cleaned.
    pub body: String,
    /// Fields, as [`ContentType::check`] gives them.
    pub fields: Value,
}

/// A text ready to be stored: cleaned, folded, hashed.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    /// Cleaned HTML.
    pub body: String,
    /// Fields with the version of the cleaning.
    pub fields: Value,
    /// Hash of the text.
    pub hash: EditionHash,
    /// Title, lead and what else its type is found by, folded.
    pub folded: String,
}

impl Ready {
    /// Cleans, folds and hashes a text.
    pub fn of(content_type: &str, draft: &Draft) -> Self {
        let body = html::clean(&draft.body);
        let mut fields = draft.fields.clone();
        if let Value::Object(map) = &mut fields {
            map.insert(html::VERSION_KEY.to_owned(), html::VERSION.into());
        }
        let hash = EditionHash::of(
            content_type,
            &draft.language,
            &draft.title,
            &draft.lead,
            &body,
            &fields,
        );
        let more = content_type::by_key(content_type).map(|of| of.found_by(&fields));
        let words = format!("{} {} {}", draft.title, draft.lead, more.unwrap_or_default());
        let folded = slug::fold(words.trim_end());
        Self { body, fields, hash, folded }
    }
}

/// Begins an item with its first edition.
pub async fn create(
    tx: &mut Tx,
    ctx: &Ctx,
    of: &dyn ContentType,
    draft: &Draft,
) -> Outcome<ItemId> {
    let site = ctx.site.id;
    let ready = Ready::of(of.key(), draft);
    let name = free_slug(tx, site, of, draft).await?;
    let new = NewItem {
        content_type: of.key(),
        language: &draft.language,
        section: draft.section,
        slug: &name,
        title: &draft.title,
        folded: &ready.folded,
        created_by: ctx.actor.id(),
    };
    let item = queries::insert(tx, site, &new, ctx.now).await?;
    let edition = add_edition(tx, ctx, of, (item, 1), draft, &ready).await?;
    let newest = Newest {
        edition,
        state: super::State::Draft,
        section: draft.section,
        slug: &name,
        title: &draft.title,
        folded: &ready.folded,
    };
    queries::save_newest(tx, site, item, &newest, ctx.now).await?;
    tx.tell(ItemDrafted { item, edition }).await?;
    Ok(item)
}

/// Saves a new edition of a locked item; gives the newest edition, which is the old one where
/// nothing was changed.
///
/// Refuses where somebody else saved meanwhile ([`super::Refusal::TextChanged`]). What readers see
/// keeps its address; where the actor may not move it ([`may_stand_in`]), it stays in its section.
pub async fn edit(
    tx: &mut Tx,
    ctx: &Ctx,
    whole: &Whole,
    seen: EditionId,
    draft: &Draft,
) -> Outcome<EditionId> {
    let (site, item) = (ctx.site.id, &whole.item);
    let state = whole.snapshot().edit(seen)?;
    let of = content_type::by_key(&item.content_type).ok_or_else(|| unknown_type(item.id()))?;
    // The language of an item is part of its identity.
    let draft = &Draft { language: item.language.clone(), ..draft.clone() };
    let ready = Ready::of(of.key(), draft);
    let moves =
        draft.section != item.section() && may_stand_in(tx, ctx, whole, draft.section).await?;
    if moves {
        move_to(tx, ctx, whole, draft.section).await?;
    }
    if ready.hash == whole.newest.hash() {
        // Holding the item's row is no change worth telling.
        tx.untold();
        return Ok(whole.newest.id());
    }
    let keeps_address = item.published_at.is_some() || of.key() == page::KEY;
    let name = if keeps_address { item.slug.clone() } else { of.slug(draft) };
    let number = whole.newest.number.saturating_add(1);
    let edition = add_edition(tx, ctx, of, (item.id(), number), draft, &ready).await?;
    let newest = Newest {
        edition,
        state,
        section: if moves { draft.section } else { item.section() },
        slug: &name,
        title: &draft.title,
        folded: &ready.folded,
    };
    queries::save_newest(tx, site, item.id(), &newest, ctx.now).await?;
    tx.tell(EditionSaved { item: item.id(), edition }).await?;
    Ok(edition)
}

/// Whether the actor may put an item into a section: its own; another in which they write; with what
/// readers see, one in which they approve, as they do where it stands.
///
/// Requirement: R-A4.
pub async fn may_stand_in(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    whole: &Whole,
    section: SectionId,
) -> Outcome<bool> {
    if section == whole.item.section() {
        return Ok(true);
    }
    let wanted = if whole.item.is_public() { APPROVE } else { WRITE };
    let there = section::queries::path(conn, ctx.site.id, section).await?;
    Ok(ctx.may_in(wanted, &whole.path) && ctx.may_in(wanted, &there))
}

/// Puts an item into another section.
pub async fn move_to(tx: &mut Tx, ctx: &Ctx, whole: &Whole, to: SectionId) -> Outcome<()> {
    let (site, item) = (ctx.site.id, &whole.item);
    let from = item.section();
    queries::save_section(tx, site, item.id(), to, ctx.now).await?;
    let mut listed = Listed::default();
    if item.is_public() {
        let tree = section::queries::tree(tx, site).await?;
        listed.site = Some(site);
        listed.sections = [tree.listing(from), tree.listing(to)].concat();
    }
    tx.tell(ItemMoved { item: item.id(), from, to, listed }).await?;
    Ok(())
}

async fn add_edition(
    tx: &Tx,
    ctx: &Ctx,
    of: &dyn ContentType,
    (item, number): (ItemId, i32),
    draft: &Draft,
    ready: &Ready,
) -> Outcome<EditionId> {
    let new = NewEdition {
        item,
        number,
        title: &draft.title,
        lead: &draft.lead,
        body: &ready.body,
        fields: &ready.fields,
        hash: ready.hash,
        author: ctx.actor.id(),
        author_name: ctx.actor.name(),
    };
    let mut media = of.media(&ready.fields);
    media.extend(html::media(&ready.body));
    let media = existing(tx, ctx.site.id, media).await?;
    Ok(queries::insert_edition(tx, ctx.site.id, &new, &media, ctx.now).await?)
}

/// The files that are there: a body may name one that is not.
async fn existing(
    tx: &Tx,
    site: SiteId,
    media: Vec<super::MediaId>,
) -> Outcome<Vec<super::MediaId>> {
    if media.is_empty() {
        return Ok(media);
    }
    let ids: Vec<i64> = media.into_iter().map(|id| id.0).collect();
    let found = crate::media::queries::by_ids(tx, site, &ids).await?;
    Ok(found.iter().map(crate::media::Media::id).collect())
}

/// Writes down what a rule allowed, puts it into effect and tells of it.
///
/// Requirement: R-C3, R-C4.
pub async fn carry_out(tx: &mut Tx, ctx: &Ctx, whole: &Whole, decision: &Decision) -> Outcome<()> {
    let (site, item) = (ctx.site.id, whole.item.id());
    let name = signature(ctx, whole, decision.verdict);
    queries::insert_decision(tx, site, item, decision, (ctx.actor.id(), &name)).await?;
    queries::save_decision(tx, site, item, decision).await?;
    let edition = decision.on.id;
    let hash = decision.on.hash.to_string();
    let listed = if decision.public == Public::Stays {
        Listed::default()
    } else {
        let tree = section::queries::tree(tx, site).await?;
        let more = list(tx, site, whole, decision).await?;
        Listed { site: Some(site), sections: tree.listing(whole.item.section()), more }
    };
    let note = decision.note.clone();
    match decision.verdict {
        Verdict::Submitted => tx.tell(ItemSubmitted { item, edition }).await?,
        Verdict::Approved => tx.tell(ItemApproved { item, edition, hash }).await?,
        Verdict::Refused => {
            let reason = decision.reason.clone().unwrap_or_default();
            tx.tell(ItemRefused { item, edition, reason, note }).await?
        }
        Verdict::Published => {
            let is_new = whole.item.published_edition.is_none();
            tx.tell(ItemPublished { item, edition, hash, is_new, listed }).await?
        }
        Verdict::Withdrawn => tx.tell(ItemWithdrawn { item, edition, note, listed }).await?,
    };
    Ok(())
}

/// Brings the lists of the item's type up to date; gives what else is no longer true.
async fn list(tx: &Tx, site: SiteId, whole: &Whole, decision: &Decision) -> Outcome<Vec<Tag>> {
    let item = &whole.item;
    let Some(of) = content_type::by_key(&item.content_type) else { return Ok(Vec::new()) };
    if decision.public == Public::Nothing {
        return of.list(tx, site, item.id(), None).await;
    }
    let edition = queries::edition(tx, site, decision.on.id).await?.or_not_found()?;
    let listing = Listing {
        language: &item.language,
        slug: &item.slug,
        title: &edition.title,
        fields: &edition.fields,
    };
    of.list(tx, site, item.id(), Some(listing)).await
}

/// The name under a decision: the person's, and whose right it was where it was lent to them. In the
/// site's own language, since it stays as it is written.
///
/// Requirement: R-A4.
fn signature(ctx: &Ctx, whole: &Whole, verdict: Verdict) -> String {
    let name = ctx.actor.name().to_owned();
    let wanted = if verdict == Verdict::Submitted { WRITE } else { APPROVE };
    let mut given = ctx.giving(wanted, &whole.path);
    // Of several lenders the one whose right reaches: nobody's reaches their own text.
    let snapshot = whole.snapshot();
    let used = given
        .find(|grant| grant.delegated_by.as_ref().is_none_or(|lender| !snapshot.is_own(lender.id)));
    let Some(lender) = used.and_then(|grant| grant.delegated_by.as_ref()) else { return name };
    Locales::shipped().texts(ctx.site.default_language()).with(
        "delegation-signature",
        [("name", name.into()), ("lender", lender.name.as_str().into())],
    )
}

/// A name for an item; pages of a language have different ones.
async fn free_slug(tx: &Tx, site: SiteId, of: &dyn ContentType, draft: &Draft) -> Outcome<String> {
    let wanted = of.slug(draft);
    if of.key() != page::KEY {
        return Ok(wanted);
    }
    let taken = queries::page_slugs(tx, site, &draft.language, &wanted).await?;
    let mut name = wanted.clone();
    let mut number = 2;
    while taken.contains(&name) {
        name = format!("{wanted}-{number}");
        number += 1;
    }
    Ok(name)
}

fn unknown_type(item: ItemId) -> Fault {
    Fault::bug(anyhow::anyhow!("item {item} has a content type that is not there"))
}
