//! Pages of the demo below which something is put.

use portal_core::{App, Ctx, Outcome, module::Subject};

/// The newest articles of a site, at most so many, as their module names them.
pub(crate) async fn newest(app: &App, ctx: &Ctx, most: usize) -> Outcome<Vec<Subject>> {
    let Some(articles) = app.modules().by_key("articles") else { return Ok(Vec::new()) };
    let mut pages = Vec::new();
    for address in articles.addresses(app, ctx).await?.iter().filter(|one| one.lang == ctx.lang) {
        let id = address.path.rsplit('-').next().and_then(|id| id.parse().ok());
        let Some(id) = id.filter(|_| pages.len() < most) else { continue };
        pages.extend(app.modules().subject(app, ctx, "article", id).await?);
    }
    Ok(pages)
}
