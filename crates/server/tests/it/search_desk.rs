//! What search knows of petitions and drafts, what units see of it and put above it, and how the index
//! is looked after (R-S1, R-S3).

use chrono::TimeDelta;
use portal_core::{
    Ctx, Role,
    testing::{Answer, World},
};
use portal_petitions::petition::{PetitionId, publications};

use crate::{
    consultation, editorial,
    petition_open::{case, publication, publish},
    reading,
    search::settle,
    world::{signed_in, world},
};

/// In quotes: nothing else is looked for where it is not found.
const VET: &str = "q=%22nao+vet+cong%22";

async fn answer(world: &World, site: &str, query: &str) -> Answer {
    world.visitor(site).get(&format!("/api/v1/tim-kiem?{query}")).await.is(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_answer_is_found_where_it_is_shown_and_nothing_else_of_it() {
    let world = world().await;
    settle(&world).await;
    let id = case(&world, "quangtri", Some("soyte"), "answered", "2026-11-02 02:00Z").await;
    settle(&world).await;
    answer(&world, "quangtri", "q=%22duong+le+duan%22").await.shows("\"total\":0");
    let mut new = publication(&world, id, "quangtri", "soyte", "Sửa đường Lê Duẩn");
    new.sender_name = Some("Trần Thị Hiện".into());
    publish(&world, new.clone()).await;
    settle(&world).await;
    let path = format!("/kien-nghi/tra-loi/{id}");
    for (site, query) in [
        ("quangtri", "q=duong+le+duan&pham-vi=trang-nay"),
        ("soyte", VET),
        ("quangtri", "q=duong+le+duan&loai=petition&don-vi=S%E1%BB%9F+Y+t%E1%BA%BF"),
    ] {
        answer(&world, site, query).await.shows("\"total\":1").shows(&path);
    }
    answer(&world, "sonoivu", VET).await.shows("\"total\":0");
    for secret in
        ["Nguy%E1%BB%85n+V%C4%83n+K%C3%ADn", "0912345678", "Tr%E1%BA%A7n+Th%E1%BB%8B+Hi%E1%BB%87n"]
    {
        let query = format!("q=%22{secret}%22&pham-vi=tat-ca");
        answer(&world, "quangtri", &query).await.shows("\"total\":0");
    }
    // Corrected by the site that received it: the unit shows it no longer.
    new.unit = world.site("quangtri").id;
    publish(&world, new).await;
    settle(&world).await;
    world.visitor("soyte").get(&path).await.is(404);
    answer(&world, "soyte", VET).await.shows("\"total\":0");
    answer(&world, "quangtri", VET).await.shows("\"total\":1");

    let mut tx = world.app.begin(&Ctx::system(&world.app, world.site("quangtri"))).await.unwrap();
    publications::hide(&mut tx, PetitionId(id), "Lộ thông tin").await.unwrap();
    tx.commit().await.unwrap();
    settle(&world).await;
    answer(&world, "quangtri", VET).await.shows("\"total\":0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_found_by_its_title_when_announced_and_by_its_text_once_open() {
    let world = world().await;
    settle(&world).await;
    let (_, public) = consultation::approved(&world).await;
    settle(&world).await;
    let title = "q=quy+che+mo+cua+tram+y+te&loai=consultation";
    answer(&world, "soyte", title).await.shows("\"total\":1").shows(&public);
    let text = "q=%22kh%C3%B4ng+%C3%A1p+d%E1%BB%A5ng+ng%C3%A0y+l%E1%BB%85%22";
    answer(&world, "soyte", text).await.shows("\"total\":0");
    world.clock.pass(TimeDelta::hours(2));
    world.run_jobs().await;
    settle(&world).await;
    answer(&world, "soyte", text).await.shows("\"total\":1").shows(&public);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_sees_what_is_sought_in_vain_and_shows_the_way() {
    let world = world().await;
    settle(&world).await;
    for (words, times) in [("cap lai giay to", 3), ("hiem gap", 2), ("0912 345 678", 3)] {
        for _ in 0..times {
            let query = words.replace(' ', "+");
            world.visitor("soyte").get(&format!("/tim-kiem?q={query}")).await.is(200);
        }
    }
    settle(&world).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor.get("/quan-tri/tim-kiem").await.is(403);
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let desk = approver.get("/quan-tri/tim-kiem").await.is(200).hides("⟦");
    desk.shows("cap lai giay to").hides("hiem gap").hides("0912");
    // Another unit does not see it; the platform sees all.
    let other = signed_in(&world, "sonoivu", Role::Approver).await;
    other.get("/quan-tri/tim-kiem").await.is(200).hides("cap lai giay to");

    approver.get("/quan-tri/tim-kiem/them?tu=cap+lai").await.is(200).shows("cap lai");
    let fields = |path: &str| {
        vec![
            ("form_key", editorial::key()),
            ("words", "Cấp lại giấy tờ\r\nlàm lại giấy tờ".to_owned()),
            ("title", "Cấp lại giấy tờ: làm ở đâu".to_owned()),
            ("note", "Nộp tại bộ phận một cửa.".to_owned()),
            ("path", path.to_owned()),
            ("until", "2026-12-31".to_owned()),
        ]
    };
    for elsewhere in ["https://example.com/", "//example.com", "/quan-tri/bai", "javascript:x"] {
        let again = approver.post("/quan-tri/tim-kiem/them", fields(elsewhere)).await.is(422);
        again.shows("Cấp lại giấy tờ: làm ở đâu").hides("⟦");
    }
    let whole = world.app.url(&world.site("soyte"), "/gioi-thieu");
    approver.post("/quan-tri/tim-kiem/them", fields(&whole)).await.redirects();
    settle(&world).await;
    let visitor = world.visitor("soyte");
    for query in ["cap+lai+giay+to", "L%C3%80M+L%E1%BA%A0I++gi%E1%BA%A5y+t%E1%BB%9D"] {
        let page = visitor.get(&format!("/tim-kiem?q={query}")).await.is(200);
        page.shows("Cấp lại giấy tờ: làm ở đâu").shows("href=\"/gioi-thieu\"");
    }
    visitor.get("/tim-kiem?q=giay+to").await.is(200).hides("làm ở đâu");
    world.visitor("sonoivu").get("/tim-kiem?q=cap+lai+giay+to").await.is(200).hides("làm ở đâu");
    let id = world.count("select id from search_promoted").await;
    other.get(&format!("/quan-tri/tim-kiem/{id}")).await.is(404);
    other.post(&format!("/quan-tri/tim-kiem/{id}/xoa"), [("x", "")]).await.is(404);
    approver.get(&format!("/quan-tri/tim-kiem/{id}/xoa")).await.is(200);
    approver.post(&format!("/quan-tri/tim-kiem/{id}/xoa"), [("x", "")]).await.redirects();
    settle(&world).await;
    visitor.get("/tim-kiem?q=cap+lai+giay+to").await.is(200).hides("làm ở đâu");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_finds_and_mends_what_nobody_told() {
    let world = world().await;
    reading::published(&world, "soyte", "tin-tuc", 5).await;
    settle(&world).await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.get("/nen-tang/tim-kiem").await.is(200).shows("Cập nhật liên tục").hides("⟦");
    let checked = async |expected: &str| {
        platform.post("/nen-tang/tim-kiem/doi-chieu", [("x", "")]).await.redirects();
        let before = world.count("select max(id) from facts").await;
        for _ in 0..200 {
            settle(&world).await;
            if world.count("select max(heard) from search_nodes").await >= before {
                platform.get("/nen-tang/tim-kiem").await.is(200).shows(expected);
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the check did not end");
    };
    checked("Khớp hoàn toàn").await;
    // Past the portal, so that no fact tells of it.
    let first = world.count("select min(id) from items where type = 'article'").await;
    world
        .execute(&format!(
            "create table kept as select published_edition from items where id = {first}; \
             update items set published_edition = null where id = {first}; \
             update items set published_at = published_at - interval '1 day' where id = {first} + 1"
        ))
        .await;
    checked("thiếu 0, cũ 1, thừa 1").await;
    answer(&world, "soyte", "q=%22bai+so%22").await.shows("\"total\":4");
    world
        .execute(&format!(
            "update items set published_edition = (select published_edition from kept) where id = {first}"
        ))
        .await;
    checked("thiếu 1, cũ 0, thừa 0").await;
    checked("Khớp hoàn toàn").await;
    answer(&world, "soyte", "q=%22bai+so%22").await.shows("\"total\":5");
    // Many at once, the last of them in a part of which nothing is shown.
    world
        .execute(&format!(
            "update items set published_at = published_at - interval '1 day' where type = 'article' and id <= {first} + 2; \
             insert into kept select published_edition from items where id > {first} + 2; \
             update items set published_edition = null where id > {first} + 2 and type = 'article'"
        ))
        .await;
    checked("thiếu 0, cũ 3, thừa 2").await;
    world
        .execute(
            "update items set published_edition = kept.published_edition from kept, editions \
             where editions.id = kept.published_edition and items.id = editions.item_id",
        )
        .await;
    checked("thiếu 2, cũ 0, thừa 0").await;

    platform.post("/nen-tang/tim-kiem/lap-lai", [("x", "")]).await.redirects();
    settle(&world).await;
    answer(&world, "soyte", "q=%22bai+so%22").await.shows("\"total\":5");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_finds_published_items_as_readers_do_and_drafts_by_their_titles() {
    let world = world().await;
    reading::published(&world, "soyte", "tin-tuc", 3).await;
    settle(&world).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let section = editorial::section(&world, "soyte", "tin-tuc").await;
    let key = editorial::key();
    let mut draft = editorial::article(&section, "Bản thảo chưa đăng", &key);
    draft.extend([("do", "save")]);
    editor.post("/quan-tri/bai/moi", draft).await.redirects();
    settle(&world).await;
    // By what stands in the text, and left over from Telex; a name that is in no title or lead.
    for words in ["nguyen+van+an", "Nguyeenx+vawn+an"] {
        let list = editor.get(&format!("/quan-tri/bai?q={words}")).await.is(200);
        list.shows("Bài số 1.").shows("Bài số 3.").hides("Bản thảo chưa đăng");
    }
    let list = editor.get("/quan-tri/bai?q=ban+thao+chua+dang").await.is(200);
    list.shows("Bản thảo chưa đăng");
    answer(&world, "soyte", "q=%22ban+thao+chua+dang%22").await.shows("\"total\":0");
}
