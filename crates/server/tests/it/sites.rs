//! Sites: found by host, born complete, switched live (R-T1 to R-T4).

use portal_core::{Ctx, birth, site::queries};

use crate::world::{SITES, recipe, world};

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_finds_each_site_under_its_own_name() {
    let world = world().await;
    for (_, code, name, ..) in SITES {
        world.visitor(code).get("/").await.is(200).shows(name);
        world.visitor(code).get("/so-do-cong").await.is(200).shows("/chuyen-muc/tin-tuc");
        world.visitor(code).get("/robots.txt").await.is(200).shows("Disallow: /quan-tri");
        world.visitor(code).get("/sitemap.xml").await.is(200).shows("<urlset");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_host_is_no_sites_page() {
    let world = world().await;
    for host in ["evil.quangtri.localhost", "quangtri.localhost.evil.vn", "127.0.0.1"] {
        world.visitor_of_host(host).get("/").await.is(421).hides("Sở Y tế");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_further_domain_leads_to_the_canonical_one() {
    let world = world().await;
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    let site = world.site("soyte");
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    queries::insert_host(&tx, site.id, "yte.quangtri.localhost").await.unwrap();
    let changed =
        portal_core::site::settings::SiteChanged { site: site.id, changes: Default::default() };
    tx.tell_on(site.id, changed).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
    let answer = world.visitor_of_host("yte.quangtri.localhost").get("/tin/x-1?a=b").await.is(308);
    assert_eq!(answer.header("location"), "http://soyte.quangtri.localhost/tin/x-1?a=b");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_module_switched_off_leaves_nothing_behind_on_any_node() {
    let world = world().await;
    let (second, mut follower) = world.second_node(recipe()).await.unwrap();
    let visitor = world.visitor("soyte");
    visitor.get("/").await.is(200).shows("/rss.xml");
    visitor.get("/rss.xml").await.is(200);
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    birth::switch_module(&world.app, &mut tx, &ctx, world.site("soyte").id, "feeds", false)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
    follower.catch_up().await.unwrap();
    visitor.get("/rss.xml").await.is(404);
    visitor.get("/").await.is(200).hides("\"/rss.xml\"");
    world.visitor("sonoivu").get("/rss.xml").await.is(200);
    let site = second.app().sites.now().by_code("soyte").cloned().unwrap();
    assert!(!second.app().is_on(&site, "feeds"));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_carry_their_safety_headers() {
    let world = world().await;
    for (code, path) in
        [("soyte", "/"), ("soyte", "/khong-co"), ("soyte", "/dang-nhap"), ("soyte", "/rss.xml")]
    {
        let answer = world.visitor(code).get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        assert!(answer.header("set-cookie").is_empty() || path == "/dang-nhap", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_kept_compressed_and_revalidated() {
    let world = world().await;
    let visitor = world.visitor("soyte");
    let plain = visitor.get("/").await.is(200);
    let packed = visitor.get_with("/", "accept-encoding", "gzip, br").await.is(200);
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.bytes.len() < plain.bytes.len());
    let etag = plain.header("etag").to_owned();
    visitor.get_with("/", "if-none-match", &etag).await.is(304);
    assert!(world.app.metrics.cache_hits.get() >= 2);
    // Parameters nobody reads do not make another page.
    let hits = world.app.metrics.cache_hits.get();
    visitor.get("/?utm_source=x").await.is(200);
    assert_eq!(world.app.metrics.cache_hits.get(), hits + 1);
}
