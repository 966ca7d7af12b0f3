//! The lines to the database and to Redis (SECURITY rule 35): nobody reads along, and who is not the
//! server is not spoken to.

use std::{
    net::Ipv4Addr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use diesel_async::SimpleAsyncConnection as _;
use futures_util::{StreamExt as _, TryStreamExt as _};
use portal::preflight;
use portal_core::{
    App, Config, DbUrls, Redis, SystemClock,
    db::{Address, connect},
    metrics::Metrics,
    node,
    postgres::{OWNER, PrivatePostgres, Settings},
    testing,
};
use tokio::sync::watch;

use super::{
    peers::{self, Authority, Folder},
    world::recipe,
};

/// What the certificate calls the server.
const NAME: &str = "csdl.quangtri.localhost";

/// Who comes over the network comes by TLS; the owner may also come without.
const WHO_MAY: &str = "local all all trust\n\
     hostssl all all 127.0.0.0/8 trust\n\
     hostnossl all portal_owner 127.0.0.0/8 trust\n";

/// A PostgreSQL at an address of its own, which is another machine's to it: we come from 127.0.0.1.
struct Server {
    postgres: PrivatePostgres,
    folder: Folder,
    at: Ipv4Addr,
}

impl Server {
    async fn start() -> Self {
        let folder = Folder::new("transport");
        let [a, b, ..] = *uuid::Uuid::new_v4().as_bytes();
        let at = Ipv4Addr::new(127, 77, a, b.clamp(1, 254));
        let settings = Settings {
            data_dir: folder.path().join("data"),
            bin_dir: None,
            extra: [("fsync", "off"), ("listen_addresses", &at.to_string())]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        };
        let postgres = tokio::task::spawn_blocking(move || PrivatePostgres::start(&settings));
        let server = Self { postgres: postgres.await.unwrap().unwrap(), folder, at };
        server.execute("create database portal").await;
        server
    }

    /// Speaks TLS from now on.
    async fn speaks_tls(&self, authority: &Authority) {
        let cluster = self.folder.path().join("data/cluster");
        authority.certify_as(&cluster, &[NAME]);
        std::fs::write(cluster.join("pg_hba.conf"), WHO_MAY).unwrap();
        for set in ["ssl_cert_file = 'cert.pem'", "ssl_key_file = 'key.pem'", "ssl = on"] {
            self.execute(&format!("alter system set {set}")).await;
        }
        self.execute("select pg_reload_conf()").await;
        let begun = Instant::now();
        let url = self.url("portal_owner", NAME, "require", &authority.file());
        while let Err(error) = connect(&url).await {
            assert!(begun.elapsed() < Duration::from_secs(10), "{error}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn execute(&self, sql: &str) {
        let mut owner = connect(&self.postgres.url(OWNER, "postgres")).await.unwrap();
        owner.batch_execute(sql).await.unwrap();
    }

    /// An address over the network.
    fn url(&self, role: &str, host: &str, mode: &str, authorities: &Path) -> String {
        format!(
            "postgresql://{role}@{host}/portal?hostaddr={}&sslmode={mode}&sslrootcert={}",
            self.at,
            authorities.display()
        )
    }

    fn urls(&self, authority: &Authority) -> DbUrls {
        let url = |role: &str| self.url(role, NAME, "verify-full", &authority.file());
        DbUrls {
            request: url("portal_request"),
            platform: url("portal_platform"),
            owner: url(OWNER),
        }
    }

    fn app(&self, urls: &DbUrls) -> App {
        let files = self.folder.path().join("files");
        let config = Config { search_index: files.join("search"), ..testing::config() };
        let post = Arc::<testing::Letters>::default();
        (recipe().compose)(config, urls, Arc::new(SystemClock), files, post).unwrap()
    }

    /// How many connections of our roles go over the network, and how many of them in the clear.
    async fn lines(&self, url: &str) -> (i64, i64) {
        let client = Address::read(url).unwrap().client().await.unwrap();
        let row = client
            .query_one(
                "select count(*), count(*) filter (where not s.ssl) \
                 from pg_stat_ssl s join pg_stat_activity a using (pid) \
                 where a.client_addr is not null",
                &[],
            )
            .await
            .unwrap();
        (row.get(0), row.get(1))
    }
}

async fn refusal(url: &str) -> String {
    connect(url).await.err().map(|error| error.to_string()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_whose_database_is_another_machine() {
    let (server, authority) = (Server::start().await, Authority::new());
    server.speaks_tls(&authority).await;
    let urls = server.urls(&authority);
    (recipe().migrate)(&urls.owner).await.unwrap();
    let app = server.app(&urls);
    (recipe().fill)(&app).await.unwrap();
    let follower = node::Follower::start(&app).await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let pulse = tokio::spawn(app.db().clone().take_pulse(urls.platform.clone(), stopped.clone()));
    let following = tokio::spawn(follower.follow(urls.clone(), stopped));

    // Sites are read, one site's rows are read, and a notice comes over the line.
    assert!(app.sites.now().by_code("soyte").is_some());
    let site = app.sites.now().by_code("soyte").unwrap().id;
    drop(app.db().site(site).await.unwrap());
    let mut listening = connect(&urls.platform).await.unwrap();
    listening.batch_execute("listen portal_facts; notify portal_facts, 'x'").await.unwrap();
    let mut notices = std::pin::pin!(listening.notifications_stream());
    let notice = tokio::time::timeout(Duration::from_secs(10), notices.next()).await;
    assert_eq!(notice.unwrap().unwrap().unwrap().payload, "x");
    // What backups read.
    let client = Address::read(&urls.owner).unwrap().client().await.unwrap();
    let rows = client.copy_out("copy sites to stdout").await.unwrap();
    assert!(!rows.try_collect::<Vec<_>>().await.unwrap().is_empty());

    let (all, clear) = server.lines(&urls.owner).await;
    assert!(all >= 5 && clear == 0, "{clear} of {all} lines are in the clear");
    assert!(app.db().is_there());
    let findings = preflight::database_settings(&urls.platform).await.unwrap();
    assert!(findings.iter().all(|it| !it.text.contains("without TLS")), "{findings:?}");
    stop.send_replace(true);
    pulse.await.unwrap();
    following.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_the_server_is_not_spoken_to_and_the_log_says_what_to_mend() {
    let (server, authority, stranger) = (Server::start().await, Authority::new(), Authority::new());
    let url = |role: &str, host: &str, mode: &str, authority: &Authority| {
        server.url(role, host, mode, &authority.file())
    };
    let wished = url("portal_platform", NAME, "verify-full", &authority);
    let said = refusal(&wished).await;
    assert!(said.contains("database.platform_url") && said.contains("`ssl = on`"), "{said}");

    server.speaks_tls(&authority).await;
    server.execute("create role portal_request login; create role portal_platform login").await;
    assert_eq!(refusal(&wished).await, "");
    for (url, words) in [
        // Somebody in between, with a certificate of an authority of his own that is called the same.
        (
            url("portal_platform", NAME, "verify-full", &stranger),
            ["BadSignature", "in database.platform_url: sslrootcert=FILE"],
        ),
        // `require` is no weaker.
        (
            url("portal_request", NAME, "require", &stranger),
            ["BadSignature", "in database.request_url: sslrootcert=FILE"],
        ),
        // An authority of whom this machine has not heard.
        (
            server.url("portal_request", NAME, "verify-full", Path::new("system")),
            ["UnknownIssuer", "in database.request_url: sslrootcert=FILE"],
        ),
        // Another server of the same authority.
        (
            url("portal_request", "kho.quangtri.localhost", "verify-full", &authority),
            ["not valid for name", "database.request_url has to call the server"],
        ),
        // Where the server takes nobody without TLS.
        (
            url("portal_request", NAME, "disable", &authority),
            ["pg_hba.conf", "add sslmode=verify-full to database.request_url"],
        ),
    ] {
        let said = refusal(&url).await;
        assert!(words.iter().all(|words| said.contains(words)), "{url}: {said}");
    }
    // Whom the server lets in without TLS is warned.
    let clear = url("portal_owner", NAME, "disable", &authority);
    let found = preflight::database_settings(&clear).await.unwrap();
    assert!(found.iter().any(|it| it.text.contains("portal_owner reaches the database over")));
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_by_tls_is_the_redis_it_says() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let server = peers::Redis::start_with_tls(&authority).await;
    let begun = Instant::now();
    let redis = Redis::open(&server.url_with_tls(&authority.file())).unwrap();
    while redis.ask(&Metrics::default(), &::redis::cmd("PING")).await.is_none() {
        assert!(begun.elapsed() < Duration::from_secs(10), "{}", server.log());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let redis = Redis::open(&server.url_with_tls(&stranger.file())).unwrap();
    while !server.log().contains("tlsv1 alert decrypt error") {
        assert!(begun.elapsed() < Duration::from_secs(20), "{}", server.log());
        assert!(!redis.is_there().await);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(!redis.is_there().await);
}
