//! portal-search: Vietnamese full text over everything published (R-S1 to R-S3).
//!
//! The engine: [`text`] cuts and folds, [`question`] understands, [`Index`] keeps and answers. It
//! knows no database and no pages; [`keeper`] feeds it from the facts, [`public`] is what readers see.

pub mod abbreviations;
mod desk;
mod facts;
pub mod highlight;
pub mod index;
pub mod keeper;
mod module;
pub mod number;
mod permissions;
pub mod platform;
mod promoted;
pub mod public;
pub mod question;
mod schema;
pub mod search;
pub mod suggest;
#[cfg(test)]
mod testing;
pub mod text;
mod weights;
mod words;

pub use index::{Fault, Found, Index, Rebuild};
pub use search::{Query, Results, Scope, Sort};

pub use module::Search;
