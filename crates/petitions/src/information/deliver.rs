//! Links in letters: confirming an address, and fetching the files once (R-P9).
//!
//! A link only shows a page; what it is for is done by the button there, so that a mail system that
//! looks at links beforehand does nothing.

use std::{
    collections::HashMap,
    io::{Cursor, Write as _},
};

use axum::{
    extract::{Path, State as FromApp},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use diesel_async::AsyncPgConnection;
use maud::{Markup, html};
use object_store::path::Path as StorePath;
use portal_core::{
    Access, App, Ctx, Fault, OrNotFound as _, Outcome, Page, Routes, SiteId, Texts,
    files::{Content, Held, Ready, disposition},
    ui,
};
use uuid::Uuid;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    Reply, ReplyState, Request,
    facts::{AddressConfirmed, InformationDelivered},
    links, public,
    queries::{
        self,
        replies::{self, File},
        sent::{self, Link, LinkKind},
    },
    sealed,
};

/// Where an address is confirmed.
pub const CONFIRM: &str = "/yeu-cau-thong-tin/xac-nhan";
/// Where files are fetched.
pub const PATH: &str = "/yeu-cau-thong-tin/nhan";

/// Their routes.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/yeu-cau-thong-tin/xac-nhan/{token}", Access::Public, ask_confirm)
        .post("/yeu-cau-thong-tin/xac-nhan/{token}", Access::Public, confirm)
        .get("/yeu-cau-thong-tin/nhan/{token}", Access::Public, ask_deliver)
        .post("/yeu-cau-thong-tin/nhan/{token}", Access::Public, deliver)
}

async fn find(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    kind: LinkKind,
    token: &str,
) -> Outcome<Option<Link>> {
    let link = sent::link(conn, ctx.site.id, kind, &links::hash(token)).await?;
    Ok(link.filter(|link| link.works(ctx.now)))
}

fn message(app: &App, ctx: &Ctx, tone: &str, stem: &str, more: &Markup) -> Markup {
    let t = ctx.texts();
    let title = t.say(&format!("{stem}-title"));
    let main = html! {
        div.wrap.narrow { div.message data-tone=(tone) {
            h1 { (title) }
            p { (t.say(&format!("{stem}-text"))) }
            (more)
        } }
    };
    public::lone(app, ctx, title, public::PATH, &main)
}

/// A link that does not work, or no longer: what to do now. The same for all that do not.
fn over(app: &App, ctx: &Ctx, stem: &str) -> Response {
    Page::new(message(app, ctx, "plain", stem, &html! {})).status(StatusCode::GONE).into_response()
}

async fn ask_confirm(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(token): Path<String>,
) -> Outcome<Response> {
    let conn = app.db().site(ctx.site.id).await?;
    if find(&conn, &ctx, LinkKind::Confirm, &token).await?.is_none() {
        return Ok(over(&app, &ctx, "information-confirm-over"));
    }
    let t = ctx.texts();
    let button = html! {
        form method="post" action=(ctx.path_to(&format!("{CONFIRM}/{token}"))) {
            p.message-do { button.btn.btn-main { (t.say("information-confirm-do")) } }
        }
    };
    Ok(Page::new(message(&app, &ctx, "info", "information-confirm", &button)).into_response())
}

async fn confirm(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(token): Path<String>,
) -> Outcome<Response> {
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let Some(link) = find(&tx, &ctx, LinkKind::Confirm, &token).await? else {
        tx.roll_back().await?;
        return Ok(over(&app, &ctx, "information-confirm-over"));
    };
    if sent::use_up(&tx, site, link.id, ctx.now).await?
        && queries::set_confirmed(&tx, site, link.request, ctx.now).await?
    {
        tx.tell(AddressConfirmed { request: link.request, site }).await?;
        tx.commit().await?;
    } else {
        tx.roll_back().await?;
    }
    let page = message(&app, &ctx, "ok", "information-confirmed", &html! {});
    Ok(Page::new(page).into_response())
}

/// What a delivery link leads to.
struct Parcel {
    link: Link,
    request: Request,
    reply: Reply,
    files: Vec<File>,
}

async fn parcel(conn: &AsyncPgConnection, ctx: &Ctx, token: &str) -> Outcome<Option<Parcel>> {
    let Some(link) = find(conn, ctx, LinkKind::Deliver, token).await? else { return Ok(None) };
    let site = ctx.site.id;
    let request = queries::by_id(conn, site, link.request).await?.or_not_found()?;
    let replies = replies::of_request(conn, site, link.request).await?;
    let sent = |reply: &Reply| Some(reply.id) == link.reply && reply.state == ReplyState::Sent;
    let reply = replies.into_iter().find(sent).or_not_found()?;
    let files = replies::files_of(conn, site, reply.id).await?;
    Ok(Some(Parcel { link, request, reply, files }))
}

async fn ask_deliver(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(token): Path<String>,
) -> Outcome<Response> {
    let conn = app.db().site(ctx.site.id).await?;
    let Some(parcel) = parcel(&conn, &ctx, &token).await? else {
        return Ok(over(&app, &ctx, "information-deliver-over"));
    };
    drop(conn);
    let t = ctx.texts();
    let title = t.say("information-deliver-title");
    let main = html! {
        div.wrap.narrow {
            div.page-title { h1 { (title) } p.page-lead { (parcel.request.title) } }
            section.said data-who="unit" {
                p.said-by { (ctx.site.name(ctx.lang)) }
                div.prose { (super::track::words(&t, &parcel.reply)) }
            }
            (file_list(&t, &parcel.files))
            div.notice data-tone="warn" {
                p { (t.with("information-deliver-once", [("until", t.date_time(parcel.link.ends_at).into())])) }
            }
            form method="post" action=(ctx.path_to(&format!("{PATH}/{token}"))) {
                div.buttons { button.btn.btn-main { (ui::icon("file")) (t.say("information-deliver-do")) } }
            }
        }
    };
    let page = public::lone(&app, &ctx, title, public::PATH, &main);
    Ok(Page::new(page).into_response())
}

/// Files with their sizes, without a way to them.
pub fn file_list(t: &Texts, files: &[File]) -> Markup {
    html! {
        ul.links {
            @for file in files {
                li { (file.name) " " span.meta { (t.size(u64::try_from(file.size_bytes).unwrap_or_default())) } }
            }
        }
    }
}

/// Hands the files over, once: they are read and opened first, so that a link is not used up in vain.
async fn deliver(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(token): Path<String>,
) -> Outcome<Response> {
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let Some(parcel) = parcel(&tx, &ctx, &token).await? else {
        tx.roll_back().await?;
        return Ok(over(&app, &ctx, "information-deliver-over"));
    };
    let mut opened = Vec::with_capacity(parcel.files.len());
    for file in &parcel.files {
        opened.push((file, read(&app, site, file.place).await?));
    }
    if !sent::use_up(&tx, site, parcel.link.id, ctx.now).await? {
        tx.roll_back().await?;
        return Ok(over(&app, &ctx, "information-deliver-over"));
    }
    queries::set_delivered(&tx, site, parcel.request.id, ctx.now).await?;
    tx.tell(InformationDelivered { request: parcel.request.id, site }).await?;
    tx.commit().await?;
    match <[_; 1]>::try_from(opened) {
        Ok([(file, bytes)]) => Ok(attachment(&file.name, &file.mime, bytes.into())),
        Err(several) => {
            let name = format!("{}.zip", parcel.request.code);
            Ok(attachment(&name, "application/zip", packed(several)?.into()))
        }
    }
}

/// A file as somebody saves it: never shown by the browser itself.
pub fn attachment(name: &str, mime: &str, bytes: Bytes) -> Response {
    let how = disposition(name, false);
    let mut response = bytes.into_response();
    let values: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, mime),
        (header::CONTENT_DISPOSITION, &how),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in values {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn packed(files: Vec<(&File, Vec<u8>)>) -> Outcome<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (number, (file, bytes)) in (1_usize..).zip(files) {
        // Two files may have one name.
        let name = format!("{number:02} {}", file.name);
        zip.start_file(name, options).map_err(Fault::bug)?;
        zip.write_all(&bytes).map_err(Fault::bug)?;
    }
    Ok(zip.finish().map_err(Fault::bug)?.into_inner())
}

/// Where a file's sealed bytes lie.
fn place_of(site: SiteId, place: Uuid) -> StorePath {
    StorePath::from(format!("information/{site}/{place}"))
}

/// Keeps a file, sealed; gives where.
pub async fn keep(app: &App, site: SiteId, ready: Ready) -> Outcome<Uuid> {
    let place = Uuid::new_v4();
    let lay = |content: Content| {
        let sealed = sealed::seal_file(&app.config().secrets, site, place, &content.bytes)?;
        Ok(vec![(place_of(site, place), sealed.into())])
    };
    ready.keep(app, site, lay).await?;
    Ok(place)
}

/// Which of some files are held, by their numbers.
pub async fn held(app: &App, site: SiteId, files: &[File]) -> Outcome<HashMap<i64, Held>> {
    let of = |file: &File| place_of(site, file.place);
    let held = app.files().held(files.iter().map(of)).await?;
    Ok(files.iter().filter_map(|file| Some((file.id, *held.get(&of(file))?))).collect())
}

/// Reads a kept file.
pub async fn read(app: &App, site: SiteId, place: Uuid) -> Outcome<Vec<u8>> {
    let found = app.files().get(&place_of(site, place)).await?;
    let sealed = found.bytes().await.map_err(Fault::bug)?;
    sealed::open_file(&app.config().secrets, site, place, &sealed)
}

/// Lets a kept file go. One that is gone already is no fault.
pub async fn forget(app: &App, site: SiteId, place: Uuid) {
    if let Err(error) = app.files().delete(&place_of(site, place)).await {
        tracing::warn!(%error, %place, "a file that is not wanted any more stays");
    }
}
