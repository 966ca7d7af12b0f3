//! What a day entered into the calendar costs with many clocks running: seconds to preview and to
//! adopt it with 10,000 of 150 units, and how many clocks a second can be started.
//!
//! `calendar_growth`

use std::{sync::Arc, time::Instant};

use anyhow::Context as _;
use chrono::{NaiveDate, TimeDelta};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use portal::compose::{self, Outside};
use portal_core::{
    App, AuditConfig, Clock, Config, Ctx, DbUrls, PublicAddress, SecretBox, SiteId, SystemClock,
    calendar::{
        change::{self, Change, NewEntry},
        recount,
    },
    deadline::{self, NewClock},
    lang::local_day,
    node,
    postgres::{OWNER, PrivatePostgres, Settings},
};

const SITES: i64 = 150;
const CLOCKS: i64 = 10_000;
/// The receipts are spread over so many days.
const DAYS: i64 = 20;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let data_dir =
        std::env::temp_dir().join(format!("portal-calendar-growth-{}", std::process::id()));
    let settings = Settings { data_dir: data_dir.clone(), bin_dir: None, extra: Vec::new() };
    let postgres = tokio::task::spawn_blocking(move || PrivatePostgres::start(&settings)).await??;
    let outcome = measure(&postgres, &data_dir).await;
    tokio::task::spawn_blocking(move || postgres.stop()).await?;
    std::fs::remove_dir_all(&data_dir)?;
    outcome
}

async fn measure(postgres: &PrivatePostgres, data_dir: &std::path::Path) -> anyhow::Result<()> {
    let mut owner = AsyncPgConnection::establish(&postgres.url(OWNER, "postgres")).await?;
    owner.batch_execute("create database clocks").await?;
    let urls = DbUrls {
        request: postgres.url("portal_request", "clocks"),
        platform: postgres.url("portal_platform", "clocks"),
        owner: postgres.url(OWNER, "clocks"),
    };
    compose::migrate(&urls.owner).await?;
    let mut owner = AsyncPgConnection::establish(&urls.owner).await?;
    owner
        .batch_execute(&format!(
            "insert into sites (kind, code, host, names, created_at)
               select case n when 1 then 'province' else 'commune' end, 'site' || n,
                 'site' || n || '.quangtri.localhost', jsonb_build_object('vi', 'Trang ' || n), now()
               from generate_series(1, {SITES}) n"
        ))
        .await?;
    let files = data_dir.join("files");
    let app = compose::app(config()?, &urls, Arc::new(SystemClock), files, Outside::default())?;
    node::load_sites(&app).await?;
    let began = Instant::now();
    start_clocks(&app).await?;
    let each_second = f64::from(u32::try_from(CLOCKS)?) / began.elapsed().as_secs_f64();
    owner.batch_execute("analyze").await?;
    let ctx = Ctx::system_of_province(&app).context("a province")?;
    let entry = day_off(&app)?;

    let began = Instant::now();
    let mut tx = app.begin_platform(&ctx).await?;
    let proposal = change::propose(&app, &mut tx, None, &entry).await?;
    let shown = proposal.plan.moved();
    tx.roll_back().await?;
    let preview = began.elapsed();

    let began = Instant::now();
    let mut tx = app.begin_platform(&ctx).await?;
    let proposal = change::propose(&app, &mut tx, None, &entry).await?;
    let moved = change::adopt(&mut tx, proposal).await?;
    tx.commit().await?;
    let adopted = began.elapsed();
    anyhow::ensure!(shown == moved && moved > 0, "shown {shown}, moved {moved}");
    anyhow::ensure!(recount::catch_up(&app, &ctx).await? == 0, "moved twice");
    println!(
        "calendar: {CLOCKS} running clocks of {SITES} units, a day entered moves {moved}: preview \
         {:.2} s, adopted {:.2} s; {each_second:.0} clocks started a second, one after the other",
        preview.as_secs_f64(),
        adopted.as_secs_f64(),
    );
    Ok(())
}

/// Starts clocks of all units, a transaction for each hundred, received over some days.
async fn start_clocks(app: &App) -> anyhow::Result<()> {
    let sites = app.sites.now();
    let mut started = 0;
    while started < CLOCKS {
        let site = SiteId(started / 100 % SITES + 1);
        let ctx = Ctx::system(app, Arc::clone(sites.by_id(site).context("a site")?));
        let mut tx = app.begin(&ctx).await?;
        for n in started..started + 100 {
            let clock = NewClock {
                site,
                module: "petitions",
                subject: format!("petition:{n}"),
                key: "petition.answer_or_progress",
                since: app.now() - TimeDelta::days(n % DAYS),
            };
            deadline::open(app, &mut tx, clock).await?;
        }
        tx.untold();
        tx.commit().await?;
        started += 100;
    }
    Ok(())
}

/// The next working day, off.
fn day_off(app: &App) -> anyhow::Result<Change> {
    let calendar = app.calendars.shared();
    let days = local_day(SystemClock.now()).iter_days().skip(1);
    let on: NaiveDate = days
        .take(30)
        .find(|on| calendar.day(*on).is_ok_and(|day| day.working))
        .context("a working day ahead")?;
    Ok(Change::Enter(vec![NewEntry {
        on,
        working: false,
        partner: None,
        name: "Nghỉ tránh bão".into(),
        decision_number: Some("1/QĐ-UBND".into()),
        decision_on: None,
        provisional: false,
    }]))
}

fn config() -> anyhow::Result<Config> {
    Ok(Config {
        base_domain: "quangtri.localhost".into(),
        public: PublicAddress { scheme: "http".into(), port: None },
        structure: "nd42-2022".into(),
        trusted_proxies: Vec::new(),
        page_cache_bytes: 1 << 20,
        listen: ([127, 0, 0, 1], 0).into(),
        operations: ([127, 0, 0, 1], 0).into(),
        secrets: SecretBox::read(&"5e".repeat(32))?,
        audit: AuditConfig::default(),
        desk: portal_core::DeskConfig::default(),
        inbox: None,
        search_index: std::env::temp_dir(),
        snapshot: None,
        redis: None,
        program: Config::this_program(),
    })
}
