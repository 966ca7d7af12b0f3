//! Takes in files, many at a time; what was taken in once is passed over.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use portal_content::{
    item::{
        self, MediaId,
        acts::{self, Draft},
        batch::{self, Imported},
        queries,
    },
    section::Tree,
};
use portal_core::{App, Ctx, Lang, Outcome, Site, Tx};

use super::{
    file::{self, ArticleFile, FileFault},
    folder,
};

/// Files read and taken in at a time.
const BATCH: usize = 500;

/// What stands in for what a file does not say.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// Short name of the site.
    pub site: Option<String>,
    /// Slug of the section.
    pub section: Option<String>,
}

/// What the import tells of itself while it runs.
pub enum Step<'a> {
    /// So many more files are done.
    Done(usize),
    /// A file cannot be taken in.
    Faulty(&'a str, &'a FileFault),
}

/// What came of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Taken in now.
    pub taken: usize,
    /// There already.
    pub there: usize,
    /// Not taken in.
    pub faulty: usize,
    /// Read from TCVN3 or VNI, of those that are not faulty.
    pub converted: usize,
}

/// A file with its name, read or found faulty.
type Read = (String, Result<ArticleFile, FileFault>);

/// Takes in the files of a folder. Reading goes on in a thread of its own, ahead of the database.
///
/// # Errors
/// A database that goes away; everything taken in until then stays.
pub async fn import(
    app: &App,
    folder: PathBuf,
    files: Vec<PathBuf>,
    defaults: Defaults,
    tell: &(dyn Fn(Step<'_>) + Send + Sync),
) -> anyhow::Result<Report> {
    let (send, mut batches) = tokio::sync::mpsc::channel::<Vec<Read>>(4);
    let reader = tokio::task::spawn_blocking(move || {
        for batch in files.chunks(BATCH) {
            let read = batch.iter().map(|path| read(&folder, path)).collect();
            if send.blocking_send(read).is_err() {
                return;
            }
        }
    });
    let mut desk = Desk::new(app, defaults);
    let mut report = Report::default();
    while let Some(batch) = batches.recv().await {
        let size = batch.len();
        desk.take(batch, &HashMap::new(), &mut report, tell).await?;
        tell(Step::Done(size));
    }
    reader.await?;
    Ok(report)
}

fn read(folder: &Path, path: &Path) -> Read {
    let name = path.to_string_lossy().into_owned();
    let read = std::fs::read(folder.join(path))
        .map_err(|error| FileFault { line: 0, reason: format!("the file cannot be read: {error}") })
        .and_then(|bytes| file::read(&bytes, folder::is_html(path)));
    (name, read)
}

/// Pictures of the demo by (site, scene and caption).
pub type Pictures = HashMap<(String, String), MediaId>;

/// What is known of the sites while an import runs.
pub struct Desk<'a> {
    app: &'a App,
    defaults: Defaults,
    trees: HashMap<String, Option<(Arc<Site>, Tree)>>,
}

impl<'a> Desk<'a> {
    /// Begins.
    pub fn new(app: &'a App, defaults: Defaults) -> Self {
        Self { app, defaults, trees: HashMap::new() }
    }

    /// Takes in files that were read: those of a site in one transaction.
    pub async fn take(
        &mut self,
        batch: Vec<Read>,
        pictures: &Pictures,
        report: &mut Report,
        tell: &(dyn Fn(Step<'_>) + Send + Sync),
    ) -> Outcome<()> {
        let mut by_site: BTreeMap<String, Vec<Imported>> = BTreeMap::new();
        for (name, read) in batch {
            let ready = match read {
                Ok(file) => {
                    let converted = usize::from(file.converted);
                    self.ready(&name, file, pictures).await?.map(|ready| (ready, converted))
                }
                Err(fault) => Err(fault),
            };
            match ready {
                Ok(((site, imported), converted)) => {
                    report.converted += converted;
                    by_site.entry(site).or_default().push(imported);
                }
                Err(fault) => {
                    report.faulty += 1;
                    tell(Step::Faulty(&name, &fault));
                }
            }
        }
        for (code, all) in by_site {
            let Some(Some((site, _))) = self.trees.get(&code) else { continue };
            let ctx = Ctx::system(self.app, Arc::clone(site));
            let mut tx = self.app.begin(&ctx).await?;
            let taken = take_in(&mut tx, &ctx, &all).await?;
            report.there += all.len() - taken;
            report.taken += taken;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Finds a file's site and section.
    async fn ready(
        &mut self,
        name: &str,
        file: ArticleFile,
        pictures: &Pictures,
    ) -> Outcome<Result<(String, Imported), FileFault>> {
        let at = |line: usize, reason: String| Ok(Err(FileFault { line, reason }));
        let Some(code) = file.site.clone().or_else(|| self.defaults.site.clone()) else {
            return at(1, "the header has no `site:`, and none was given with --site".into());
        };
        let Some(slug) = file.section.clone().or_else(|| self.defaults.section.clone()) else {
            return at(1, "the header has no `section:`, and none was given with --section".into());
        };
        let now = self.app.now();
        let Some((_, tree)) = self.site(&code).await? else {
            return at(1, format!("there is no site `{code}`"));
        };
        let language = Lang::parse(&file.language).unwrap_or(Lang::VI);
        let Some(section) = tree.by_slug(language.code(), &slug) else {
            return at(
                file.section_line,
                format!("site `{code}` has no section `{slug}` in language `{language}`"),
            );
        };
        let section = section.id();
        let picture = file.picture.as_ref().and_then(|(scene, caption)| {
            Some((*pictures.get(&(code.clone(), scene.clone()))?, caption.clone()))
        });
        let content_type = if file.kind == "page" { "page" } else { "article" };
        let mut fields = serde_json::json!({
            "author": file.author,
            "source": file.source,
            "source_url": file.source_url,
        });
        if let (Some((id, caption)), Some(map)) = (picture, fields.as_object_mut()) {
            map.insert("picture".into(), id.0.into());
            map.insert("caption".into(), caption.into());
        }
        let imported = Imported {
            key: name.to_owned(),
            content_type,
            slug: file.slug,
            draft: Draft {
                section,
                language: language.code().to_owned(),
                title: file.title,
                lead: file.lead,
                body: file.body,
                fields,
            },
            by: "portal".into(),
            published_at: file.date.unwrap_or(now),
        };
        Ok(Ok((code, imported)))
    }

    async fn site(&mut self, code: &str) -> Outcome<Option<&(Arc<Site>, Tree)>> {
        if !self.trees.contains_key(code) {
            let site = self.app.sites.now().by_code(code).cloned();
            let known = match site {
                Some(site) => {
                    let conn = self.app.db().site(site.id).await?;
                    let tree = portal_content::section::queries::tree(&conn, site.id).await?;
                    Some((site, tree))
                }
                None => None,
            };
            self.trees.insert(code.to_owned(), known);
        }
        Ok(self.trees.get(code).and_then(Option::as_ref))
    }
}

/// Takes in what is new; a page whose address is taken becomes that page's newest edition.
async fn take_in(tx: &mut Tx, ctx: &Ctx, all: &[Imported]) -> Outcome<usize> {
    let (mut new, mut taken) = (Vec::with_capacity(all.len()), 0);
    for one in all {
        match standing_page(tx, ctx, one).await? {
            Some(page) => taken += usize::from(renew(tx, ctx, page, &one.draft).await?),
            None => new.push(one.clone()),
        }
    }
    Ok(taken + batch::import(tx, ctx.site.id, &new).await?)
}

async fn standing_page(tx: &Tx, ctx: &Ctx, one: &Imported) -> Outcome<Option<item::ItemId>> {
    match &one.slug {
        Some(slug) if one.content_type == "page" => {
            Ok(queries::page_by_slug(tx, ctx.site.id, &one.draft.language, slug).await?)
        }
        _ => Ok(None),
    }
}

/// Gives a page another text and publishes it; gives whether that changed anything.
async fn renew(tx: &mut Tx, ctx: &Ctx, page: item::ItemId, draft: &Draft) -> Outcome<bool> {
    let Some(whole) = queries::lock(tx, ctx.site.id, page).await? else { return Ok(false) };
    let before = whole.newest.id();
    if acts::edit(tx, ctx, &whole, before, draft).await? == before {
        return Ok(false);
    }
    let Some(whole) = queries::lock(tx, ctx.site.id, page).await? else { return Ok(false) };
    let decision = item::import(whole.newest.exact(), ctx.now);
    acts::carry_out(tx, ctx, &whole, &decision).await?;
    Ok(true)
}
