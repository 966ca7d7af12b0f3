//! Files from before Unicode come in as Unicode (R-S1).

use std::path::PathBuf;

use portal::import::{articles, documents, folder};
use portal_core::testing::World;

use crate::{search::settle, world::world};

/// TCVN3, as an editor of that time saved it: one byte a letter.
const ARTICLE: &str = "title: Ng\u{ad} d©n b¸m biÓn\ndate: 23/11/2001\n\n\
    Mïa c¸ n¨m nay bµ con ng\u{ad} d©n x· Gio H¶i ®ãng thªm thuyÒn míi.\n";
/// VNI.
const DOCUMENT: &str = "site: quangtri\nnumber: 9/KH-UBND\nkind: Keá hoaïch\n\
    title: Keá hoaïch laøm ñöôøng moøn\nissuer: UBND tænh\nissued: 5/9/2001\n\n\
    Noäi dung keá hoaïch laøm ñöôøng moøn.\n";

fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

/// A folder with a file before Unicode and one after.
fn folder_of(old: &str, new: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("portal-legacy-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("old.txt"), bytes(old)).unwrap();
    std::fs::write(dir.join("new.txt"), new).unwrap();
    dir
}

async fn import_articles(world: &World) -> articles::Report {
    let dir = folder_of(ARTICLE, "title: Được mùa cá\n\nBà con ra khơi.\n");
    let files = folder::files(&dir).unwrap();
    let defaults =
        articles::Defaults { site: Some("soyte".into()), section: Some("tin-tuc".into()) };
    let report = articles::import(&world.app, dir.clone(), files, defaults, &|_| {}).await.unwrap();
    std::fs::remove_dir_all(dir).unwrap();
    report
}

async fn import_documents(world: &World) -> articles::Report {
    let new = "site: quangtri\nnumber: 10/KH-UBND\nkind: Kế hoạch\ntitle: Kế hoạch trồng cây\n\
        issuer: UBND tỉnh\nissued: 6/9/2001\n\nNội dung.\n";
    let dir = folder_of(DOCUMENT, new);
    let files = folder::files(&dir).unwrap();
    let report = documents::import(&world.app, dir.clone(), files, None, &|_| {}).await.unwrap();
    std::fs::remove_dir_all(dir).unwrap();
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_reads_tcvn3_and_vni_and_says_how_many() {
    let world = world().await;
    let report = import_articles(&world).await;
    assert_eq!((report.taken, report.faulty, report.converted), (2, 0, 1));
    let report = import_documents(&world).await;
    assert_eq!((report.taken, report.faulty, report.converted), (2, 0, 1));
    settle(&world).await;
    for (site, words, title) in [
        ("soyte", "thuyen+moi", "Ngư dân bám biển"),
        ("quangtri", "9/KH-UBND", "Kế hoạch làm đường mòn"),
    ] {
        let api = format!("/api/v1/tim-kiem?q={words}");
        world.visitor(site).get(&api).await.is(200).shows("\"total\":1").shows(title);
    }
}
