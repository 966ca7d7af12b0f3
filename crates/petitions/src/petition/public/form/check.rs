//! What a form must say before it is accepted.

use portal_core::{App, Ctx, FieldFault, FormFaults, Outcome, mail::is_mailbox};

use crate::petition::{
    Channel, PetitionKind, accept::NewPetition, fields, sender::SenderData, sent::Sent,
};

/// Longest title, in characters.
pub(super) const MAX_TITLE: usize = 150;
/// Longest text, in characters.
pub(super) const MAX_BODY: usize = 10_000;
/// Longest place and address, in characters.
pub(super) const MAX_LINE: usize = 200;
/// Longest name, in characters.
pub(super) const MAX_NAME: usize = 100;
/// Longest e-mail address, in characters.
const MAX_EMAIL: usize = 200;

/// Checks a form; gives what is to be accepted, or `None` when something is wrong with it.
pub(super) fn check(
    app: &App,
    ctx: &Ctx,
    sent: &mut Sent,
    proved: bool,
) -> Outcome<Option<NewPetition>> {
    let (posted, faults) = (&sent.posted, &mut sent.faults);
    let kind = PetitionKind::parse(&posted.line("kind"));
    if kind.is_none() {
        faults.add("kind", FieldFault::Missing);
    }
    let mut line = |name: &str, required: bool, max: usize| {
        faults.check(name, posted.line(name), required, max)
    };
    let title = line("title", true, MAX_TITLE);
    let place = line("place", false, MAX_LINE);
    let sender = SenderData {
        name: line("name", true, MAX_NAME),
        organisation: line("organisation", false, MAX_LINE),
        address: line("address", true, MAX_LINE),
        phone: line("phone", false, 30),
        email: line("email", false, MAX_EMAIL),
    };
    let body = posted.text("body").trim().to_owned();
    let body =
        if faults.of("body").is_some() { body } else { faults.check("body", body, true, MAX_BODY) };
    let field = posted.line("field");
    if !fields::all(app, ctx.now)?.iter().any(|known| known.code == field) {
        faults.add(
            "field",
            if field.is_empty() { FieldFault::Missing } else { FieldFault::NoSuchChoice },
        );
    }
    reachable(&sender, faults);
    if !posted.has("consent") {
        faults.add("consent", FieldFault::Other("petition-form-consent-missing", Vec::new()));
    }
    let (Some(kind), true) = (kind, faults.is_empty()) else { return Ok(None) };
    Ok(Some(NewPetition {
        kind,
        channel: Channel::Web,
        field,
        place,
        title,
        body,
        sender,
        name_shown: posted.has("name_shown"),
        confidential: posted.has("confidential"),
        proved,
        received_at: ctx.now,
        entered_by: None,
        files: sent.files.clone(),
    }))
}

/// A telephone number or an e-mail address, and whichever there is must be one.
fn reachable(sender: &SenderData, faults: &mut FormFaults) {
    let other = |key| FieldFault::Other(key, Vec::new());
    if sender.phone.is_empty() && sender.email.is_empty() {
        faults.add("phone", other("petition-form-unreachable"));
    }
    if !sender.phone.is_empty() && !is_phone(&sender.phone) {
        faults.add("phone", other("petition-form-phone-wrong"));
    }
    if !sender.email.is_empty() && !is_email(&sender.email) {
        faults.add("email", other("petition-form-email-wrong"));
    }
}

/// Whether a text is a telephone number as people write one.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (8..=15).contains(&digits)
        && text.chars().enumerate().all(|(at, c)| match c {
            '+' => at == 0,
            _ => c.is_ascii_digit() || " .-()".contains(c),
        })
}

/// Whether a text is one e-mail address and nothing else.
pub(super) fn is_email(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>(),;:\\\"[]".contains(c);
    text.chars().all(plain)
        && text.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.'))
        && is_mailbox(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_told_from_what_is_none() {
        for (text, is) in [
            ("0912345678", true),
            ("0912 345 678", true),
            ("+84 (91) 234.56-78", true),
            ("0233.3852.144", true),
            ("113", false),
            ("không có", false),
            ("09123456789012345", false),
            ("0912+345678", false),
            ("٠٩١٢٣٤٥٦٧٨", false),
        ] {
            assert_eq!(is_phone(text), is, "{text}");
        }
        for (text, is) in [
            ("dan@vidu.vn", true),
            ("nguyen.van-a+kn@mail.vidu.com.vn", true),
            ("dan@vidu", false),
            ("dan", false),
            ("Dân <dan@vidu.vn>", false),
            ("dan@vidu.vn,ai@vidu.vn", false),
            ("dan@vidu.vn\nBcc: ai@vidu.vn", false),
            ("a b@vidu.vn", false),
        ] {
            assert_eq!(is_email(text), is, "{text}");
        }
    }
}
