//! What citizens see: where to send what, the form, the receipt, the way to follow it (R-P1).

use axum::{
    extract::{Query, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use portal_core::{
    Access, App, Ctx, Page, Redirect, Routes, Texts,
    module::SitemapNode,
    ui::site::{self, Head},
    upload::BODY_BYTES,
};
use serde::Deserialize;

mod confirm;
mod data;
mod files;
mod follow;
mod form;
mod guide;
mod permit;
mod queries;
mod rate;
mod receipt;
mod start;
mod track;
mod withdraw;

/// Path of the first page.
pub const START: &str = "/kien-nghi";
/// Path of the form.
pub const FORM: &str = "/kien-nghi/gui";
/// Path of the page where a petition is looked up.
pub const TRACK: &str = "/kien-nghi/tra-cuu";

/// Adds the public paths.
pub fn routes(routes: Routes) -> Routes {
    const ANYBODY: Access = Access::Public;
    routes
        .page(START, &[], start::show)
        .page("/kien-nghi/huong-dan/{what}", &[], guide::show)
        .get(FORM, ANYBODY, form::show)
        .post_files(FORM, ANYBODY, BODY_BYTES, form::send)
        .get("/kien-nghi/da-gui/{code}", ANYBODY, receipt::show)
        .get("/kien-nghi/da-gui/{code}/phieu", ANYBODY, receipt::slip)
        .get("/kien-nghi/xac-nhan/{code}/{token}", ANYBODY, confirm::ask)
        .post("/kien-nghi/xac-nhan/{code}/{token}", ANYBODY, confirm::confirm)
        .get(TRACK, ANYBODY, track::show)
        .post(TRACK, ANYBODY, track::open)
        .stays_open()
        .get("/kien-nghi/theo-doi/{code}", ANYBODY, follow::show)
        .post("/kien-nghi/theo-doi/{code}/dong", ANYBODY, track::close)
        .post_files("/kien-nghi/theo-doi/{code}/bo-sung", ANYBODY, BODY_BYTES, follow::add)
        .get("/kien-nghi/theo-doi/{code}/rut", ANYBODY, withdraw::ask)
        .post("/kien-nghi/theo-doi/{code}/rut", ANYBODY, withdraw::withdraw)
        .post("/kien-nghi/theo-doi/{code}/danh-gia", ANYBODY, rate::rate)
        .get("/kien-nghi/theo-doi/{code}/du-lieu", ANYBODY, data::show)
        .post("/kien-nghi/theo-doi/{code}/du-lieu", ANYBODY, data::erase)
        .get("/kien-nghi/theo-doi/{code}/tep/{file}", ANYBODY, files::send)
}

/// The lines of the sitemap page.
pub(super) fn sitemap(ctx: &Ctx) -> Vec<SitemapNode> {
    let t = ctx.texts();
    let node = |key: &str, path: &str| SitemapNode {
        title: t.say(key),
        path: path.to_owned(),
        below: Vec::new(),
    };
    let mut top = node("petition-start-title", START);
    top.below.push(node("petition-form-title", FORM));
    top.below.push(node("petition-track-title", TRACK));
    for (what, _) in guide::ALL {
        top.below.push(node(&format!("petition-guide-{what}-title"), &guide::path(what)));
    }
    vec![top]
}

/// Path of a petition's own page.
fn followed(code: &str) -> String {
    format!("/kien-nghi/theo-doi/{code}")
}

/// Where to look a petition up, the code filled in.
fn tracked(code: &str) -> String {
    format!("{TRACK}?ma={code}")
}

/// A page or a way on.
enum Answer {
    Page(Page),
    Go(Redirect),
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Page(page) => page.into_response(),
            Self::Go(redirect) => redirect.into_response(),
        }
    }
}

/// A query whose fields all have a default; one that cannot be read is none.
type Asked<T> = Result<Query<T>, QueryRejection>;

fn asked<T: Default>(query: Asked<T>) -> T {
    query.map(|Query(asked)| asked).unwrap_or_default()
}

/// What was just done, in the address a form leads to.
#[derive(Debug, Default, Deserialize)]
struct Done {
    #[serde(default)]
    xong: String,
}

/// A page for one person, below the first page of petitions.
fn page(app: &App, ctx: &Ctx, path: &str, title: &str, main: &Markup) -> Markup {
    let head =
        Head { title: title.to_owned(), path: path.to_owned(), no_index: true, ..Head::default() };
    let above = [(ctx.texts().say("module-petitions"), ctx.path_to(START))];
    site::page(app, ctx, &head, Some(&above), main)
}

/// The two fields by which a petition is opened.
fn track_fields(t: &Texts, code: &str) -> Markup {
    html! {
        div.field data-width="m" {
            label for="f-code" { (t.say("petition-track-code")) }
            input id="f-code" name="code" type="text" value=(code) required autocomplete="off"
                autocapitalize="characters" spellcheck="false" placeholder="KN-26-7F3K-9M2Q";
        }
        div.field data-width="m" {
            label for="f-secret" { (t.say("petition-track-secret")) }
            input id="f-secret" name="secret" type="text" required autocomplete="off"
                autocapitalize="characters" spellcheck="false";
        }
    }
}
