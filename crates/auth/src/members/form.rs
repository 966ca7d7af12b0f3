//! The form for a new member.

use chrono::{DateTime, Utc};
use portal_core::{FieldFault, FormFaults, Posted, Role};

use super::days;
use crate::{credentials::is_login, grants::fits_a_section};

/// The roles a unit gives; the platform's is not among them.
pub const ROLES: [Role; 6] = [
    Role::Collaborator,
    Role::Editor,
    Role::Approver,
    Role::PetitionOfficer,
    Role::Head,
    Role::UnitAdministrator,
];

/// What the form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    /// Login name.
    pub login: String,
    /// Name as shown; only needed for somebody new.
    pub name: String,
    /// Address for notices.
    pub email: Option<String>,
    /// Role.
    pub role: Role,
    /// The section it is limited to; `None` is the whole site.
    pub section: Option<i64>,
    /// End of the role: the midnight that ends the last day.
    pub until: Option<DateTime<Utc>>,
}

/// Reads the form; notes what is wrong. `roles` and `sections` are what may be chosen.
pub fn read(
    posted: &Posted,
    (roles, sections): (&[Role], &[i64]),
    now: DateTime<Utc>,
    faults: &mut FormFaults,
) -> Option<NewMember> {
    let login = faults.check("login", posted.line("login").to_lowercase(), true, 64);
    if !login.is_empty() && faults.of("login").is_none() && !is_login(&login) {
        faults.add("login", FieldFault::Other("account-no-login", vec![]));
    }
    let name = faults.check("name", posted.line("name"), false, 150);
    let email = faults.check("email", posted.line("email"), false, 200);
    if !email.is_empty() && faults.of("email").is_none() && !is_email(&email) {
        faults.add("email", FieldFault::Other("member-no-email", vec![]));
    }
    let role = roles.iter().copied().find(|role| role.as_str() == posted.line("role"));
    if role.is_none() {
        faults.add("role", FieldFault::NoSuchChoice);
    }
    let section = posted.number("section");
    if section.is_some_and(|section| !sections.contains(&section)) {
        faults.add("section", FieldFault::NoSuchChoice);
    } else if section.is_some() && role.is_some_and(|role| !fits_a_section(role)) {
        faults.add("section", FieldFault::Other("grant-whole-only", vec![]));
    }
    let until = read_until(&posted.line("until"), now, faults);
    let email = (!email.is_empty()).then_some(email);
    let role = role.filter(|_| faults.is_empty())?;
    Some(NewMember { login, name, email, role, section, until })
}

fn read_until(text: &str, now: DateTime<Utc>, faults: &mut FormFaults) -> Option<DateTime<Utc>> {
    if text.is_empty() {
        return None;
    }
    let end = days::read(text).and_then(days::end_of);
    match end {
        None => faults.add("until", FieldFault::Other("member-no-date", vec![])),
        Some(end) if end <= now => {
            faults.add("until", FieldFault::Other("grant-ended", vec![]));
        }
        Some(_) => {}
    }
    end
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, domain)| {
        !user.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !text.contains([' ', ',', ';', '<', '>'])
            && text.matches('@').count() == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> (Option<NewMember>, FormFaults) {
        let mut faults = FormFaults::default();
        let now = "2026-11-23T01:00:00Z".parse().unwrap();
        let posted = Posted::from_pairs(pairs.iter().copied());
        (read(&posted, (&ROLES, &[4]), now, &mut faults), faults)
    }

    #[test]
    fn a_member_is_read_with_the_end_of_the_last_day_in_vietnam() {
        let (member, faults) = form(&[
            ("login", " An.Nguyen "),
            ("name", "Nguyễn An"),
            ("email", "an@quangtri.gov.vn"),
            ("role", "editor"),
            ("section", "4"),
            ("until", "2026-12-31"),
        ]);
        assert!(faults.is_empty(), "{faults:?}");
        let member = member.unwrap();
        assert_eq!(member.login, "an.nguyen");
        assert_eq!(member.until, "2026-12-31T17:00:00Z".parse().ok());
        assert_eq!((member.role, member.section), (Role::Editor, Some(4)));
        let administrator =
            form(&[("login", "an"), ("role", "unit-administrator"), ("section", "4")]);
        assert!(administrator.1.of("section").is_some());
    }

    #[test]
    fn every_field_names_its_own_fault() {
        for (field, value) in [
            ("login", ""),
            ("login", "an nguyen"),
            ("email", "an@"),
            ("role", "platform"),
            ("role", ""),
            ("section", "5"),
            ("until", "2026-11-22"),
            ("until", "31.12"),
        ] {
            let mut pairs = vec![("login", "an"), ("role", "editor")];
            pairs.retain(|(name, _)| *name != field);
            pairs.push((field, value));
            let (member, faults) = form(&pairs);
            assert!(member.is_none() && faults.of(field).is_some(), "{field}={value}: {faults:?}");
        }
        assert!(form(&[("login", "an"), ("role", "editor"), ("until", "23/11/2026")]).0.is_some());
    }
}
