//! Feeds: the newest of a site as RSS 2.0 and Atom (R-C14).

use std::fmt::Write as _;

use axum::http::HeaderValue;
use chrono::{DateTime, Utc};

use crate::{App, Ctx, PublicPage, portal::xml, ui::machine_time};

/// A feed, before it takes a form.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// Title.
    pub title: String,
    /// Path of what it is the feed of.
    pub about: String,
    /// Path of the feed.
    pub own: String,
    /// What it holds, newest first.
    pub entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is known by, whatever becomes of its title: a path that stays.
    pub id: String,
    /// Path of its page.
    pub path: String,
    /// Title.
    pub title: String,
    /// A few sentences; empty where there are none.
    pub summary: String,
    /// First publication.
    pub published_at: DateTime<Utc>,
    /// When readers last got another text.
    pub changed_at: DateTime<Utc>,
}

impl Feed {
    fn changed_at(&self, ctx: &Ctx) -> DateTime<Utc> {
        self.entries.iter().map(|entry| entry.changed_at).max().unwrap_or(ctx.now)
    }

    /// As RSS 2.0.
    pub fn rss(&self, app: &App, ctx: &Ctx) -> PublicPage {
        let url = |path: &str| xml(&app.url(&ctx.site, &ctx.path_to(path)));
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n",
        );
        let title = xml(&self.title);
        let _ = writeln!(out, "<title>{title}</title>\n<link>{}</link>", url(&self.about));
        let _ =
            writeln!(out, "<description>{title}</description>\n<language>{}</language>", ctx.lang);
        let _ =
            writeln!(out, "<lastBuildDate>{}</lastBuildDate>", self.changed_at(ctx).to_rfc2822());
        let _ = writeln!(
            out,
            "<atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\"/>",
            url(&self.own)
        );
        for entry in &self.entries {
            let link = url(&entry.path);
            let _ = writeln!(
                out,
                "<item>\n<title>{}</title>\n<link>{link}</link>\n<guid isPermaLink=\"false\">{}</guid>",
                xml(&entry.title),
                xml(&app.url(&ctx.site, &entry.id))
            );
            if !entry.summary.is_empty() {
                let _ = writeln!(out, "<description>{}</description>", xml(&xml(&entry.summary)));
            }
            let _ =
                writeln!(out, "<pubDate>{}</pubDate>\n</item>", entry.published_at.to_rfc2822());
        }
        out.push_str("</channel>\n</rss>\n");
        PublicPage::of(ctx, HeaderValue::from_static("application/rss+xml; charset=utf-8"), out)
    }

    /// As Atom.
    pub fn atom(&self, app: &App, ctx: &Ctx) -> PublicPage {
        let url = |path: &str| xml(&app.url(&ctx.site, &ctx.path_to(path)));
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
            ctx.lang
        );
        let _ = writeln!(out, "<title>{}</title>\n<id>{}</id>", xml(&self.title), url(&self.own));
        let _ = writeln!(out, "<updated>{}</updated>", machine_time(self.changed_at(ctx)));
        let _ = writeln!(out, "<link rel=\"self\" href=\"{}\"/>", url(&self.own));
        let _ = writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", url(&self.about));
        let _ = writeln!(out, "<author><name>{}</name></author>", xml(ctx.site.name(ctx.lang)));
        for entry in &self.entries {
            let _ = writeln!(
                out,
                "<entry>\n<title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" href=\"{}\"/>",
                xml(&entry.title),
                xml(&app.url(&ctx.site, &entry.id)),
                url(&entry.path)
            );
            let _ = writeln!(
                out,
                "<published>{}</published>\n<updated>{}</updated>",
                machine_time(entry.published_at),
                machine_time(entry.changed_at)
            );
            if !entry.summary.is_empty() {
                let _ = writeln!(out, "<summary>{}</summary>", xml(&entry.summary));
            }
            out.push_str("</entry>\n");
        }
        out.push_str("</feed>\n");
        PublicPage::of(ctx, HeaderValue::from_static("application/atom+xml; charset=utf-8"), out)
    }
}
