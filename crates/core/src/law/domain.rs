use serde::Deserialize;

/// Most characters of a host name in the DNS.
const HOST_MAX: usize = 253;

/// How the label that names a site may be written.
///
/// Requirement: R-T2. Legal source: key `site.name` of the law packs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamePattern {
    /// Fewest characters.
    pub min_length: usize,
    /// Most characters.
    pub max_length: usize,
    /// The characters allowed, hyphen apart.
    pub alphabet: String,
    /// Whether single hyphens may stand between two of them.
    pub inner_hyphen: bool,
    /// Names that no site may have, because services of the province bear them.
    pub reserved: Vec<String>,
}

/// The form that the domains of one kind of site have, such as `{name}.{district}.{base}`.
///
/// Requirement: R-T2. Legal source: keys `site.domain.<kind>`, `site.name` of the law packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainForm {
    template: String,
    labels: Vec<Label>,
    names: NamePattern,
}

/// What is wrong with a domain; the parts a message needs, no message.
///
/// Requirement: R-T2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainFault {
    /// Nothing stands before, after, or between two dots.
    EmptyLabel,
    /// The whole host is longer than the DNS allows.
    HostTooLong {
        /// Its length in characters.
        length: usize,
        /// The most allowed.
        max: usize,
    },
    /// A capital letter.
    Uppercase {
        /// The part it stands in.
        label: String,
        /// The letter.
        character: char,
    },
    /// A letter with an accent or tone mark, or `đ`, or a mark on its own.
    Accented {
        /// The part it stands in.
        label: String,
        /// The letter.
        character: char,
    },
    /// Any other character that a name may not have.
    Character {
        /// The part it stands in.
        label: String,
        /// The character.
        character: char,
    },
    /// A hyphen that does not stand singly between two letters or digits.
    Hyphen {
        /// The part it stands in.
        label: String,
    },
    /// The host does not end with the province's base domain.
    NotUnderBase {
        /// The base domain.
        base: String,
    },
    /// Too many or too few parts before the base domain.
    LabelCount {
        /// How many the form has.
        expected: usize,
        /// How many there are.
        found: usize,
        /// The form, such as `{name}.{district}.{base}`.
        form: String,
    },
    /// A part that is laid down word for word reads otherwise.
    Fixed {
        /// What must stand there, such as `www`.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The form has the district in it, but the site has no parent.
    NoParent,
    /// The parent's own domain is not a single name under the base domain.
    ParentHost {
        /// The parent's host.
        host: String,
    },
    /// The district part is not the parent's name.
    NotTheParent {
        /// The parent's name.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The name is too short.
    NameTooShort {
        /// The name.
        label: String,
        /// Fewest characters.
        min: usize,
    },
    /// The name is too long.
    NameTooLong {
        /// The name.
        label: String,
        /// Most characters.
        max: usize,
    },
    /// The name is kept for a service.
    Reserved {
        /// The name.
        label: String,
    },
}

impl DomainForm {
    /// Gives the form as the pack writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.template
    }

    /// Gives the rule for the name in it.
    #[must_use]
    pub const fn names(&self) -> &NamePattern {
        &self.names
    }

    /// Tells whether the domain holds the parent's name, so that `parent_host` is needed.
    #[must_use]
    pub fn needs_parent(&self) -> bool {
        self.labels.contains(&Label::District)
    }

    /// Checks a host (no port, no final dot) against the form, under the province's base domain.
    ///
    /// `parent_host` is the domain of the site above, a district's for a commune; forms without
    /// the district do not look at it.
    ///
    /// # Errors
    ///
    /// The first fault: what cannot be any host's first, then base, number of parts, each part from
    /// the left.
    ///
    /// Requirement: R-T2.
    pub fn check(
        &self,
        base: &str,
        host: &str,
        parent_host: Option<&str>,
    ) -> Result<(), DomainFault> {
        let length = host.chars().count();
        if length > HOST_MAX {
            return Err(DomainFault::HostTooLong { length, max: HOST_MAX });
        }
        for label in host.split('.') {
            self.written(label)?;
        }
        let own = under(base, host)?;
        let found: Vec<&str> = own.split('.').filter(|label| !label.is_empty()).collect();
        if found.len() != self.labels.len() {
            return Err(DomainFault::LabelCount {
                expected: self.labels.len(),
                found: found.len(),
                form: self.template.clone(),
            });
        }
        for (label, found) in self.labels.iter().zip(found) {
            match label {
                Label::Fixed(expected) if expected != found => {
                    let (expected, found) = (expected.clone(), found.to_owned());
                    return Err(DomainFault::Fixed { expected, found });
                }
                Label::Fixed(_) => {}
                Label::Name => self.name(found)?,
                Label::District => district(base, found, parent_host)?,
            }
        }
        Ok(())
    }

    /// Puts a host together from a site's name, and checks it.
    ///
    /// # Errors
    ///
    /// As for [`DomainForm::check`]; a name with a dot in it is a [`DomainFault::LabelCount`].
    ///
    /// Requirement: R-T2, R-T4.
    pub fn host(
        &self,
        base: &str,
        name: &str,
        parent_host: Option<&str>,
    ) -> Result<String, DomainFault> {
        let mut host = String::new();
        for label in &self.labels {
            host.push_str(match label {
                Label::Fixed(text) => text,
                Label::Name => name,
                Label::District => parent_name(base, parent_host)?,
            });
            host.push('.');
        }
        host.push_str(base);
        self.check(base, &host, parent_host)?;
        Ok(host)
    }

    /// Reads a template; an error says what is wrong with it.
    pub(super) fn new(template: &str, names: &NamePattern) -> Result<Self, String> {
        let Some(before) = template.strip_suffix(".{base}") else {
            return Err("a domain form ends with `.{base}`".to_owned());
        };
        let mut labels = Vec::new();
        for label in before.split('.') {
            labels.push(match label {
                "{name}" => Label::Name,
                "{district}" => Label::District,
                text if plain(text) => Label::Fixed(text.to_owned()),
                text => return Err(format!("`{text}` is neither a name nor a known part")),
            });
        }
        for part in [Label::Name, Label::District] {
            if labels.iter().filter(|label| **label == part).count() > 1 {
                return Err("a part stands twice".to_owned());
            }
        }
        let form = Self { template: template.to_owned(), labels, names: names.clone() };
        if names.min_length == 0 || names.min_length > names.max_length || names.max_length > 63 {
            return Err("the lengths in `site.name` are not 1 ≤ min ≤ max ≤ 63".to_owned());
        }
        Ok(form)
    }

    /// Checks what any part must fulfil, so that the message speaks of what was really typed.
    fn written(&self, label: &str) -> Result<(), DomainFault> {
        if label.is_empty() {
            return Err(DomainFault::EmptyLabel);
        }
        let shown = || label.to_owned();
        for character in label.chars() {
            if character.is_uppercase() {
                return Err(DomainFault::Uppercase { label: shown(), character });
            }
            if character.is_alphabetic() && !character.is_ascii() || combining(character) {
                return Err(DomainFault::Accented { label: shown(), character });
            }
            let hyphen = character == '-' && self.names.inner_hyphen;
            if !hyphen && !self.names.alphabet.contains(character) {
                return Err(DomainFault::Character { label: shown(), character });
            }
        }
        // Two in a row would let `xn--…` in, which is an accented name in disguise.
        if label.starts_with('-') || label.ends_with('-') || label.contains("--") {
            return Err(DomainFault::Hyphen { label: shown() });
        }
        Ok(())
    }

    fn name(&self, label: &str) -> Result<(), DomainFault> {
        let length = label.chars().count();
        let NamePattern { min_length: min, max_length: max, .. } = self.names;
        let shown = || label.to_owned();
        if length < min {
            return Err(DomainFault::NameTooShort { label: shown(), min });
        }
        if length > max {
            return Err(DomainFault::NameTooLong { label: shown(), max });
        }
        if self.names.reserved.iter().any(|reserved| reserved == label) {
            return Err(DomainFault::Reserved { label: shown() });
        }
        Ok(())
    }
}

/// One part of a form, base domain apart.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Label {
    Fixed(String),
    Name,
    District,
}

/// Gives what stands before the base domain: empty for the base domain itself, else without its
/// final dot.
fn under<'a>(base: &str, host: &'a str) -> Result<&'a str, DomainFault> {
    host.strip_suffix(base)
        .filter(|own| own.is_empty() || own.ends_with('.'))
        .map(|own| own.strip_suffix('.').unwrap_or(own))
        .ok_or_else(|| DomainFault::NotUnderBase { base: base.to_owned() })
}

fn parent_name<'a>(base: &str, parent_host: Option<&'a str>) -> Result<&'a str, DomainFault> {
    let host = parent_host.ok_or(DomainFault::NoParent)?;
    match under(base, host) {
        Ok(name) if !name.is_empty() && !name.contains('.') => Ok(name),
        _ => Err(DomainFault::ParentHost { host: host.to_owned() }),
    }
}

fn district(base: &str, found: &str, parent_host: Option<&str>) -> Result<(), DomainFault> {
    let expected = parent_name(base, parent_host)?;
    if found == expected {
        return Ok(());
    }
    Err(DomainFault::NotTheParent { expected: expected.to_owned(), found: found.to_owned() })
}

fn plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// Tells a tone mark or accent that stands apart from its letter (text not in NFC).
const fn combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "quangtri.gov.vn";

    fn form(template: &str) -> DomainForm {
        let names = NamePattern {
            min_length: 2,
            max_length: 40,
            alphabet: "abcdefghijklmnopqrstuvwxyz0123456789".to_owned(),
            inner_hyphen: true,
            reserved: ["www", "admin", "mail", "api"].map(str::to_owned).to_vec(),
        };
        DomainForm::new(template, &names).unwrap_or_else(|words| panic!("{words}"))
    }

    fn s(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn good_domains_pass() {
        let district = Some("huonghoa.quangtri.gov.vn");
        let table = [
            ("www.{base}", "www.quangtri.gov.vn", None),
            ("{name}.{base}", "soyte.quangtri.gov.vn", None),
            ("{name}.{base}", "doh.quangtri.gov.vn", None),
            ("{name}.{base}", "so-y-te.quangtri.gov.vn", None),
            ("{name}.{base}", "phuong1.quangtri.gov.vn", None),
            ("{name}.{base}", "khesanh.quangtri.gov.vn", district),
            ("{name}.{district}.{base}", "khesanh.huonghoa.quangtri.gov.vn", district),
        ];
        for (template, host, parent) in table {
            assert_eq!(form(template).check(BASE, host, parent), Ok(()), "{host}");
        }
    }

    #[test]
    fn a_refusal_says_what_is_wrong() {
        use DomainFault as F;
        let label = s;
        let count = |found| F::LabelCount { expected: 1, found, form: s("{name}.{base}") };
        let long = "a".repeat(41);
        let table = [
            ("", F::EmptyLabel),
            (".quangtri.gov.vn", F::EmptyLabel),
            ("soyte..quangtri.gov.vn", F::EmptyLabel),
            ("soyte.quangtri.gov.vn.", F::EmptyLabel),
            ("Soyte.quangtri.gov.vn", F::Uppercase { label: label("Soyte"), character: 'S' }),
            ("soyte.QUANGTRI.gov.vn", F::Uppercase { label: label("QUANGTRI"), character: 'Q' }),
            ("sởyte.quangtri.gov.vn", F::Accented { label: label("sởyte"), character: 'ở' }),
            ("dakrông.quangtri.gov.vn", F::Accented { label: label("dakrông"), character: 'ô' }),
            ("đakrong.quangtri.gov.vn", F::Accented { label: label("đakrong"), character: 'đ' }),
            ("Đakrong.quangtri.gov.vn", F::Uppercase { label: label("Đakrong"), character: 'Đ' }),
            (
                "so\u{301}yte.quangtri.gov.vn",
                F::Accented { label: label("so\u{301}yte"), character: '\u{301}' },
            ),
            ("so_yte.quangtri.gov.vn", F::Character { label: label("so_yte"), character: '_' }),
            ("so yte.quangtri.gov.vn", F::Character { label: label("so yte"), character: ' ' }),
            ("soyte.quangtri.gov.vn:80", F::Character { label: label("vn:80"), character: ':' }),
            ("-soyte.quangtri.gov.vn", F::Hyphen { label: label("-soyte") }),
            ("soyte-.quangtri.gov.vn", F::Hyphen { label: label("soyte-") }),
            ("xn--syte-h5a.quangtri.gov.vn", F::Hyphen { label: label("xn--syte-h5a") }),
            ("soyte.quangbinh.gov.vn", F::NotUnderBase { base: s(BASE) }),
            ("soytequangtri.gov.vn", F::NotUnderBase { base: s(BASE) }),
            ("soyte.quangtri.gov.vn.evil.com", F::NotUnderBase { base: s(BASE) }),
            ("quangtri.gov.vn", count(0)),
            ("khesanh.huonghoa.quangtri.gov.vn", count(2)),
            ("a.quangtri.gov.vn", F::NameTooShort { label: label("a"), min: 2 }),
            ("www.quangtri.gov.vn", F::Reserved { label: label("www") }),
            ("api.quangtri.gov.vn", F::Reserved { label: label("api") }),
        ];
        let form = form("{name}.{base}");
        for (host, fault) in table {
            assert_eq!(form.check(BASE, host, None), Err(fault), "{host}");
        }
        let host = format!("{long}.{BASE}");
        let fault = F::NameTooLong { label: long, max: 40 };
        assert_eq!(form.check(BASE, &host, None), Err(fault));
        let host = format!("{}{BASE}", "ab.".repeat(100));
        let fault = F::HostTooLong { length: 315, max: 253 };
        assert_eq!(form.check(BASE, &host, None), Err(fault));
    }

    #[test]
    fn a_fixed_part_must_stand_word_for_word() {
        let fault = DomainFault::Fixed { expected: s("www"), found: s("portal") };
        assert_eq!(form("www.{base}").check(BASE, "portal.quangtri.gov.vn", None), Err(fault));
    }

    #[test]
    fn a_commune_under_a_district_bears_its_name() {
        use DomainFault as F;
        let host = "khesanh.huonghoa.quangtri.gov.vn";
        let other = F::NotTheParent { expected: s("dakrong"), found: s("huonghoa") };
        let parent = |host: &str| F::ParentHost { host: s(host) };
        let table = [
            (None, F::NoParent),
            (Some("dakrong.quangtri.gov.vn"), other),
            (Some("quangtri.gov.vn"), parent("quangtri.gov.vn")),
            (Some("huonghoa.hue.gov.vn"), parent("huonghoa.hue.gov.vn")),
            (Some("a.huonghoa.quangtri.gov.vn"), parent("a.huonghoa.quangtri.gov.vn")),
        ];
        let form = form("{name}.{district}.{base}");
        assert!(form.needs_parent());
        for (parent, fault) in table {
            assert_eq!(form.check(BASE, host, parent), Err(fault), "{parent:?}");
        }
    }

    #[test]
    fn a_host_is_put_together_from_the_name() {
        let district = Some("huonghoa.quangtri.gov.vn");
        let level_5 = form("{name}.{district}.{base}");
        let host = level_5.host(BASE, "khesanh", district);
        assert_eq!(host.as_deref(), Ok("khesanh.huonghoa.quangtri.gov.vn"));
        let host = form("{name}.{base}").host(BASE, "khesanh", district);
        assert_eq!(host.as_deref(), Ok("khesanh.quangtri.gov.vn"));
        let host = form("www.{base}").host(BASE, "", None);
        assert_eq!(host.as_deref(), Ok("www.quangtri.gov.vn"));
        assert_eq!(level_5.host(BASE, "khesanh", None), Err(DomainFault::NoParent));
    }

    #[test]
    fn a_template_must_make_sense() {
        let names = form("{name}.{base}").names().clone();
        for template in
            ["", "{base}", "{name}", "{name}.{bas}", "{x}.{base}", "{name}.{name}.{base}"]
        {
            assert!(DomainForm::new(template, &names).is_err(), "{template}");
        }
        let lengths = [(0, 40), (5, 4), (2, 64)];
        for (min_length, max_length) in lengths {
            let names = NamePattern { min_length, max_length, ..names.clone() };
            assert!(DomainForm::new("{name}.{base}", &names).is_err(), "{min_length}");
        }
    }
}
