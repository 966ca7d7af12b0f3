//! portal: puts the portal together and runs it: composition, kinds of site, platform desk, command
//! line, serving, development.

pub mod audit;
pub mod backup;
pub mod calendar;
pub mod cli;
pub mod compose;
pub mod config;
pub mod demo;
pub mod dev;
pub mod import;
pub mod modules;
pub mod notices;
pub mod operations;
pub mod platform;
pub mod preflight;
pub mod serve;
pub mod site_import;
mod sockets;
pub mod staff;
pub mod telemetry;
pub mod tenants;
