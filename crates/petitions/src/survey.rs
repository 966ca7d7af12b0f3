//! Surveys and polls (R-P7).

pub mod module;

pub use module::Surveys;
