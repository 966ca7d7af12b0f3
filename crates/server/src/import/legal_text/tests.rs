use super::*;

fn kind(key: &str, name: &str, abbreviation: &str) -> Kind {
    Kind {
        key: key.into(),
        name: name.into(),
        name_en: name.into(),
        abbreviation: abbreviation.into(),
    }
}

fn kinds() -> Vec<Kind> {
    vec![
        kind("quyet-dinh", "Quyết định", "QĐ"),
        kind("bo-luat", "Bộ luật", "BL"),
        kind("luat", "Luật", "L"),
    ]
}

fn date(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

const STATUTE: &str = "QUỐC HỘI --------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ---------------
Luật số: 88/2026/QH 16
Hà Nội, ngày03 tháng 6 năm 2026
LUẬT
ĐƯỜNG MÒN VIỆT NAM
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam ngày 28 tháng 11 năm 2013;
Quốc hội ban hành Luật Đường mòn Việt Nam.
Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về đường mòn & lối đi.
Điều 9. Hiệu lực thi hành
1. Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2027, trừ khoản 3 Điều này.
Quy định về hóa đơn điện tử của Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2029.
2. Luật Lối đi số 12/2001/QH10 đã được sửa đổi theo Luật số 5/2010/QH12 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.
3. Các quy định về lối đi của Luật Cầu số 3/1999/QH10 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.
Luật này được Quốc hội khóa XVI thông qua ngày 03 tháng 6 năm 2026.
CHỦ TỊCH QUỐC HỘI
Nguyễn Văn Mẫu";

#[test]
fn a_statute_is_read_from_its_own_words() {
    let found = read(STATUTE, &kinds());
    let expected = Found {
        number: "88/2026/QH16".into(),
        kind: "luat".into(),
        title: "Luật Đường mòn Việt Nam".into(),
        issuer: "Quốc hội".into(),
        signer: "Nguyễn Văn Mẫu".into(),
        signer_post: "Chủ tịch Quốc hội".into(),
        issued_on: date("2026-06-03"),
        in_force_on: date("2027-01-01"),
        from_signature: false,
        ends: vec![(RelationKind::Replaces, "12/2001/QH10".into(), "Luật Lối đi".into())],
    };
    assert_eq!(found, expected);
}

#[test]
fn a_decision_is_read_from_its_own_words() {
    let text = "ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
        Số: 15/2026/QĐ-UBND Quảng Trị, ngày 20 tháng 11 năm 2026\nQUYẾT ĐỊNH\n\
        Ban hành Quy định về quản lý đường mòn\ntrên địa bàn tỉnh\nỦY BAN NHÂN DÂN TỈNH\n\
        Căn cứ Luật Đường mòn;\nĐiều 1. Ban hành kèm theo.\n\
        Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\n";
    let found = read(text, &kinds());
    assert_eq!(found.number, "15/2026/QĐ-UBND");
    assert_eq!(found.kind, "quyet-dinh");
    assert_eq!(found.title, "Ban hành Quy định về quản lý đường mòn trên địa bàn tỉnh");
    assert_eq!(found.issuer, "Ủy ban nhân dân tỉnh Quảng Trị");
    assert_eq!((found.issued_on, found.in_force_on), (date("2026-11-20"), None));
    assert!(found.from_signature);
    assert_eq!(found.signer, "", "nobody's name stands there");
}

#[test]
fn old_headings_hold_number_day_and_name_in_one_line() {
    for (text, number, title, issued) in [
        (
            "LUẬT\nCỦA QUỐC HỘI SỐ 21-LCT/HĐNN8 NGÀY 30/06/1989 VỀ BẢO VỆ SUỐI\nĐiều 1\n",
            "21-LCT/HĐNN8",
            "Luật Bảo vệ suối",
            "1989-06-30",
        ),
        (
            "LUẬT\nSỐ 101-SL/L.003 NGÀY 20-5-1957 QUY ĐỊNH QUYỀN ĐI LẠI\nĐiều 1.\n",
            "101-SL/L.003",
            "Luật Quy định quyền đi lại",
            "1957-05-20",
        ),
        (
            "LUẬT\nTHUẾ ĐƯỜNG MÒN SỐ 23-L/CTN NGÀY 10/07/1993 CỦA QUỐC HỘI\nĐiều 1\n",
            "23-L/CTN",
            "Luật Thuế đường mòn",
            "1993-07-10",
        ),
    ] {
        let found = read(text, &kinds());
        assert_eq!((&*found.number, &*found.title), (number, title));
        assert_eq!(found.issued_on, date(issued));
    }
}

#[test]
fn what_does_not_stand_there_is_left_out() {
    assert_eq!(read("", &kinds()), Found::default());
    let found = read("Biên bản\nngày mai gặp lại, ngày 31 tháng 2 năm 2026\n", &kinds());
    assert_eq!((found.issued_on, &*found.number), (None, ""));
    // "ngày" before other numbers is no day.
    assert_eq!(days("ngay thu 3 va 15 thang 4 nam 2026"), []);
}

#[test]
fn the_text_becomes_headings_and_paragraphs_without_gaps() {
    let body = html(STATUTE);
    assert!(body.contains("<h3>Chương I NHỮNG QUY ĐỊNH CHUNG</h3>\n<h4>Điều 1. Phạm vi"), "{body}");
    assert!(body.contains("đường mòn &amp; lối đi"));
    assert_eq!(html("Điều 1. Một\nhai"), "<h3>Điều 1. Một</h3>\n<p>hai</p>\n");
    assert_eq!(html("Điều 2. Ban hành kèm theo."), "<p>Điều 2. Ban hành kèm theo.</p>\n");
}
