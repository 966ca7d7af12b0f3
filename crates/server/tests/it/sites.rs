//! Sites: found by host, born complete, switched live (R-T1 to R-T4).

use portal_core::{Ctx, Role, birth, routes::HttpMethod, site::queries, testing::Answer};

use crate::world::{SITES, recipe, signed_in, world};

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

/// The headers of every answer, word for word: a change here is a decision.
const SAFETY: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
         fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), \
         midi=(), payment=(), publickey-credentials-get=(self), screen-wake-lock=(), \
         usb=(), web-share=(), xr-spatial-tracking=()",
    ),
];

fn carries_its_safety_headers(answer: &Answer, what: &str) {
    for (name, value) in SAFETY {
        assert_eq!(answer.header(name), value, "{what}");
    }
    assert!(!answer.header("cache-control").is_empty(), "{what}");
    assert!(answer.header("server").is_empty(), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_carry_their_safety_headers() {
    let world = world().await;
    for (code, path) in
        [("soyte", "/"), ("soyte", "/khong-co"), ("soyte", "/dang-nhap"), ("soyte", "/rss.xml")]
    {
        let answer = world.visitor(code).get(path).await;
        carries_its_safety_headers(&answer, path);
        assert!(answer.header("set-cookie").is_empty() || path == "/dang-nhap", "{path}");
    }
    let visitor = world.visitor("soyte");
    let elsewhere = visitor.post_from_elsewhere("/dang-nhap", "https://ac.example").await.is(403);
    carries_its_safety_headers(&elsewhere, "from elsewhere");
    assert_eq!(elsewhere.header("cache-control"), "no-store");
    let unknown = world.visitor_of_host("khong-co.example").get("/").await.is(421);
    carries_its_safety_headers(&unknown, "unknown host");
    carries_its_safety_headers(&visitor.get("/%00").await.is(404), "a NUL");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_page_is_the_same_for_everybody() {
    let world = world().await;
    let visitor = world.visitor("soyte");
    let page = visitor.get("/").await.is(200);
    for (name, value) in [("cookie", "x=1"), ("accept-language", "en"), ("user-agent", "x")] {
        let other = visitor.get_with("/", name, value).await.is(200);
        assert_eq!(other.bytes, page.bytes, "{name}");
        assert!(other.header("set-cookie").is_empty(), "{name}");
        assert_eq!(other.header("cache-control"), "public, no-cache", "{name}");
    }
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    assert_eq!(editor.get("/").await.is(200).header("cache-control"), "no-store");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_with_a_nul_is_a_fault_of_ours() {
    let world = world().await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let visitor = world.visitor("soyte");
    let names = "q=%00&tim=%00&linh-vuc=%00&service_code=%00&ma=%00&after=%00&loai=%00&tu=%00&trang-thai=%00&nguoi=%00";
    let reads = world.front.cards().iter().filter(|card| card.method == HttpMethod::Get);
    for path in reads.map(|card| card.path) {
        let mut filled = String::new();
        for part in path.split('/').skip(1) {
            filled.push('/');
            filled.push_str(if part.starts_with('{') { "a%00b" } else { part });
        }
        for browser in [&visitor, &approver, &platform] {
            for address in [filled.clone(), format!("{path}?{names}")] {
                let status = browser.get(&address).await.status.as_u16();
                assert!(status < 500, "{address}: {status}");
            }
        }
    }
    assert_eq!(world.app.metrics.bugs.get(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_that_panics_is_a_page() {
    let world = world().await;
    let broken = axum::Router::new()
        .route("/hong", axum::routing::get(async || -> String { panic!("bí mật trong mã") }));
    let front = world.front.clone().with(broken);
    for _ in 0..2 {
        let request = axum::http::Request::get("/hong").header("host", "soyte.quangtri.localhost");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = front.answer(request, None).await;
        assert_eq!(response.status(), 500);
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("bí mật") && text.contains("message-code"), "{text}");
    }
    assert_eq!(world.app.metrics.bugs.get(), 2);
    world.visitor("soyte").get("/").await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_says_whom_to_tell_of_a_weakness() {
    let world = world().await;
    let text = world.visitor("soyte").get("/.well-known/security.txt").await.is(200);
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    let text = text.shows("Contact: ").shows("soyte.quangtri.localhost").text();
    let expires = text.lines().find_map(|line| line.strip_prefix("Expires: ")).unwrap();
    let expires: chrono::DateTime<chrono::Utc> = expires.parse().unwrap();
    let days = (expires - world.app.now()).num_days();
    assert!((90..365).contains(&days), "{days}");
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
    assert!(world.app.metrics.cache_hits() >= 2);
    // Parameters nobody reads do not make another page.
    let hits = world.app.metrics.cache_hits();
    visitor.get("/?utm_source=x").await.is(200);
    assert_eq!(world.app.metrics.cache_hits(), hits + 1);
}

/// What is odd about a request is told on a page, in the site's language (SECURITY rule 39).
#[tokio::test(flavor = "multi_thread")]
async fn what_is_packed_or_too_long_is_refused_by_name() {
    let world = world().await;
    let visitor = world.visitor("soyte");
    let fields = [("level", "1")];
    let before = world.count("select count(*) from facts").await;
    for (path, coding) in [("/hai-long", "gzip"), ("/dang-nhap", "br"), ("/khong-co", "x, gzip")] {
        let packed = visitor.post_with(path, ("content-encoding", coding), fields).await.is(415);
        assert_eq!(packed.header("accept-encoding"), "identity");
        packed.shows("dạng nén");
    }
    let plain = visitor.post_with("/dang-nhap", ("content-encoding", "identity"), fields).await;
    assert_ne!(plain.status.as_u16(), 415);
    assert_eq!(world.count("select count(*) from facts").await, before);

    let address = |bytes: usize| format!("/{}", "a".repeat(bytes - 1));
    visitor.get(&address(8 * 1024)).await.is(404);
    visitor.get(&address(8 * 1024 + 1)).await.is(414).shows("Địa chỉ quá dài");
    visitor.get_with("/dang-nhap", "x-long", &"a".repeat(15 * 1024)).await.redirects();
    let long = visitor.get_with("/dang-nhap", "x-long", &"a".repeat(16 * 1024)).await.is(431);
    long.shows("xóa cookie");
    world
        .visitor("quangtri")
        .get(&format!("/en{}", address(9 * 1024)))
        .await
        .is(414)
        .shows("too long");
}
