//! Any question gets an answer that adds up. An input is a letter for the page, a letter for the rest
//! of the query, and what was typed; the same is asked of the suggestions.

#![no_main]

use std::collections::HashSet;
use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use portal_core::search::{Ageing, Attachment, Document, Key, Origin};
use portal_core::{Lang, SiteId};
use portal_fuzz::{check_marked, text};
use portal_search::search::{DEEPEST, LARGEST_PAGE, Narrow, Results};
use portal_search::{Index, Query, Scope, Sort, question};

/// What must be in no answer: a document that was taken out, and a site.
const GONE: [i64; 4] = [3, 8, 21, 34];
const GONE_SITE: SiteId = SiteId(3);

static INDEX: LazyLock<Index> = LazyLock::new(index);

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let [page, rest, typed @ ..] = bytes else { return Corpus::Reject };
    let typed = text(typed);
    let query = query(*page, *rest, &typed);
    let results = INDEX.search(&query).expect("an answer");
    check(&query, &results);
    suggestions(&query);
    Corpus::Keep
});

fn query(page: u8, rest: u8, typed: &str) -> Query {
    let bit = |place: u8| rest & (1 << place) != 0;
    Query {
        text: typed.to_owned(),
        scope: if bit(0) { Scope::One(SiteId(1 + i64::from(bit(5)))) } else { Scope::All },
        narrow: Narrow {
            kind: (rest & 0xc0 == 0xc0).then(|| "document".to_owned()),
            ..Narrow::default()
        },
        sort: if bit(1) { Sort::Newest } else { Sort::Best },
        page: match page {
            0..b'1' => 0,
            0xff => usize::MAX,
            page => usize::from(page - b'0'),
        },
        per_page: [1, 3, 10, usize::MAX][usize::from(rest >> 2 & 3)],
        facets: bit(4),
        now: chrono::DateTime::from_timestamp(1_795_000_000, 0).expect("a time"),
    }
}

fn check(query: &Query, results: &Results) {
    let total = usize::try_from(results.total).expect("a count");
    let per_page = query.per_page.clamp(1, LARGEST_PAGE);
    let before = query.page.max(1).saturating_sub(1).saturating_mul(per_page);
    let left = total.min(DEEPEST).saturating_sub(before);
    assert_eq!(results.hits.len(), left.min(per_page), "{total} in all, {query:?}");
    let keys: HashSet<&Key> = results.hits.iter().map(portal_search::search::Hit::key).collect();
    assert_eq!(keys.len(), results.hits.len(), "a document is one hit");
    for hit in &results.hits {
        check_key(hit.key(), query.scope);
        check_marked(&hit.title);
        hit.number.iter().chain(&hit.snippet).for_each(check_marked);
        assert!(hit.score.is_finite(), "{hit:?}");
    }
    if query.facets {
        let kinds: u64 = results.facets.kind.iter().map(|kind| kind.count).sum();
        assert_eq!(kinds, results.total, "{:?} {query:?}", results.facets);
    }
    if let Some(corrected) = &results.corrected {
        let (typed, meant) = (question::parse(&query.text), question::parse(&corrected.text));
        assert_ne!(corrected.text, query.text);
        assert_eq!(typed.filters, meant.filters, "{corrected:?} for {query:?}");
    }
    // All pages are of one question, with and without counts.
    let first = Query { page: 1, facets: !query.facets, ..query.clone() };
    let first = INDEX.search(&first).expect("an answer");
    assert_eq!((first.total, &first.corrected), (results.total, &results.corrected), "{query:?}");
    if results.corrected.as_ref().is_some_and(|corrected| corrected.applied) {
        return;
    }
    // What is passed over as too bad for the page changes nothing on it.
    let all = Query { page: 1, per_page: LARGEST_PAGE, ..query.clone() };
    let all = INDEX.search(&all).expect("an answer");
    assert_eq!(all.total, results.total, "{query:?}");
    // Of texts that fit alike, any may be there.
    let same = all.hits.iter().skip(before).map(|hit| hit.score);
    assert!(same.zip(&results.hits).all(|(score, hit)| score == hit.score), "{query:?}");
}

fn check_key(key: &Key, scope: Scope) {
    assert!(key.site != GONE_SITE, "{key}");
    assert!(key.site != SiteId(1) || !GONE.contains(&key.id), "{key}");
    assert!(matches!(scope, Scope::All) || scope == Scope::One(key.site), "{key}");
}

fn suggestions(query: &Query) {
    let limit = query.per_page.min(20);
    let offered = INDEX.suggest(&query.text, query.scope, limit).expect("suggestions");
    assert!(offered.len() <= limit);
    for suggestion in &offered {
        check_key(&suggestion.key, query.scope);
        check_marked(&suggestion.title);
    }
}

/// Some documents on three sites, in several segments; some taken out, some put in anew, some copies.
/// Whoever starts the target says where temporary files go, and removes them.
fn index() -> Index {
    let folder = std::env::temp_dir().join(format!("portal-fuzz-{}", std::process::id()));
    let (index, _) = Index::open(&folder).expect("an index");
    for id in 0..48 {
        index.put(&document(SiteId(1), id)).expect("put");
        if id % 4 == 0 {
            let mut copy = document(SiteId(1), id);
            copy.origin = Some(Origin { site: SiteId(1), id });
            copy.key = Key { site: SiteId(2), id: 100 + id, ..copy.key };
            index.put(&copy).expect("put");
        }
        if id % 6 == 0 {
            index.put(&document(GONE_SITE, 200 + id)).expect("put");
        }
        if id % 16 == 15 {
            index.commit().expect("commit");
        }
    }
    index.delete_site(GONE_SITE);
    for id in GONE {
        index.delete(&document(SiteId(1), id).key);
    }
    index.put(&Document { body: "bản sửa đổi".to_owned(), ..document(SiteId(1), 5) }).expect("put");
    index.commit().expect("commit");
    index
}

const TITLES: [&str; 8] = [
    "Về việc khen thưởng",
    "Thủ tục cấp giấy phép xây dựng",
    "Ủy ban nhân dân tỉnh",
    "Kế hoạch phòng, chống lụt bão năm 2026",
    "Lịch tiếp công dân",
    "Bảng giá đất trên địa bàn tỉnh Quảng Trị",
    "Đất đai",
    "Hướng dẫn đăng ký hộ kinh doanh",
];

const BODIES: [&str; 6] = [
    "Ủy ban nhân dân tỉnh ban hành bảng giá đất. Nghị định 42/2022/NĐ-CP ngày 24/6/2022.",
    "Hồ sơ gồm: đơn đề nghị, bản sao giấy chứng nhận quyền sử dụng đất.",
    "Sở Y tế tổ chức tiêm chủng mở rộng cho trẻ em dưới 6 tuổi.",
    "Lý lịch tư pháp, quý III; TP. Đông Hà, thị xã Quảng Trị.",
    "UBND tỉnh, HĐND tỉnh. Điều 1. Phạm vi điều chỉnh. Điều 2. Đối tượng áp dụng.",
    "",
];

fn document(site: SiteId, id: i64) -> Document {
    let pick = |texts: &[&str], step: i64| {
        let count = i64::try_from(texts.len()).expect("few");
        texts[usize::try_from(id * step % count).expect("a place")].to_owned()
    };
    let is_document = id % 3 == 0;
    let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 15)
        .and_then(|day| day.checked_add_days(chrono::Days::new(id.unsigned_abs() * 41)));
    Document {
        key: Key {
            site,
            kind: if is_document { "document" } else { "article" }.into(),
            id,
            lang: Lang::VI,
        },
        path: format!("/bai/{id}"),
        title: pick(&TITLES, 5),
        number: is_document.then(|| format!("{}/QĐ-UBND", 1_600 + id)),
        lead: pick(&BODIES, 7),
        body: pick(&BODIES, 1),
        attachments: (id % 5 == 0)
            .then(|| Attachment { name: "phu-luc.pdf".to_owned(), text: pick(&TITLES, 3) })
            .into_iter()
            .collect(),
        section: (id % 2 == 0).then(|| "Tin tức".to_owned()),
        genre: is_document.then(|| "Quyết định".to_owned()),
        field: None,
        unit: (id % 4 == 1).then(|| "Sở Y tế".to_owned()),
        ageing: [Ageing::Never, Ageing::Slowly, Ageing::Fast][usize::from(id % 7 == 0)],
        published_at: chrono::DateTime::from_timestamp(1_700_000_000 + id * 1_000_000, 0)
            .expect("a time"),
        issued: day.filter(|_| is_document),
        in_force: None,
        expired: None,
        origin: None,
    }
}
