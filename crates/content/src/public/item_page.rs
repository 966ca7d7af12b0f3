//! The page of an item: an article, a static page, a document.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Fault, Lang, OrNotFound as _, Outcome, PublicPage, Redirect,
    module::Subject,
    ui::{self, site::Head},
};

use super::{
    Shown, Translation, parts,
    queries::{self, Line, Wanted},
};
use crate::{
    article::{self, Article, ArticleFields},
    content_type::{self, ContentType},
    document::Document,
    facts,
    item::{
        ItemId, SectionId,
        queries::{Edition, Item},
    },
    media,
    section::{self, Tree},
    slug,
};

/// How many older items of the section an article shows.
const RELATED: i64 = 5;

/// What an address leads to.
#[expect(clippy::large_enum_variant, reason = "made once a request and taken apart at once")]
pub(super) enum Found {
    /// Readers see it.
    Here(Box<Around>),
    /// It has another address.
    Elsewhere(Redirect),
    /// It was withdrawn.
    Gone(Item),
}

/// An item with what its page shows around it.
pub(super) struct Around {
    pub of: &'static dyn ContentType,
    pub shown: Shown,
    /// What the type shows of it.
    pub text: Markup,
    pub tree: Tree,
    pub translations: Vec<Translation>,
    pub related: Vec<Line>,
}

/// The item of a type that has `{slug}-{id}` in its address, which may go on.
pub(super) async fn find(
    app: &App,
    ctx: &Ctx,
    of: &dyn ContentType,
    (key, rest): (&str, &str),
) -> Outcome<Found> {
    let (name, id) = slug::split(key).or_not_found()?;
    let conn = app.db().site(ctx.site.id).await?;
    let found = queries::by_id(&conn, ctx.site.id, ItemId(id)).await?;
    let (item, edition) = found.filter(|(item, _)| item.content_type == of.key()).or_not_found()?;
    let lang = language(ctx, &item)?;
    if edition.is_some() && (lang != ctx.lang || item.slug != name) {
        let canonical = ctx.site.path(lang, &format!("{}{rest}", item.path()));
        return Ok(Found::Elsewhere(Redirect::to(canonical)));
    }
    let related = if of.is_news() { RELATED } else { 0 };
    around(app, ctx, &conn, item, edition, related).await
}

/// Shows an article.
pub async fn article(
    ctx: Ctx,
    State(app): State<App>,
    Path(key): Path<String>,
) -> Outcome<Response> {
    let found = find(&app, &ctx, &Article, (&key, "")).await?;
    answer(&app, &ctx, found).await
}

/// Shows a document.
pub async fn document(
    ctx: Ctx,
    State(app): State<App>,
    Path(key): Path<String>,
) -> Outcome<Response> {
    let found = find(&app, &ctx, &Document, (&key, "")).await?;
    answer(&app, &ctx, found).await
}

/// Shows a static page.
pub async fn page(ctx: Ctx, State(app): State<App>, Path(name): Path<String>) -> Outcome<Response> {
    let conn = app.db().site(ctx.site.id).await?;
    let found = queries::page_by_slug(&conn, ctx.site.id, ctx.lang.code(), &name).await?;
    let (item, edition) = found.or_not_found()?;
    let found = around(&app, &ctx, &conn, item, edition, 0).await?;
    drop(conn);
    answer(&app, &ctx, found).await
}

/// The item's language, where the site has it on.
fn language(ctx: &Ctx, item: &Item) -> Outcome<Lang> {
    item.lang().filter(|lang| ctx.site.languages.contains(lang)).or_not_found()
}

async fn around(
    app: &App,
    ctx: &Ctx,
    conn: &portal_core::db::SiteConn,
    item: Item,
    edition: Option<Edition>,
    related: i64,
) -> Outcome<Found> {
    ctx.reads(facts::item(item.id()));
    let Some(edition) = edition else {
        return if item.withdrawn_at.is_some() {
            Ok(Found::Gone(item))
        } else {
            Err(Fault::NotFound)
        };
    };
    let site = ctx.site.id;
    let of = content_type::by_key(&item.content_type).or_not_found()?;
    let ids: Vec<i64> = of.media(&edition.fields).into_iter().map(|id| id.0).collect();
    for id in &ids {
        ctx.reads(portal_core::Tag::of("media", id));
    }
    // On one connection, without waiting for each answer before the next question.
    let (files, tree, translations, related) = tokio::try_join!(
        async {
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            media::queries::by_ids(conn, site, &ids).await.map_err(Fault::from)
        },
        async { section::queries::tree(conn, site).await.map_err(Fault::from) },
        async { queries::translations(conn, site, &item).await.map_err(Fault::from) },
        older(app, ctx, conn, &item, related),
    )?;
    let shown = Shown { item, edition, files };
    let text = of.view(app, ctx, conn, &shown).await?;
    Ok(Found::Here(Box::new(Around { of, shown, text, tree, translations, related })))
}

/// What was published before an item in its section: a list that stays as it is when news come in.
async fn older(
    app: &App,
    ctx: &Ctx,
    conn: &portal_core::db::SiteConn,
    item: &Item,
    limit: i64,
) -> Outcome<Vec<Line>> {
    let Some(published_at) = item.published_at.filter(|_| limit > 0) else {
        return Ok(Vec::new());
    };
    let types = super::types_on(app, ctx, true);
    let wanted = Wanted {
        lang: ctx.lang,
        types: &types,
        before: Some(super::Cursor { at: published_at, id: item.id }),
        limit,
    };
    let lines = queries::in_sections(conn, ctx.site.id, &[item.section()], wanted).await?;
    for line in &lines {
        ctx.reads(facts::item(line.id()));
    }
    Ok(lines)
}

/// An article that readers see, for modules that put something below it.
pub(crate) async fn subject(app: &App, ctx: &Ctx, id: i64) -> Outcome<Option<Subject>> {
    let conn = app.db().site(ctx.site.id).await?;
    let found = queries::by_id(&conn, ctx.site.id, ItemId(id)).await?;
    Ok(found.and_then(|(item, edition)| {
        let fits = item.content_type == article::KEY && item.lang() == Some(ctx.lang);
        edition.filter(|_| fits).map(|edition| subject_of(ctx, &item, &edition))
    }))
}

fn subject_of(ctx: &Ctx, item: &Item, edition: &Edition) -> Subject {
    let news = item.content_type == article::KEY;
    let fields: ArticleFields = content_type::fields(&edition.fields);
    Subject {
        kind: content_type::by_key(&item.content_type).map_or("page", |of| of.key()),
        id: item.id,
        title: edition.title.clone(),
        path: item.path(),
        original: !news || fields.is_own(&ctx.site.names.vi),
    }
}

async fn answer(app: &App, ctx: &Ctx, found: Found) -> Outcome<Response> {
    Ok(match found {
        Found::Elsewhere(redirect) => redirect.into_response(),
        Found::Gone(item) => gone(app, ctx, &item).into_response(),
        Found::Here(around) => {
            let subject = subject_of(ctx, &around.shown.item, &around.shown.edition);
            let below = app.modules().below(app, ctx, &subject).await?;
            let main = view(app, ctx, &around, &below);
            let trail = trail(ctx, &around);
            let markup = ui::site::page(app, ctx, &head(ctx, &around), Some(&trail), &main);
            PublicPage::html(ctx, markup).into_response()
        }
    })
}

/// In place of what was withdrawn: when, and no word of what it said (R-C4).
pub(super) fn gone(app: &App, ctx: &Ctx, item: &Item) -> PublicPage {
    let t = ctx.texts();
    let title = t.say("error-gone-title");
    let head = Head { title: title.clone(), path: "/".into(), no_index: true, ..Head::default() };
    let text = match item.withdrawn_at {
        Some(at) => t.with("error-gone-on", [("date", t.date(at).into())]),
        None => t.say("error-gone-text"),
    };
    let main = html! {
        div.wrap.narrow { div.message data-tone="plain" {
            p.message-code { "410" }
            h1 { (title) }
            p { (text) }
            p.message-do {
                a.btn.btn-main href=(ctx.path_to("/")) { (t.say("to-home")) }
                a.btn href=(ctx.path_to("/so-do-cong")) { (t.say("to-sitemap")) }
            }
        } }
    };
    let markup = ui::site::page(app, ctx, &head, None, &main);
    PublicPage::html(ctx, markup).status(StatusCode::GONE)
}

fn trail(ctx: &Ctx, around: &Around) -> Vec<(String, String)> {
    let id = around.shown.item.section();
    if let Some((title, path)) = around.of.register() {
        return vec![(ctx.texts().say(title), ctx.path_to(path))];
    }
    if !around.of.is_dated() {
        return Vec::new();
    }
    around
        .tree
        .above(id)
        .into_iter()
        .chain(around.tree.by_id(id))
        .map(|section| (section.title.clone(), ctx.path_to(&section.path())))
        .collect()
}

/// What an item's page says of itself.
pub(super) fn head(ctx: &Ctx, around: &Around) -> Head {
    let (item, edition) = (&around.shown.item, &around.shown.edition);
    let description = if edition.lead.is_empty() {
        shortened(&crate::html::words(&edition.body), 200)
    } else {
        edition.lead.clone()
    };
    let head = Head {
        title: edition.title.clone(),
        description,
        path: item.path(),
        translations: translations(ctx, around),
        og_type: "website",
        date: item.published_at,
        ..Head::default()
    };
    around.of.head(&around.shown, head)
}

fn translations(ctx: &Ctx, around: &Around) -> Vec<(Lang, String)> {
    around
        .translations
        .iter()
        .filter_map(|other| {
            let lang = Lang::parse(&other.language)?;
            ctx.site.languages.contains(&lang).then(|| (lang, ctx.site.path(lang, &other.path())))
        })
        .collect()
}

/// The beginning of a text, cut between words.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut))
}

fn view(app: &App, ctx: &Ctx, around: &Around, below: &[Markup]) -> Markup {
    let t = ctx.texts();
    let dated = around.of.is_dated();
    let text = html! {
        article.article itemscope itemtype=(around.of.schema_type()) {
            (title(ctx, around, dated))
            div.article-tools {
                button.tool type="button" data-do="read" data-target="#text" data-stop=(t.say("article-read-stop")) hidden data-js {
                    (ui::icon("speaker")) span data-word { (t.say("article-read")) }
                }
                @if dated {
                    a.tool href=(ctx.path_to(&format!("{}/in", around.shown.item.path()))) rel="nofollow" {
                        (ui::icon("print")) (t.say("article-print"))
                    }
                }
            }
            div itemprop=(if around.of.is_news() { "articleBody" } else { "text" }) { (around.text) }
            (ui::share(&t, &app.url(&ctx.site, &ctx.path_to(&around.shown.item.path()))))
        }
    };
    let text = html! { div { (text) @for markup in below { (markup) } } };
    html! {
        @if around.related.is_empty() {
            div.wrap.narrow { (text) }
        } @else {
            div.wrap.with-aside {
                (text)
                aside {
                    section.block aria-labelledby="older" {
                        div.block-head { h2.block-title id="older" { (t.say("article-related")) } }
                        (parts::list(ctx, &around.related, parts::Look::Plain))
                    }
                }
            }
        }
    }
}

/// Section, title and dates.
pub(super) fn title(ctx: &Ctx, around: &Around, dated: bool) -> Markup {
    let t = ctx.texts();
    let item = &around.shown.item;
    let section = around.tree.by_id(SectionId(item.section_id));
    html! {
        header.article-head {
            @if let Some(section) = section.filter(|_| dated) {
                p.kicker { a href=(ctx.path_to(&section.path())) { (section.title) } }
            }
            h1.article-title itemprop="headline" { (around.shown.edition.title) }
            @if dated {
                p.meta {
                    @if let Some(at) = item.published_at {
                        meta itemprop="datePublished" content=(ui::machine_time(at));
                        span { (t.say("article-published")) " " (ui::moment(&t, at)) }
                    }
                    @if let Some(at) = around.shown.corrected_at() {
                        meta itemprop="dateModified" content=(ui::machine_time(at));
                        span { (t.say("article-corrected")) " " (ui::moment(&t, at)) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_cut_between_words() {
        assert_eq!(shortened("một hai ba", 20), "một hai ba");
        assert_eq!(shortened("một hai ba", 8), "một hai…");
        assert_eq!(shortened("abcdefghij", 4), "abcd…");
    }
}
