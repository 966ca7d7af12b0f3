//! Sections: the tree in which a site's content stands (R-C1).

use std::collections::HashMap;

use portal_core::Texts;

use crate::item::SectionId;

pub mod queries;

/// A row of `sections`.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = crate::schema::sections)]
pub struct Section {
    /// Identity.
    pub id: i64,
    /// The section above.
    pub parent_id: Option<i64>,
    /// Language of what stands in it.
    pub language: String,
    /// Name in addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Its place among its siblings.
    pub position: i32,
    /// The law's slug for it, where the law wants it.
    pub required_by: Option<String>,
}

impl Section {
    /// Identity, typed.
    pub fn id(&self) -> SectionId {
        SectionId(self.id)
    }

    /// Path on its site, without the language part.
    pub fn path(&self) -> String {
        path(&self.slug)
    }
}

/// Path of a section on its site.
pub fn path(slug: &str) -> String {
    format!("/chuyen-muc/{slug}")
}

/// The sections of a site.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    all: Vec<Section>,
    places: HashMap<i64, usize>,
}

impl Tree {
    /// Of all rows, in the order of siblings.
    pub fn new(all: Vec<Section>) -> Self {
        let places = all.iter().enumerate().map(|(place, section)| (section.id, place)).collect();
        Self { all, places }
    }

    /// All, in the order of siblings.
    pub fn all(&self) -> &[Section] {
        &self.all
    }

    /// Finds by id.
    pub fn by_id(&self, id: SectionId) -> Option<&Section> {
        self.places.get(&id.0).and_then(|place| self.all.get(*place))
    }

    /// Finds by name.
    pub fn by_slug(&self, language: &str, slug: &str) -> Option<&Section> {
        self.all.iter().find(|section| section.language == language && section.slug == slug)
    }

    /// The sections directly below one, or at the top of a language.
    pub fn children<'a>(
        &'a self,
        parent: Option<SectionId>,
        language: &'a str,
    ) -> impl Iterator<Item = &'a Section> {
        let parent = parent.map(|id| id.0);
        self.all
            .iter()
            .filter(move |section| section.parent_id == parent && section.language == language)
    }

    /// The sections above one, the nearest last.
    pub fn above(&self, id: SectionId) -> Vec<&Section> {
        let mut trail = Vec::new();
        let mut next = self.by_id(id).and_then(|section| section.parent_id);
        while let Some(parent) = next.and_then(|id| self.by_id(SectionId(id))) {
            // A circle cannot be stored, but nothing here may run for ever.
            if trail.len() > self.all.len() {
                break;
            }
            trail.push(parent);
            next = parent.parent_id;
        }
        trail.reverse();
        trail
    }

    /// A section and those above it, for facts.
    pub fn listing(&self, id: SectionId) -> Vec<SectionId> {
        self.above(id).into_iter().map(Section::id).chain([id]).collect()
    }

    /// The same as plain numbers: what rights in sections are asked with.
    pub fn path(&self, id: SectionId) -> Vec<i64> {
        self.listing(id).into_iter().map(|section| section.0).collect()
    }

    /// A section and all below it.
    pub fn within(&self, id: SectionId) -> Vec<SectionId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(parent) = found.get(next).copied() {
            next += 1;
            for section in self.all.iter().filter(|s| s.parent_id == Some(parent.0)) {
                if !found.contains(&section.id()) {
                    found.push(section.id());
                }
            }
        }
        found
    }

    /// All sections of a language with how many stand above each, in the order of reading.
    pub fn in_order(&self, language: &str) -> Vec<(usize, &Section)> {
        let mut out = Vec::new();
        self.walk(None, language, 0, &mut out);
        out
    }

    fn walk<'a>(
        &'a self,
        parent: Option<i64>,
        language: &str,
        depth: usize,
        out: &mut Vec<(usize, &'a Section)>,
    ) {
        for section in self.all.iter().filter(|s| s.parent_id == parent && s.language == language) {
            out.push((depth, section));
            if depth < 16 {
                self.walk(Some(section.id), language, depth + 1, out);
            }
        }
    }

    /// Checks that a section may stand under another: same language, and not below itself.
    pub fn may_stand_under(
        &self,
        id: Option<SectionId>,
        language: &str,
        parent: Option<SectionId>,
    ) -> Result<(), SectionRefusal> {
        let Some(parent) = parent else { return Ok(()) };
        let above = self.by_id(parent).ok_or(SectionRefusal::NoSuchParent)?;
        if above.language != language {
            return Err(SectionRefusal::NoSuchParent);
        }
        match id {
            Some(id) if self.within(id).contains(&parent) => Err(SectionRefusal::BelowItself),
            _ => Ok(()),
        }
    }

    /// Checks that a section may be taken away: not the law's, nothing below it, nothing in it.
    pub fn may_go(&self, id: SectionId, has_items: bool) -> Result<(), SectionRefusal> {
        if self.by_id(id).is_some_and(|section| section.required_by.is_some()) {
            return Err(SectionRefusal::Required);
        }
        if self.all.iter().any(|section| section.parent_id == Some(id.0)) {
            return Err(SectionRefusal::HasSections);
        }
        if has_items { Err(SectionRefusal::HasItems) } else { Ok(()) }
    }
}

/// Why a section stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionRefusal {
    /// The section above is not there, or of another language.
    NoSuchParent,
    /// A section cannot stand below itself.
    BelowItself,
    /// The law wants it.
    Required,
    /// Others stand below it.
    HasSections,
    /// Something stands in it.
    HasItems,
    /// Another section of the language has the name.
    SlugTaken,
}

impl portal_core::Refusal for SectionRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::NoSuchParent => "section-refusal-no-such-parent",
            Self::BelowItself => "section-refusal-below-itself",
            Self::Required => "section-refusal-required",
            Self::HasSections => "section-refusal-has-sections",
            Self::HasItems => "section-refusal-has-items",
            Self::SlugTaken => "section-refusal-slug-taken",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let section = |id: i64, parent_id: Option<i64>, required: bool| Section {
            id,
            parent_id,
            language: "vi".into(),
            slug: format!("s{id}"),
            title: format!("S{id}"),
            position: 0,
            required_by: required.then(|| "x".into()),
        };
        Tree::new(vec![
            section(1, None, true),
            section(2, Some(1), false),
            section(3, Some(2), false),
            section(4, None, false),
        ])
    }

    #[test]
    fn what_stands_above_and_below() {
        let tree = tree();
        let ids = |ids: &[i64]| ids.iter().copied().map(SectionId).collect::<Vec<_>>();
        assert_eq!(tree.listing(SectionId(3)), ids(&[1, 2, 3]));
        assert_eq!(tree.within(SectionId(1)), ids(&[1, 2, 3]));
        assert_eq!(tree.within(SectionId(4)), ids(&[4]));
        let order: Vec<_> = tree.in_order("vi").iter().map(|(d, s)| (*d, s.id)).collect();
        assert_eq!(order, [(0, 1), (1, 2), (2, 3), (0, 4)]);
        assert!(tree.in_order("en").is_empty());
    }

    #[test]
    fn a_tree_stays_a_tree() {
        let tree = tree();
        let (one, three, four) = (SectionId(1), SectionId(3), SectionId(4));
        for (id, language, parent, expected) in [
            (Some(one), "vi", Some(three), Err(SectionRefusal::BelowItself)),
            (Some(one), "vi", Some(one), Err(SectionRefusal::BelowItself)),
            (Some(one), "vi", Some(four), Ok(())),
            (None, "en", Some(four), Err(SectionRefusal::NoSuchParent)),
            (None, "vi", Some(SectionId(9)), Err(SectionRefusal::NoSuchParent)),
            (Some(three), "vi", None, Ok(())),
        ] {
            assert_eq!(tree.may_stand_under(id, language, parent), expected);
        }
        assert_eq!(tree.may_go(one, false), Err(SectionRefusal::Required));
        assert_eq!(tree.may_go(SectionId(2), false), Err(SectionRefusal::HasSections));
        assert_eq!(tree.may_go(four, true), Err(SectionRefusal::HasItems));
        assert_eq!(tree.may_go(four, false), Ok(()));
    }
}
