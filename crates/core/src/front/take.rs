//! What is sent: taken to its end, or given back.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{Method, header},
    response::{IntoResponse as _, Response},
};

use super::{Front, pattern_fits};
use crate::{
    Ctx, Fault, Page, Posted, form,
    gate::{PutOff, fault_page},
    page::Html,
    ui,
};

/// No form but one with files is larger, in bytes.
pub(super) const FORM_BYTES: usize = 2 * 1024 * 1024;

impl Front {
    /// Passes on what was sent. Where it cannot be taken now, the visitor gets back what they typed,
    /// to be sent again.
    pub(super) async fn take(&self, request: Request, ctx: &Ctx) -> Response {
        let target = ctx.path_to(request.uri().path());
        let paused = self.paused(request.uri().path(), &Method::POST);
        if !form::is_urlencoded(request.headers()) {
            return match paused {
                Some(fault) => fault_page(&self.app, ctx, &fault),
                None => self.route(request, ctx, true).await,
            };
        }
        let (parts, body) = request.into_parts();
        let Ok(typed) = to_bytes(body, FORM_BYTES).await else {
            return fault_page(&self.app, ctx, &Fault::Malformed("too-large"));
        };
        let response = match paused {
            Some(fault) => fault_page(&self.app, ctx, &fault),
            None => {
                let request = Request::from_parts(parts, Body::from(typed.clone()));
                self.route(request, ctx, true).await
            }
        };
        let Some(PutOff(fault)) = response.extensions().get() else { return response };
        let posted = Posted::from_urlencoded(&typed);
        let page = Page::new(ui::fault::given_back(&self.app, ctx, fault, &target, &posted));
        let again = page.status(response.status()).into_response();
        let retry = response.headers().get(header::RETRY_AFTER).cloned();
        let mut response = again;
        if let Some(retry) = retry {
            response.headers_mut().insert(header::RETRY_AFTER, retry);
        }
        response
    }

    /// Why a path does not answer during a planned stop: what is sent there is taken by nobody, and
    /// its form would only be filled in for nothing.
    pub(super) fn paused(&self, path: &str, method: &Method) -> Option<Fault> {
        let until = self.app.notices.read_only_until(self.app.now())?;
        let targets =
            self.cards.iter().filter(|card| card.method == crate::routes::HttpMethod::Post);
        let mut here = targets.filter(|card| pattern_fits(card.path, path));
        let closed = match *method {
            Method::GET | Method::HEAD => {
                here.any(|card| !card.stays_open && card.access == crate::Access::Public)
            }
            _ => !here.any(|card| card.stays_open),
        };
        closed.then_some(Fault::Paused { until })
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
