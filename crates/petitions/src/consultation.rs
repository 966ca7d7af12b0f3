//! Draft documents laid before people and organisations (R-P6).

pub mod module;

pub use module::Consultations;
