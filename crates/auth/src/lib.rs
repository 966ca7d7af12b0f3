//! portal-auth: who somebody is, and what they may do on a site.
//!
//! Somebody signs in with what a [`CredentialStore`] knows (local accounts here; mail systems plug in
//! behind the same trait). A session is a row bound to one site; [`Auth`], as core's
//! [`portal_core::Gatekeeper`], turns its token into an actor with the roles granted on that site.

pub mod accounts;
pub mod answers;
pub mod credentials;
pub mod facts;
pub mod grants;
mod limits;
mod members;
mod module;
pub mod password;
pub mod permissions;
pub mod schema;
pub mod session;
mod sign_in;

pub use credentials::{CredentialStore, SignInRefusal, Verified};
pub use module::{Auth, KEY};
