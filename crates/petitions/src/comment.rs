//! Comments on articles, moderated first (R-P8).

pub mod module;

pub use module::Comments;
