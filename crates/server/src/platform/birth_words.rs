//! Why a site cannot be created, at its field and in words: for the desk, the command line and the
//! import alike.

use portal_core::{FieldFault, birth::BirthFault, law::DomainFault};

/// The field a fault belongs to, named as in the create form and in `units.csv`, and its sentence.
pub fn at_field(fault: &BirthFault) -> (&'static str, FieldFault) {
    let say = |key| FieldFault::Other(key, Vec::new());
    match fault {
        BirthFault::BadCode => ("code", say("birth-bad-code")),
        BirthFault::CodeTaken => ("code", say("birth-code-taken")),
        BirthFault::NoName => ("name_vi", FieldFault::Missing),
        BirthFault::NameTooLong => ("name_vi", FieldFault::TooLong(200)),
        BirthFault::HostTaken => ("domain", say("birth-host-taken")),
        BirthFault::Domain(fault) => ("domain", domain(fault)),
        BirthFault::NoSuchParent => ("parent", say("birth-no-such-parent")),
        BirthFault::SecondProvince => ("kind", say("birth-second-province")),
        BirthFault::ParentMissing => ("parent", say("birth-parent-missing")),
        BirthFault::NotVietnamese => ("languages", say("birth-not-vietnamese")),
        BirthFault::NoPlugin => ("kind", say("birth-no-plugin")),
        BirthFault::KindNotInForce => ("kind", say("birth-kind-not-in-force")),
    }
}

/// What is wrong with a domain, in words.
pub fn domain(fault: &DomainFault) -> FieldFault {
    use DomainFault as F;
    let of = |key, args: Vec<(&'static str, String)>| FieldFault::Other(key, args);
    let letter = |key, label: &String, character: &char| {
        of(key, vec![("label", label.clone()), ("character", character.to_string())])
    };
    match fault {
        F::EmptyLabel => of("domain-empty-label", Vec::new()),
        F::HostTooLong { max, .. } => of("domain-host-too-long", vec![("max", max.to_string())]),
        F::Uppercase { label, character } => letter("domain-uppercase", label, character),
        F::Accented { label, character } => letter("domain-accented", label, character),
        F::Character { label, character } => letter("domain-character", label, character),
        F::Hyphen { label } => of("domain-hyphen", vec![("label", label.clone())]),
        F::NotUnderBase { base } => of("domain-not-under-base", vec![("base", base.clone())]),
        F::LabelCount { found, form, .. } => {
            of("domain-label-count", vec![("form", form.clone()), ("found", found.to_string())])
        }
        F::Fixed { expected, found } => {
            of("domain-fixed", vec![("expected", expected.clone()), ("found", found.clone())])
        }
        F::NoParent => of("domain-no-parent", Vec::new()),
        F::ParentHost { host } => of("domain-parent-host", vec![("host", host.clone())]),
        F::NotTheParent { expected, found } => of(
            "domain-not-the-parent",
            vec![("expected", expected.clone()), ("found", found.clone())],
        ),
        F::NameTooShort { label, min } => {
            of("domain-name-too-short", vec![("label", label.clone()), ("min", min.to_string())])
        }
        F::NameTooLong { label, max } => {
            of("domain-name-too-long", vec![("label", label.clone()), ("max", max.to_string())])
        }
        F::Reserved { label } => of("domain-reserved", vec![("label", label.clone())]),
    }
}

#[cfg(test)]
mod tests {
    use portal_core::{Lang, lang::Locales};

    use super::*;

    #[test]
    fn every_fault_has_its_sentence_in_every_language() {
        let s = || "x".to_owned();
        let faults = [
            BirthFault::BadCode,
            BirthFault::CodeTaken,
            BirthFault::NoName,
            BirthFault::NameTooLong,
            BirthFault::HostTaken,
            BirthFault::NoSuchParent,
            BirthFault::SecondProvince,
            BirthFault::ParentMissing,
            BirthFault::NotVietnamese,
            BirthFault::NoPlugin,
            BirthFault::KindNotInForce,
            BirthFault::Domain(DomainFault::EmptyLabel),
            BirthFault::Domain(DomainFault::HostTooLong { length: 300, max: 253 }),
            BirthFault::Domain(DomainFault::Uppercase { label: s(), character: 'X' }),
            BirthFault::Domain(DomainFault::Accented { label: s(), character: 'ô' }),
            BirthFault::Domain(DomainFault::Character { label: s(), character: '_' }),
            BirthFault::Domain(DomainFault::Hyphen { label: s() }),
            BirthFault::Domain(DomainFault::NotUnderBase { base: s() }),
            BirthFault::Domain(DomainFault::LabelCount { expected: 1, found: 2, form: s() }),
            BirthFault::Domain(DomainFault::Fixed { expected: s(), found: s() }),
            BirthFault::Domain(DomainFault::NoParent),
            BirthFault::Domain(DomainFault::ParentHost { host: s() }),
            BirthFault::Domain(DomainFault::NotTheParent { expected: s(), found: s() }),
            BirthFault::Domain(DomainFault::NameTooShort { label: s(), min: 2 }),
            BirthFault::Domain(DomainFault::NameTooLong { label: s(), max: 40 }),
            BirthFault::Domain(DomainFault::Reserved { label: s() }),
        ];
        for lang in Lang::all() {
            let t = Locales::shipped().texts(lang);
            for fault in &faults {
                let sentence = at_field(fault).1.sentence(&t);
                assert!(!sentence.contains(['⟦', '{']), "{sentence}");
            }
        }
    }
}
