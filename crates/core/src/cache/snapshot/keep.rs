//! Keeping the snapshot: every page of every site once, and again within the minute when something
//! on it changed (R-O1).

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinSet, time::Instant};

use crate::{
    App, Ctx, Front, Outcome,
    cache::{PageKey, PageKeyRef, Pages},
    limits,
    module::SitemapNode,
    node,
    site::{Site, SiteState},
};

/// How often all addresses are gone through.
const ROUND: Duration = Duration::from_secs(3600);
/// How soon a round that broke off is begun anew.
const AGAIN: Duration = Duration::from_secs(60);
/// How often the place in the log is written down, at most.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// Keeps the snapshot until told to stop; does nothing where there is none.
pub async fn keep(front: Front, mut stop: watch::Receiver<bool>) {
    let pages = Arc::clone(front.app().pages());
    if pages.snapshot().is_none() {
        return;
    }
    tokio::select! {
        () = go_round(&front, &pages) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

async fn go_round(front: &Front, pages: &Arc<Pages>) {
    let app = front.app();
    let mut due = Instant::now();
    loop {
        let is_due = due <= Instant::now();
        if is_due {
            look_through(app, pages).await;
        }
        app.db().comes_back().await;
        renew_wanted(front, pages).await;
        if is_due {
            let is_complete = complete(front, pages).await;
            due = Instant::now() + if is_complete { ROUND } else { AGAIN };
            continue;
        }
        let Some(snapshot) = pages.snapshot() else { return };
        let _ = tokio::time::timeout(AGAIN, snapshot.wanted.notified()).await;
    }
}

async fn look_through(app: &App, pages: &Arc<Pages>) {
    let (pages, now) = (Arc::clone(pages), app.now());
    let look = move || {
        if let Some(snapshot) = pages.snapshot() {
            snapshot.look_through(now, pages.touched());
        }
    };
    // A failure of the disk is told by whoever writes.
    let _ = tokio::task::spawn_blocking(look).await;
}

/// Makes everything anew that is wanted.
async fn renew_wanted(front: &Front, pages: &Pages) {
    let (Some(snapshot), app) = (pages.snapshot(), front.app()) else { return };
    let mut written = Instant::now();
    loop {
        // What is heard from here on wants its pages anew itself.
        let reached = pages.touched().heard();
        let mut under_way = JoinSet::new();
        while let Some(key) = snapshot.next() {
            under_way.spawn(renew(front.clone(), key));
            if under_way.len() >= limits::SNAPSHOTS_AT_ONCE {
                let _ = under_way.join_next().await;
            }
            app.metrics.snapshot(snapshot.len(), snapshot.waiting());
            if !app.db().is_there() {
                return;
            }
        }
        let _ = under_way.join_all().await;
        app.metrics.snapshot(snapshot.len(), snapshot.waiting());
        if let Err(error) = snapshot.write_place(reached) {
            tracing::error!(%error, "the place in the log cannot be written into the snapshot");
        }
        if snapshot.waiting() == 0 {
            return;
        }
        tokio::time::sleep_until(written + WRITE_EVERY).await;
        written = Instant::now();
    }
}

async fn renew(front: Front, key: PageKey) {
    if !front.renew(&key).await
        && let Some(snapshot) = front.app().pages().snapshot()
    {
        snapshot.want_again(&key);
        // Whatever it is, it is not better at once.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Makes every page that is not there yet, site by site; and writes the registry down. Gives whether
/// nothing came between.
async fn complete(front: &Front, pages: &Arc<Pages>) -> bool {
    let app = front.app();
    if let Err(error) = node::write_sites(app).await {
        let error = format!("{error:#}");
        tracing::error!(error, "the sites cannot be written into the snapshot");
    }
    let Some(snapshot) = pages.snapshot() else { return true };
    let mut is_complete = true;
    let mut made = 0_usize;
    let begun = Instant::now();
    for site in app.sites.now().all() {
        if site.state != SiteState::Active {
            continue;
        }
        let addresses = match addresses(app, &site).await {
            Ok(addresses) => addresses,
            Err(fault) => {
                tracing::warn!(site = %site.code, %fault, "the addresses of a site are not known");
                is_complete = false;
                continue;
            }
        };
        let mut under_way = JoinSet::new();
        for address in addresses {
            let key = PageKeyRef { site: site.id, address: &address };
            if snapshot.has(key) {
                continue;
            }
            made += 1;
            under_way.spawn(renew(front.clone(), key.to_key()));
            if under_way.len() >= limits::SNAPSHOTS_AT_ONCE {
                let _ = under_way.join_next().await;
            }
            // A change goes before what is merely missing.
            if snapshot.waiting() > 0 {
                renew_wanted(front, pages).await;
            }
            if !app.db().is_there() {
                return false;
            }
        }
        let _ = under_way.join_all().await;
    }
    app.metrics.snapshot(snapshot.len(), snapshot.waiting());
    if made > 0 {
        let seconds = begun.elapsed().as_secs();
        tracing::info!(made, pages = snapshot.len(), seconds, "the snapshot is complete");
    }
    is_complete
}

/// Everything of a site that can be found by following its menus, lists and sitemaps.
async fn addresses(app: &App, site: &Arc<Site>) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for lang in site.languages.iter().copied() {
        let ctx = Ctx::of_nobody(app, Arc::clone(site), lang);
        for path in ["/", "/so-do-cong", "/trang-thanh-phan"] {
            found.push(site.path(lang, path));
        }
        for module in app.modules().on(site) {
            for node in module.sitemap(app, &ctx).await? {
                with_those_below(&node, &mut |path| found.push(site.path(lang, path)));
            }
        }
    }
    found.extend(["/sitemap.xml".to_owned(), "/robots.txt".to_owned()]);
    let ctx = Ctx::of_nobody(app, Arc::clone(site), site.default_language());
    for module in app.modules().on(site) {
        let addresses = module.addresses(app, &ctx).await?;
        found.extend(addresses.into_iter().map(|it| site.path(it.lang, &it.path)));
    }
    Ok(found)
}

fn with_those_below(node: &SitemapNode, take: &mut impl FnMut(&str)) {
    take(&node.path);
    for below in &node.below {
        with_those_below(below, take);
    }
}
