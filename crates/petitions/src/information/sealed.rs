//! Who asks, and what they add: sealed, with the row they belong to.

use portal_core::{Fault, Outcome, SecretBox, SiteId};
use serde::{Deserialize, Serialize};

use super::InformationRequestId;

const REQUESTER: &str = "information.requester";
const FILE: &str = "information.file";

/// Who asks. Never shown but to holders of the permission for it, and to the requester.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requester {
    /// Full name; of the representative where there is one.
    pub name: String,
    /// Where they live; the organisation's address.
    pub residence: String,
    /// Number of the identity card or passport.
    pub identity: String,
    /// When and where it was issued.
    pub issued: String,
    /// Telephone.
    pub phone: String,
    /// Fax.
    pub fax: String,
    /// E-mail.
    pub email: String,
    /// The organisation, of form 01b.
    pub organisation: String,
}

impl Requester {
    /// The identity number with all but its last four characters hidden: `••••1234`.
    pub fn masked(&self) -> String {
        let skip = self.identity.chars().count().saturating_sub(4);
        let last: String = self.identity.chars().skip(skip).collect();
        if last.is_empty() { String::new() } else { format!("••••{last}") }
    }

    /// What the paper forms address: the organisation, or the person.
    pub fn addressed(&self) -> &str {
        if self.organisation.is_empty() { &self.name } else { &self.organisation }
    }
}

fn whose(site: SiteId, id: InformationRequestId) -> Vec<u8> {
    format!("{site}/{id}").into_bytes()
}

/// Seals a requester for their request's row.
pub fn seal(
    secrets: &SecretBox,
    site: SiteId,
    id: InformationRequestId,
    requester: &Requester,
) -> Outcome<Vec<u8>> {
    let bytes = serde_json::to_vec(requester).map_err(Fault::bug)?;
    secrets.seal(REQUESTER, &whose(site, id), &bytes)
}

/// Opens [`seal`].
pub fn open(
    secrets: &SecretBox,
    site: SiteId,
    id: InformationRequestId,
    sealed: &[u8],
) -> Outcome<Requester> {
    let bytes = secrets.open(REQUESTER, &whose(site, id), sealed).map_err(Fault::bug)?;
    serde_json::from_slice(&bytes).map_err(Fault::bug)
}

/// Seals what a requester adds.
pub fn seal_words(
    secrets: &SecretBox,
    site: SiteId,
    id: InformationRequestId,
    words: &str,
) -> Outcome<Vec<u8>> {
    secrets.seal(REQUESTER, &whose(site, id), words.as_bytes())
}

/// Opens [`seal_words`].
pub fn open_words(
    secrets: &SecretBox,
    site: SiteId,
    id: InformationRequestId,
    sealed: &[u8],
) -> Outcome<String> {
    let bytes = secrets.open(REQUESTER, &whose(site, id), sealed).map_err(Fault::bug)?;
    String::from_utf8(bytes).map_err(Fault::bug)
}

/// Seals a file for its place in the object store.
pub fn seal_file(
    secrets: &SecretBox,
    site: SiteId,
    place: uuid::Uuid,
    bytes: &[u8],
) -> Outcome<Vec<u8>> {
    secrets.seal(FILE, format!("{site}/{place}").as_bytes(), bytes)
}

/// Opens [`seal_file`].
pub fn open_file(
    secrets: &SecretBox,
    site: SiteId,
    place: uuid::Uuid,
    sealed: &[u8],
) -> Outcome<Vec<u8>> {
    secrets.open(FILE, format!("{site}/{place}").as_bytes(), sealed).map_err(Fault::bug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_shows_its_end_only_and_opens_for_its_own_row() {
        let mut requester = Requester { identity: "045099001234".into(), ..Requester::default() };
        assert_eq!(requester.masked(), "••••1234");
        let secrets = SecretBox::read(&"5e".repeat(32)).unwrap();
        let (site, id) = (SiteId(2), InformationRequestId(7));
        let sealed = seal(&secrets, site, id, &requester).unwrap();
        assert!(open(&secrets, site, id, &sealed).unwrap() == requester);
        assert!(open(&secrets, site, InformationRequestId(8), &sealed).is_err());
        assert!(open(&secrets, SiteId(3), id, &sealed).is_err());
        requester.identity.clear();
        assert_eq!(requester.masked(), "");
    }
}
