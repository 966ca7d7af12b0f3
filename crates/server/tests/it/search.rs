//! Search: what readers see is found, what they do not see is not (R-S1 to R-S3).

use portal_core::{
    Ctx, Role, birth,
    testing::{Answer, Browser, World},
};

use crate::{
    editorial::{article, key, press, section},
    world::{signed_in, world},
};

/// The index of the world's node brought up to what was told.
pub async fn settle(world: &World) {
    world.follow().await;
    let search = world.app.modules().by_key("search").unwrap();
    search.keep_up(&world.app).await.unwrap();
    // The first time the index is made beside; what was told meanwhile is in both.
    for _ in 0..200 {
        let page = world.visitor("soyte").get("/api/v1/tim-kiem?q=x").await;
        if page.text().contains("\"partial\":false") {
            search.keep_up(&world.app).await.unwrap();
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the index was not made in ten seconds");
}

async fn found(world: &World, site: &str, query: &str) -> Answer {
    world.visitor(site).get(&format!("/tim-kiem?{query}")).await.is(200).hides("⟦")
}

async fn published<'a>(world: &'a World, title: &str) -> (String, Browser<'a>) {
    let writer = signed_in(world, "soyte", Role::Editor).await;
    let section = section(world, "soyte", "tin-tuc").await;
    let key = key();
    let mut fields = article(&section, title, &key);
    fields.extend([("do", "submit")]);
    let to = writer.post("/quan-tri/bai/moi", fields).await.redirects();
    let item = to.split('?').next().unwrap().to_owned();
    let approver = signed_in(world, "soyte", Role::Approver).await;
    press(&approver, &item, "duyet", &[("dang", "1")]).await.redirects();
    (item, approver)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_found_and_what_is_withdrawn_is_not() {
    let world = world().await;
    settle(&world).await;
    let words = "q=tiem+chung+vac+xin+soi";
    found(&world, "soyte", words).await.shows("Không tìm thấy");
    let (item, approver) = published(&world, "Tiêm chủng vắc-xin sởi cho trẻ").await;
    settle(&world).await;
    for query in [
        words,
        "q=ti%C3%AAm+ch%E1%BB%A7ng",
        "q=%22v%E1%BA%AFc-xin+s%E1%BB%9Fi%22",
        "q=vawcs+xin+sowir",
        "q=tiem+chung&loai=article",
    ] {
        found(&world, "soyte", query).await.shows("1 kết quả").shows("<mark>");
    }
    let api = world.visitor("soyte").get("/api/v1/tim-kiem?q=tiem+chung").await.is(200);
    api.shows("\"total\":1").shows("Tiêm chủng vắc-xin sởi cho trẻ");
    let suggested = world.visitor("soyte").get("/tim-kiem/goi-y?q=tiem+ch").await.is(200);
    suggested.shows("Tiêm chủng");
    world.visitor("soyte").get("/tim-kiem/rss.xml?q=tiem+chung").await.is(200).shows("<item>");
    // Of another site only where all are asked.
    found(&world, "sonoivu", words).await.hides("<mark>");
    found(&world, "sonoivu", &format!("{words}&pham-vi=tat-ca")).await.shows("<mark>");
    found(&world, "quangtri", words).await.shows("<mark>").shows("Sở Y tế");
    // A module that is off shows nothing; switched on again, it does.
    for (on, count) in [(false, 0), (true, 1)] {
        switch(&world, "articles", on).await;
        settle(&world).await;
        let api = world.visitor("soyte").get("/api/v1/tim-kiem?q=tiem+chung").await;
        assert!(api.text().contains(&format!("\"total\":{count}")), "{on}: {}", api.text());
    }

    press(&approver, &item, "go", &[("note", "Nhầm")]).await.redirects();
    settle(&world).await;
    found(&world, "soyte", words).await.shows("Không tìm thấy").hides("<mark>");
    world.visitor("soyte").get("/tim-kiem/goi-y?q=tiem+ch").await.is(200).hides("Tiêm");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_fails_the_index_answers_and_then_goes_on() {
    let world = world().await;
    settle(&world).await;
    let (item, approver) = published(&world, "Tiêm chủng vắc-xin sởi cho trẻ").await;
    settle(&world).await;
    world.execute("alter table facts rename to facts_away").await;
    let search = world.app.modules().by_key("search").unwrap();
    assert!(search.keep_up(&world.app).await.is_err());
    let answer = world.visitor("soyte").get("/api/v1/tim-kiem?q=tiem+chung").await.is(200);
    answer.shows("\"total\":1").shows("\"partial\":false");
    world.execute("alter table facts_away rename to facts").await;
    press(&approver, &item, "go", &[("note", "Nhầm")]).await.redirects();
    settle(&world).await;
    let answer = world.visitor("soyte").get("/api/v1/tim-kiem?q=tiem+chung").await.is(200);
    answer.shows("\"total\":0");
}

async fn switch(world: &World, module: &str, on: bool) {
    let site = world.site("soyte");
    let ctx = Ctx::system(&world.app, std::sync::Arc::clone(&site));
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    birth::switch_module(&world.app, &mut tx, &ctx, site.id, module, on).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_there_is_a_page() {
    let world = world().await;
    settle(&world).await;
    for query in [
        "",
        "q=",
        "q=%22",
        "q=%28",
        "q=*",
        "q=s%E1%BB%91%3A",
        "q=-",
        "q=a+AND+OR+%29",
        "q=%00%01",
        "q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "q=x&trang=99999999999999",
        "trang=-1",
        "q=x&nam=x",
        "q=x&tu-ngay=31/02",
        "loai=nothing",
        "q=x&q=y",
        "q=%FF%FE",
        "pham-vi=%27%3B--",
    ] {
        let page = found(&world, "soyte", query).await;
        assert!(!page.text().contains("<script>alert"), "{query}");
    }
    // As long as an address may be.
    let long = "á".repeat(1_200);
    found(
        &world,
        "soyte",
        &format!("q={}", form_urlencoded::byte_serialize(long.as_bytes()).collect::<String>()),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_and_browsers_are_told_how_to_search() {
    let world = world().await;
    let visitor = world.visitor("soyte");
    let description = visitor.get("/api/v1/openapi.json").await.is(200).text();
    let described: serde_json::Value = serde_json::from_str(&description).unwrap();
    let parameters = &described["paths"]["/api/v1/tim-kiem"]["get"]["parameters"];
    let names: Vec<&str> =
        parameters.as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    for name in ["q", "pham-vi", "tu-ngay", "sap-xep", "trang"] {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    assert_eq!(described["servers"][0]["url"], "http://soyte.quangtri.localhost/");
    visitor.get("/").await.is(200).shows("rel=\"search\"").shows("/tim-kiem/opensearch.xml");
    switch(&world, "search", false).await;
    world.follow().await;
    visitor.get("/api/v1/openapi.json").await.is(200).hides("tim-kiem");
    visitor.get("/").await.is(200).hides("rel=\"search\"");
}
