//! The description of a site's interfaces for other programs: OpenAPI, put together from the modules
//! that are on (R-C13).

use axum::{extract::State, http::HeaderValue};
use utoipa::openapi::{InfoBuilder, OpenApiBuilder, ServerBuilder};

use crate::{App, Ctx, Fault, Outcome, PublicPage};

/// Where it stands.
pub(crate) const PATH: &str = "/api/v1/openapi.json";

/// The description. What a module that is off would answer is not in it.
pub(crate) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let mut whole = OpenApiBuilder::new()
        .info(InfoBuilder::new().title(ctx.site.name(ctx.lang)).version("1").build())
        .servers(Some([ServerBuilder::new().url(app.url(&ctx.site, "/")).build()]))
        .build();
    for module in app.modules().on(&ctx.site) {
        if let Some(interface) = module.interface() {
            whole.merge(interface);
        }
    }
    let body = whole.to_pretty_json().map_err(Fault::bug)?;
    Ok(PublicPage::of(&ctx, HeaderValue::from_static("application/json; charset=utf-8"), body))
}
