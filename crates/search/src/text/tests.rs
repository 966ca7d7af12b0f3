use portal_extract::syllable::{canonical, is_syllable, other_spelling};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

fn exact(word: &str) -> String {
    Forms::of(word).exact.into_string()
}

fn folded(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.folded).collect()
}

#[test]
fn old_and_new_tone_placement_are_one() {
    for (old, new) in [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("uỷ", "ủy"),
        ("khoẻ", "khỏe"),
        ("hoá", "hóa"),
        ("thuỷ", "thủy"),
        ("HOÀ", "hòa"),
        ("hòan", "hoàn"),
        ("qúy", "quý"),
    ] {
        assert_eq!(exact(old), exact(new), "{old} {new}");
    }
}

#[test]
fn what_has_one_place_stays_there() {
    for word in
        ["hoàn", "quý", "gì", "giữ", "quyển", "khuya", "thuở", "giếng", "quốc", "ngoài", "nghĩa"]
    {
        assert_eq!(exact(word), word);
        assert!(is_syllable(word), "{word}");
    }
    assert_eq!(canonical("résumé"), None);
}

#[test]
fn composed_decomposed_and_mixed_are_one() {
    let word = "nghị";
    let decomposed: String = word.nfd().collect();
    let mixed = "nghi\u{323}";
    assert_eq!(exact(word), exact(&decomposed));
    assert_eq!(exact(word), exact(mixed));
    assert_eq!(exact("ế"), exact("ê\u{301}"));
}

#[test]
fn look_alikes_and_unseen_signs_do_not_matter() {
    assert_eq!(exact("Ðất"), "đất");
    assert_eq!(folded("QĐ QÐ Quảng\u{a0}Trị"), ["qd", "qd", "quang", "tri"]);
    assert_eq!(folded("Quả\u{200b}ng tr\u{ad}ị\u{feff}"), ["quang", "tri"]);
}

#[test]
fn a_word_of_nothing_but_marks_has_a_form_all_the_same() {
    assert_eq!(folded("a \u{345} \u{ff9e}"), ["a", "\u{345}", "\u{3099}"]);
}

#[test]
fn sentences_part_what_numbers_and_names_do_not() {
    let breaks: Vec<bool> =
        tokens("Điều 1. Phạm vi: 1.000 đồng, TP.Huế").iter().map(|t| t.breaks).collect();
    assert_eq!(breaks, [true, false, true, false, true, false, false, false, false]);
}

#[test]
fn i_and_y_have_each_other() {
    assert_eq!(other_spelling("lý").as_deref(), Some("lí"));
    assert_eq!(other_spelling("quí").as_deref(), Some("quý"));
    assert_eq!(other_spelling("kỹ").as_deref(), Some("kĩ"));
    assert_eq!(other_spelling("thúy"), None);
    assert_eq!(other_spelling("tin"), None);
}

#[test]
fn keys_typed_while_the_keyboard_was_off_are_read() {
    for (typed, meant) in [
        ("thur", "thủ"),
        ("tucj", "tục"),
        ("quangr", "quảng"),
        ("trij", "trị"),
        ("dduowngf", "đường"),
        ("dduwowngf", "đường"),
        ("chuwngs", "chứng"),
        ("nuowcs", "nước"),
        ("uyr", "ủy"),
        ("hoof", "hồ"),
        ("ddaats", "đất"),
        ("giuwx", "giữ"),
        ("quang3", "quảng"),
        ("tri5", "trị"),
        ("d9uong72", "đường"),
        ("d9at61", "đất"),
        ("tuc5", "tục"),
    ] {
        assert_eq!(telex::decode(typed).as_deref(), Some(meant), "{typed}");
    }
    for word in ["thu", "ban", "nhan", "qh13", "1637", "covid", "http", "xyz", "s", "", "tooo"] {
        assert_eq!(telex::decode(word), None, "{word}");
    }
}

#[test]
fn the_keys_of_a_text_are_what_decoding_undoes() {
    let text = "thủ tục đăng ký quyền sử dụng đất Quảng Trị";
    assert_eq!(telex::keys(text), "thur tucj ddawng kys quyeenf suwr dungj ddaats Quangr Trij");
}

#[test]
fn letters_are_those_of_unicode() {
    for letter in '\0'..='\u{2fff}' {
        assert_eq!(is_letter(letter), letter.is_alphanumeric(), "{letter:?}");
    }
}

proptest! {
    #[test]
    fn tokens_point_into_the_original(text in any::<String>()) {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(token.range.start >= end && token.range.start < token.range.end);
            prop_assert!(text.get(token.range.clone()).is_some());
            end = token.range.end;
        }
    }

    #[test]
    fn normal_forms_give_the_same_tokens(text in "[a-zà-ỹđĐ ăâêôơư,.]{0,60}") {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        let forms = |text: &str| -> Vec<String> { tokens(text).into_iter().map(|t| t.exact).collect() };
        prop_assert_eq!(forms(&composed), forms(&decomposed));
    }

    #[test]
    fn forms_are_stable(word in "\\PC{1,20}") {
        let once = exact(&word);
        prop_assert_eq!(&exact(&once), &once);
        prop_assert_eq!(fold(&fold(&once)), fold(&once));
    }
}
