//! `portal notice …`: what stands on every page, from the command line. Also while the database is
//! away: then it stands beside it until the database is there again.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clap::Subcommand;
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts, node,
    notice::{self, Kind, Notice, beside},
};
use uuid::Uuid;

use super::form;
use crate::platform::commands::{console_texts, told};

/// What to do with the notices.
#[derive(Debug, Subcommand)]
pub enum NoticeCommand {
    /// Put an urgent notice on every page of every site, within a second
    Set {
        /// What it says, in Vietnamese
        words: String,
        /// The same in English
        #[arg(long)]
        en: Option<String>,
        /// Where more stands: a path of the province's site, or an https:// address
        #[arg(long)]
        link: Option<String>,
        /// When it ends by itself, local time: "2026-11-29 18:00"
        #[arg(long)]
        until: Option<String>,
    },
    /// Announce a planned stop
    Stop {
        /// What it says, in Vietnamese
        words: String,
        /// The same in English
        #[arg(long)]
        en: Option<String>,
        /// When it begins, local time: "2026-12-12 22:00"
        #[arg(long)]
        from: String,
        /// When it ends
        #[arg(long)]
        until: String,
        /// Nothing can be sent meanwhile; everything can be read
        #[arg(long)]
        read_only: bool,
        /// Nobody could foresee it: it need not be announced seven working days ahead
        #[arg(long)]
        late: bool,
    },
    /// Take a notice back; without its number, every urgent one
    Clear {
        /// Its number, as `list` shows it
        id: Option<Uuid>,
    },
    /// Show what goes on and what is to come
    List,
}

/// How long the database is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Carries a command out.
///
/// # Errors
/// A notice with faults, each named; a notice that is not there; nowhere to put it.
pub async fn run(app: &App, command: NoticeCommand) -> anyhow::Result<()> {
    let t = console_texts();
    let loaded = tokio::time::timeout(PATIENCE, node::load_sites(app)).await;
    let is_there = matches!(loaded, Ok(Ok(())));
    if !is_there {
        node::load_written_sites(app);
        eprintln!("{}", t.say("notices-console-away"));
    }
    let at = Place { app, t: &t, is_there };
    match command {
        NoticeCommand::Set { words, en, link, until } => {
            let fields = [("vi", Some(words)), ("en", en), ("link", link), ("until", until)];
            at.set(Kind::Urgent, &posted(fields)).await
        }
        NoticeCommand::Stop { words, en, from, until, read_only, late } => {
            let flag = |on: bool| on.then(|| "1".to_owned());
            let fields = [
                ("vi", Some(words)),
                ("en", en),
                ("from", Some(from)),
                ("until", Some(until)),
                ("read_only", flag(read_only)),
                ("late", flag(late)),
            ];
            at.set(Kind::Stop, &posted(fields)).await
        }
        NoticeCommand::Clear { id } => at.clear(id).await,
        NoticeCommand::List => {
            at.list().await;
            Ok(())
        }
    }
}

fn posted<const N: usize>(fields: [(&str, Option<String>); N]) -> Posted {
    Posted::from_pairs(fields.into_iter().filter_map(|(name, value)| Some((name, value?))))
}

struct Place<'a> {
    app: &'a App,
    t: &'a Texts,
    is_there: bool,
}

impl Place<'_> {
    async fn set(&self, kind: Kind, posted: &Posted) -> anyhow::Result<()> {
        let notice = form::read(self.app, kind, posted).map_err(|faults| self.all_of(&faults))?;
        self.put(notice).await
    }

    fn all_of(&self, faults: &FormFaults) -> anyhow::Error {
        let line = |(field, fault): (&str, &portal_core::FieldFault)| {
            format!("{}: {}", self.t.say(form::label(field)), fault.sentence(self.t))
        };
        anyhow::anyhow!("{}", faults.iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    async fn put(&self, notice: Notice) -> anyhow::Result<()> {
        let id = notice.id;
        if !self.is_there {
            let (kept, shared) = beside::set(self.app, notice).await?;
            anyhow::ensure!(kept || shared, "{}", self.t.say("notices-console-nowhere"));
            let key = if shared { "notices-console-shared" } else { "notices-console-here" };
            println!("{id}\n{}", self.t.say(key));
            return Ok(());
        }
        let ctx = Ctx::system_of_province(self.app)
            .ok_or_else(|| anyhow::anyhow!("there is no province"))?;
        let mut tx = self.app.begin_platform(&ctx).await.map_err(told)?;
        notice::set(&mut tx, notice).await.map_err(told)?;
        tx.commit().await.map_err(told)?;
        println!("{id}");
        Ok(())
    }

    async fn open(&self) -> (DateTime<Utc>, Vec<Notice>) {
        let (now, beside) = (self.app.now(), beside::read(self.app).await);
        let mut all = self.app.notices.all();
        all.retain(|one| beside.iter().all(|other| other.id != one.id));
        all.extend(beside);
        all.retain(|one| one.is_open(now));
        (now, all)
    }

    async fn clear(&self, id: Option<Uuid>) -> anyhow::Result<()> {
        let (now, mut open) = self.open().await;
        open.retain(|one| id.map_or(one.kind == Kind::Urgent, |id| one.id == id));
        anyhow::ensure!(!open.is_empty(), "{}", self.t.say("notices-console-none"));
        for notice in open {
            // A clock that is a little behind takes nothing back before it was set.
            let at = now.max(notice.set_at + TimeDelta::milliseconds(1));
            self.put(Notice { withdrawn_at: Some(at), ..notice }).await?;
        }
        Ok(())
    }

    async fn list(&self) {
        let (_, open) = self.open().await;
        for notice in open {
            let until = notice.until_at.map(|at| self.t.date_time(at)).unwrap_or_default();
            println!(
                "{}\t{}\t{}\t{until}\t{}",
                notice.id,
                notice.kind.as_str(),
                self.t.date_time(notice.from_at),
                notice.words.vi
            );
        }
    }
}
