//! portal-content: what a site publishes. Items and their workflow, sections, media, feeds.
//!
//! An item is an identity, what it says is in editions, and what was decided about an edition is in
//! decisions. Rules are in [`item`]; [`item::acts`] carries them out; [`public`] shows what came of it.

pub mod admin;
pub mod answers;
pub mod article;
pub mod birth;
pub mod content_type;
pub mod document;
pub mod facts;
mod held;
pub mod html;
pub mod item;
pub mod media;
pub mod modules;
pub mod origin;
pub mod page;
pub mod permissions;
pub mod public;
pub mod schema;
pub mod search;
pub mod section;
pub mod slug;

pub use modules::{Articles, Content, Documents, Feeds, Pages};
