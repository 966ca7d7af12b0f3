//! The modules of this context. Editing is always on; what readers see of it is switched per site.

use async_trait::async_trait;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    Access, App, Ctx, Fact as _, FactRow, Job as _, Module, Outcome, Permission, PersonId, Routes,
    SiteId, Tx,
    fact::FactCard,
    files::held::FileReleased,
    job::Jobs,
    module::{
        Address, Belonging, BlockName, DeskEntry, HeadLink, Listener, SectionName, SitemapNode,
        Subject,
    },
    personal::held::{Held, Wanted},
    search::{Change, Document},
    site::Site,
    tenant::Birth,
};

use crate::{
    admin::{self, form::SectionChoice},
    answers, article, birth,
    document::{self, register},
    held,
    item::{hand_over, queries},
    media, page,
    permissions::{APPROVE, DESK, EDIT, SECTIONS, WRITE},
    public::{blocks, feeds, item_page, maps, print, section_page},
    search,
};

/// Editorial ground: items, workflow, sections, files, and the desk for them.
pub struct Content;

/// Articles: their pages, sections, blocks of the home page.
pub struct Articles;

/// Static pages.
pub struct Pages;

/// Legal and administrative documents: their register and their pages.
pub struct Documents;

/// RSS and Atom.
pub struct Feeds;

#[async_trait]
impl Module for Content {
    fn key(&self) -> &'static str {
        "content"
    }

    fn routes(&self, routes: Routes) -> Routes {
        admin::routes(media::routes(routes))
    }

    fn desk_menu(&self) -> Vec<DeskEntry> {
        let entry = |text, path, permission, order| DeskEntry { text, path, permission, order };
        vec![
            entry("desk", "/quan-tri", WRITE, 0),
            entry("desk-items", "/quan-tri/bai", WRITE, 10),
            entry("desk-files", "/quan-tri/tep", WRITE, 20),
            entry("desk-sections", "/quan-tri/chuyen-muc", SECTIONS, 30),
        ]
    }

    fn permissions(&self) -> Vec<Permission> {
        vec![DESK, WRITE, EDIT, APPROVE, SECTIONS]
    }

    async fn search_changes(&self, app: &App, fact: &FactRow) -> anyhow::Result<Vec<Change>> {
        search::changes(app, fact).await
    }

    fn jobs(&self) -> Jobs {
        Jobs::default()
            .with::<media::text::ReadMedia>()
            .with::<media::text::ReadReleased>()
            .with::<media::text::RecogniseMedia>()
    }

    fn listeners(&self) -> Vec<Listener> {
        let job = media::text::ReadReleased::KIND;
        vec![Listener { module: self.key(), fact: FileReleased::KIND, job }]
    }

    fn facts(&self) -> Vec<FactCard> {
        answers::cards()
    }

    async fn name_subjects(
        &self,
        conn: &AsyncPgConnection,
        subjects: &[String],
    ) -> QueryResult<Vec<(String, String)>> {
        answers::name_subjects(conn, subjects).await
    }

    async fn at_birth(&self, app: &App, tx: &mut Tx, birth: &Birth<'_>) -> Outcome<()> {
        birth::sections(app, tx, birth).await
    }

    async fn sections(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<SectionName>> {
        let conn = app.db().site(ctx.site.id).await?;
        let choices = admin::edit::section_choices(&conn, ctx).await?;
        let name = |choice: SectionChoice| SectionName {
            id: choice.id,
            title: choice.title,
            depth: choice.depth,
        };
        Ok(choices.into_iter().map(name).collect())
    }

    async fn belongings(&self, app: &App, ctx: &Ctx, person: PersonId) -> Outcome<Vec<Belonging>> {
        hand_over::belongings(app, ctx, person).await
    }

    async fn hand_over(
        &self,
        tx: &mut Tx,
        site: SiteId,
        from: PersonId,
        to: PersonId,
    ) -> Outcome<usize> {
        Ok(queries::hand_over(tx, site, from, to).await?)
    }
    async fn held_about(
        &self,
        _: &App,
        conn: &AsyncPgConnection,
        wanted: &Wanted,
    ) -> Outcome<Vec<Held>> {
        Ok(held::about(conn, wanted.people()).await?)
    }
}

#[async_trait]
impl Module for Articles {
    fn key(&self) -> &'static str {
        "articles"
    }

    fn switchable(&self) -> bool {
        true
    }

    fn searched(&self) -> &'static [&'static str] {
        &[article::KEY]
    }

    async fn search_documents(
        &self,
        app: &App,
        site: &Site,
        kind: &str,
        after: i64,
    ) -> anyhow::Result<Vec<Document>> {
        search::documents(app, site, kind, after).await
    }

    fn routes(&self, routes: Routes) -> Routes {
        routes
            .page("/tin/{key}", &[], item_page::article)
            .page("/tin/{key}/in", &[], print::article)
            .page("/chuyen-muc/{slug}", &["truoc"], section_page::show)
    }

    async fn block(&self, app: &App, ctx: &Ctx, block: &BlockName<'_>) -> Outcome<Option<Markup>> {
        blocks::block(app, ctx, block).await
    }

    async fn subject(&self, app: &App, ctx: &Ctx, kind: &str, id: i64) -> Outcome<Option<Subject>> {
        if kind == article::KEY { item_page::subject(app, ctx, id).await } else { Ok(None) }
    }

    async fn sitemap(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        maps::sections(app, ctx).await
    }

    async fn addresses(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<Address>> {
        maps::addresses(app, ctx, article::KEY).await
    }
}

#[async_trait]
impl Module for Pages {
    fn key(&self) -> &'static str {
        "pages"
    }

    fn switchable(&self) -> bool {
        true
    }

    fn searched(&self) -> &'static [&'static str] {
        &[page::KEY]
    }

    async fn search_documents(
        &self,
        app: &App,
        site: &Site,
        kind: &str,
        after: i64,
    ) -> anyhow::Result<Vec<Document>> {
        search::documents(app, site, kind, after).await
    }

    fn routes(&self, routes: Routes) -> Routes {
        routes.page("/trang/{slug}", &[], item_page::page)
    }

    async fn at_birth(&self, _: &App, tx: &mut Tx, birth: &Birth<'_>) -> Outcome<()> {
        birth::pages(tx, birth).await
    }

    async fn sitemap(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        maps::pages(app, ctx).await
    }

    async fn addresses(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<Address>> {
        maps::addresses(app, ctx, page::KEY).await
    }
}

#[async_trait]
impl Module for Documents {
    fn key(&self) -> &'static str {
        "documents"
    }

    fn switchable(&self) -> bool {
        true
    }

    fn searched(&self) -> &'static [&'static str] {
        &[document::KEY]
    }

    async fn search_documents(
        &self,
        app: &App,
        site: &Site,
        kind: &str,
        after: i64,
    ) -> anyhow::Result<Vec<Document>> {
        search::documents(app, site, kind, after).await
    }

    fn routes(&self, routes: Routes) -> Routes {
        routes
            .page(document::PATH, &register::PARAMETERS, register::show)
            .page("/van-ban.csv", &register::PARAMETERS, register::csv)
            .get("/van-ban.xlsx", Access::Public, register::xlsx)
            .page("/van-ban/{key}", &[], item_page::document)
            .page("/van-ban/{key}/in", &[], print::document)
    }

    async fn block(&self, app: &App, ctx: &Ctx, block: &BlockName<'_>) -> Outcome<Option<Markup>> {
        document::block::block(app, ctx, block).await
    }

    async fn sitemap(&self, _: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
        let title = ctx.texts().say("documents-title");
        Ok(vec![SitemapNode { title, path: document::PATH.into(), below: Vec::new() }])
    }

    async fn addresses(&self, app: &App, ctx: &Ctx) -> Outcome<Vec<Address>> {
        maps::addresses(app, ctx, document::KEY).await
    }
}

#[async_trait]
impl Module for Feeds {
    fn key(&self) -> &'static str {
        "feeds"
    }

    fn switchable(&self) -> bool {
        true
    }

    fn routes(&self, routes: Routes) -> Routes {
        routes.page("/rss.xml", &[], feeds::rss).page("/atom.xml", &[], feeds::atom).page(
            "/chuyen-muc/{slug}/rss.xml",
            &[],
            feeds::section,
        )
    }

    fn head_links(&self, ctx: &Ctx) -> Vec<HeadLink> {
        let title = ctx.site.name(ctx.lang).to_owned();
        vec![
            HeadLink {
                rel: "alternate",
                mime: "application/rss+xml",
                title: format!("{title} (RSS)"),
                href: "/rss.xml".into(),
            },
            HeadLink {
                rel: "alternate",
                mime: "application/atom+xml",
                title: format!("{title} (Atom)"),
                href: "/atom.xml".into(),
            },
        ]
    }
}
