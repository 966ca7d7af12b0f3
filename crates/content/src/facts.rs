//! What this context tells. What readers see and lists show is touched by its section, the sections
//! above it and the site's news; a section's own change touches every page of the site.

use portal_core::{Fact, SiteId, Tag};
use serde::Serialize;

use crate::item::{EditionId, ItemId, MediaId, SectionId};

/// The tag of whatever shows the newest of a site: home page, feeds, sitemaps.
pub fn news(site: SiteId) -> Tag {
    Tag::of("news", site)
}

/// The tag of whatever lists a section.
pub fn section(id: SectionId) -> Tag {
    Tag::of("section", id)
}

/// The tag of whatever shows an item.
pub fn item(id: ItemId) -> Tag {
    Tag::of("item", id)
}

/// Where an item is listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The site.
    pub site: Option<SiteId>,
    /// Its section and those above.
    pub sections: Vec<SectionId>,
    /// Whatever else its type says.
    pub more: Vec<Tag>,
}

impl Listed {
    fn lists(&self) -> Vec<Tag> {
        let mut tags: Vec<Tag> = self.sections.iter().copied().map(section).collect();
        tags.extend(self.site.map(news));
        tags.extend(self.more.iter().cloned());
        tags
    }

    fn tags(&self, id: ItemId) -> Vec<Tag> {
        [vec![item(id)], self.lists()].concat()
    }

    /// Whether it says something of other items: a decision ends the one it replaces.
    fn changes_others(&self) -> bool {
        self.more.iter().any(|tag| tag.0.starts_with("item:"))
    }
}

/// An item was begun.
#[derive(Debug, Clone, Serialize)]
pub struct ItemDrafted {
    /// Which.
    pub item: ItemId,
    /// Its first edition.
    pub edition: EditionId,
}

/// A text was saved.
#[derive(Debug, Clone, Serialize)]
pub struct EditionSaved {
    /// Of which item.
    pub item: ItemId,
    /// Which.
    pub edition: EditionId,
}

/// A writer asked for approval.
#[derive(Debug, Clone, Serialize)]
pub struct ItemSubmitted {
    /// For which item.
    pub item: ItemId,
    /// For which text.
    pub edition: EditionId,
}

/// A text was approved.
#[derive(Debug, Clone, Serialize)]
pub struct ItemApproved {
    /// Of which item.
    pub item: ItemId,
    /// Which.
    pub edition: EditionId,
    /// Hash of the text.
    pub hash: String,
}

/// A text was refused.
#[derive(Debug, Clone, Serialize)]
pub struct ItemRefused {
    /// Of which item.
    pub item: ItemId,
    /// Which.
    pub edition: EditionId,
    /// Code of the regulation's reason.
    pub reason: String,
    /// The approver's words.
    pub note: String,
}

/// Readers see a text.
#[derive(Debug, Clone, Serialize)]
pub struct ItemPublished {
    /// Of which item.
    pub item: ItemId,
    /// Which.
    pub edition: EditionId,
    /// Hash of the text.
    pub hash: String,
    /// Whether readers saw no text of it before.
    #[serde(skip)]
    pub is_new: bool,
    /// Where it is listed.
    #[serde(skip)]
    pub listed: Listed,
}

/// Readers no longer see an item.
#[derive(Debug, Clone, Serialize)]
pub struct ItemWithdrawn {
    /// Which.
    pub item: ItemId,
    /// The text they saw.
    pub edition: EditionId,
    /// Why.
    pub note: String,
    /// Where it was listed.
    #[serde(skip)]
    pub listed: Listed,
}

/// An item went to another section.
#[derive(Debug, Clone, Serialize)]
pub struct ItemMoved {
    /// Which.
    pub item: ItemId,
    /// From.
    pub from: SectionId,
    /// To.
    pub to: SectionId,
    /// Both sections and those above, where readers see the item.
    #[serde(skip)]
    pub listed: Listed,
}

/// The portal published items from files.
#[derive(Debug, Clone, Serialize)]
pub struct ItemsImported {
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Option<ItemId>,
    /// The site.
    pub site: SiteId,
    /// Where they are listed.
    #[serde(skip)]
    pub listed: Listed,
}

/// A section was added, renamed, moved or taken away.
#[derive(Debug, Clone, Serialize)]
pub struct SectionChanged {
    /// Which.
    pub section: SectionId,
    /// What was done: `added`, `renamed`, `moved`, `removed`.
    pub what: String,
    /// Its title afterwards.
    pub title: String,
    /// The site.
    pub site: SiteId,
}

/// A file was brought.
#[derive(Debug, Clone, Serialize)]
pub struct MediaUploaded {
    /// Which.
    pub media: MediaId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub mime: String,
}

/// A picture got another alternative text.
#[derive(Debug, Clone, Serialize)]
pub struct MediaDescribed {
    /// Which.
    pub media: MediaId,
    /// The text.
    pub alternative: String,
}

/// The text inside a file was read, or could not be.
#[derive(Debug, Clone, Serialize)]
pub struct MediaRead {
    /// Which.
    pub media: MediaId,
    /// How it went.
    pub state: crate::media::text::State,
}

macro_rules! of_item {
    ($fact:ident, $kind:literal, |$it:ident| $touches:expr $(, |$new:ident| $only_adds:expr)?) => {
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                item(self.item).0
            }

            fn touches(&self) -> Vec<Tag> {
                let $it = self;
                $touches
            }
            $(
                fn only_adds(&self) -> bool {
                    let $new = self;
                    $only_adds
                }
            )?
        }
    };
}

of_item!(ItemDrafted, "content.item.drafted", |_it| Vec::new());
of_item!(EditionSaved, "content.edition.saved", |_it| Vec::new());
of_item!(ItemSubmitted, "content.item.submitted", |_it| Vec::new());
of_item!(ItemApproved, "content.item.approved", |_it| Vec::new());
of_item!(ItemRefused, "content.item.refused", |_it| Vec::new());
of_item!(ItemPublished, "content.item.published", |it| it.listed.tags(it.item), |it| it.is_new
    && !it.listed.changes_others());
of_item!(ItemWithdrawn, "content.item.withdrawn", |it| it.listed.tags(it.item));
of_item!(ItemMoved, "content.item.moved", |it| it.listed.tags(it.item));

impl Fact for ItemsImported {
    const KIND: &'static str = "content.items.imported";

    fn subject(&self) -> String {
        news(self.site).0
    }

    fn touches(&self) -> Vec<Tag> {
        self.listed.lists()
    }

    fn only_adds(&self) -> bool {
        !self.listed.changes_others()
    }
}

impl Fact for SectionChanged {
    const KIND: &'static str = "content.section.changed";

    fn subject(&self) -> String {
        section(self.section).0
    }

    fn touches(&self) -> Vec<Tag> {
        // Its title stands in crumbs, menus and kickers everywhere.
        vec![Tag::site(self.site)]
    }
}

impl Fact for MediaUploaded {
    const KIND: &'static str = "content.media.uploaded";

    fn subject(&self) -> String {
        Tag::of("media", self.media).0
    }
}

impl Fact for MediaRead {
    const KIND: &'static str = "content.media.read";

    fn subject(&self) -> String {
        Tag::of("media", self.media).0
    }

    fn touches(&self) -> Vec<Tag> {
        vec![Tag::of("media", self.media)]
    }
}

impl Fact for MediaDescribed {
    const KIND: &'static str = "content.media.described";

    fn subject(&self) -> String {
        Tag::of("media", self.media).0
    }

    fn touches(&self) -> Vec<Tag> {
        vec![Tag::of("media", self.media)]
    }
}
