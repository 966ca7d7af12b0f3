//! What it costs to know what somebody may do: microseconds a gate look-up, from the database and from
//! memory, with 20 and with 2,000 people on each of 160 sites.
//!
//! `permission_growth`

use std::{collections::HashSet, sync::Arc, time::Instant};

use anyhow::Context as _;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use portal::compose::{self, Outside};
use portal_auth::session::{self, Origin, Token};
use portal_core::{
    App, AuditConfig, Config, Ctx, DbUrls, PersonId, PublicAddress, SecretBox, Site, SystemClock,
    node,
    postgres::{OWNER, PrivatePostgres, Settings},
};

const SITES: usize = 160;
/// Pairs of person and site that are looked up.
const SAMPLE: usize = 1_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let data_dir =
        std::env::temp_dir().join(format!("portal-permission-growth-{}", std::process::id()));
    let extra = vec![("fsync".to_owned(), "off".to_owned())];
    let settings = Settings { data_dir: data_dir.clone(), bin_dir: None, extra };
    let postgres = tokio::task::spawn_blocking(move || PrivatePostgres::start(&settings)).await??;
    let outcome = measure(&postgres, &data_dir).await;
    tokio::task::spawn_blocking(move || postgres.stop()).await?;
    std::fs::remove_dir_all(&data_dir)?;
    outcome
}

async fn measure(postgres: &PrivatePostgres, data_dir: &std::path::Path) -> anyhow::Result<()> {
    for people in [20, 2_000] {
        let database = format!("people_{people}");
        let mut owner = AsyncPgConnection::establish(&postgres.url(OWNER, "postgres")).await?;
        owner.batch_execute(&format!("create database {database}")).await?;
        let urls = DbUrls {
            request: postgres.url("portal_request", &database),
            platform: postgres.url("portal_platform", &database),
            owner: postgres.url(OWNER, &database),
        };
        compose::migrate(&urls.owner).await?;
        fill(&urls.owner, people).await?;
        let files = data_dir.join(format!("files-{people}"));
        let app = compose::app(config()?, &urls, Arc::new(SystemClock), files, Outside::default())?;
        node::load_sites(&app).await?;
        let signed_in = sign_in(&app, people).await?;
        let cold = look_up(&app, &signed_in).await?;
        let warm = look_up(&app, &signed_in).await?;
        println!(
            "permissions: {people} people x {SITES} sites ({} grants), {cold:.0} µs a look-up from \
             the database, {warm:.1} µs from memory",
            people * SITES
        );
    }
    Ok(())
}

/// People with a role on every site, a tenth of them with one in a section more, and another tenth
/// with a deputy.
async fn fill(owner: &str, people: usize) -> anyhow::Result<()> {
    let mut owner = AsyncPgConnection::establish(owner).await?;
    owner
        .batch_execute(&format!(
            "insert into sites (kind, code, host, names, created_at)
               select case n when 1 then 'province' else 'commune' end, 'site' || n,
                 'site' || n || '.quangtri.localhost', jsonb_build_object('vi', 'Trang ' || n), now()
               from generate_series(1, {SITES}) n;
             insert into people (login, name, created_at)
               select 'nguoi.' || n, 'Người ' || n, now() from generate_series(1, {people}) n;
             insert into grants (site_id, person_id, role, granted_at)
               select s.id, p.id, 'approver', now() from sites s cross join people p;
             insert into grants (site_id, person_id, role, section, granted_at)
               select s.id, p.id, 'editor', 7, now() from sites s cross join people p
               where p.id % 10 = 0;
             insert into delegations (site_id, from_person, to_person, kind, starts_at, ends_at,
                 reason, created_at)
               select s.id, p.id, p.id + 1, 'approval', now(), now() + interval '9 days', 'x', now()
               from sites s cross join people p where p.id % 10 = 1;
             analyze"
        ))
        .await?;
    Ok(())
}

/// Opens a session for pairs spread over people and sites.
async fn sign_in(app: &App, people: usize) -> anyhow::Result<Vec<(Arc<Site>, Token)>> {
    let sites = app.sites.now();
    let mut seen = HashSet::new();
    let mut signed_in = Vec::new();
    for n in 0..SAMPLE {
        let (person, site) = ((n * 7) % people + 1, (n * 13) % SITES + 1);
        if !seen.insert((person, site)) {
            continue;
        }
        let site = sites.by_code(&format!("site{site}")).context("a site that was made")?;
        let ctx = Ctx::system(app, Arc::clone(site));
        let mut tx = app.begin_platform(&ctx).await?;
        let person = PersonId(i64::try_from(person)?);
        let sign_in = session::begin(&mut tx, person, &Origin::default()).await?;
        let token = session::open(&tx, site.id, (sign_in, person)).await?;
        tx.commit().await?;
        signed_in.push((Arc::clone(site), token));
    }
    Ok(signed_in)
}

/// Microseconds a look-up, one after the other; the middle of all.
async fn look_up(app: &App, signed_in: &[(Arc<Site>, Token)]) -> anyhow::Result<f64> {
    let mut times = Vec::with_capacity(signed_in.len());
    for (site, token) in signed_in {
        let began = Instant::now();
        let actor = app.gatekeeper().actor(app, site, token.as_str()).await?;
        times.push(began.elapsed().as_secs_f64() * 1e6);
        let person = actor.person().context("somebody who is signed in")?;
        anyhow::ensure!(!person.grants.is_empty(), "somebody with a role");
    }
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().context("something to measure")
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
