//! Slices of the product, each named by a person and a purpose.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod access;
mod audit;
mod calendar;
mod comments;
mod consultation;
mod delegation;
mod editorial;
mod factor;
mod handover;
mod house;
mod information;
mod isolation;
mod jobs;
mod ledger;
mod letters;
mod mail_sign_in;
mod matrix;
mod peers;
mod petition_citizen;
mod petition_desk;
mod petition_files;
mod petition_inbox;
mod petition_open;
mod petition_timers;
mod reading;
mod reception;
mod reset;
mod reset_by_mail;
mod roles;
mod satisfaction;
mod sign_in;
mod sites;
mod staff;
mod surveys;
mod world;
