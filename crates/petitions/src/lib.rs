//! portal-petitions: what citizens send: petitions, consultations, requests for information, surveys,
//! comments (R-P1 to R-P10). Each is a module of its own, switched per site.

#[macro_use]
mod words;

pub mod comment;
pub mod consultation;
mod day_limit;
mod demo_pages;
mod download;
pub mod information;
pub mod petition;
pub mod reception;
mod retention;
pub mod satisfaction;
mod sealed_rows;
mod search_words;
pub mod survey;
mod text;

pub use comment::Comments;
pub use consultation::Consultations;
pub use information::InformationRequests;
pub use petition::Petitions;
pub use reception::Reception;
pub use satisfaction::Satisfaction;
pub use survey::Surveys;
