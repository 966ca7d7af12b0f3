//! Small pieces that several pages of the platform desk share.

use std::collections::BTreeMap;

use axum::extract::{FromRequestParts, Query};
use maud::Markup;
use portal_core::{
    App, Ctx, Fault, Kind, OrNotFound, Outcome, Site, SiteId, Texts, node,
    ui::{self, Tone, desk::DeskPage},
};

use super::{LIST, queries, site_path};

/// The query of an address, as typed; a parameter that is missing reads as empty.
pub struct Asked(BTreeMap<String, String>);

impl Asked {
    /// A parameter.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Fault;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        state: &S,
    ) -> Result<Self, Fault> {
        // An address that cannot be read asks for nothing.
        let read = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        Ok(Self(read.map(|Query(pairs)| pairs.into_iter().collect()).unwrap_or_default()))
    }
}

/// A site as the database has it now: after a form, what it did is seen at once, on any node.
pub async fn fresh(app: &App, code: &str) -> Outcome<Site> {
    let conn = app.db().platform().await?;
    let row = queries::by_code(&conn, code).await?.or_not_found()?;
    Ok(node::site_now(app, &conn, SiteId(row.id)).await?)
}

/// The name of a kind.
pub fn kind(t: &Texts, kind: Kind) -> String {
    t.say(&format!("site-kind-{}", kind.as_str()))
}

/// A page about one site, below its page on the desk.
pub fn page_of_site(
    app: &App,
    ctx: &Ctx,
    site: &Site,
    title: &str,
    lead: &str,
    main: &Markup,
) -> Markup {
    let t = ctx.texts();
    let trail = [
        (t.say("platform-desk"), LIST.to_owned()),
        (site.name(ctx.lang).to_owned(), site_path(&site.code)),
    ];
    let page = DeskPage {
        title,
        lead: Some(lead),
        entry: LIST,
        trail: &trail,
        actions: Markup::default(),
        flash: None,
    };
    ui::desk::page(app, ctx, &page, main)
}

/// What the action that led here did.
pub fn done(t: &Texts, asked: &Asked) -> Option<Markup> {
    let key = match asked.text("xong") {
        "tao" => "platform-done-created",
        "mo-dun" => "platform-done-module",
        "xac-thuc" => "factor-site-done",
        "ngon-ngu" => "platform-done-languages",
        "danh-muc" => "platform-done-menu",
        "thong-tin" => "platform-done-particulars",
        "trang-thai" => "platform-done-state",
        "hoan-lai" => "platform-done-undo",
        _ => return None,
    };
    Some(ui::flash(Tone::Ok, &t.say(key)))
}

/// Where an action leads: the site's page, with a word of what was done.
pub fn after(ctx: &Ctx, code: &str, what: &str) -> String {
    ctx.path_to(&format!("{}?xong={what}", site_path(code)))
}
