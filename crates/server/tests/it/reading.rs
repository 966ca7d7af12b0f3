//! What readers get of what was published: pages, lists, feeds, sitemaps (R-C1, R-C4, R-C14).

use std::sync::Arc;

use axum::http::Request;
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::BodyExt as _;
use portal_content::{
    article::{self, ArticleFields},
    content_type::to_value,
    item::{
        ItemId,
        acts::{self, Draft},
        batch::{self, Imported},
        queries,
    },
    origin::Origin,
    section,
};
use portal_core::{Ctx, front::Ask, testing::World};

use crate::world::world;

pub fn article(
    key: &str,
    section: portal_content::item::SectionId,
    title: &str,
    at: DateTime<Utc>,
) -> Imported {
    let fields = ArticleFields {
        origin: Origin { author: "Nguyễn Văn An".into(), ..Origin::default() },
        ..ArticleFields::default()
    };
    Imported {
        key: key.into(),
        content_type: article::KEY,
        slug: None,
        draft: Draft {
            section,
            language: "vi".into(),
            title: title.into(),
            lead: "Sa-pô & <b>".into(),
            body: "<p>Nội dung</p><script>alert(1)</script>".into(),
            fields: to_value(&fields),
        },
        by: "portal".into(),
        published_at: at,
    }
}

/// Publishes so many articles in a section of the site, a minute apart, the last one newest.
pub async fn published(world: &World, code: &str, section: &str, count: i64) -> usize {
    let site = world.site(code);
    let ctx = Ctx::system(&world.app, Arc::clone(&site));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let tree = section::queries::tree(&tx, site.id).await.unwrap();
    let section = tree.by_slug("vi", section).unwrap().id();
    let all: Vec<Imported> = (1..=count)
        .map(|number| {
            let at = ctx.now - TimeDelta::minutes(count - number + 1);
            article(&format!("k{number}"), section, &format!("Bài số {number}."), at)
        })
        .collect();
    let new = batch::import(&mut tx, site.id, &all).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
    new
}

/// Takes an article down.
pub async fn withdraw(world: &World, code: &str, id: i64) {
    let ctx = Ctx::system(&world.app, world.site(code));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let whole = queries::lock(&tx, ctx.site.id, ItemId(id)).await.unwrap().unwrap();
    let decision = whole.snapshot().withdraw("sai số liệu", ctx.now).unwrap();
    acts::carry_out(&mut tx, &ctx, &whole, &decision).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
}

/// The article published last.
pub async fn newest_id(world: &World, code: &str) -> i64 {
    let site = world.site(code).id;
    world
        .count(&format!(
            "select id from items where site_id = {site} and type = 'article' \
             order by published_at desc limit 1"
        ))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_has_one_address_and_a_page_for_paper() {
    let world = world().await;
    published(&world, "soyte", "tin-tuc", 3).await;
    let (id, visitor) = (newest_id(&world, "soyte").await, world.visitor("soyte"));
    let page = visitor.get(&format!("/tin/bai-so-3-{id}")).await.is(200);
    let page = page.shows("Bài số 3.").shows("Nguyễn Văn An").shows("Sa-pô &amp; &lt;b&gt;");
    page.shows("Bài số 2.").shows("/chuyen-muc/tin-tuc").hides("alert(1)");
    for wrong in [format!("/tin/khac-{id}"), format!("/tin/{id}"), format!("/en/tin/bai-so-3-{id}")]
    {
        let to = visitor.get(&wrong).await.redirects();
        assert_eq!(to, format!("/tin/bai-so-3-{id}"));
    }
    for lost in ["/tin/a", "/tin/a-999999", "/tin/a-99999999999999999999", "/trang/khong-co"] {
        visitor.get(lost).await.is(404);
    }
    let paper = visitor.get(&format!("/tin/bai-so-3-{id}/in")).await.is(200);
    paper.shows("print-view").shows("data:image/svg+xml,").shows("In ngày 23/11/2026");
    world.visitor("sonoivu").get(&format!("/tin/bai-so-3-{id}")).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_read_page_by_page_and_back() {
    let world = world().await;
    assert_eq!(published(&world, "soyte", "tin-tuc", 45).await, 45);
    assert_eq!(published(&world, "soyte", "tin-tuc", 45).await, 0, "a second time nothing is new");
    let visitor = world.visitor("soyte");
    let link = |text: &str, class: &str| {
        let tag = text.split("<a ").find(|tag| tag.contains(class))?.to_owned();
        let href = tag.split_once("href=\"")?.1;
        Some(href.split('"').next()?.to_owned())
    };
    let first = visitor.get("/chuyen-muc/tin-tuc").await.is(200).shows("Bài số 45.").text();
    assert!(first.contains("Bài số 26.") && !first.contains("Bài số 25."));
    assert_eq!(link(&first, "pager-newer"), None);
    let second_path = link(&first, "pager-older").unwrap();
    let second = visitor.get(&second_path).await.is(200).shows("Bài số 25.").text();
    assert!(second.contains("Bài số 6.") && !second.contains("Bài số 5."));
    assert_eq!(link(&second, "pager-newer").unwrap(), "/chuyen-muc/tin-tuc");
    let third = visitor.get(&link(&second, "pager-older").unwrap()).await.is(200).text();
    assert!(
        third.contains("Bài số 1.") && third.contains("Bài số 5.") && !third.contains("Bài số 6.")
    );
    assert_eq!(link(&third, "pager-older"), None);
    assert_eq!(link(&third, "pager-newer").unwrap(), second_path);
    visitor.get("/chuyen-muc/tin-tuc?truoc=x").await.is(404);
    visitor.get("/chuyen-muc/khong-co").await.is(404);
    visitor.get("/chuyen-muc/thong-bao").await.is(200).shows("Chưa có bài nào");
    assert_eq!(visitor.get("/chuyen-muc/news").await.redirects(), "/en/chuyen-muc/news");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_gone_everywhere() {
    let world = world().await;
    published(&world, "soyte", "tin-tuc", 3).await;
    let (id, visitor) = (newest_id(&world, "soyte").await, world.visitor("soyte"));
    let path = format!("/tin/bai-so-3-{id}");
    let lists = [
        "/",
        "/chuyen-muc/tin-tuc",
        "/rss.xml",
        "/atom.xml",
        "/chuyen-muc/tin-tuc/rss.xml",
        "/sitemap.xml",
    ];
    for list in lists {
        visitor.get(list).await.is(200).shows(&path);
    }
    visitor.get(&path).await.is(200);
    withdraw(&world, "soyte", id).await;
    for list in lists {
        visitor.get(list).await.is(200).hides(&path);
    }
    let gone = visitor.get(&path).await.is(410);
    gone.shows("23/11/2026").hides("Bài số 3.").hides("sai số liệu");
    visitor.get(&format!("{path}/in")).await.is(410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_born_with_the_pages_it_owes() {
    let world = world().await;
    for slug in ["gioi-thieu", "lien-he", "chinh-sach-quyen-rieng-tu", "tuyen-bo-kha-nang-tiep-can"]
    {
        let path = format!("/trang/{slug}");
        world.visitor("soyte").get(&path).await.is(200).shows("Sở Y tế").hides("{unit}").hides("⟦");
        world.visitor("soyte").get(&format!("/en{path}")).await.is(200).hides("{unit}").hides("⟦");
        world.visitor("soyte").get("/so-do-cong").await.is(200).shows(&path);
        world.visitor("soyte").get("/sitemap.xml").await.is(200).shows(&path);
    }
}

/// What a connection gets at once for a page that is kept is what it would be answered otherwise.
pub async fn is_the_same_at_once(world: &World, code: &str, path: &str) {
    let (front, host) = (&world.front, &world.site(code).host);
    for coding in [None, Some("gzip, deflate, br, zstd"), Some("gzip"), Some("br;q=0, gzip;q=0")] {
        let accept_encoding = coding.map(str::as_bytes);
        let ask = Ask { host: &format!("{host}:8080"), path, accept_encoding };
        let (_, at_once) = front.at_once(&ask).expect("a page that is kept");
        let mut request = Request::get(path).header("host", &**host);
        if let Some(coding) = coding {
            request = request.header("accept-encoding", coding);
        }
        let answer = front.hit(&request.body(()).unwrap()).expect("a page that is kept");
        let mut text: Vec<u8> = Vec::new();
        for (name, value) in answer.headers() {
            text.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        text.extend(b"\r\n");
        text.extend(answer.into_body().collect().await.unwrap().to_bytes());
        assert_eq!(String::from_utf8_lossy(&text), String::from_utf8_lossy(&at_once), "{coding:?}");
    }
}

#[tokio::test]
async fn the_bytes_given_at_once_are_those_of_the_answer() {
    let world = world().await;
    let host = world.site("soyte").host.clone();
    let at_once =
        |path: &str| world.front.at_once(&Ask { host: &host, path, accept_encoding: None });
    assert!(at_once("/").is_none(), "before it was made");
    for path in ["/", "/khong-co", "/quan-tri", "/dang-nhap", "/kien-nghi/gui"] {
        world.visitor("soyte").get(path).await;
    }
    is_the_same_at_once(&world, "soyte", "/").await;
    for path in ["/khong-co", "/quan-tri", "/dang-nhap", "/kien-nghi/gui", "", "/?a=b"] {
        assert!(at_once(path).is_none(), "{path}");
    }
}
