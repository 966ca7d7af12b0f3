//! Sites in bulk from a CSV file (R-T4): all lines are checked first, then sites are born in batches.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use indicatif::{ProgressBar, ProgressStyle};
use portal_core::{
    App, Ctx, Fault, FieldFault, Kind, Lang, Names, Outcome, Site, SiteId, Texts,
    birth::{self, Known},
    form::is_storable,
    node,
    site::{ModuleSet, Particulars, SecondFactor, SiteState, Sites},
    tenant::SiteRequest,
};

use crate::platform::birth_words;

mod footer;
mod sheet;

pub use footer::first_particulars;
pub(crate) use footer::province_words;
pub use sheet::{COLUMNS, FileFault, Row, Sheet, read};

/// How many sites are born in one transaction.
const BATCH: usize = 50;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// Line of the file, from 1.
    pub line: u64,
    /// Column, or empty where the line as a whole is wrong.
    pub column: &'static str,
    /// What.
    pub fault: FieldFault,
}

impl LineFault {
    /// The sentence for the person.
    pub fn sentence(&self, t: &Texts) -> String {
        let line = t.with("import-line", [("line", self.line.into())]);
        let fault = self.fault.sentence(t);
        if self.column.is_empty() {
            format!("{line}: {fault}")
        } else {
            format!("{line}, {}: {fault}", self.column)
        }
    }
}

/// How an import is carried out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Only check and report.
    pub dry_run: bool,
    /// Import the good lines although others are faulty.
    pub skip_faulty: bool,
    /// Base domain of the file's hosts, where it does not have the province's line.
    pub base: Option<&'a str>,
    /// Draw no progress bar.
    pub quiet: bool,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Sites created, or to be created in a dry run.
    pub created: usize,
    /// Sites that were there already, with the same data.
    pub there: usize,
    /// Everything that is wrong.
    pub faults: Vec<LineFault>,
    /// Whether anything was written.
    pub carried_out: bool,
}

/// Reads, checks and imports a file. Nothing is written while a line is faulty, unless
/// [`Options::skip_faulty`].
///
/// # Errors
/// When the file as a whole cannot be read, or the database cannot be reached.
pub async fn import(
    app: &App,
    bytes: &[u8],
    t: &Texts,
    options: Options<'_>,
) -> anyhow::Result<Report> {
    let sheet = read(bytes).map_err(|fault| anyhow::anyhow!(fault.sentence(t)))?;
    // What other processes created meanwhile counts as there.
    node::load_sites(app).await?;
    let plan = plan(app, sheet, options.base);
    let mut report = Report {
        created: plan.births.len(),
        there: plan.there,
        faults: plan.faults,
        carried_out: false,
    };
    if options.dry_run || (!report.faults.is_empty() && !options.skip_faulty) {
        return Ok(report);
    }
    let bar = bar(plan.births.len(), options.quiet);
    create_all(app, &plan.births, &bar).await.map_err(crate::platform::commands::told)?;
    bar.finish_and_clear();
    node::load_sites(app).await?;
    report.carried_out = true;
    Ok(report)
}

fn bar(births: usize, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(births.try_into().unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar
}

/// What a file asks for, sorted out.
#[derive(Debug, Default)]
pub struct Plan {
    /// Sites to create, parents first.
    pub births: Vec<SiteRequest>,
    /// How many were there already, with the same data.
    pub there: usize,
    /// Everything that is wrong, by line.
    pub faults: Vec<LineFault>,
}

/// Checks every row against the law, the sites there are and the rows before it.
pub fn plan(app: &App, sheet: Sheet, base: Option<&str>) -> Plan {
    let sites = Arc::clone(&app.sites.now());
    let there: HashMap<&str, &Arc<Site>> = HashMap::new();
    let all = sites.all();
    let there = all.iter().fold(there, |mut map, site| {
        map.insert(&site.code, site);
        map
    });
    let from = file_base(&sheet.rows, base);
    let place = province_words(&sheet.rows, &sites);
    let names: HashMap<String, String> =
        sheet.rows.iter().map(|row| (row.code.clone(), row.names.vi.to_string())).collect();
    let mut known = Known::of(app);
    let mut plan = Plan { faults: sheet.faults, ..Plan::default() };
    let known_codes = there.keys().map(|code| (*code).to_owned()).collect();
    for row in parents_first(sheet.rows, known_codes) {
        let host = rebased(&row.domain, from.as_deref(), &app.config().base_domain);
        let above = row.parent.as_ref().and_then(|code| {
            let site = there.get(code.as_str()).map(|site| site.names.vi.to_string());
            site.or_else(|| names.get(code).cloned())
        });
        let request = request(&row, host, &place, above.as_deref());
        if let Some(site) = there.get(row.code.as_str()) {
            match difference(&sites, site, &request) {
                None => plan.there += 1,
                Some(column) => plan.faults.push(LineFault {
                    line: row.line,
                    column,
                    fault: FieldFault::Other("import-differs", Vec::new()),
                }),
            }
            continue;
        }
        let faults = birth::check_among(app, &known, &request);
        if faults.is_empty() {
            known.note(&request);
            plan.births.push(request);
        }
        plan.faults.extend(faults.iter().map(|fault| {
            let (field, fault) = birth_words::at_field(fault);
            LineFault { line: row.line, column: column_of(field), fault }
        }));
    }
    plan.faults.sort_by_key(|fault| fault.line);
    plan
}

/// The column of a field of the create form.
fn column_of(field: &str) -> &'static str {
    COLUMNS.into_iter().find(|column| *column == field).unwrap_or("")
}

/// The base domain of the file: what its province line has behind `www.`.
fn file_base(rows: &[Row], said: Option<&str>) -> Option<String> {
    let own = rows
        .iter()
        .find(|row| row.kind == Kind::Province)
        .map(|row| row.domain.strip_prefix("www.").unwrap_or(&row.domain).to_owned());
    own.or_else(|| said.map(ToOwned::to_owned)).filter(|base| !base.is_empty())
}

/// A host of the file under the installation's own base domain; one that is not under the file's
/// base stays as it is, and the check says so.
fn rebased(host: &str, from: Option<&str>, to: &str) -> String {
    let own = from.and_then(|base| host.strip_suffix(base)).filter(|own| own.ends_with('.'));
    own.map_or_else(|| host.to_owned(), |own| format!("{own}{to}"))
}

/// The rows so that a parent stands before what is below it; order is otherwise kept.
fn parents_first(rows: Vec<Row>, mut placed: HashSet<String>) -> Vec<Row> {
    let mut ordered = Vec::with_capacity(rows.len());
    let mut waiting = rows;
    loop {
        let before = waiting.len();
        let mut still = Vec::new();
        for row in waiting {
            if row.parent.as_ref().is_none_or(|parent| placed.contains(parent)) {
                placed.insert(row.code.clone());
                ordered.push(row);
            } else {
                still.push(row);
            }
        }
        waiting = still;
        if waiting.len() == before {
            break;
        }
    }
    // What is left stands under nobody; the check names it.
    ordered.extend(waiting);
    ordered
}

/// The first column in which an existing site differs from its line.
fn difference(sites: &Sites, site: &Site, request: &SiteRequest) -> Option<&'static str> {
    let parent = site.parent.and_then(|id| sites.by_id(id)).map(|parent| parent.code.to_string());
    if site.kind != request.kind {
        Some("kind")
    } else if site.names.vi != request.names.vi {
        Some("name_vi")
    } else if site.names.en != request.names.en {
        Some("name_en")
    } else if parent != request.parent {
        Some("parent")
    } else if *site.host != *request.host {
        Some("domain")
    } else {
        None
    }
}

fn request(row: &Row, host: String, place: &str, above: Option<&str>) -> SiteRequest {
    SiteRequest {
        kind: row.kind,
        code: row.code.clone(),
        names: row.names.clone(),
        parent: row.parent.clone(),
        particulars: first_particulars(row.kind, &row.names, &host, place, above),
        host,
        languages: None,
    }
}

/// Creates checked sites in batches; a batch stands or falls as one.
pub(crate) async fn create_all(
    app: &App,
    births: &[SiteRequest],
    bar: &ProgressBar,
) -> Outcome<()> {
    let mut ids: HashMap<String, SiteId> =
        app.sites.now().all().iter().map(|site| (site.code.to_string(), site.id)).collect();
    for batch in births.chunks(BATCH) {
        let ctx = Ctx::system_of_province(app)
            .unwrap_or_else(|| Ctx::system(app, Arc::new(nowhere(app))));
        let mut tx = app.begin_platform(&ctx).await?;
        for request in batch {
            bar.set_message(request.code.clone());
            let parent = request.parent.as_ref().and_then(|code| ids.get(code)).copied();
            if parent.is_none() && request.parent.is_some() {
                return Err(Fault::bug(anyhow::anyhow!("{} stands under nobody", request.code)));
            }
            let id = birth::create_under(app, &mut tx, request, parent).await?;
            ids.insert(request.code.clone(), id);
            bar.inc(1);
        }
        tx.commit().await?;
    }
    Ok(())
}

/// In place of the province's site while the province itself is being born.
fn nowhere(app: &App) -> Site {
    Site {
        id: SiteId(0),
        kind: Kind::Province,
        code: "".into(),
        parent: None,
        host: app.config().base_domain.as_str().into(),
        names: Names { vi: "".into(), en: None },
        languages: [Lang::VI].into(),
        modules: ModuleSet::default(),
        menu: [].into(),
        particulars: Particulars::default(),
        state: SiteState::Active,
        second_factor: SecondFactor::default(),
    }
}

/// Whether a cell can be stored on one line.
fn is_one_line(text: &str) -> bool {
    is_storable(text) && !text.contains(['\n', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, parent: Option<&str>) -> Row {
        Row {
            line: 2,
            kind: Kind::Commune,
            code: code.into(),
            names: Names { vi: format!("UBND xã {code}").into(), en: None },
            parent: parent.map(ToOwned::to_owned),
            domain: format!("{code}.quangtri.gov.vn"),
        }
    }

    #[test]
    fn hosts_move_to_the_installations_base() {
        let base = Some("quangtri.gov.vn");
        for (host, moved) in [
            ("www.quangtri.gov.vn", "www.quangtri.localhost"),
            ("hai.dongha.quangtri.gov.vn", "hai.dongha.quangtri.localhost"),
            ("soyte.quangbinh.gov.vn", "soyte.quangbinh.gov.vn"),
            ("soytequangtri.gov.vn", "soytequangtri.gov.vn"),
        ] {
            assert_eq!(rebased(host, base, "quangtri.localhost"), moved);
        }
    }

    #[test]
    fn parents_come_first_and_orphans_last() {
        let rows = vec![
            row("a.b", Some("b")),
            row("x", Some("nobody")),
            row("b", Some("p")),
            row("p", None),
        ];
        let order: Vec<_> =
            parents_first(rows, HashSet::new()).into_iter().map(|row| row.code).collect();
        assert_eq!(order, ["p", "b", "a.b", "x"]);
    }
}
