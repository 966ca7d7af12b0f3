use super::*;

const LAW: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law");

/// Reads the packs that the product ships.
fn shipped() -> Law {
    let mut files = Vec::new();
    for file in std::fs::read_dir(LAW).into_iter().flatten().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if file.path().extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(file.path());
            files.push((name, text.unwrap_or_else(|error| panic!("{error}"))));
        }
    }
    files.sort();
    Law::load(files.into_iter()).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn structure<'law>(law: &'law Law, key: &str) -> &'law Structure {
    law.pack(key).and_then(Pack::structure).unwrap_or_else(|| panic!("no structure in {key}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Writes a pack in force through 2026, with some rules.
fn pack(rules: &str) -> String {
    format!(
        "[pack]\nkey = \"p\"\ntitle_vi = \"P\"\ntitle_en = \"P\"\ncitation = \"P 1\"\n\
         valid_from = 2026-01-01\nvalid_to = 2026-12-31\n{rules}"
    )
}

fn rule(key: &str, rest: &str) -> String {
    format!("[[rule]]\nkey = \"{key}\"\ncitation = \"Điều 1\"\n{rest}\n")
}

fn load(text: &str) -> Law {
    Law::load([("p.toml", text)].into_iter()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Gives the faults of one file, each as rule and text.
fn faults(text: &str) -> Vec<String> {
    let faults = Law::load([("p.toml", text)].into_iter()).err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn the_shipped_packs_load() {
    let law = shipped();
    let keys: Vec<_> = law.packs().iter().map(|pack| pack.key.as_str()).collect();
    let expected = [
        "bo-luat-lao-dong-2019",
        "lay-y-kien-du-thao",
        "luat-attt-2015",
        "luat-ban-hanh-vbqppl-2015",
        "luat-ban-hanh-vbqppl-2025",
        "luat-bvdlcn-2025",
        "luat-dan-chu-co-so-2022",
        "luat-tiep-can-thong-tin-2016",
        "luat-tiep-cong-dan-2013",
        "nd20-2008",
        "nd224-2026",
        "nd244-2026",
        "nd42-2022",
        "nq28-2026",
        "quy-che-quang-tri",
        "tcvn-14423-2026",
    ];
    assert_eq!(keys, expected);
    for pack in law.packs() {
        assert_eq!(pack.file, format!("{}.toml", pack.key));
    }
}

#[test]
fn the_decree_changes_overnight() {
    let law = shipped();
    let pack = |date| law.structure_pack_on(day(date)).map(|pack| pack.key.as_str());
    assert_eq!(pack("2022-08-14"), None);
    assert_eq!(pack("2022-08-15"), Some("nd42-2022"));
    assert_eq!(pack("2026-06-30"), Some("nd42-2022"));
    assert_eq!(pack("2026-07-01"), Some("nd224-2026"));
    assert_eq!(pack("2030-01-01"), Some("nd224-2026"));
}

#[test]
fn domain_forms_follow_the_day() {
    let law = shipped();
    let table = [
        (Kind::Province, "2025-01-01", Some("www.{base}")),
        (Kind::Department, "2025-01-01", Some("{name}.{base}")),
        (Kind::District, "2025-06-30", Some("{name}.{base}")),
        (Kind::District, "2025-07-01", None),
        (Kind::District, "2026-11-23", None),
        (Kind::Commune, "2026-06-30", Some("{name}.{district}.{base}")),
        (Kind::Commune, "2026-07-01", Some("{name}.{base}")),
        (Kind::Province, "2026-11-23", Some("www.{base}")),
    ];
    for (kind, date, form) in table {
        let found = law.domain_form_on(kind, day(date)).map(|rule| rule.value.as_str());
        assert_eq!(found, form, "{kind} on {date}");
        let raw = law.rule_on::<String>(&format!("site.domain.{kind}"), day(date));
        assert_eq!(raw.ok().map(|rule| rule.value).as_deref(), form, "{kind} on {date}");
    }
}

#[test]
fn a_province_may_stay_with_the_older_pack() {
    let law = shipped();
    let old = structure(&law, "nd42-2022");
    assert_eq!(old.kinds().collect::<Vec<_>>(), Kind::ALL);
    let form = old.domain_form(Kind::Commune);
    let host =
        form.map(|form| form.host("quangtri.gov.vn", "khesanh", Some("huonghoa.quangtri.gov.vn")));
    assert_eq!(host, Some(Ok("khesanh.huonghoa.quangtri.gov.vn".to_owned())));
}

#[test]
fn shipped_forms_refuse_names_of_services() {
    let law = shipped();
    for key in ["nd42-2022", "nd224-2026"] {
        let form = structure(&law, key).domain_form(Kind::Department);
        for name in ["www", "admin", "mail", "api"] {
            let found = form.map(|form| form.host("quangtri.gov.vn", name, None));
            assert_eq!(found, Some(Err(DomainFault::Reserved { label: name.to_owned() })));
        }
    }
}

#[test]
fn every_kind_has_its_sections() {
    let law = shipped();
    let has = |key: &str, kind, slug: &str| structure(&law, key).section(kind, slug).is_some();
    let everywhere = [
        "gioi-thieu",
        "tin-tuc",
        "chi-dao-dieu-hanh",
        "thong-bao",
        "pho-bien-phap-luat",
        "kinh-te-xa-hoi",
        "cai-cach-hanh-chinh",
        "chuyen-doi-so",
        "van-ban",
        "chien-luoc-quy-hoach",
        "du-an-dau-thau",
        "cong-khai-ngan-sach",
        "lich-tiep-cong-dan",
        "tiep-can-thong-tin",
        "lay-y-kien",
        "danh-ba-lien-he",
    ];
    for key in ["nd42-2022", "nd224-2026"] {
        for kind in structure(&law, key).kinds() {
            for slug in everywhere {
                assert!(has(key, kind, slug), "{key}, {kind}: no {slug}");
            }
        }
        for slug in ["van-hoa-du-lich", "cong-bao", "introduction", "natural-conditions", "news"] {
            assert!(has(key, Kind::Province, slug), "{key}: no {slug}");
        }
        let democracy = structure(&law, key).sections(Kind::Commune).iter().filter(|section| {
            section.parent.as_deref() == Some("dan-chu-co-so") && section.duty == Duty::Must
        });
        assert_eq!(democracy.count(), 13, "{key}");
        assert!(!has(key, Kind::Province, "dan-chu-co-so"));
    }
    assert!(structure(&law, "nd224-2026").sections(Kind::District).is_empty());
    assert!(has("nd224-2026", Kind::Department, "lich-su-hinh-thanh"));
}

#[test]
fn no_section_is_lost_on_the_way_to_the_newer_pack() {
    let law = shipped();
    let (old, new) = (structure(&law, "nd42-2022"), structure(&law, "nd224-2026"));
    for kind in new.kinds() {
        for section in old.sections(kind) {
            let kept = new.section(kind, &section.slug).map(|kept| &kept.parent);
            assert_eq!(kept, Some(&section.parent), "{kind}: {}", section.slug);
        }
    }
}

#[test]
fn sections_know_language_titles_source_and_duty() {
    let law = shipped();
    let pack = structure(&law, "nd224-2026");
    let found = |kind, slug| pack.section(kind, slug).unwrap_or_else(|| panic!("no {slug}"));
    let news = found(Kind::Commune, "tin-tuc");
    assert_eq!((news.language.as_str(), news.duty), ("vi", Duty::Must));
    assert_eq!((news.title("vi"), news.title("en")), ("Tin tức – sự kiện", "News and events"));
    let map = found(Kind::Commune, "ban-do-dia-gioi");
    assert_eq!(&*map.citation, "Nghị định 224/2026/NĐ-CP, Điều 9.1c");
    assert_eq!((map.valid_from, map.valid_to), (day("2026-07-01"), None));
    let english = found(Kind::Province, "news");
    assert_eq!((english.language.as_str(), english.duty), ("en", Duty::Encouraged));
    assert_eq!(found(Kind::Commune, "introduction").duty, Duty::WhenApplies);
}

#[test]
fn the_footer_has_what_the_regulation_names() {
    let law = shipped();
    for (key, licence) in [("nd42-2022", true), ("nd224-2026", false)] {
        let footer = structure(&law, key).footer();
        let codes: Vec<_> = footer.iter().map(|field| field.code.as_str()).collect();
        let expected =
            ["name", "owner", "responsible", "address", "phone", "fax", "email", "licence"];
        assert_eq!(codes, expected);
        assert_eq!(footer.last().map(|field| field.required), Some(licence));
    }
}

#[test]
fn the_seven_reasons_for_refusal_stand_in_order() {
    let law = shipped();
    let reasons = law.refusal_reasons(day("2026-11-23"));
    let codes: Vec<_> = reasons.iter().map(|reason| reason.code.as_str()).collect();
    let expected = [
        "outside-role",
        "against-policy",
        "state-secret",
        "not-released",
        "untrue",
        "unknown-origin",
        "below-quality",
    ];
    assert_eq!(codes, expected);
    let untrue = reasons.get(4);
    assert_eq!(untrue.map(|reason| reason.text("vi")), Some("Không đúng sự thật"));
    assert_eq!(untrue.map(|reason| reason.text("en")), Some("Untrue"));
    assert!(law.refusal_reasons(day("2022-08-14")).is_empty());
    let rule = law.rule_on::<Vec<RefusalReason>>(RefusalReason::KEY, day("2026-11-23"));
    assert!(rule.is_ok_and(|rule| rule.citation.contains("IV.B.1.d")));
}

#[test]
fn there_is_a_password_rule_on_both_sides_of_the_change() {
    let law = shipped();
    let table = [("2026-06-30", Confidence::Inference), ("2026-07-01", Confidence::Quotation)];
    for (date, confidence) in table {
        let Ok(rule) = law.password_rule(day(date)) else { panic!("no rule on {date}") };
        assert_eq!(rule.confidence, Some(confidence));
        assert_eq!(rule.value.strength(false), PasswordStrength { min_length: 14, classes: 4 });
        assert_eq!(rule.value.strength(true).min_length, 8);
        assert_eq!((rule.value.history, rule.value.idle_days), (10, 45));
    }
}

#[test]
fn a_new_rule_needs_no_code_here() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Deadline {
        working_days: u32,
    }
    let early = rule("petition.forward", "valid_to = 2026-06-30\nvalue = { working_days = 5 }");
    let late = rule("petition.forward", "valid_from = 2026-07-01\nvalue = { working_days = 3 }");
    let law = load(&pack(&(early + &late + &rule("plain", "confidence = \"M\"\nvalue = 7"))));

    let days = |date| law.rule_on::<Deadline>("petition.forward", day(date));
    assert_eq!(days("2026-06-30").map(|rule| rule.value.working_days), Ok(5));
    let Ok(rule) = days("2026-07-01") else { panic!("no rule") };
    assert_eq!(rule.value, Deadline { working_days: 3 });
    assert_eq!(&*rule.citation, "Điều 1");
    assert_eq!((rule.valid_from, rule.valid_to), (day("2026-07-01"), Some(day("2026-12-31"))));
    let plain = law.pack("p").map(|pack| pack.rule::<u8>("plain", day("2026-01-01")));
    assert_eq!(
        plain.map(|rule| rule.map(|rule| (rule.value, rule.confidence))),
        Some(Ok((7, Some(Confidence::Memory))))
    );
}

#[test]
fn a_miss_says_why() {
    let law = load(&pack(&rule("a.b", "value = 7")));
    let miss = |key, date| law.rule_on::<u8>(key, day(date)).err();
    let key = || "a.b".to_owned();
    assert_eq!(miss("a.b", "2026-12-31"), None);
    let date = day("2027-01-01");
    assert_eq!(miss("a.b", "2027-01-01"), Some(LawMiss::NotInForce { key: key(), date }));
    let unknown = LawMiss::UnknownKey { key: "a.c".to_owned() };
    assert_eq!(miss("a.c", "2026-12-31"), Some(unknown));
    let shape = law.rule_on::<String>("a.b", day("2026-12-31"));
    assert!(matches!(shape, Err(LawMiss::WrongShape { key, .. }) if key == "a.b"));
}

#[test]
fn all_faults_of_a_file_come_at_once() {
    let text = r#"
        extra = 1
        [pack]
        key = "p"
        title_vi = ""
        citation = "P 1"
        valid_from = 2026-12-31
        valid_to = 2026-01-01
        colour = "red"
        [[rule]]
        key = "a.b"
        value = 1
        valid_from = "2026-01-01"
        valid_to = 2025-01-01
        confidence = "Z"
        cite = "Điều 1"
        [[rule]]
        key = "A b"
        citation = 5
        [[rule]]
        citation = "Điều 3"
        value = 2
    "#;
    let expected = [
        "p.toml: `extra` is no known field",
        "p.toml: `title_vi` is missing",
        "p.toml: `title_en` is missing",
        "p.toml: valid from 2026-12-31, yet only to 2026-01-01",
        "p.toml: `colour` is no known field",
        "p.toml: a.b: `citation` is missing",
        "p.toml: a.b: `valid_from` must be a day such as 2026-07-01, without quotes",
        "p.toml: a.b: valid from 2026-12-31, yet only to 2025-01-01",
        "p.toml: a.b: `confidence` must be one of S, A, B, C, M, I",
        "p.toml: a.b: `cite` is no known field",
        "p.toml: A b: the key is not written as `word.word`",
        "p.toml: A b: `citation` must be a text",
        "p.toml: A b: `value` is missing",
        "p.toml: rule 3: `key` is missing",
    ];
    assert_eq!(faults(text), expected);
}

#[test]
fn a_file_without_pack_or_rules_is_refused() {
    assert_eq!(faults(""), ["p.toml: `pack` is missing", "p.toml: `rule` is missing"]);
    let broken = faults("[pack\n");
    assert!(matches!(&broken[..], [fault] if fault.contains("line 1")), "{broken:?}");
    let no_such_day = faults(&pack(&rule("a", "value = 1\nvalid_to = 2026-02-30")));
    assert_eq!(no_such_day.len(), 1, "{no_such_day:?}");
}

#[test]
fn two_rules_of_a_key_may_not_hold_on_one_day() {
    let first = rule("a", "value = 1\nvalid_to = 2026-06-30");
    let touching = rule("a", "value = 2\nvalid_from = 2026-06-30");
    let next = rule("a", "value = 2\nvalid_from = 2026-07-01");
    let overlap = ["p.toml: a: also in force on 2026-06-30, in p.toml"];
    assert_eq!(faults(&pack(&(first.clone() + &touching))), overlap);
    assert!(faults(&pack(&(touching + &first))).iter().eq(overlap.iter()));
    assert!(faults(&pack(&(first + &next))).is_empty());
}

#[test]
fn two_packs_may_not_hold_on_one_day_either() {
    let (one, two) = (pack(&rule("a", "value = 1")), pack(&rule("a", "value = 2")));
    let other = two.replace("key = \"p\"", "key = \"q\"").replace("2026-01-01", "2026-12-31");
    let load = |two: &str| {
        let files = [("one.toml", one.as_str()), ("two.toml", two)];
        let faults = Law::load(files.into_iter()).err().unwrap_or_default();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(load(&other), ["two.toml: a: also in force on 2026-12-31, in one.toml"]);
    let same = two.replace("2026-01-01", "2027-01-01").replace("2026-12-31", "2027-12-31");
    assert_eq!(load(&same), ["two.toml: one.toml has the same pack key"]);
    let next = same.replace("key = \"p\"", "key = \"q\"");
    assert!(load(&next).is_empty());
}

#[test]
fn the_keys_known_here_are_checked_by_value() {
    let name = rule(
        "site.name",
        "value = { min_length = 2, max_length = 40, alphabet = \"abc\", inner_hyphen = true, \
         reserved = [] }",
    );
    let commune = rule("site.domain.commune", "value = \"{name}.{base}\"");
    let good = name.clone() + &commune;
    let section = |slug: &str, more: &str| {
        let value = format!("title_vi = \"T\", title_en = \"T\", purpose = \"P\", {more}");
        rule(&format!("site.section.{slug}"), &format!("value = {{ {value} }}"))
    };
    let top = section("top", "must = [\"commune\"]");
    let table = [
        (commune.clone(), "p.toml: `site.name` is missing"),
        (good.clone() + &commune, "p.toml: site.domain.commune: also in force on 2026-01-01"),
        (name + &commune.replace("base", "bas"), "site.domain.commune: bad value: a domain form"),
        (rule("site.domain.village", "value = \"x\""), "site.domain.village: no code reads"),
        (rule("site.sectoin.x", "value = 1"), "site.sectoin.x: no code reads this key"),
        (top.clone(), "p.toml: sections for a commune, but no `site.domain.commune`"),
        (good.clone() + &section("a", "must = []"), "a: bad value: no kind of site has it"),
        (good.clone() + &section("a", "must = [\"village\"]"), "a: bad value: unknown variant"),
        (
            good.clone() + &section("a", "must = [\"commune\"], encouraged = [\"commune\"]"),
            "a: bad value: `commune` stands twice",
        ),
        (good.clone() + &section("a", "must = [\"commune\"], icon = 1"), "unknown field `icon`"),
        (
            good.clone() + &section("a", "must = [\"commune\"], language = \"English\""),
            "a: bad value: `English` is no language code",
        ),
        (
            good.clone() + &section("a", "parent = \"top\", must = [\"commune\"]") + &top,
            "a: no section `top` stands before it",
        ),
        (
            good.clone()
                + &rule("site.domain.department", "value = \"{name}.{base}\"")
                + &top
                + &section("a", "parent = \"top\", must = [\"department\"]"),
            "a: a department has it, but not its parent `top`",
        ),
        (good.clone() + &top.replace("\"P\"", "\" \""), "top: bad value: the text is empty"),
        (
            rule(
                "article.refusal_reasons",
                "value = [{ code = \"a\", text_vi = \"A\", text_en = \"A\" }, \
                 { code = \"a\", text_vi = \"B\", text_en = \"B\" }]",
            ),
            "article.refusal_reasons: bad value: `a` stands twice",
        ),
        (rule("account.password", "value = {}"), "account.password: bad value: missing field"),
    ];
    for (rules, expected) in table {
        let found = faults(&pack(&rules));
        assert!(found.iter().any(|fault| fault.contains(expected)), "{expected}: {found:#?}");
    }
    assert!(faults(&pack(&(good + &top))).is_empty());
}

#[test]
fn a_changed_structure_is_a_new_pack() {
    let first = rule("site.footer", "value = []\nvalid_to = 2026-06-30");
    let second = rule("site.footer", "value = []\nvalid_from = 2026-07-01");
    assert_eq!(
        faults(&pack(&(first + &second))),
        ["p.toml: site.footer: stands twice in the pack"]
    );
}

#[test]
fn periods_and_holidays_are_checked_at_load() {
    for (key, value, fault) in [
        ("deadline.x", "{ count = 0, unit = \"days\" }", "a period of nought"),
        ("deadline.x", "{ count = 3, unit = \"weeks\" }", "unknown variant"),
        ("deadline.x", "{ count = 3, unit = \"hours\", before = true }", "not counted back"),
        ("calendar.weeks", "{ rest = [7] }", "no code reads this key"),
        ("calendar.year.next", "{}", "not written as"),
        ("calendar.year.2026", "{ first = { tet = 2026-02-16T08:00:00 } }", "no day such as"),
        ("calendar.holiday.x", "{ kind = \"solar\", month = 1, day = 1 }", "missing field"),
    ] {
        let found = faults(&pack(&rule(key, &format!("value = {value}"))));
        assert!(found.iter().any(|text| text.contains(fault)), "{key} {value}: {found:?}");
    }
}

#[test]
fn a_period_is_read_for_its_day() {
    let law = shipped();
    let days = |date| law.term("consultation.min_days.provincial-decision", day(date));
    assert_eq!(days("2025-03-31").map(|rule| rule.value), Ok(Term::days(30)));
    let now = days("2025-04-01").unwrap_or_else(|miss| panic!("{miss}"));
    assert_eq!((now.value, now.confidence), (Term::days(20), Some(Confidence::Memory)));
    assert_eq!(&*now.pack, "luat-ban-hanh-vbqppl-2025");
    assert!(law.term("petition.forward", day("2022-08-14")).is_err());
}
