//! portal-search: Vietnamese full text over everything published (R-S1 to R-S3).
//!
//! The engine: [`text`] cuts and folds, [`question`] understands, `Index` keeps and answers. It
//! knows no database and no pages.

pub mod abbreviations;
pub mod highlight;
pub mod index;
pub mod legacy;
pub mod number;
pub mod question;
pub mod search;
pub mod suggest;
#[cfg(test)]
mod testing;
pub mod text;
mod weights;

pub use index::{Fault, Found, Index, Rebuild};
pub use search::{Query, Results, Scope, Sort};

use portal_core::Module;

/// The module.
pub struct Search;

impl Module for Search {
    fn key(&self) -> &'static str {
        "search"
    }
}
