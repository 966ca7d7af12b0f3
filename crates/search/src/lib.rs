//! portal-search: Vietnamese full text over everything published (R-S1 to R-S3).
//!
//! The engine: [`text`] cuts and folds, [`question`] understands, [`Index`] keeps and answers. It
//! knows no database and no pages; [`keeper`] feeds it from the facts, [`public`] is what readers see.

pub mod abbreviations;
pub mod highlight;
pub mod index;
pub mod keeper;
pub mod legacy;
mod module;
pub mod number;
pub mod public;
pub mod question;
pub mod search;
pub mod suggest;
#[cfg(test)]
mod testing;
pub mod text;
mod weights;

pub use index::{Fault, Found, Index, Rebuild};
pub use search::{Query, Results, Scope, Sort};

pub use module::Search;
