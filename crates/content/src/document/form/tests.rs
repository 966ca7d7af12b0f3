use super::*;

fn offer() -> Offer {
    let mut offer = Offer::default();
    offer.put("kind", vec![("quyet-dinh".into(), "Quyết định (QĐ)".into())]);
    offer
}

fn read(pairs: &[(&str, &str)], demand: Demand, offer: &Offer) -> (DocumentFields, FormFaults) {
    let mut faults = FormFaults::default();
    let posted = Posted::from_pairs(pairs.iter().copied());
    let value = check(&posted, demand, offer, &mut faults);
    (crate::content_type::fields(&value), faults)
}

const WHOLE: [(&str, &str); 7] = [
    ("number", "1637/QĐ-UBND"),
    ("kind", "quyet-dinh"),
    ("issuer", "UBND tỉnh"),
    ("issued_on", "2026-11-20"),
    ("in_force_on", "01/12/2026"),
    ("expires_on", ""),
    ("attachments", "7"),
];

#[test]
fn what_goes_in_comes_out_again() {
    let mut pairs = WHOLE.to_vec();
    pairs.extend([("relation_kind_0", "replaces"), ("relation_number_0", "9/QĐ-UBND")]);
    let (of, faults) = read(&pairs, Demand::Complete, &offer());
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(of.in_force_on, NaiveDate::from_ymd_opt(2026, 12, 1));
    let mut posted = Posted::default();
    fill(of.clone(), &mut posted);
    let again = check(&posted, Demand::Complete, &offer(), &mut FormFaults::default());
    assert_eq!(crate::content_type::fields::<DocumentFields>(&again), of);
}

#[test]
fn a_draft_may_have_gaps_and_what_is_submitted_may_not() {
    assert!(read(&[], Demand::Draft, &offer()).1.is_empty());
    let (_, faults) = read(&[], Demand::Complete, &offer());
    let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["number", "kind", "issuer", "issued_on", "attachments"]);
}

#[test]
fn every_fault_stands_at_its_field() {
    let (_, faults) = read(
        &[
            ("number", "///"),
            ("kind", "lenh-mieng"),
            ("issued_on", "31/02/2026"),
            ("in_force_on", "2026-12-01"),
            ("expires_on", "2026-12-01"),
            ("source_url", "javascript:alert(1)"),
            ("relation_kind_3", "marries"),
            ("relation_number_4", ""),
            ("relation_kind_4", "amends"),
        ],
        Demand::Draft,
        &offer(),
    );
    for field in [
        "number",
        "kind",
        "issued_on",
        "expires_on",
        "source_url",
        "relation_kind_3",
        "relation_number_4",
    ] {
        assert!(faults.of(field).is_some(), "{field}: {faults:?}");
    }
}

#[test]
fn a_number_of_one_document_means_that_document() {
    let row = [("relation_kind_0", "amends"), ("relation_number_0", "9/qd-ubnd")];
    let target = |offer: &Offer, more: &[(&str, &str)]| {
        let (of, faults) = read(&[&row[..], more].concat(), Demand::Draft, offer);
        (of.relations[0].target, of.relations[0].title.clone(), faults.is_empty())
    };
    assert_eq!(target(&offer(), &[]), (None, String::new(), true), "nobody here has it");
    let one = |ids: &[&str]| {
        let mut offer = offer();
        let list = |text: &str| ids.iter().map(|id| ((*id).into(), text.into())).collect();
        offer.put(Row::exact(0), list("9qdubnd"));
        offer.put(Row::titles(0), list("Giá đất"));
        offer
    };
    assert_eq!(target(&one(&["41"]), &[]), (Some(41), "Giá đất".into(), true));
    assert!(!target(&one(&["41", "42"]), &[]).2, "of two one has to be chosen");
    let chosen = [("relation_target_0", "42"), ("relation_offered_0", "9/qd-ubnd")];
    assert_eq!(target(&one(&["41", "42"]), &chosen).0, Some(42));
    let outside = [("relation_target_0", ""), ("relation_offered_0", "9/qd-ubnd")];
    assert_eq!(target(&one(&["41"]), &outside).0, None);
    let stale = [("relation_target_0", "77"), ("relation_offered_0", "10/QĐ-UBND")];
    assert_eq!(target(&one(&["41"]), &stale).0, Some(41), "the number was changed since");
}

#[test]
fn rows_grow_with_what_is_filled() {
    assert_eq!(rows(&Posted::default()), SPARE_ROWS);
    let posted = Posted::from_pairs([("relation_number_4", "9/QĐ")]);
    assert_eq!(rows(&posted), 5 + SPARE_ROWS);
}

#[test]
fn texts_are_the_types_own_where_it_has_them() {
    assert_eq!(text("field-relation_number_12"), "document-field-relation_number");
    assert_eq!(text("field-title"), "document-field-title");
    assert_eq!(text("field-section"), "admin-field-section");
}
