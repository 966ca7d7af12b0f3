//! Slices of the product, each named by a person and a purpose.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod access;
mod audit;
mod delegation;
mod editorial;
mod handover;
mod house;
mod isolation;
mod jobs;
mod reading;
mod roles;
mod sites;
mod world;
