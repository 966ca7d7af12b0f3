//! Stub: the demo province.

use portal_core::App;

mod pictures;

/// Loads the demo province.
pub async fn load(_app: &App, _progress: &(dyn Fn(&str) + Send + Sync)) -> anyhow::Result<()> {
    Ok(())
}
