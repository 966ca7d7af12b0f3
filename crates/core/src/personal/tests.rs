use proptest::prelude::*;

use super::{
    PersonalKind::{self, Address, BankAccount, Email, IdNumber, Phone, Plate},
    *,
};
use crate::lang::{Lang, Locales};

fn pieces(text: &str) -> Vec<(&str, PersonalKind)> {
    find(text).into_iter().map(|found| (&text[found.range], found.kind)).collect()
}

#[test]
fn what_leads_to_a_person_is_found() {
    for (text, expected) in [
        ("Gọi tôi 0912345678 nhé", vec![("0912345678", Phone)]),
        (
            "ĐT: 0912.345.678, 0233 3852 123.",
            vec![("0912.345.678", Phone), ("0233 3852 123", Phone)],
        ),
        ("(0233) 3852 123", vec![("(0233) 3852 123", Phone)]),
        (
            "+84 912 345 678 hoặc 84912345678",
            vec![("+84 912 345 678", Phone), ("84912345678", Phone)],
        ),
        ("số cũ 01234567890", vec![("01234567890", Phone)]),
        ("thư an.nguyen+1@gmail.com.", vec![("an.nguyen+1@gmail.com", Email)]),
        ("an @ gmail.com", vec![("an @ gmail.com", Email)]),
        ("CCCD 045 099 001 234", vec![("045 099 001 234", IdNumber)]),
        ("045099001234", vec![("045099001234", IdNumber)]),
        ("CMND số 197.123.456", vec![("197.123.456", IdNumber)]),
        ("mã 197123456", vec![("197123456", IdNumber)]),
        ("STK 0912345678 Agribank", vec![("0912345678", BankAccount)]),
        ("Số tài khoản: 3900 2050 12345", vec![("3900 2050 12345", BankAccount)]),
        ("xe 74A-123.45 và 74F1-12345", vec![("74A-123.45", Plate), ("74F1-12345", Plate)]),
        ("biển 29LD 012.34", vec![("29LD 012.34", Plate)]),
        ("Tôi ở số 12/3 đường Lê Duẩn đã lâu", vec![("số 12/3 đường Lê Duẩn", Address)]),
        ("số nhà 45A kêu ồn", vec![("số nhà 45A", Address)]),
        ("kiệt 67 Nguyễn Huệ", vec![("kiệt 67", Address)]),
        (
            "thường trú tại thôn Hà Lợi Trung, xã Gio Hải. Tôi hỏi",
            vec![("thôn Hà Lợi Trung, xã Gio Hải", Address)],
        ),
    ] {
        assert_eq!(pieces(text), expected, "{text}");
    }
}

#[test]
fn what_leads_to_nobody_is_left_alone() {
    for text in [
        "Quyết định số 1234/QĐ-UBND ngày 23/11/2026",
        "ngày 02-11-2026 08:30, 02.11.2026",
        "kinh phí 100000000 đồng, 1.200.000.000 đồng",
        "tổng đài 1900 1234 hoặc 1800 6132",
        "Nghị định 42/2022/NĐ-CP; Luật số 104/2016/QH13",
        "1.248 người, 97,4%",
        "Công thức H2O, điểm @ trên bàn",
        "nơi ở của công nhân",
        "15 ngày làm việc kể từ ngày nhận đủ hồ sơ",
        "lô 01 02 03",
        "đường dài 12 km",
        "",
    ] {
        assert_eq!(pieces(text), vec![], "{text}");
    }
}

#[test]
fn marks_name_what_they_mark_and_keep_the_text_harmless() {
    let t = Locales::shipped().texts(Lang::VI);
    let text = marked(&t, "<b>0912345678</b>").into_string();
    assert!(text.starts_with("&lt;b&gt;<mark class=\"personal\""), "{text}");
    assert!(text.contains("Số điện thoại") && text.ends_with("&lt;/b&gt;"), "{text}");
}

proptest! {
    #[test]
    fn pieces_stand_in_order_and_on_whole_characters(text in "[0-9a-zA-ZđĐạ@+()./: \n-]{0,60}|\\PC{0,40}") {
        let mut from = 0;
        for found in find(&text) {
            prop_assert!(from <= found.range.start && found.range.start < found.range.end);
            prop_assert!(text.get(found.range.clone()).is_some());
            from = found.range.end;
        }
    }
}
