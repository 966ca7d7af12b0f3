use portal_core::search::{Ageing, Attachment, Document, Origin};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::testing::{Folder, document, found, ids, index, now, query};

fn answer(index: &Index, query: &Query) -> Results {
    index.search(query).expect("an answer")
}

fn decision(id: i64, number: &str, title: &str) -> Document {
    Document {
        key: Key { kind: "document".into(), ..crate::testing::key(id) },
        number: Some(number.to_owned()),
        genre: Some("Quyết định".to_owned()),
        unit: Some("UBND tỉnh Quảng Trị".to_owned()),
        issued: chrono::NaiveDate::from_ymd_opt(2024, 7, 2),
        ..document(id, title, "Điều 1. Ban hành kèm theo Quyết định này.")
    }
}

#[test]
fn equal_ways_of_writing_find_the_same() {
    let (_folder, index) = index(&[
        document(1, "Hoà giải ở cơ sở", "Uỷ ban nhân dân xã tổ chức"),
        document(2, "Ðất đai", "Quảng Trị"),
    ]);
    let decomposed: String = "hòa giải".nfd().collect();
    for text in ["hòa giải", "hoà giải", "HOÀ GIẢI", "hoa giai", "hòa giai", &decomposed]
    {
        assert_eq!(found(&index, text), [1], "{text}");
    }
    for text in ["ủy ban nhân dân", "uỷ ban nhân dân", "UBND", "ubnd xã", "uyr ban nhaan daan"]
    {
        assert_eq!(found(&index, text), [1], "{text}");
    }
    for text in ["đất đai", "dat dai", "Ðất", "đất quang tri", "ddaats ddai"] {
        assert_eq!(found(&index, text), [2], "{text}");
    }
}

#[test]
fn abbreviations_work_both_ways() {
    let (_folder, index) =
        index(&[document(1, "UBND tỉnh họp", ""), document(2, "Ủy ban nhân dân tỉnh họp", "")]);
    for text in ["UBND tỉnh", "ủy ban nhân dân tỉnh", "uy ban nhan dan tinh"] {
        let mut both = found(&index, text);
        both.sort_unstable();
        assert_eq!(both, [1, 2], "{text}");
    }
    assert_eq!(found(&index, "UBND tỉnh").first(), Some(&1));
    assert_eq!(found(&index, "ủy ban nhân dân tỉnh").first(), Some(&2));
}

#[test]
fn marks_that_were_typed_come_first_and_bare_words_find_all() {
    let (_folder, index) = index(&[
        document(1, "an toàn", "an an an toàn"),
        document(2, "bản án", "án tù"),
        document(3, "lý do", "kí tên"),
    ]);
    assert_eq!(found(&index, "án"), [2, 1]);
    let mut both = found(&index, "an");
    both.sort_unstable();
    assert_eq!(both, [1, 2]);
    assert_eq!(found(&index, "ký"), [3]);
    assert_eq!(found(&index, "lí do"), [3]);
}

#[test]
fn numbers_are_found_however_they_are_typed_and_come_first() {
    let mut quoting = document(2, "Kế hoạch", &"theo Quyết định số 1637/QĐ-UBND ".repeat(20));
    quoting.published_at = now();
    let (_folder, index) = index(&[
        decision(1, "1637/QĐ-UBND", "Về khen thưởng"),
        quoting,
        decision(3, "42/2022/NĐ-CP", "Về thông tin trực tuyến"),
        decision(4, "163/QĐ-UBND", "Khác"),
    ]);
    for text in [
        "1637/QĐ-UBND",
        "1637 qd ubnd",
        "1637-qđ-ubnd",
        "1637qdubnd",
        "quyết định 1637",
        "quyết định số 1637/QĐ-UBND về khen thưởng",
        "1637/2024",
    ] {
        let results = answer(&index, &query(text));
        assert_eq!(ids(&results).first(), Some(&1), "{text}");
        assert!(results.hits[0].found_in.contains(&FoundIn::Number), "{text}");
    }
    assert!(found(&index, "1637/QĐ-UBND").contains(&2), "who quotes it");
    for text in ["42/2022", "42/2022/NĐ-CP", "NĐ 42", "nghị định 42/2022", "số: 42/2022"] {
        assert_eq!(found(&index, text).first(), Some(&3), "{text}");
    }
    assert_eq!(found(&index, "số: 1637/QĐ-UBND"), [1]);
}

#[test]
fn dates_are_found_however_they_are_written() {
    let (_folder, index) = index(&[
        document(1, "Lễ", "khai mạc ngày 3 tháng 2 năm 2026 tại"),
        document(2, "Lễ", "khai mạc 03/02/2026 tại"),
        document(3, "Lễ", "khai mạc 02/03/2026 tại"),
    ]);
    let mut both = found(&index, "khai mạc 3/2/2026");
    assert_eq!(both.pop(), Some(3), "it has two of the three");
    both.sort_unstable();
    assert_eq!(both, [1, 2]);
}

#[test]
fn phrases_and_unwanted_words_are_strict() {
    let (_folder, index) = index(&[
        document(1, "A", "thu hồi đất nông nghiệp"),
        document(2, "B", "đất thu hồi được dùng"),
        document(3, "C", "thu hồi đất rừng"),
    ]);
    assert_eq!(found(&index, "\"thu hồi đất\"").len(), 2);
    assert_eq!(found(&index, "\"thu hoi dat\"").len(), 2);
    assert_eq!(found(&index, "\"thu hồi đất\" -rừng"), [1]);
    assert_eq!(found(&index, "đất -\"thu hồi đất\""), [2]);
}

#[test]
fn filters_and_facets() {
    let mut other = decision(2, "5/QĐ-SYT", "Về y tế");
    other.unit = Some("Sở Y tế".to_owned());
    other.key.site = SiteId(2);
    other.issued = chrono::NaiveDate::from_ymd_opt(2025, 3, 1);
    let mut article = document(3, "Quyết định mới về y tế", "");
    article.section = Some("Tin tức".to_owned());
    let (_folder, index) = index(&[decision(1, "1/QĐ-UBND", "Về đất"), other, article]);
    let all = answer(&index, &query("quyết định"));
    assert_eq!(all.total, 3);
    let counted = |counts: &[Count<String>]| -> Vec<(String, u64)> {
        counts.iter().map(|c| (c.value.clone(), c.count)).collect()
    };
    assert_eq!(counted(&all.facets.kind), [("document".to_owned(), 2), ("article".to_owned(), 1)]);
    assert_eq!(counted(&all.facets.section), [("Tin tức".to_owned(), 1)]);
    assert_eq!(all.facets.site[0], Count { value: SiteId(1), count: 2 });
    assert_eq!(all.facets.year.iter().map(|c| c.value).collect::<Vec<_>>(), [2026, 2025, 2024]);
    for (text, wanted) in [
        ("cơ quan: sở y tế", vec![2]),
        ("co quan: so y te, quyet dinh", vec![2]),
        ("quyết định từ: 2025 đến: 2025", vec![2]),
        ("loại: quyết định đến: 12/2024", vec![1]),
    ] {
        assert_eq!(found(&index, text), wanted, "{text}");
    }
    let mut narrow = query("quyết định");
    narrow.scope = Scope::One(SiteId(2));
    assert_eq!(ids(&answer(&index, &narrow)), [2]);
    narrow.scope = Scope::All;
    narrow.narrow.kind = Some("article".to_owned());
    assert_eq!(ids(&answer(&index, &narrow)), [3]);
    narrow.text = String::new();
    assert_eq!(ids(&answer(&index, &narrow)), [3], "without words");
    narrow.narrow = Narrow { year: Some(2024), ..Narrow::default() };
    assert_eq!(ids(&answer(&index, &narrow)), [1]);
}

#[test]
fn copies_fold_to_the_original_and_count_once() {
    let original = document(1, "Tin chung toàn tỉnh", "nội dung");
    let copy = |id: i64, site: i64| Document {
        key: Key { site: SiteId(site), ..crate::testing::key(id) },
        origin: Some(Origin { site: SiteId(1), id: 1 }),
        ..document(id, "Tin chung toàn tỉnh", "nội dung")
    };
    let (_folder, index) =
        index(&[copy(7, 2), copy(8, 3), original, document(2, "Tin chung khác", "")]);
    let all = answer(&index, &query("tin chung"));
    assert_eq!(all.total, 2);
    let mut shown = ids(&all);
    shown.sort_unstable();
    assert_eq!(shown, [1, 2]);
    assert_eq!(all.facets.site.iter().map(|c| c.count).sum::<u64>(), 4);
    assert_eq!(all.facets.kind.iter().map(|c| c.count).sum::<u64>(), 2);
    let mut one = query("tin chung");
    one.scope = Scope::One(SiteId(3));
    assert_eq!(ids(&answer(&index, &one)), [8]);
    index.delete(&crate::testing::key(1));
    index.commit().expect("commit");
    let rest = answer(&index, &query("\"tin chung toàn tỉnh\""));
    assert_eq!(rest.total, 1, "the copies are still one");
    assert!([7, 8].contains(&ids(&rest)[0]));
}

#[test]
fn news_age_and_statutes_do_not() {
    let old = |id, ageing| Document {
        ageing,
        published_at: now() - chrono::Duration::days(3_000),
        ..document(id, "Lễ hội mùa thu", "ở quê")
    };
    let new = Document { ageing: Ageing::Fast, ..document(2, "Lễ hội mùa thu", "ở quê") };
    let (_folder, index) = index(&[old(1, Ageing::Fast), new, old(3, Ageing::Never)]);
    assert_eq!(found(&index, "lễ hội mùa thu").last(), Some(&1));
    let mut newest = query("lễ hội");
    newest.sort = Sort::Newest;
    assert_eq!(ids(&answer(&index, &newest)).first(), Some(&2));
}

#[test]
fn what_no_longer_holds_comes_later() {
    let mut ended = decision(1, "1/QĐ-UBND", "Về giá đất");
    ended.in_force = chrono::NaiveDate::from_ymd_opt(2020, 1, 1);
    ended.expired = chrono::NaiveDate::from_ymd_opt(2021, 1, 1);
    let mut holds = decision(2, "2/QĐ-UBND", "Về giá đất");
    holds.in_force = ended.in_force;
    let (_folder, index) = index(&[ended, holds]);
    assert_eq!(found(&index, "giá đất"), [2, 1]);
}

#[test]
fn titles_come_first() {
    let (_folder, index) = index(&[
        document(1, "Bản tin", &"cấp giấy phép xây dựng ".repeat(5)),
        document(2, "Cấp giấy phép xây dựng", "hồ sơ"),
        document(3, "Cấp giấy phép xây dựng nhà ở riêng lẻ tại nông thôn", "hồ sơ"),
    ]);
    assert_eq!(found(&index, "cấp giấy phép xây dựng"), [2, 3, 1]);
    assert_eq!(found(&index, "cap giay phep xay dung").first(), Some(&2));
}

#[test]
fn attachments_are_searched_and_shown() {
    let mut with_file = document(1, "Thông báo", "kèm theo");
    with_file.attachments = vec![
        Attachment { name: "a.pdf".to_owned(), text: String::new() },
        Attachment {
            name: "b.pdf".to_owned(), text: "danh sách thí sinh trúng tuyển".to_owned()
        },
    ];
    let (_folder, index) = index(&[with_file]);
    let results = answer(&index, &query("thí sinh trúng tuyển"));
    assert_eq!(results.hits[0].found_in, [FoundIn::Attachment(1)]);
    let snippet = results.hits[0].snippet.clone().expect("a snippet");
    assert_eq!(&snippet.text[snippet.marks[0].clone()], "thí sinh trúng tuyển");
    assert!(results.hits[0].document.attachments[1].text.is_empty(), "texts stay in the index");
}

#[test]
fn mistyped_questions_are_corrected_as_a_whole() {
    let mut documents: Vec<Document> = (1..30)
        .map(|id| document(id, "Thủ tục hành chính", "thủ tục hành chính về đất đai"))
        .collect();
    documents.extend((40..60).map(|id| document(id, "Thu tiền", "mục đích riêng của hanh khô")));
    let (_folder, index) = index(&documents);
    let results = answer(&index, &query("thủ tụv hành chính"));
    let corrected = results.corrected.expect("a correction");
    assert_eq!(corrected.text, "thủ tục hành chính");
    let beyond = answer(&index, &Query { page: 9, ..query("thủ tụv hành chính") });
    assert_eq!(beyond.corrected, Some(corrected), "all pages are of one question");
    let results = answer(&index, &query("thu tucc hanh chinh"));
    assert_eq!(results.corrected.expect("a correction").text, "thu tục hanh chinh");
    assert!(answer(&index, &query("thủ tục hành chính")).corrected.is_none());
    let nothing = answer(&index, &query("tucc"));
    assert!(nothing.corrected.is_some_and(|corrected| corrected.applied));
    assert!(nothing.total > 0);
}

#[test]
fn keys_of_a_keyboard_that_was_off_are_read_and_said() {
    let (_folder, index) = index(&[document(1, "Thủ tục tại Quảng Trị", "")]);
    let results = answer(&index, &query("thur tucj quangr trij"));
    assert_eq!(ids(&results), [1]);
    assert_eq!(results.read_as.as_deref(), Some("thủ tục quảng trị"));
    assert!(answer(&index, &query("thu tuc")).read_as.is_none());
}

#[test]
fn suggestions_come_from_titles_and_numbers() {
    let mut other_site = document(4, "Đăng ký tạm trú", "");
    other_site.key.site = SiteId(2);
    let (_folder, index) = index(&[
        document(1, "Đăng ký khai sinh", ""),
        document(2, "Thủ tục đăng ký kết hôn", ""),
        decision(3, "1637/QĐ-UBND", "Về khen thưởng"),
        other_site,
    ]);
    let offers = |typed: &str, scope| -> Vec<i64> {
        let offers = index.suggest(typed, scope, 10).expect("offers");
        offers.into_iter().map(|offer| offer.key.id).collect()
    };
    assert_eq!(offers("dang ky k", Scope::All), [1, 2]);
    assert_eq!(offers("đăng ký t", Scope::All), [4]);
    assert_eq!(offers("đăng ký t", Scope::One(SiteId(1))), Vec::<i64>::new());
    assert_eq!(offers("đăng ký", Scope::One(SiteId(2))), [4]);
    assert_eq!(offers("163", Scope::All), [3]);
    assert_eq!(offers("1637/qd", Scope::All), [3]);
    assert_eq!(offers("kết hôn", Scope::All), [2]);
    for typed in ["", "d", "   ", "\u{301}", "zzzz", "\"*"] {
        assert!(offers(typed, Scope::All).is_empty(), "{typed}");
    }
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let documents: Vec<Document> = (1..=25).map(|id| document(id, "Tin", "đất")).collect();
    let (_folder, index) = index(&documents);
    let mut seen = Vec::new();
    for page in 1..=4 {
        let mut asked = query("đất");
        asked.page = page;
        let results = answer(&index, &asked);
        assert_eq!(results.total, 25);
        seen.extend(ids(&results));
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=25).collect::<Vec<_>>());
}

#[test]
fn hostile_questions_get_an_answer() {
    let (_folder, index) = index(&[document(1, "Đất đai", "nhà ở")]);
    let long = "a".repeat(10_000);
    let marks = format!("a{}", "\u{301}".repeat(5_000));
    for text in [
        "*",
        "/.*/",
        "field:đất",
        "\"",
        "\"\"\"",
        "\u{0}\u{1b}[0m",
        "-",
        "- -",
        "đất AND (",
        &long,
        &marks,
    ] {
        answer(&index, &query(text));
        index.suggest(text, Scope::All, 10).expect("offers");
    }
}

#[test]
fn the_end_of_a_long_text_is_found() {
    let body = "chữ thường lặp lại nhiều lần. ".repeat(20_000) + "điều khoản thi hành cuối cùng";
    let (_folder, index) = index(&[document(1, "Bộ luật", &body)]);
    let results = answer(&index, &query("điều khoản thi hành cuối cùng"));
    let snippet = results.hits[0].snippet.clone().expect("a snippet");
    assert!(snippet.text.ends_with("cuối cùng") && !snippet.marks.is_empty());
}

#[test]
fn any_text_gets_an_answer() {
    let (_folder, index) = index(&[
        decision(1, "1637/QĐ-UBND", "Về khen thưởng"),
        document(2, "Ủy ban nhân dân tỉnh", "thủ tục hành chính 23/11/2026"),
    ]);
    let adds_up = |text: &str| {
        let results = answer(&index, &query(text));
        results.total >= results.hits.len() as u64
    };
    proptest!(ProptestConfig::with_cases(200), |(text in any::<String>())| {
        prop_assert!(adds_up(&text));
    });
    let parts = prop::sample::select(vec![
        "UBND",
        "ủy",
        "ban",
        "nhân",
        "dân",
        "1637",
        "/",
        "QĐ",
        "-",
        "\"",
        "số:",
        "từ:",
        "2024",
        "loại:",
        "quyết định",
        " ",
        " ",
        "23/11/2026",
        "thur",
        "tucj",
        "cơ quan:",
        "ngày",
        "nd",
        "cp",
        ",",
        "42/2022",
    ]);
    proptest!(ProptestConfig::with_cases(200), |(parts in prop::collection::vec(parts, 0..14))| {
        prop_assert!(adds_up(&parts.concat()));
    });
}

/// Six hundred texts of eight words, some frequent: large enough that windows and bounds are used.
fn many() -> Vec<(String, String)> {
    let words = ["đất", "quy", "định", "tỉnh", "hồ", "sơ", "cấp", "phép"];
    let mut state = 7_u64;
    let mut chance = |limit: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let mut text = |longest: u64| -> String {
        let length = 1 + chance(longest);
        let picked = (0..length).map(|_| words[(chance(8) * chance(8) / 8) as usize]);
        picked.collect::<Vec<_>>().join(" ")
    };
    (0..600).map(|_| (text(4), text(40))).collect()
}

#[test]
fn passing_over_texts_changes_neither_the_count_nor_the_best() {
    let texts = many();
    let folder = Folder::new();
    let (index, _) = Index::open(&folder.0).expect("an index");
    for (number, (title, body)) in (0..).zip(&texts) {
        index.put(&document(number, title, body)).expect("put");
        if number % 150 == 149 {
            index.commit().expect("commit");
        }
    }
    for gone in 0..20 {
        index.delete(&crate::testing::key(gone * 7));
    }
    index.commit().expect("commit");
    let has = |number: usize, words: &[&str]| {
        let (title, body) = &texts[number];
        let all: Vec<&str> = title.split(' ').chain(body.split(' ')).collect();
        words.iter().all(|word| all.contains(word))
    };
    let mut counted = 0;
    for asked in
        ["quy định", "đất", "đất quy", "quy đất định", "hồ sơ", "đất tỉnh", "định quy tỉnh"]
    {
        let words: Vec<&str> = asked.split(' ').collect();
        let live = |number: &usize| !(number.is_multiple_of(7) && *number < 140);
        let expected = (0..texts.len()).filter(live).filter(|n| has(*n, &words)).count() as u64;
        for scope in [Scope::All, Scope::One(SiteId(1))] {
            let ask = |per_page: usize, facets: bool| {
                answer(&index, &Query { per_page, facets, scope, ..query(asked) })
            };
            let (few, more) = (ask(10, false), ask(100, true));
            assert_eq!(few.total, more.total, "{asked}");
            assert_eq!(ids(&few), ids(&more)[..10], "{asked}");
            assert_eq!(more.facets.site[0].count, more.total, "{asked}");
            if expected >= weights::TOO_FEW {
                assert_eq!(few.total, expected, "{asked}");
                counted += 1;
            }
        }
    }
    assert!(counted >= 6, "some questions have many answers: {counted}");
}
