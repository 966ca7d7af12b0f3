//! What is sent: taken to its end, or given back.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::header,
    response::{IntoResponse as _, Response},
};

use super::{Front, pattern_fits};
use crate::{
    Access, Ctx, Fault, Page, Posted, RouteCard, form,
    gate::{PutOff, fault_page},
    page::Html,
    routes::HttpMethod,
    ui,
};

/// No form but one with files is larger, in bytes.
pub(super) const FORM_BYTES: usize = 2 * 1024 * 1024;

impl Front {
    /// Passes on what was sent. Where it cannot be taken now, the visitor gets back what they typed,
    /// to be sent again.
    pub(super) async fn take(&self, request: Request, ctx: &Ctx) -> Response {
        if !form::is_urlencoded(request.headers()) {
            return self.route(request, ctx, true).await;
        }
        let target = ctx.path_to(request.uri().path());
        let (parts, body) = request.into_parts();
        let Ok(typed) = to_bytes(body, FORM_BYTES).await else {
            return fault_page(&self.app, ctx, &Fault::Malformed("too-large"));
        };
        let request = Request::from_parts(parts, Body::from(typed.clone()));
        let response = self.route(request, ctx, true).await;
        let Some(PutOff(fault)) = response.extensions().get() else { return response };
        let posted = Posted::from_urlencoded(&typed);
        let page = Page::new(ui::fault::given_back(&self.app, ctx, fault, &target, &posted));
        let mut again = page.status(response.status()).into_response();
        if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
            again.headers_mut().insert(header::RETRY_AFTER, wait.clone());
        }
        again
    }

    /// Why a form is not shown during a planned stop: what it sends would be taken by nobody.
    pub(super) fn closed(&self, path: &str) -> Option<Fault> {
        let until = self.app.notices.read_only_until(self.app.now())?;
        let is_closed = |card: &RouteCard| {
            card.method == HttpMethod::Post
                && card.access == Access::Public
                && !card.stays_open
                && pattern_fits(card.path, path)
        };
        self.cards.iter().any(is_closed).then_some(Fault::Paused { until })
    }

    /// An answer with what stands on every page: a page made for one person has it put in here.
    pub(super) fn with_notices(&self, mut response: Response) -> Response {
        let Some(Html(html)) = response.extensions_mut().remove::<Html>() else { return response };
        if let Some(html) = self.app.notices.shown().and_then(|banner| banner.on_html(&html)) {
            // The router counted what it had.
            response.headers_mut().remove(header::CONTENT_LENGTH);
            *response.body_mut() = Body::from(html);
        }
        response
    }
}
