//! What a document says of another: replaces it, amends it, is based on it (R-C11).

use serde::{Deserialize, Serialize};

/// How a document is related to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// Takes its place.
    Replaces,
    /// Takes the place of a part of it.
    ReplacesPart,
    /// Changes it, adds to it.
    Amends,
    /// Ends it.
    Repeals,
    /// Ends a part of it.
    RepealsPart,
    /// Holds it up.
    Suspends,
    /// Says how to carry it out.
    Guides,
    /// Mends a slip in it.
    Corrects,
    /// Puts it and its amendments into one text.
    Consolidates,
    /// Rests on it.
    BasedOn,
}

/// What a relation does to how the other document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Ends it.
    Ends,
    /// Ends a part of it.
    EndsPart,
    /// Holds it up while the document that says so is in force.
    HoldsUp,
    /// Nothing.
    None,
}

impl RelationKind {
    /// All, in the order of forms and pages.
    pub const ALL: [Self; 10] = [
        Self::Replaces,
        Self::ReplacesPart,
        Self::Amends,
        Self::Repeals,
        Self::RepealsPart,
        Self::Suspends,
        Self::Guides,
        Self::Corrects,
        Self::Consolidates,
        Self::BasedOn,
    ];

    /// The word in the database and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replaces => "replaces",
            Self::ReplacesPart => "replaces-part",
            Self::Amends => "amends",
            Self::Repeals => "repeals",
            Self::RepealsPart => "repeals-part",
            Self::Suspends => "suspends",
            Self::Guides => "guides",
            Self::Corrects => "corrects",
            Self::Consolidates => "consolidates",
            Self::BasedOn => "based-on",
        }
    }

    /// Reads [`RelationKind::as_str`] back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What it does to the other document.
    pub fn effect(self) -> Effect {
        match self {
            Self::Replaces | Self::Repeals => Effect::Ends,
            Self::ReplacesPart | Self::Amends | Self::RepealsPart => Effect::EndsPart,
            Self::Suspends => Effect::HoldsUp,
            Self::Guides | Self::Corrects | Self::Consolidates | Self::BasedOn => Effect::None,
        }
    }

    /// Key of its words on the page of the document that says it: "Thay thế".
    pub fn text_key(self) -> String {
        format!("document-relation-{}", self.as_str())
    }

    /// Key of its words on the page of the other: "Bị thay thế bởi".
    pub fn back_key(self) -> String {
        format!("document-back-{}", self.as_str())
    }
}

/// A relation, as an edition holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// The other document, where it is one of this installation: its item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<i64>,
    /// Its number.
    pub number: String,
    /// Its title; may be empty.
    #[serde(default)]
    pub title: String,
}
