//! Petitions, questions and reflections, and what becomes of them (R-P1 to R-P5).

pub mod module;

pub use module::Petitions;
