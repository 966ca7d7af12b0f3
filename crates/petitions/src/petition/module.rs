//! The module.

use portal_core::{Jobs, Module, Permission, fact::FactCard};

use super::{
    facts, letters,
    permissions::{APPROVE, HANDLE, IDENTITY, READ, SUPERVISE},
};

/// Key of the module.
pub const KEY: &str = "petitions";

/// Petitions, questions and reflections, and what becomes of them (R-P1 to R-P5).
pub struct Petitions;

impl Module for Petitions {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![HANDLE, APPROVE, IDENTITY, READ, SUPERVISE]
    }

    fn facts(&self) -> Vec<FactCard> {
        facts::cards()
    }

    fn jobs(&self) -> Jobs {
        Jobs::default().with::<letters::SendLetter>()
    }
}
