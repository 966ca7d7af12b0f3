//! Requests for information under the Law on Access to Information (R-P9).

pub mod module;

pub use module::InformationRequests;
