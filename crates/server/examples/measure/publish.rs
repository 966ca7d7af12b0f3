//! How long it takes until readers see what was published, on each node: from the end of the
//! transaction to the first answer of the home page that shows it.
//!
//! `measure publish CONFIG COUNT HOST PORT…`: publishes `COUNT` articles on the site of `HOST`, as a
//! process of its own, and asks the nodes on the ports as readers do, each 2 ms.

#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "a measurement that fails may stop"
)]

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use portal::{compose, config};
use portal_content::{
    article::{self, ArticleFields},
    content_type::to_value,
    item::{
        acts::Draft,
        batch::{self, Imported},
    },
    origin::Origin,
    section,
};
use portal_core::{App, Ctx, Site, SystemClock, node};

use crate::crowd;

pub(crate) async fn measure(mut args: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let file = args.next().unwrap_or_default();
    let count: usize = args.next().unwrap_or_default().parse()?;
    let host = args.next().unwrap_or_default();
    let ports: Vec<u16> = args.map(|port| port.parse()).collect::<Result<_, _>>()?;

    let settings = config::load(Path::new(&file))?;
    let urls = settings.database.urls();
    let outside = settings.outside.ready()?;
    let app = compose::app(settings.core, &urls, Arc::new(SystemClock), settings.media, outside)?;
    node::load_sites(&app).await?;
    let site = match app.sites.now().find(&host) {
        Some(portal_core::site::Found::Site(site)) => Arc::clone(site),
        _ => anyhow::bail!("{host} is no site"),
    };
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); ports.len()];
    for number in 0..count {
        let title = format!("Tin đo {}", uuid::Uuid::new_v4().simple());
        publish(&app, &site, &title).await?;
        let began = Instant::now();
        let asked = ports.iter().map(|port| visible(*port, &host, &title, began));
        let seen = futures_util::future::join_all(asked).await;
        for (times, seen) in times.iter_mut().zip(seen) {
            times.push(seen?);
        }
        // Not in step with whatever goes round each second.
        tokio::time::sleep(Duration::from_millis(37 + 13 * (number as u64 % 29))).await;
    }
    for (port, times) in ports.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
        println!(
            "publish to visible, node {port}: median {:.0} ms, p99 {:.0} ms, most {:.0} ms of {count}",
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
    Ok(())
}

async fn publish(app: &App, site: &Arc<Site>, title: &str) -> anyhow::Result<()> {
    let ctx = Ctx::system(app, Arc::clone(site));
    let mut tx = app.begin(&ctx).await?;
    let tree = section::queries::tree(&tx, site.id).await?;
    let section = tree.by_slug("vi", "tin-tuc").map(section::Section::id);
    let section = section.ok_or_else(|| anyhow::anyhow!("the site has no section tin-tuc"))?;
    let fields = ArticleFields {
        origin: Origin { author: "Người đo".into(), ..Origin::default() },
        ..ArticleFields::default()
    };
    let one = Imported {
        key: title.into(),
        content_type: article::KEY,
        slug: None,
        draft: Draft {
            section,
            language: "vi".into(),
            title: title.into(),
            lead: "Đo từ lúc đăng đến lúc hiện.".into(),
            body: "<p>Nội dung</p>".into(),
            fields: to_value(&fields),
        },
        by: "portal".into(),
        published_at: ctx.now,
    };
    batch::import(&mut tx, site.id, &[one]).await?;
    tx.commit().await?;
    Ok(())
}

/// Milliseconds until a node's home page shows a title.
async fn visible(port: u16, host: &str, title: &str, began: Instant) -> anyhow::Result<f64> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed);
    let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    while began.elapsed() < Duration::from_secs(30) {
        let (_, text) = crowd::exchange(port, &NEXT, request.as_bytes()).await?;
        if text.contains(title) {
            return Ok(began.elapsed().as_secs_f64() * 1000.0);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    anyhow::bail!("{title} is not visible on {port} after 30 s")
}
