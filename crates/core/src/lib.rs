//! portal-core: the contracts every module and tenant plugs into, and the ground they stand on.
//!
//! Three things carry state: [`App`] (the process), [`Ctx`] (one request or job), [`Tx`] (one write).
//! Core knows no context; contexts know core and no sibling.

pub mod access;
pub mod app;
pub mod assets;
pub mod birth;
pub mod cache;
pub mod calendar;
pub mod config;
pub mod confined;
pub mod cookie;
pub mod ctx;
pub mod cursor;
pub mod db;
pub mod deadline;
pub mod desk;
pub mod fact;
pub mod fault;
pub mod feed;
pub mod files;
pub mod form;
pub mod front;
pub mod gate;
pub mod guard;
pub mod ids;
mod interface;
pub mod job;
pub mod kind;
pub mod lang;
pub mod law;
pub mod limits;
pub mod mail;
pub mod metrics;
pub mod module;
pub mod node;
pub mod notice;
pub mod page;
pub mod people;
pub mod personal;
pub mod portal;
pub mod postgres;
mod redis;
pub mod robots;
pub mod routes;
pub mod schema;
pub mod search;
pub mod secret_box;
pub mod sheet;
pub mod site;
pub mod tenant;
#[cfg(feature = "testing")]
pub mod testing;
mod trust;
pub mod tx;
pub mod ui;
pub mod upload;

pub use self::redis::{Redis, SharedCount};
pub use access::{
    Access, Actor, Delegator, Grant, LastSignIn, Object, Part, Permission, Person, Role, may,
};
pub use app::{App, Clock, Parts, SystemClock};
pub use cache::Tag;
pub use config::{AuditConfig, Config, InboxConfig, PublicAddress};
pub use ctx::Ctx;
pub use cursor::Cursor;
pub use db::{Db, DbUrls};
pub use desk::DeskConfig;
pub use fact::{Fact, FactRow};
pub use fault::{Fault, OrNotFound, Outcome, Refusal};
pub use form::{FieldFault, FormFaults, Posted};
pub use front::Front;
pub use gate::Gatekeeper;
pub use guard::{Guard, Trouble};
pub use ids::{FactId, PersonId, RequestId, SiteId};
pub use job::{Job, Jobs, Recurring};
pub use kind::Kind;
pub use lang::{Lang, Names, Texts};
pub use mail::{Mail, Postman};
pub use module::Module;
pub use page::{Page, PublicPage, Redirect};
pub use routes::{RouteCard, Routes};
pub use secret_box::SecretBox;
pub use site::Site;
pub use tenant::TenantPlugin;
pub use tx::{Arrival, Tx};
