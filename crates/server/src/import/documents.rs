//! Takes in documents: what is named by others before those that name it, so that relations are
//! links; what was taken in once is passed over.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::PathBuf,
    sync::Arc,
};

use anyhow::Context as _;
use portal_content::{
    content_type::to_value,
    document::{self, number, queries, relation::Relation},
    item::{
        SectionId,
        acts::Draft,
        batch::{self, Imported},
    },
    section::{self, Tree},
};
use portal_core::{App, Ctx, Kind, Outcome, Site, Tx};

use super::{
    articles::Report,
    document_file::{self, DocumentFile},
    file::FileFault,
};

/// Documents taken in at a time.
const BATCH: usize = 100;

/// Numbers with a year are those of rules; they stand in the section of rules.
const RULES: &str = "van-ban-quy-pham-phap-luat";
/// All others.
const OTHERS: &str = "van-ban-chi-dao";

/// What the import tells of itself while it runs.
pub enum Step<'a> {
    /// So many more documents are done.
    Done(usize),
    /// A file cannot be taken in.
    Faulty(&'a str, &'a FileFault),
    /// A file is taken in without what could not be read.
    Unread(&'a str, &'a [&'static str]),
}

/// The kinds of document of the installation.
///
/// # Errors
/// A database that goes away.
pub async fn kinds(app: &App) -> Outcome<Vec<queries::Kind>> {
    let conn = app.db().platform().await?;
    Ok(queries::kinds(&conn).await?)
}

/// Takes in the files of a folder; `site` stands in for files that name none.
///
/// # Errors
/// A database that goes away; everything taken in until then stays.
pub async fn import(
    app: &App,
    folder: PathBuf,
    files: Vec<PathBuf>,
    site: Option<String>,
    tell: &(dyn Fn(Step<'_>) + Send + Sync),
) -> anyhow::Result<Report> {
    let kinds = kinds(app).await?;
    let read = tokio::task::spawn_blocking(move || {
        let one = |path: &PathBuf| {
            let name = path.to_string_lossy().into_owned();
            let bytes = std::fs::read(folder.join(path)).with_context(|| name.clone())?;
            Ok((name.clone(), document_file::read(&name, &bytes, &kinds)))
        };
        files.iter().map(one).collect::<anyhow::Result<Vec<_>>>()
    });
    let mut report = Report::default();
    take(app, read.await??, site.as_deref(), &mut report, tell).await?;
    Ok(report)
}

/// A file with its name, read or found faulty.
pub type Read = (String, Result<DocumentFile, FileFault>);

/// Takes in files that were read.
pub async fn take(
    app: &App,
    files: Vec<Read>,
    site: Option<&str>,
    report: &mut Report,
    tell: &(dyn Fn(Step<'_>) + Send + Sync),
) -> Outcome<()> {
    let mut by_site: BTreeMap<String, Vec<(String, DocumentFile)>> = BTreeMap::new();
    for (name, read) in files {
        let placed = read.and_then(|file| place(app, file, site));
        match placed {
            Ok((code, file)) => {
                if !file.unread.is_empty() {
                    tell(Step::Unread(&name, &file.unread));
                }
                by_site.entry(code).or_default().push((name, file));
            }
            Err(fault) => {
                report.faulty += 1;
                tell(Step::Faulty(&name, &fault));
                tell(Step::Done(1));
            }
        }
    }
    // The province first: others name what it has issued.
    let mut by_site: Vec<_> = by_site.into_iter().collect();
    let kind = |code: &str| app.sites.now().by_code(code).map(|site| site.kind);
    by_site.sort_by_key(|(code, _)| kind(code) != Some(Kind::Province));
    for (code, files) in by_site {
        let Some(site) = app.sites.now().by_code(&code).cloned() else { continue };
        take_of_site(app, &site, files, report, tell).await?;
    }
    Ok(())
}

/// Finds a file's site.
fn place(
    app: &App,
    file: DocumentFile,
    site: Option<&str>,
) -> Result<(String, DocumentFile), FileFault> {
    let at = |reason: String| FileFault { line: 1, reason };
    let code = file.site.as_deref().or(site).map(str::to_owned);
    let code = code.ok_or_else(|| {
        at("the header has no `site:`, and none was given with --site".to_owned())
    })?;
    if app.sites.now().by_code(&code).is_none() {
        return Err(at(format!("there is no site `{code}`")));
    }
    Ok((code, file))
}

async fn take_of_site(
    app: &App,
    site: &Arc<Site>,
    files: Vec<(String, DocumentFile)>,
    report: &mut Report,
    tell: &(dyn Fn(Step<'_>) + Send + Sync),
) -> Outcome<()> {
    let ctx = Ctx::system(app, Arc::clone(site));
    let above = document::superiors(app, site);
    for generation in generations(files) {
        for batch in generation.chunks(BATCH) {
            let mut tx = app.begin(&ctx).await?;
            let tree = section::queries::tree(&tx, site.id).await?;
            let mut ready = Vec::with_capacity(batch.len());
            for (name, file) in batch {
                match section_of(&tree, &ctx, file) {
                    Ok(section) => {
                        report.converted += usize::from(file.converted);
                        ready.push(imported(&tx, &ctx, &above, (name, file), section).await?);
                    }
                    Err(fault) => {
                        report.faulty += 1;
                        tell(Step::Faulty(name, &fault));
                    }
                }
            }
            let taken = batch::import(&mut tx, site.id, &ready).await?;
            tx.commit().await?;
            report.taken += taken;
            report.there += ready.len() - taken;
            tell(Step::Done(batch.len()));
        }
    }
    Ok(())
}

/// Orders documents so that each comes after those it names. What names each other in a circle comes
/// last.
fn generations(mut left: Vec<(String, DocumentFile)>) -> Vec<Vec<(String, DocumentFile)>> {
    let mut all = Vec::new();
    while !left.is_empty() {
        let coming: HashSet<String> =
            left.iter().map(|(_, file)| number::key(&file.fields.number)).collect();
        let waits = |file: &DocumentFile| {
            let own = number::key(&file.fields.number);
            file.relations.iter().any(|(_, named, _)| {
                let named = number::key(named);
                named != own && coming.contains(&named)
            })
        };
        let (later, now): (Vec<_>, Vec<_>) = left.into_iter().partition(|(_, file)| waits(file));
        if now.is_empty() {
            all.push(later);
            break;
        }
        all.push(now);
        left = later;
    }
    all
}

fn section_of(tree: &Tree, ctx: &Ctx, file: &DocumentFile) -> Result<SectionId, FileFault> {
    let parts: Vec<&str> = file.fields.number.split('/').collect();
    let is_rule = parts.get(1).is_some_and(|year| year.parse::<u32>().is_ok());
    let usual = if is_rule { RULES } else { OTHERS };
    let slug = file.section.as_deref().unwrap_or(usual);
    let language = ctx.site.default_language();
    tree.by_slug(language.code(), slug).map(section::Section::id).ok_or_else(|| FileFault {
        line: 1,
        reason: format!("site `{}` has no section `{slug}`", ctx.site.code),
    })
}

async fn imported(
    tx: &Tx,
    ctx: &Ctx,
    above: &[i64],
    (name, file): (&str, &DocumentFile),
    section: SectionId,
) -> Outcome<Imported> {
    let mut fields = file.fields.clone();
    fields.relations = relations(tx, ctx, above, file).await?;
    Ok(Imported {
        key: format!("van-ban/{name}"),
        content_type: document::KEY,
        slug: None,
        draft: Draft {
            section,
            language: ctx.site.default_language().code().to_owned(),
            title: file.title.clone(),
            lead: String::new(),
            body: file.body.clone(),
            fields: to_value(&fields),
        },
        by: "portal".into(),
        published_at: file.published.unwrap_or(ctx.now),
    })
}

/// The relations of a file: links where just one document of the site has the number, or none there
/// and one of a site above it.
async fn relations(
    tx: &Tx,
    ctx: &Ctx,
    above: &[i64],
    file: &DocumentFile,
) -> Outcome<Vec<Relation>> {
    let mut seen: HashMap<String, (Option<i64>, String)> = HashMap::new();
    let mut relations = Vec::new();
    for (kind, number, title) in &file.relations {
        let key = number::key(number);
        if !seen.contains_key(&key) {
            let mut found = queries::matching(tx, ctx.site.id, &key, 8).await?;
            found.retain(|found| found.number_key == key && above.contains(&found.named.site_id));
            // The site's own stand first.
            let first = found.first().map(|found| found.named.site_id);
            let mut same = found.into_iter().filter(|found| Some(found.named.site_id) == first);
            let target = same.next().filter(|_| same.next().is_none());
            let named = target.map(|found| (Some(found.named.item_id), found.named.title));
            seen.insert(key.clone(), named.unwrap_or_default());
        }
        let (target, known) = seen.get(&key).cloned().unwrap_or_default();
        let title = if known.is_empty() { title.clone() } else { known };
        relations.push(Relation { kind: *kind, target, number: number.clone(), title });
    }
    Ok(relations)
}
