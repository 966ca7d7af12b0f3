//! Feeds: the newest articles of a site or a section, as RSS 2.0 and Atom (R-C14).

use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    http::HeaderValue,
};
use chrono::{DateTime, Utc};
use portal_core::{App, Ctx, OrNotFound as _, Outcome, PublicPage, portal::xml, ui::machine_time};

use super::queries::{self, Line, Wanted};
use crate::{facts, section};

/// How many articles a feed holds.
const LENGTH: i64 = 30;

/// A feed, before it takes a form.
struct Feed {
    title: String,
    /// Path of what it is the feed of.
    about: String,
    /// Path of the feed.
    own: String,
    lines: Vec<Line>,
}

/// The site's feed as RSS.
pub async fn rss(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let feed = newest(&app, &ctx, "/rss.xml").await?;
    Ok(as_rss(&app, &ctx, &feed))
}

/// The site's feed as Atom.
pub async fn atom(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let feed = newest(&app, &ctx, "/atom.xml").await?;
    Ok(as_atom(&app, &ctx, &feed))
}

/// A section's feed as RSS.
pub async fn section(
    ctx: Ctx,
    State(app): State<App>,
    Path(slug): Path<String>,
) -> Outcome<PublicPage> {
    let conn = app.db().site(ctx.site.id).await?;
    let tree = section::queries::tree(&conn, ctx.site.id).await?;
    let section = tree.by_slug(ctx.lang.code(), &slug).or_not_found()?;
    let within = tree.within(section.id());
    for id in &within {
        ctx.reads(facts::section(*id));
    }
    let types = super::types_on(&app, &ctx, true);
    let wanted = Wanted { lang: ctx.lang, types: &types, before: None, limit: LENGTH };
    let lines = queries::in_sections(&conn, ctx.site.id, &within, wanted).await?;
    let feed = Feed {
        title: format!("{} | {}", section.title, ctx.site.name(ctx.lang)),
        about: section.path(),
        own: format!("{}/rss.xml", section.path()),
        lines,
    };
    Ok(as_rss(&app, &ctx, &feed))
}

async fn newest(app: &App, ctx: &Ctx, own: &str) -> Outcome<Feed> {
    ctx.reads(facts::news(ctx.site.id));
    let types = super::types_on(app, ctx, true);
    let wanted = Wanted { lang: ctx.lang, types: &types, before: None, limit: LENGTH };
    let conn = app.db().site(ctx.site.id).await?;
    let lines = queries::newest(&conn, ctx.site.id, wanted).await?;
    Ok(Feed {
        title: ctx.site.name(ctx.lang).to_owned(),
        about: "/".into(),
        own: own.into(),
        lines,
    })
}

fn changed_at(ctx: &Ctx, feed: &Feed) -> DateTime<Utc> {
    feed.lines.iter().map(Line::changed_at).max().unwrap_or(ctx.now)
}

fn as_rss(app: &App, ctx: &Ctx, feed: &Feed) -> PublicPage {
    let url = |path: &str| xml(&app.url(&ctx.site, &ctx.path_to(path)));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n",
    );
    let title = xml(&feed.title);
    let _ = writeln!(out, "<title>{title}</title>\n<link>{}</link>", url(&feed.about));
    let _ = writeln!(out, "<description>{title}</description>\n<language>{}</language>", ctx.lang);
    let _ = writeln!(out, "<lastBuildDate>{}</lastBuildDate>", changed_at(ctx, feed).to_rfc2822());
    let _ = writeln!(
        out,
        "<atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\"/>",
        url(&feed.own)
    );
    for line in &feed.lines {
        let link = url(&line.path());
        let _ = writeln!(
            out,
            "<item>\n<title>{}</title>\n<link>{link}</link>\n<guid isPermaLink=\"false\">{}</guid>",
            xml(&line.title),
            id_of(app, ctx, line)
        );
        if !line.lead.is_empty() {
            let _ = writeln!(out, "<description>{}</description>", xml(&xml(&line.lead)));
        }
        let _ = writeln!(out, "<pubDate>{}</pubDate>\n</item>", line.published_at.to_rfc2822());
    }
    out.push_str("</channel>\n</rss>\n");
    PublicPage::of(ctx, HeaderValue::from_static("application/rss+xml; charset=utf-8"), out)
}

/// What an item is known by, whatever becomes of its title.
fn id_of(app: &App, ctx: &Ctx, line: &Line) -> String {
    xml(&app.url(&ctx.site, &format!("/tin/{}", line.id)))
}

fn as_atom(app: &App, ctx: &Ctx, feed: &Feed) -> PublicPage {
    let url = |path: &str| xml(&app.url(&ctx.site, &ctx.path_to(path)));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        ctx.lang
    );
    let _ = writeln!(out, "<title>{}</title>\n<id>{}</id>", xml(&feed.title), url(&feed.own));
    let _ = writeln!(out, "<updated>{}</updated>", machine_time(changed_at(ctx, feed)));
    let _ = writeln!(out, "<link rel=\"self\" href=\"{}\"/>", url(&feed.own));
    let _ = writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", url(&feed.about));
    let _ = writeln!(out, "<author><name>{}</name></author>", xml(ctx.site.name(ctx.lang)));
    for line in &feed.lines {
        let _ = writeln!(
            out,
            "<entry>\n<title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" href=\"{}\"/>",
            xml(&line.title),
            id_of(app, ctx, line),
            url(&line.path())
        );
        let _ = writeln!(
            out,
            "<published>{}</published>\n<updated>{}</updated>",
            machine_time(line.published_at),
            machine_time(line.changed_at())
        );
        if !line.lead.is_empty() {
            let _ = writeln!(out, "<summary>{}</summary>", xml(&line.lead));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    PublicPage::of(ctx, HeaderValue::from_static("application/atom+xml; charset=utf-8"), out)
}
