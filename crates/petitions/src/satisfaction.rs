//! How satisfied readers are with a page and with the site (R-P10).

pub mod module;

pub use module::Satisfaction;
