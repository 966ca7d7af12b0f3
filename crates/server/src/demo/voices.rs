//! What citizens say on two sites of the demo: surveys, marks, comments.

use std::sync::Arc;

use portal_core::{App, Ctx, Outcome};
use portal_petitions::{comment, satisfaction, survey};

/// Loads them where there are none.
pub(super) async fn load(app: &App) -> Outcome<()> {
    for code in ["quangtri", "soyte"] {
        let Some(site) = app.sites.now().by_code(code).cloned() else { continue };
        let ctx = Ctx::system(app, Arc::clone(&site));
        survey::demo::load(app, &ctx).await?;
        satisfaction::demo::load(app, &ctx).await?;
        comment::demo::load(app, &ctx).await?;
    }
    Ok(())
}
