//! How a child is bound.

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, Scope, path_beneath_rules,
};
use rlimit::Resource;

/// What a child may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Processor time, in seconds.
    pub processor_seconds: u64,
    /// Address space, in bytes.
    pub memory_bytes: u64,
}

/// From here on: so much time and memory, no file written, none read but below `readable`, no
/// connection, no signal to others. What the process becomes by `exec` is bound as it is.
pub fn bind(bounds: Bounds, readable: &[&str]) -> anyhow::Result<()> {
    for (what, most) in [
        (Resource::CPU, bounds.processor_seconds),
        (Resource::AS, bounds.memory_bytes),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
    ] {
        what.set(most, most)?;
    }
    // Kernels without it still have the bounds above.
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V5))?
        .handle_access(AccessNet::from_all(ABI::V5))?
        .scope(Scope::from_all(ABI::V6))?
        .create()?
        .add_rules(path_beneath_rules(readable, AccessFs::from_read(ABI::V5)))?
        .restrict_self()?;
    Ok(())
}
