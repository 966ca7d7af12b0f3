//! The request form: the law's forms 01a and 01b, read from the portal or typed in from paper.

use chrono::{DateTime, TimeDelta, Utc};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FieldFault, FormFaults, Outcome, PersonId, Posted, Texts, Tx,
    mail::is_mailbox,
    ui::{self, Field},
};
use uuid::Uuid;

use super::{
    Channel, Form, InformationRequestId, Wish, clocks,
    facts::InformationRequested,
    letters, links,
    queries::{self, New, sent::LinkKind},
    sealed::{self, Requester},
};

/// How long the link works that confirms an address.
const CONFIRM_DAYS: TimeDelta = TimeDelta::days(7);

/// What somebody asks for, and who.
pub struct Asking {
    /// Which form.
    pub form: Form,
    /// Who.
    pub requester: Requester,
    /// Name of the document or information.
    pub title: String,
    /// More about it.
    pub details: String,
    /// What for.
    pub purpose: String,
    /// How they want it.
    pub wish: Wish,
}

/// Which form was filled in; where it does not say so, an organisation's name tells.
pub fn which(posted: &Posted) -> Form {
    let by_name = if posted.has("organisation") { Form::Organisation } else { Form::Citizen };
    Form::parse(&posted.line("form")).unwrap_or(by_name)
}

/// Reads a filled-in form.
///
/// # Errors
/// Every fault, each at its field: what the law wants is missing, nothing by which to reach the
/// requester, a number that is none.
pub fn read(posted: &Posted, consent: bool) -> Result<Asking, FormFaults> {
    let form = which(posted);
    let mut faults = FormFaults::default();
    let mut line = |name, required, max| faults.check(name, posted.line(name), required, max);
    let requester = Requester {
        organisation: line("organisation", form == Form::Organisation, 200),
        name: line("name", true, 100),
        residence: line("residence", true, 250),
        identity: line("identity", true, 20).replace(' ', "").to_uppercase(),
        issued: line("issued", false, 120),
        phone: line("phone", false, 20),
        fax: line("fax", false, 20),
        email: line("email", false, 120),
    };
    let title = line("title", true, 300);
    let details = faults.check("details", posted.text("details").trim().to_owned(), false, 4_000);
    let purpose = faults.check("purpose", posted.text("purpose").trim().to_owned(), true, 1_000);
    let wish = Wish::parse(&posted.line("wish"));
    if wish.is_none() {
        faults.add("wish", FieldFault::Missing);
    }
    reach(&mut faults, &requester, wish);
    if consent && !posted.has("consent") {
        faults.add("consent", FieldFault::Other("information-consent-missing", vec![]));
    }
    match wish {
        Some(wish) if faults.is_empty() => {
            Ok(Asking { form, requester, title, details, purpose, wish })
        }
        _ => Err(faults),
    }
}

/// Whether a number is one, and the requester can be reached.
fn reach(faults: &mut FormFaults, requester: &Requester, wish: Option<Wish>) {
    let mut other = |field, key| faults.add(field, FieldFault::Other(key, vec![]));
    if !requester.identity.is_empty() && !is_identity(&requester.identity) {
        other("identity", "information-identity-bad");
    }
    for (field, number) in [("phone", &requester.phone), ("fax", &requester.fax)] {
        if !number.is_empty() && !is_phone(number) {
            other(field, "information-phone-bad");
        }
    }
    if !requester.email.is_empty() && !is_mailbox(&requester.email) {
        other("email", "information-email-bad");
    } else if requester.email.is_empty() && wish == Some(Wish::Email) {
        other("email", "information-email-wanted");
    } else if requester.email.is_empty() && requester.phone.is_empty() {
        other("phone", "information-reach-missing");
    }
}

/// Whether a text can be the number of an identity card (9 or 12 digits) or a passport.
fn is_identity(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let length = text.chars().count();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric());
    plain
        && (digits == length && matches!(length, 9 | 12)
            || (6..=12).contains(&length) && digits >= 5 && digits < length)
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (8..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +.-()".contains(c))
}

/// A request that arrives.
pub struct Arriving<'a> {
    /// What is asked for, and by whom.
    pub asking: &'a Asking,
    /// How it came in.
    pub channel: Channel,
    /// When it truly arrived.
    pub received_at: DateTime<Utc>,
    /// Whether the sender's browser did the work robots shun.
    pub proved: bool,
    /// Who typed it in from paper.
    pub entered_by: Option<PersonId>,
}

/// Keeps a request, with who asks sealed; its clock runs. Whoever sent it through the portal and left
/// an e-mail address is asked to confirm that.
///
/// Requirement: R-P9, R-P4.
pub async fn arrive(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    key: Uuid,
    arriving: &Arriving<'_>,
) -> Outcome<InformationRequestId> {
    let (site, secrets, asking) = (ctx.site.id, &app.config().secrets, arriving.asking);
    let (code, secret) = links::credentials(secrets, site, key);
    let new = New {
        code: &code,
        secret_mac: &links::mac(secrets, &code, &secret),
        form: asking.form,
        channel: arriving.channel,
        title: &asking.title,
        details: &asking.details,
        purpose: &asking.purpose,
        wish: asking.wish,
        proved: arriving.proved,
        received_at: arriving.received_at,
        entered_by: arriving.entered_by,
    };
    let id = queries::insert(tx, site, &new).await?;
    queries::insert_case(tx, site, id, arriving.received_at).await?;
    let sealed = sealed::seal(secrets, site, id, &asking.requester)?;
    queries::insert_requester(tx, site, id, &sealed).await?;
    clocks::begin(app, tx, ctx, id, arriving.channel, arriving.received_at).await?;
    if arriving.channel == Channel::Web && !asking.requester.email.is_empty() {
        let (token, hash) = links::token()?;
        let ends = ctx.now + CONFIRM_DAYS;
        let link = (LinkKind::Confirm, &hash[..]);
        queries::sent::insert_link(tx, site, (id, None), link, (ctx.now, ends)).await?;
        let letter = letters::received(app, ctx, &asking.requester.email, &code, &token, ends);
        tx.send(&letter).await?;
    }
    tx.tell(InformationRequested { request: id, site }).await?;
    Ok(id)
}

/// The fields of a form, as they come back.
pub fn fields(t: &Texts, posted: &Posted, faults: &FormFaults, form: Form) -> Markup {
    let field = |name, label| Field::new(t, posted, faults, name, label);
    let organisation = form == Form::Organisation;
    html! {
        h2 { (t.say("information-part-who")) }
        @if organisation {
            (field("organisation", "information-organisation").required().complete("organization").input("text"))
        }
        (field("name", if organisation { "information-representative" } else { "information-name" })
            .required().complete("name").input("text"))
        (field("residence", if organisation { "information-office" } else { "information-residence" })
            .hint("information-residence-hint").required().complete("street-address").input("text"))
        div.field-row {
            (field("identity", "information-identity").hint("information-identity-hint").required().input("text"))
            (field("issued", "information-issued").hint("information-issued-hint").input("text"))
        }
        div.field-row {
            (field("phone", "information-phone").complete("tel").input("tel"))
            (field("email", "information-email").hint("information-email-hint").complete("email").input("email"))
        }
        (field("fax", "information-fax").width("s").input("tel"))
        h2 { (t.say("information-part-what")) }
        (field("title", "information-title").hint("information-title-hint").required().width("full").input("text"))
        (field("details", "information-details").hint("information-details-hint").max(4_000).width("full").area(5))
        (field("purpose", "information-purpose").hint("information-purpose-hint").required().max(1_000).width("full").area(3))
        (field("wish", "information-wish").required().radios(&wishes(t)))
    }
}

fn wishes(t: &Texts) -> Vec<(String, String, Option<String>)> {
    Wish::ALL
        .iter()
        .map(|wish| {
            let hint = format!("{}-hint", wish.text_key());
            (wish.as_str().to_owned(), t.say(&wish.text_key()), Some(t.say(&hint)))
        })
        .collect()
}

/// The labels of the form's fields, for the list of what is wrong.
pub fn label(t: &Texts, name: &str) -> String {
    t.say(&format!("information-{name}"))
}

/// The box of consent.
pub fn consent(t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
    let fault = faults.of("consent");
    html! {
        div.field data-invalid[fault.is_some()] {
            @if let Some(fault) = fault {
                p.error id="f-consent-e" { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) }
            }
            label.choice {
                input type="checkbox" id="f-consent" name="consent" value="1" checked[posted.has("consent")] required
                    aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "f-consent-e")];
                " " span { (t.say("information-consent")) }
            }
        }
    }
}

/// What is wrong, at the top of a form.
pub fn summary(t: &Texts, faults: &FormFaults) -> Markup {
    ui::fault_summary(t, faults, |name| label(t, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(changes: &[(&str, &str)]) -> Posted {
        let mut fields = vec![
            ("form", "citizen"),
            ("name", "Hồ Văn Thử"),
            ("residence", "Đông Hà"),
            ("identity", "045 099 001 234"),
            ("phone", "0905 123 456"),
            ("email", "thu@example.vn"),
            ("title", "Quyết định phê duyệt quy hoạch"),
            ("purpose", "Tìm hiểu"),
            ("wish", "email"),
            ("consent", "1"),
        ];
        for change in changes {
            fields.retain(|(name, _)| *name != change.0);
            fields.push(*change);
        }
        Posted::from_pairs(fields)
    }

    #[test]
    fn the_law_wants_these_fields_and_a_way_to_the_requester() {
        assert!(read(&filled(&[]), true).is_ok());
        for (changes, field) in [
            (&[("name", "")][..], "name"),
            (&[("residence", "")], "residence"),
            (&[("identity", "12345")], "identity"),
            (&[("identity", "")], "identity"),
            (&[("title", " ")], "title"),
            (&[("purpose", "")], "purpose"),
            (&[("wish", "telepathy")], "wish"),
            (&[("phone", "gọi tôi")], "phone"),
            (&[("email", "không có")], "email"),
            (&[("email", "")], "email"),
            (&[("email", ""), ("phone", ""), ("wish", "paper")], "phone"),
            (&[("consent", "")], "consent"),
            (&[("form", "organisation")], "organisation"),
        ] {
            let faults = read(&filled(changes), true).err().unwrap_or_default();
            assert!(faults.of(field).is_some(), "{changes:?}: {faults:?}");
        }
        assert!(read(&filled(&[("consent", "")]), false).is_ok(), "paper was signed");
        assert!(read(&filled(&[("email", ""), ("wish", "paper")]), true).is_ok());
    }

    #[test]
    fn an_identity_is_a_card_or_a_passport() {
        for (text, good) in [
            ("045099001234", true),
            ("197123456", true),
            ("C1234567", true),
            ("1234567", false),
            ("ABCDEFGH", false),
            ("04509900123X456789", false),
            ("", false),
        ] {
            assert_eq!(is_identity(text), good, "{text}");
        }
    }
}
