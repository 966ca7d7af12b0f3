use super::*;
use crate::search::Scope;
use crate::testing::{Folder, document, found, index, key, query};

fn open(folder: &Folder) -> (Index, Found) {
    Index::open(&folder.0).expect("an index")
}

#[test]
fn a_new_folder_is_empty_and_says_so() {
    let folder = Folder::new();
    let (index, what) = open(&folder);
    assert_eq!(what, Found::Nothing);
    assert!(found(&index, "đất").is_empty());
    assert_eq!(index.count(), 0);
}

#[test]
fn what_was_committed_is_there_after_opening_again() {
    let (folder, first) = index(&[document(1, "Đất đai", "")]);
    assert!(matches!(Index::open(&folder.0), Err(Fault::Locked)));
    drop(first);
    let (again, what) = open(&folder);
    assert_eq!(what, Found::Whole);
    assert_eq!(found(&again, "dat dai"), [1]);
}

#[test]
fn other_versions_and_damage_are_named_and_replaced() {
    let (folder, first) = index(&[document(1, "Đất đai", "")]);
    drop(first);
    std::fs::write(folder.0.join(CURRENT), "generation-1 0\n").expect("write");
    let (again, what) = open(&folder);
    assert_eq!(what, Found::OtherVersion { found: 0 });
    again.put(&document(1, "Đất đai", "")).expect("put");
    again.commit().expect("commit");
    drop(again);
    let named = std::fs::read_to_string(folder.0.join(CURRENT)).expect("read");
    let name = named.split_whitespace().next().expect("a name");
    std::fs::write(folder.0.join(name).join("meta.json"), "{").expect("write");
    let (again, what) = open(&folder);
    assert!(matches!(what, Found::Damaged { .. }) && what.needs_rebuild());
    assert_eq!(again.count(), 0);
    drop(again);
    std::fs::write(folder.0.join(CURRENT), "???").expect("write");
    assert!(matches!(open(&folder).1, Found::Damaged { .. }));
}

#[test]
fn a_document_that_is_put_again_is_there_once() {
    let (_folder, index) = index(&[document(1, "Đất đai", "cũ")]);
    index.put(&document(1, "Rừng núi", "mới")).expect("put");
    assert_eq!(found(&index, "đất đai"), [1], "not before the commit");
    index.commit().expect("commit");
    assert!(found(&index, "đất đai").is_empty());
    assert_eq!(found(&index, "rừng núi"), [1]);
    assert_eq!(index.count(), 1);
}

#[test]
fn what_was_taken_out_is_nowhere() {
    let mut gone = document(1, "Thủ tục đặc biệt", "bí mật riêng");
    gone.number = Some("99/QĐ-UBND".to_owned());
    gone.section = Some("Mục kín".to_owned());
    let (_folder, index) = index(&[gone, document(2, "Thủ tục khác", "bình thường")]);
    assert_eq!(index.suggest("thủ tục đ", Scope::All, 10).expect("offers").len(), 1);
    index.delete(&key(1));
    index.commit().expect("commit");
    let results = index.search(&query("thủ tục")).expect("an answer");
    assert_eq!((results.total, results.hits.len()), (1, 1));
    assert!(results.facets.section.is_empty());
    assert_eq!(results.facets.site.iter().map(|count| count.count).sum::<u64>(), 1);
    for text in ["bí mật riêng", "99/QĐ-UBND", "số: 99/QĐ-UBND", "\"thủ tục đặc biệt\""]
    {
        assert!(found(&index, text).iter().all(|id| *id == 2), "{text}");
    }
    assert!(index.suggest("thủ tục đ", Scope::All, 10).expect("offers").is_empty());
    assert!(index.suggest("99", Scope::All, 10).expect("offers").is_empty());
    index.delete_site(SiteId(1));
    index.commit().expect("commit");
    assert_eq!(index.count(), 0);
    assert!(index.suggest("thủ", Scope::All, 10).expect("offers").is_empty());
}

#[test]
fn the_inventory_tells_what_is_there_and_whether_it_is_the_same() {
    let mut elsewhere = document(2, "Khác", "");
    elsewhere.key.site = SiteId(2);
    let here = document(1, "Đất đai", "");
    let (_folder, index) = index(&[here.clone(), elsewhere]);
    let entries = index.all_keys(SiteId(1)).expect("entries");
    assert_eq!(entries, [Entry { key: key(1), checksum: here.checksum() }]);
    assert_ne!(here.checksum(), document(1, "Đất đai", "khác").checksum());
}

#[test]
fn a_rebuild_takes_over_and_loses_no_change() {
    let (folder, index) =
        index(&[document(1, "Một", ""), document(2, "Hai", ""), document(3, "Ba", "")]);
    let rebuild = index.rebuild().expect("a rebuild").expect("the only one");
    assert!(index.rebuild().expect("no fault").is_none(), "one at a time");
    index.put(&document(1, "Một mới", "")).expect("put");
    index.delete(&key(2));
    index.put(&document(4, "Bốn", "")).expect("put");
    index.commit().expect("commit");
    assert_eq!(found(&index, "mới"), [1], "the old one goes on");
    // The rebuild reads what was there before these changes.
    for (id, title) in [(1, "Một"), (2, "Hai"), (3, "Ba")] {
        rebuild.put(&document(id, title, "")).expect("put");
    }
    rebuild.finish().expect("finish");
    assert_eq!(index.count(), 3);
    assert_eq!(found(&index, "mới"), [1]);
    assert!(found(&index, "hai").is_empty());
    assert_eq!(found(&index, "ba"), [3]);
    assert_eq!(found(&index, "bốn"), [4]);
    index.put(&document(5, "Năm", "")).expect("put");
    index.commit().expect("commit");
    drop(index);
    let (again, what) = open(&folder);
    assert_eq!((what, again.count()), (Found::Whole, 4));
}

#[test]
fn a_rebuild_that_is_given_up_leaves_everything() {
    let (_folder, index) = index(&[document(1, "Một", "")]);
    drop(index.rebuild().expect("a rebuild"));
    assert_eq!(found(&index, "một"), [1]);
    assert!(index.rebuild().expect("no fault").is_some(), "another may begin");
}
