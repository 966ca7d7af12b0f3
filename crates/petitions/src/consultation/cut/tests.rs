use proptest::prelude::*;

use super::{Part, PartKind, counts, cut, tidy};

fn labels(text: &str) -> Vec<String> {
    cut(&tidy(text)).into_iter().map(|part| part.label).collect()
}

fn joined(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n")
}

const DECISION: &str = "\
ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH QUẢNG TRỊ | Độc lập - Tự do - Hạnh phúc

QUYẾT ĐỊNH
Ban hành Quy định về quản lý chợ
Căn cứ Luật Tổ chức chính quyền địa phương;
Điều 1. Ban hành kèm theo Quyết định này Quy định về quản lý chợ.
Điều 2. Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.
Nơi nhận: | TM. ỦY BAN NHÂN DÂN
- Như Điều 2;
QUY ĐỊNH
Về quản lý chợ
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Quy định này quy định về quản lý chợ.
2. Không áp dụng đối với:
a) Siêu thị;
b) Trung tâm thương mại;
đ) Cửa hàng tiện lợi.
Điều 2. Giải thích từ ngữ
Chợ hạng 1 là chợ có trên 400 điểm kinh doanh.
Chương II. PHÂN HẠNG
Mục 1
TIÊU CHÍ
Điều 3: Tiêu chí
Phụ lục I
MẪU ĐƠN";

#[test]
fn a_decision_and_the_regulation_it_issues_are_cut() {
    let parts = cut(&tidy(DECISION));
    let labels: Vec<&str> = parts.iter().map(|part| part.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "Phần mở đầu",
            "Điều 1",
            "Điều 2",
            "Phần cuối",
            "Chương I",
            "Điều 1",
            "Khoản 1 Điều 1",
            "Khoản 2 Điều 1",
            "Điểm a khoản 2 Điều 1",
            "Điểm b khoản 2 Điều 1",
            "Điều 2",
            "Chương II",
            "Mục 1",
            "Điều 3",
            "Phụ lục I",
        ],
        "`đ)` behind `b)` leaves letters out, so it is text"
    );
    let keys: Vec<&str> = parts.iter().map(|part| part.key.as_str()).collect();
    assert!(
        keys.contains(&"d1") && keys.contains(&"d1_2") && keys.contains(&"d1_2-k2-a"),
        "{keys:?}"
    );
    let chapter = parts.iter().find(|part| part.kind == PartKind::Chapter).unwrap();
    assert_eq!(chapter.title(), "Chương I QUY ĐỊNH CHUNG");
    assert_eq!(counts(&parts), (5, 2, 2));
}

#[test]
fn headings_are_told_from_sentences() {
    for (text, expected) in [
        ("Điều 1. A\nĐiều 5 Nghị định số 42/2022/NĐ-CP quy định khác.", vec!["Điều 1"]),
        ("Điều 1. A\nĐiều 2 Trách nhiệm thi hành", vec!["Điều 1", "Điều 2"]),
        ("ĐIỀU 1: A\nÐiều 2. B\nĐiều 2a. C", vec!["Điều 1", "Điều 2", "Điều 2a"]),
        ("Điều 1. A\n1. Một\n3. Ba\n2026. Năm", vec!["Điều 1", "Khoản 1 Điều 1", "Khoản 3 Điều 1"]),
        ("Điều 1. A\na) x\nb) y", vec!["Điều 1", "Điểm a Điều 1", "Điểm b Điều 1"]),
        ("1. Không có điều nào", vec!["Phần mở đầu"]),
        (
            "Điều 1. Sửa đổi Điều 5 như sau:\n“Điều 5. Mới\n1. Một\n2. Hai”\n2. Bỏ Điều 6.\nĐiều 2. B",
            vec!["Điều 1", "Khoản 2 Điều 1", "Điều 2"],
        ),
        ("Điều 1. “Mở mà không đóng\n1. Một", vec!["Điều 1", "Khoản 1 Điều 1"]),
        (
            "KẾ HOẠCH\nI. MỤC TIÊU\n1. Chung\na) x\nII. GIẢI PHÁP\n1. Một",
            vec![
                "Phần mở đầu",
                "Mục I",
                "Khoản 1 Mục I",
                "Điểm a khoản 1 Mục I",
                "Mục II",
                "Khoản 1 Mục II",
            ],
        ),
        ("Qua\u{309}ng Tri\u{323}\n\u{110}iê\u{300}u 1. A", vec!["Phần mở đầu", "Điều 1"]),
        ("Phần thứ nhất\nCHUNG\nĐiều 1. A", vec!["Phần thứ nhất", "Điều 1"]),
        ("", vec![]),
    ] {
        assert_eq!(labels(text), expected, "{text}");
    }
}

#[test]
fn an_editor_corrects_the_cutting_by_marks() {
    let text = "Điều 1. A\n[lời] 1. Không phải khoản\n[khoản] Khoản không có số\n[điều] Điều hai\n\
        [cuối] Người ký\n[Chương] Chương III";
    assert_eq!(labels(text), ["Điều 1", "Khoản 1 Điều 1", "Điều 2", "Phần cuối", "Chương III"]);
    assert!(!joined(&cut(text)).contains('['));
    assert_eq!(labels("[1] không phải dấu"), ["Phần mở đầu"]);
}

#[test]
fn a_text_is_made_tidy() {
    assert_eq!(tidy("\r\n\r\na\u{ad}b  \r\n\r\n\r\n\u{feff}c\u{b}d\0\n\n"), "ab\n\nc\nd");
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        (0_u32..30).prop_map(|n| format!("Điều {n}. Tên")),
        (0_u32..12).prop_map(|n| format!("{n}. Khoản “trích")),
        "[a-zđ]\\) điểm",
        Just("Chương I".to_owned()),
        Just("Nơi nhận:".to_owned()),
        Just("đóng” lại".to_owned()),
        Just("II. Mục tiêu".to_owned()),
        ".{0,40}",
    ]
}

proptest! {
    #[test]
    fn cutting_loses_no_character(lines in prop::collection::vec(line(), 0..60)) {
        let text = tidy(&lines.join("\n"));
        prop_assume!(!text.contains('['));
        let parts = cut(&text);
        prop_assert_eq!(joined(&parts), text);
        let mut keys: Vec<&str> = parts.iter().map(|part| part.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), parts.len(), "each key stands once");
    }
}
