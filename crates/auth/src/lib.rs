//! portal-auth: who somebody is, and what they may do on a site.
//!
//! Somebody signs in with what a [`CredentialStore`] knows (local accounts here; mail systems plug in
//! behind the same trait), on the province's host, for all sites; a site gets a session of its own by
//! a one-time code. [`Auth`], as core's [`portal_core::Gatekeeper`], turns a session's token into an
//! actor with the roles granted on that site.

mod account;
pub mod accounts;
pub mod answers;
mod cookies;
pub mod credentials;
pub mod delegations;
pub mod factor;
pub mod facts;
pub mod grants;
pub mod hand_over;
mod held;
mod limits;
pub mod mail_accounts;
pub mod mail_system;
mod members;
mod module;
pub mod password;
mod people_desk;
pub mod permissions;
pub mod reset;
pub mod rights;
pub mod schema;
pub mod session;
mod sign_in;

pub use credentials::{CredentialStore, SetPasswordRefusal, SignInRefusal, Verified};
pub use mail_accounts::{MailAccounts, MailDomain};
pub use module::{Auth, KEY};
