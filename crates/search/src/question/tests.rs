use proptest::prelude::*;

use super::*;

fn words(question: &Question) -> Vec<String> {
    let folded = |words: &Words| {
        words.tokens.iter().map(|token| token.folded.as_str()).collect::<Vec<_>>().join(" ")
    };
    question
        .wanted
        .iter()
        .map(|part| match part {
            Part::Words(words) => folded(words),
            Part::Phrase(words) => format!("<{}>", folded(words)),
        })
        .chain(question.unwanted.iter().map(|words| format!("-{}", folded(words))))
        .collect()
}

fn date(y: i32, m: u32, d: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(y, m, d)
}

#[test]
fn words_phrases_and_unwanted() {
    let asked = |text: &str| words(&parse(text));
    assert_eq!(asked("đất đai"), ["dat dai"]);
    assert_eq!(asked("\"thu hồi đất\" bồi thường"), ["<thu hoi dat>", "boi thuong"]);
    assert_eq!(asked("“thu hồi đất” bồi thường"), ["<thu hoi dat>", "boi thuong"]);
    assert_eq!(asked("đất -rừng -\"đất ở\""), ["dat", "-rung", "-dat o"]);
    assert_eq!(asked("luật\"đất đai\""), ["luat", "<dat dai>"]);
    assert_eq!(asked("Hà Nội - Huế"), ["ha noi hue"]);
    assert_eq!(asked("kinh tế-xã hội"), ["kinh te xa hoi"]);
}

#[test]
fn what_makes_no_sense_stays_words() {
    let asked = |text: &str| words(&parse(text));
    assert_eq!(asked("\"thu hồi"), ["thu hoi"]);
    assert_eq!(asked("từ: hôm nay"), ["tu hom nay"]);
    assert_eq!(asked("kể từ: ngày"), ["ke tu ngay"]);
    assert_eq!(asked("field:value"), ["field value"]);
    assert_eq!(asked("số:"), ["so"]);
    assert!(parse("* /.*/ ()").is_empty());
    assert!(parse("").is_empty());
    assert!(parse("\"\" - -\"\"").is_empty());
}

#[test]
fn filters_with_and_without_marks() {
    let question = parse(
        "khen thưởng số: 1637/QĐ-UBND cơ quan: Sở Y tế từ: 01/02/2024 đến:2024 loại: quyết định",
    );
    assert_eq!(words(&question), ["khen thuong"]);
    let filters = &question.filters;
    assert_eq!(filters.number.as_deref(), Some("1637/QĐ-UBND"));
    assert_eq!(filters.unit.as_deref(), Some("Sở Y tế"));
    assert_eq!(filters.genre.as_deref(), Some("quyết định"));
    assert_eq!((filters.from, filters.to), (date(2024, 2, 1), date(2024, 12, 31)));
    let bare = parse("co quan: so y te, khen thuong loai:\"quyet dinh\" tu:23/11/2026");
    assert_eq!(words(&bare), ["khen thuong"]);
    assert_eq!(bare.filters.unit.as_deref(), Some("so y te"));
    assert_eq!(bare.filters.genre.as_deref(), Some("quyet dinh"));
    assert_eq!(bare.filters.from, date(2026, 11, 23));
}

#[test]
fn decomposed_names_of_filters_are_known() {
    use unicode_normalization::UnicodeNormalization;
    let text: String = "cơ quan: Sở Nội vụ".nfd().collect();
    assert!(parse(&text).filters.unit.is_some());
}

#[test]
fn hostile_questions_are_cut() {
    let long = parse(&"a".repeat(10_000));
    assert_eq!(long.wanted.len(), 1);
    let marks = parse(&format!("a{}", "\u{301}".repeat(5_000)));
    assert!(marks.wanted.len() <= 1);
    let many = parse(&"từ ".repeat(5_000));
    let count: usize = many
        .wanted
        .iter()
        .map(|part| match part {
            Part::Words(words) | Part::Phrase(words) => words.tokens.len(),
        })
        .sum();
    assert_eq!(count, MOST_WORDS);
    assert!(parse(&"\"a\" ".repeat(1_000)).wanted.len() <= MOST_PARTS + 1);
    parse(&"-".repeat(10_000));
    parse(&"số:".repeat(3_000));
}

proptest! {
    #[test]
    fn any_text_is_a_question(text in any::<String>()) {
        parse(&text);
    }

    #[test]
    fn any_mixture_of_signs_is_a_question(text in "[\"“”:\\-–,; sốtừđếnloạicơquan0-9/a]{0,80}") {
        let question = parse(&text);
        prop_assert!(question.wanted.len() <= 2 * MOST_PARTS + 1);
    }
}
