use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

fn marks(question: &str, text: &str) -> Vec<String> {
    let (marked, _) = marked(question, text);
    assert_eq!(marked.text, text);
    marked.marks.iter().map(|mark| marked.text[mark.clone()].to_owned()).collect()
}

#[test]
fn bare_questions_mark_what_has_marks() {
    assert_eq!(marks("thu tuc", "Các THỦ TỤC hành chính"), ["THỦ TỤC"]);
    assert_eq!(marks("dat", "Ðất đai"), ["Ðất"]);
}

#[test]
fn marks_that_were_typed_are_marked_only_so() {
    assert_eq!(marks("án", "bản án an toàn ản"), ["án an"]);
    assert_eq!(marks("hòa", "hoà hòa hoá"), ["hoà hòa"]);
}

#[test]
fn decomposed_texts_are_marked_on_whole_letters() {
    let text: String = "Uỷ ban nhân dân (tỉnh)".nfd().collect();
    let whole: String = "Uỷ ban".nfd().collect();
    assert_eq!(marks("ủy ban", &text), [whole]);
}

#[test]
fn hostile_texts_are_only_texts() {
    assert_eq!(marks("script", "<script>alert('x')</script>"), ["script", "script"]);
    assert_eq!(marks("quang", "qu\u{200b}a\u{306}\u{301}ng"), ["qu\u{200b}a\u{306}\u{301}ng"]);
    assert_eq!(marks("a", ""), Vec::<String>::new());
}

#[test]
fn the_excerpt_is_where_the_words_stand() {
    let text = "Chữ thừa. ".repeat(200)
        + "Hồ sơ xin cấp giấy phép xây dựng gồm. "
        + &"Chữ thừa. ".repeat(200);
    let (_, marked) = marked("cấp giấy phép xây dựng", &text);
    assert!(marked.cut_before && marked.cut_after);
    assert!(marked.text.starts_with("Hồ sơ xin"), "{}", marked.text);
    assert_eq!(&marked.text[marked.marks[0].clone()], "cấp giấy phép xây dựng");
}

#[test]
fn sequences_are_marked_as_a_whole() {
    let sequence = ["uy", "ban", "nhan", "dan"].map(str::to_owned).to_vec();
    let marker = Marker::new(Vec::new(), vec![sequence]);
    let marked = marker.whole(&marker.scan("Chủ tịch Ủy ban nhân dân tỉnh"));
    assert_eq!(&marked.text[marked.marks[0].clone()], "Ủy ban nhân dân");
}

proptest! {
    #[test]
    fn marks_are_in_order_and_on_letters(question in "\\PC{0,20}", text in any::<String>()) {
        let (whole, excerpt) = marked(&question, &text);
        for marked in [whole, excerpt] {
            let mut end = 0;
            for mark in &marked.marks {
                prop_assert!(mark.start >= end && mark.start < mark.end);
                prop_assert!(marked.text.get(mark.clone()).is_some());
                end = mark.end;
            }
        }
    }

    #[test]
    fn folded_questions_find_their_text(words in prop::collection::vec("[a-zđăâêôơưáàảãạ]{1,6}", 1..6)) {
        let text = words.join(" ");
        let bare = crate::text::fold(&text);
        prop_assert!(!marked(&bare, &text).0.marks.is_empty());
    }
}
