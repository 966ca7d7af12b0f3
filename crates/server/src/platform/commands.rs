//! `portal site …`: the desk on the command line, for scripts and the first hour.

use std::{io::Write as _, path::PathBuf, sync::Arc};

use clap::{Args, Subcommand, ValueEnum};
use portal_core::{
    App, Ctx, Fault, FormFaults, Kind, Lang, Names, OrNotFound, Outcome, Site, SiteId, Texts, Tx,
    birth,
    lang::{Locales, fold},
    node,
    site::{SecondFactor, SiteState, settings},
    tenant::SiteRequest,
};

use super::{birth_words, changes, create, history, menu_form, queries, second_factor};
use crate::site_import::{self, Options};

/// What to do with sites.
#[derive(Debug, Subcommand)]
pub enum SiteCommand {
    /// Create sites in bulk from a CSV file (kind,code,name_vi,name_en,parent,domain)
    Import(ImportArgs),
    /// Create one site, complete with sections and required pages
    Create(CreateArgs),
    /// List sites
    List {
        /// Words in name, code or domain; accents do not count
        words: Vec<String>,
        /// Only sites of this kind
        #[arg(long)]
        kind: Option<Kind>,
    },
    /// Show what a site is and has
    Show {
        /// Code of the site
        code: String,
    },
    /// Switch a module of a site
    SetModule {
        /// Code of the site
        code: String,
        /// Key of the module
        module: String,
        /// On or off
        #[arg(value_enum)]
        switch: Switch,
    },
    /// Set the languages of a site, Vietnamese first
    SetLanguages {
        /// Code of the site
        code: String,
        /// Codes of languages, such as vi,en
        #[arg(value_delimiter = ',', required = true)]
        languages: Vec<String>,
    },
    /// Require a second factor of those who approve or administer a site, or leave it to them
    SetSecondFactor {
        /// Code of the site
        code: String,
        /// On: required; off: optional
        #[arg(value_enum)]
        switch: Switch,
    },
    /// Replace the menu of a site by the one in a JSON file; `default` sets it back
    SetMenu {
        /// Code of the site
        code: String,
        /// The file, or `default`
        file: PathBuf,
    },
    /// Undo the last change of a setting of a site
    Undo {
        /// Code of the site
        code: String,
        /// Which setting
        #[arg(value_parser = [
            settings::MODULES,
            settings::MENU,
            settings::LANGUAGES,
            settings::SECOND_FACTOR,
        ])]
        key: String,
    },
    /// Show a notice in place of every page of a site
    Suspend {
        /// Code of the site
        code: String,
    },
    /// Let a suspended site answer again
    Resume {
        /// Code of the site
        code: String,
    },
}

/// How to import.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file: UTF-8, with its header
    pub file: PathBuf,
    /// Check and report, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Import the good lines although others are faulty
    #[arg(long)]
    pub skip_faulty: bool,
    /// Base domain of the file's hosts, where the file has no province
    #[arg(long)]
    pub base: Option<String>,
}

/// What to create.
#[derive(Debug, Args)]
pub struct CreateArgs {
    /// province, department, district or commune
    #[arg(long)]
    pub kind: Kind,
    /// Code of the new site
    #[arg(long)]
    pub code: String,
    /// Official name in Vietnamese
    #[arg(long)]
    pub name: String,
    /// Official name in English
    #[arg(long)]
    pub name_en: Option<String>,
    /// Code of the site above
    #[arg(long)]
    pub parent: Option<String>,
    /// Domain; by default put together from kind, code and parent
    #[arg(long)]
    pub domain: Option<String>,
    /// Languages, where they differ from those of the kind
    #[arg(long, value_delimiter = ',')]
    pub languages: Option<Vec<String>>,
}

/// A switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// Makes it work.
    On,
    /// Leaves nothing of it behind.
    Off,
}

/// Carries a command out. What it says goes to standard output, in Vietnamese or, where the
/// environment asks for English, in English.
///
/// # Errors
/// With a sentence that says what stood in the way.
pub async fn run(app: &App, command: SiteCommand) -> anyhow::Result<()> {
    let t = console_texts();
    // The registry of this process, without a follower: it lives for one command.
    node::load_sites(app).await?;
    match command {
        SiteCommand::Import(args) => import(app, &t, args).await,
        SiteCommand::Create(args) => create(app, &t, args).await,
        SiteCommand::List { words, kind } => {
            list(app, &words, kind);
            Ok(())
        }
        SiteCommand::Show { code } => show(app, &t, &code).await,
        SiteCommand::SetMenu { code, file } => {
            let menu = read_menu(&t, &file)?;
            finish(&t, set_menu(app, &code, menu).await)
        }
        SiteCommand::SetModule { code, module, switch } => {
            finish(&t, set_module(app, &code, &module, switch == Switch::On).await)
        }
        SiteCommand::SetSecondFactor { code, switch } => {
            finish(&t, set_second_factor(app, &code, switch == Switch::On).await)
        }
        SiteCommand::SetLanguages { code, languages } => {
            let languages = read_languages(&languages)?;
            finish(&t, set_languages(app, &code, &languages).await)
        }
        SiteCommand::Undo { code, key } => finish(&t, undo(app, &code, &key).await),
        SiteCommand::Suspend { code } => {
            finish(&t, set_state(app, &code, SiteState::Suspended).await)
        }
        SiteCommand::Resume { code } => finish(&t, set_state(app, &code, SiteState::Active).await),
    }
}

/// The texts of the console.
pub fn console_texts() -> Texts {
    let english = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .is_some_and(|value| value.starts_with("en"));
    Locales::shipped().texts(if english { Lang::EN } else { Lang::VI })
}

/// A fault as an error for the console.
pub fn told(fault: Fault) -> anyhow::Error {
    let t = console_texts();
    match fault {
        Fault::Refused(refusal) => anyhow::anyhow!(refusal.sentence(&t)),
        Fault::Bug(cause) => anyhow::anyhow!("{cause:#}"),
        Fault::NotFound => anyhow::anyhow!(t.say("console-not-found")),
        Fault::Busy => anyhow::anyhow!(t.say("console-no-database")),
        other => anyhow::anyhow!(t.say(&format!("{}-text", other.text_key()))),
    }
}

/// Says a line on standard output. Nobody need listen: `portal site list | head`.
fn print(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

fn finish(t: &Texts, outcome: Outcome<()>) -> anyhow::Result<()> {
    outcome.map_err(told)?;
    print(&t.say("console-done"));
    Ok(())
}

async fn begin(app: &App) -> Outcome<(Ctx, Tx)> {
    let ctx = Ctx::system_of_province(app).or_not_found()?;
    let tx = app.begin_platform(&ctx).await?;
    Ok((ctx, tx))
}

async fn import(app: &App, t: &Texts, args: ImportArgs) -> anyhow::Result<()> {
    let bytes = std::fs::read(&args.file)
        .map_err(|error| anyhow::anyhow!("{}: {error}", args.file.display()))?;
    let options = Options {
        dry_run: args.dry_run,
        skip_faulty: args.skip_faulty,
        base: args.base.as_deref(),
        quiet: false,
    };
    let report = site_import::import(app, &bytes, t, options).await?;
    for fault in &report.faults {
        eprintln!("{}", fault.sentence(t));
    }
    let key = if report.carried_out { "import-done" } else { "import-would" };
    print(&t.with(key, [("created", report.created.into()), ("there", report.there.into())]));
    if report.faults.is_empty() || (report.carried_out && args.skip_faulty) {
        return Ok(());
    }
    let faults = t.with("import-faults", [("count", report.faults.len().into())]);
    Err(anyhow::anyhow!(faults))
}

async fn create(app: &App, t: &Texts, args: CreateArgs) -> anyhow::Result<()> {
    let domain = match args.domain {
        Some(domain) => domain,
        None => {
            let parent = args.parent.as_deref().unwrap_or_default();
            match create::suggestion(app, args.kind, &args.code, parent) {
                Some(Ok(host)) => host,
                Some(Err(fault)) => {
                    anyhow::bail!("domain: {}", birth_words::domain(&fault).sentence(t))
                }
                None => String::new(),
            }
        }
    };
    let names = Names { vi: args.name.into(), en: args.name_en.map(Into::into) };
    let above = args
        .parent
        .as_deref()
        .and_then(|code| app.sites.now().by_code(code).map(|site| site.names.vi.to_string()));
    let place = create::place(app);
    let request = SiteRequest {
        kind: args.kind,
        particulars: site_import::first_particulars(
            args.kind,
            &names,
            &domain,
            &place,
            above.as_deref(),
        ),
        code: args.code,
        names,
        parent: args.parent,
        host: domain,
        languages: args.languages.as_deref().map(read_languages).transpose()?,
    };
    let faults = birth::check(app, &request);
    if !faults.is_empty() {
        let lines = faults.iter().map(|fault| {
            let (field, fault) = birth_words::at_field(fault);
            format!("{field}: {}", fault.sentence(t))
        });
        anyhow::bail!(lines.collect::<Vec<_>>().join("\n"));
    }
    site_import::create_all(app, &[request], &indicatif::ProgressBar::hidden())
        .await
        .map_err(told)?;
    print(&t.say("console-done"));
    Ok(())
}

fn list(app: &App, words: &[String], kind: Option<Kind>) {
    let words: Vec<String> = words.iter().map(|word| fold(word)).collect();
    for site in app.sites.now().all() {
        let text = fold(&format!("{} {} {}", site.names.vi, site.code, site.host));
        let fits = kind.is_none_or(|kind| kind == site.kind)
            && words.iter().all(|word| text.contains(word.as_str()));
        if fits {
            print(&format!("{}\t{}\t{}\t{}", site.kind, site.code, site.host, site.names.vi));
        }
    }
}

async fn show(app: &App, t: &Texts, code: &str) -> anyhow::Result<()> {
    let site: Arc<Site> =
        app.sites.now().by_code(code).cloned().ok_or_else(|| told(Fault::NotFound))?;
    let state = match site.state {
        SiteState::Active => t.say("platform-state-active"),
        SiteState::Suspended => t.say("platform-state-suspended"),
    };
    print(&format!("{} ({})", site.names.vi, site.kind));
    print(&format!("{}: {}", t.say("site-domain"), app.url(&site, "/")));
    print(&format!("{}: {state}", t.say("platform-column-state")));
    let languages: Vec<&str> = site.languages.iter().map(|lang| lang.code()).collect();
    print(&format!("{}: {}", t.say("site-languages"), languages.join(",")));
    let second_factor = match site.second_factor {
        SecondFactor::Optional => "factor-site-off",
        SecondFactor::Required => "factor-site-on",
    };
    print(&format!("{}: {}", t.say("factor-site"), t.say(second_factor)));
    for module in app.modules().all().iter().filter(|module| module.switchable()) {
        let switch = if app.is_on(&site, module.key()) {
            "platform-switch-on"
        } else {
            "platform-switch-off"
        };
        print(&format!("{}: {}", module.key(), t.say(switch)));
    }
    let conn = app.db().platform().await.map_err(told)?;
    for (fact, person) in queries::history(&conn, site.id, 10).await? {
        let name = person.unwrap_or_else(|| t.say("platform-by-portal"));
        print(&format!("{}\t{name}\t{}", t.date_time(fact.at), history::what(app, t, &fact)));
    }
    Ok(())
}

async fn set_module(app: &App, code: &str, module: &str, on: bool) -> Outcome<()> {
    let (ctx, mut tx) = begin(app).await?;
    let site = SiteId(changes::lock(&tx, code).await?.id);
    birth::switch_module(app, &mut tx, &ctx, site, module, on).await?;
    tx.commit().await
}

async fn set_second_factor(app: &App, code: &str, required: bool) -> Outcome<()> {
    let (_, mut tx) = begin(app).await?;
    let to = if required { SecondFactor::Required } else { SecondFactor::Optional };
    second_factor::set(app, &mut tx, code, to).await?;
    tx.commit().await
}

fn read_languages(codes: &[String]) -> anyhow::Result<Vec<Lang>> {
    codes
        .iter()
        .map(|code| {
            let unknown = || console_texts().with("console-no-language", [("code", code.into())]);
            Lang::parse(code).ok_or_else(|| anyhow::anyhow!(unknown()))
        })
        .collect()
}

async fn set_languages(app: &App, code: &str, languages: &[Lang]) -> Outcome<()> {
    let (_, mut tx) = begin(app).await?;
    let row = changes::lock(&tx, code).await?;
    changes::set_languages(app, &mut tx, &row, languages).await?;
    tx.commit().await
}

fn read_menu(t: &Texts, file: &PathBuf) -> anyhow::Result<Option<Vec<settings::MenuEntry>>> {
    if file.as_os_str() == "default" {
        return Ok(None);
    }
    let text = std::fs::read_to_string(file)
        .map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    let menu: Vec<settings::MenuEntry> = serde_json::from_str(&text)
        .map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    menu_form::check(&menu).map(Some).map_err(|faults| menu_faults(t, &faults))
}

fn menu_faults(t: &Texts, faults: &FormFaults) -> anyhow::Error {
    let lines = faults.iter().map(|(field, fault)| {
        let row = field.rsplit('-').next().unwrap_or(field);
        let row = t.with("menu-row", [("number", row.into())]);
        format!("{row}, {}: {}", t.say(menu_form::label(field)), fault.sentence(t))
    });
    anyhow::anyhow!(lines.collect::<Vec<_>>().join("\n"))
}

async fn set_menu(app: &App, code: &str, menu: Option<Vec<settings::MenuEntry>>) -> Outcome<()> {
    let (_, mut tx) = begin(app).await?;
    let row = changes::lock(&tx, code).await?;
    match menu {
        Some(menu) => changes::set_menu(app, &mut tx, &row, &menu).await?,
        None => changes::set(app, &mut tx, &row, settings::MENU, None).await?,
    }
    tx.commit().await
}

async fn undo(app: &App, code: &str, key: &str) -> Outcome<()> {
    let (_, mut tx) = begin(app).await?;
    let row = changes::lock(&tx, code).await?;
    let fact = queries::last_change(&tx, SiteId(row.id), key).await?;
    let fact = fact.ok_or(changes::NotChanged::NothingToUndo)?;
    changes::undo(app, &mut tx, &row, &fact).await?;
    tx.commit().await
}

async fn set_state(app: &App, code: &str, state: SiteState) -> Outcome<()> {
    let (_, mut tx) = begin(app).await?;
    changes::set_state(&mut tx, code, state).await?;
    tx.commit().await
}
