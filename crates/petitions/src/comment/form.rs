//! The form of a comment.

use portal_core::{
    Ctx, FieldFault, FormFaults, Outcome, Posted, SiteId, mail::is_mailbox, robots::Sender,
};

/// Most characters of a comment.
pub(super) const LONGEST: usize = 2_000;
/// Most characters of a name.
pub(super) const LONGEST_NAME: usize = 60;
const PURPOSE: &str = "comment-email";

/// A comment as the form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComment {
    /// Name as given, or nothing.
    pub name: String,
    /// E-mail address, sealed.
    pub sealed_email: Option<Vec<u8>>,
    /// Text.
    pub body: String,
    /// Whether the sender's browser did the work that robots shun.
    pub proved: bool,
}

/// What the form holds, before it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub name: String,
    pub email: Option<String>,
    pub body: String,
}

/// Reads and checks the form: no links, neither in the text nor in the name.
pub(super) fn read(posted: &Posted) -> Result<Written, FormFaults> {
    let mut faults = FormFaults::default();
    let name = faults.check("name", posted.line("name"), false, LONGEST_NAME);
    let email = faults.check("email", posted.line("email"), false, 200);
    let body = faults.check("body", posted.text("body").trim().to_owned(), true, LONGEST);
    if !email.is_empty() && faults.of("email").is_none() && !is_mailbox(&email) {
        faults.add("email", FieldFault::Other("comment-no-email", Vec::new()));
    }
    for (field, text) in [("name", &name), ("body", &body)] {
        if has_link(text) && faults.of(field).is_none() {
            faults.add(field, FieldFault::Other("comment-no-links", Vec::new()));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Written { name, email: Some(email).filter(|email| !email.is_empty()), body })
}

/// Seals what is written.
pub(super) fn seal(
    secrets: &portal_core::SecretBox,
    ctx: &Ctx,
    written: Written,
    sender: Sender,
) -> Outcome<NewComment> {
    let sealed_email = match written.email {
        Some(email) => Some(secrets.seal(PURPOSE, &owner(ctx.site.id), email.as_bytes())?),
        None => None,
    };
    let proved = sender == Sender::Proved;
    Ok(NewComment { name: written.name, sealed_email, body: written.body, proved })
}

/// Opens the address of a comment's sender.
pub(super) fn open(
    secrets: &portal_core::SecretBox,
    site: SiteId,
    sealed: &[u8],
) -> Outcome<String> {
    let bytes = secrets.open(PURPOSE, &owner(site), sealed)?;
    String::from_utf8(bytes).map_err(portal_core::Fault::bug)
}

fn owner(site: SiteId) -> Vec<u8> {
    format!("site {site}").into_bytes()
}

/// Whether a text leads somewhere: an address with its scheme, or what a browser takes for one.
fn has_link(text: &str) -> bool {
    const ENDS: [&str; 9] = ["com", "net", "org", "info", "top", "xyz", "shop", "club", "site"];
    let text = text.to_lowercase();
    let host = |word: &str| {
        let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
        let host = host.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        !host.contains('@')
            && host.rsplit_once('.').is_some_and(|(name, end)| {
                !name.is_empty() && ENDS.contains(&end)
                    || end == "vn" && name.contains(|c: char| c.is_ascii_alphabetic())
            })
    };
    text.contains("://")
        || text.contains("www.")
        || text.contains("<a ")
        || text.split(|c: char| c.is_whitespace() || ",;()\"".contains(c)).any(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_leads_nowhere() {
        for text in [
            "xem https://mua.ban",
            "www.khuyenmai",
            "vào vay-nhanh.com nhé",
            "shop.vn/abc",
            "(re.top)",
            "<a href=x>",
            "HTTP://A",
        ] {
            assert!(has_link(text), "{text}");
        }
        for text in [
            "Bài hay quá.Cảm ơn",
            "1.200.000 đồng",
            "an@gmail.com",
            "TP.HCM, v.v.",
            "ngày 1.12.2026",
            "Nghị định 42/2022/NĐ-CP",
        ] {
            assert!(!has_link(text), "{text}");
        }
    }

    #[test]
    fn faults_stand_at_their_fields() {
        let posted = Posted::from_pairs([("name", "a.com"), ("email", "x"), ("body", " ")]);
        let faults = read(&posted).unwrap_err();
        assert_eq!(faults.of("body"), Some(&FieldFault::Missing));
        assert!(faults.of("name").is_some() && faults.of("email").is_some());
        let posted = Posted::from_pairs([("body", "Cảm ơn cán bộ trạm y tế.")]);
        assert_eq!(read(&posted).unwrap().email, None);
    }
}
