//! Mail systems with a directory: the person is found by a search and bound as.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Context as _;
use async_trait::async_trait;
use ldap3::{
    LdapConnAsync, LdapConnSettings, ResultEntry, Scope, SearchEntry, SearchOptions,
    exop::PasswordModify, ldap_escape,
};
use portal_core::mail::{Endpoint, Trust};
use secrecy::{ExposeSecret as _, SecretString};

use super::{MailPerson, MailSystem, NotTaken, local_part};

/// Longest name that is taken over, in characters.
const NAME_MAX: usize = 200;

/// Result codes of a bind that speak of the person: no such attribute to compare with, wrong
/// password, locked by a password policy, no such entry, no such name.
const NOT_THIS_PERSON: [u32; 6] = [19, 32, 34, 48, 49, 53];
/// Result codes of a new password that the directory's own rules refuse.
const AGAINST_ITS_RULES: [u32; 2] = [19, 53];

/// How a directory is asked.
#[derive(Debug, Clone)]
pub struct LdapSettings {
    /// Server: `ldaps` is TLS from the first byte, `ldap` turns to TLS before anything else.
    pub at: Endpoint,
    /// Where people stand: `ou=people,dc=quangtri,dc=gov,dc=vn`.
    pub base: String,
    /// Finds a person; `{address}` is the whole address, `{user}` the part before the domain.
    pub filter: String,
    /// Account that searches, and sets passwords; without one, the search is anonymous.
    pub account: Option<(String, SecretString)>,
    /// Whether that account may set passwords.
    pub sets_passwords: bool,
    /// Attributes with a person's name, the best first.
    pub name: Vec<String>,
    /// Attributes with a person's unit, the best first.
    pub unit: Vec<String>,
}

impl LdapSettings {
    /// Whether the filter is one.
    pub fn filter_is_one(&self) -> bool {
        ldap3::parse_filter(filled(&self.filter, "an@a.vn")).is_ok()
    }
}

/// A directory.
pub struct Ldap {
    settings: LdapSettings,
    url: String,
    trust: Trust,
}

/// Somebody in the directory.
pub struct Found {
    /// The entry's name, to bind as.
    pub dn: String,
    /// Who it is.
    pub person: MailPerson,
}

impl Ldap {
    /// Makes ready to ask a directory; it is not asked yet.
    ///
    /// # Errors
    /// A filter that is none.
    pub fn new(settings: LdapSettings, trust: &Trust) -> anyhow::Result<Self> {
        anyhow::ensure!(settings.filter_is_one(), "`{}` is no LDAP filter", settings.filter);
        let usual = if settings.at.scheme == "ldaps" { 636 } else { 389 };
        let (host, port) = settings.at.place(usual);
        let url = format!("{}://{host}:{port}", settings.at.scheme);
        Ok(Self { settings, url, trust: trust.clone() })
    }

    /// A connection in TLS. Dropped, it closes.
    async fn open(&self) -> anyhow::Result<ldap3::Ldap> {
        let settings = LdapConnSettings::new()
            .set_config(self.trust.clone())
            .set_starttls(self.settings.at.scheme == "ldap");
        let (conn, ldap) = LdapConnAsync::with_settings(settings, &self.url).await?;
        tokio::spawn(async move {
            if let Err(error) = conn.drive().await {
                tracing::debug!(%error, "a connection to the directory broke");
            }
        });
        Ok(ldap)
    }

    /// Becomes the account that searches.
    async fn become_account(&self, ldap: &mut ldap3::Ldap) -> anyhow::Result<()> {
        if let Some((dn, password)) = &self.settings.account {
            let bound = ldap.simple_bind(dn, password.expose_secret()).await?;
            bound.success().context("the account that searches is refused")?;
        }
        Ok(())
    }

    /// The one entry of an address; two are none, for either could be somebody else's.
    async fn find(&self, ldap: &mut ldap3::Ldap, address: &str) -> anyhow::Result<Option<Found>> {
        let wanted: Vec<&str> =
            self.settings.name.iter().chain(&self.settings.unit).map(String::as_str).collect();
        let filter = filled(&self.settings.filter, address);
        let searched = ldap
            .with_search_options(SearchOptions::new().sizelimit(2))
            .search(&self.settings.base, Scope::Subtree, &filter, wanted)
            .await?;
        // 4 says that there are more than were asked for.
        let (mut entries, result) = (searched.0, searched.1);
        anyhow::ensure!(result.rc == 0 || result.rc == 4, "the search is refused: {result}");
        let (Some(entry), true) = (entries.pop(), entries.is_empty() && result.rc == 0) else {
            return Ok(None);
        };
        read_entry(entry, &self.settings.name, &self.settings.unit).map(Some)
    }
}

#[async_trait]
impl MailSystem for Ldap {
    fn kind(&self) -> &'static str {
        "ldap"
    }

    async fn verify(
        &self,
        address: &str,
        password: &SecretString,
    ) -> anyhow::Result<Option<MailPerson>> {
        // A bind without a password is taken for anonymous, and succeeds; a NUL in an address is
        // passed over by a directory when it compares.
        let password = password.expose_secret();
        if password.is_empty() || password.contains('\0') || address.contains('\0') {
            return Ok(None);
        }
        let mut ldap = self.open().await?;
        self.become_account(&mut ldap).await?;
        let found = self.find(&mut ldap, address).await?;
        // Nobody is bound as too: the number of questions must not tell who is known.
        let nobody = || format!("cn={},{}", uuid::Uuid::new_v4(), self.settings.base);
        let dn = found.as_ref().map_or_else(nobody, |found| found.dn.clone());
        let bound = ldap.simple_bind(&dn, password).await?;
        let _ = ldap.unbind().await;
        match bound.rc {
            0 => Ok(found.map(|found| found.person)),
            rc if NOT_THIS_PERSON.contains(&rc) => Ok(None),
            _ => Err(bound.success().map_or_else(Into::into, |_| anyhow::anyhow!("no result"))),
        }
    }

    fn can_set_password(&self) -> bool {
        self.settings.sets_passwords && self.settings.account.is_some()
    }

    async fn set_password(
        &self,
        address: &str,
        new: &SecretString,
    ) -> anyhow::Result<Result<(), NotTaken>> {
        anyhow::ensure!(self.can_set_password(), "it may not be told passwords");
        let mut ldap = self.open().await?;
        self.become_account(&mut ldap).await?;
        let Some(found) = self.find(&mut ldap, address).await? else {
            return Ok(Err(NotTaken::NoMailbox));
        };
        let told = ldap
            .extended(PasswordModify {
                user_id: Some(&found.dn),
                old_pass: None,
                new_pass: Some(new.expose_secret()),
            })
            .await?
            .1;
        let _ = ldap.unbind().await;
        match told.rc {
            rc if AGAINST_ITS_RULES.contains(&rc) => Ok(Err(NotTaken::Refused)),
            _ => Ok(told.success().map(|_| Ok(()))?),
        }
    }
}

/// Reads an entry of a directory: the first values that some attributes with names and units have.
///
/// # Errors
/// An entry that is none: the parser panics where the standard says what must stand, and a broken
/// directory is one that is away, not a fault of ours.
pub fn read_entry(entry: ResultEntry, name: &[String], unit: &[String]) -> anyhow::Result<Found> {
    let entry = catch_unwind(AssertUnwindSafe(|| SearchEntry::construct(entry)))
        .map_err(|_| anyhow::anyhow!("the directory answers with an entry that is none"))?;
    let person = MailPerson { name: first_of(&entry, name), unit: first_of(&entry, unit) };
    Ok(Found { dn: entry.dn, person })
}

/// A filter for an address; what stands for something in filters stands for itself in it.
pub fn filled(filter: &str, address: &str) -> String {
    let (whole, user) = (ldap_escape(address), ldap_escape(local_part(address)));
    filter.replace("{user}", &user).replace("{address}", &whole)
}

/// The first value that some attributes have, as one line.
fn first_of(entry: &SearchEntry, attributes: &[String]) -> Option<String> {
    let value = attributes.iter().find_map(|wanted| {
        let (_, values) = entry.attrs.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        values.first()
    })?;
    let cleaned: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(NAME_MAX).collect();
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_change_a_filter() {
        for (address, filter) in [
            ("an@a.vn", "(&(mail=an@a.vn)(uid=an))"),
            ("*@a.vn", r"(&(mail=\2a@a.vn)(uid=\2a))"),
            (")(uid=*@a.vn", r"(&(mail=\29\28uid=\2a@a.vn)(uid=\29\28uid=\2a))"),
            ("a\\b\0@a.vn", r"(&(mail=a\5cb\00@a.vn)(uid=a\5cb\00))"),
        ] {
            assert_eq!(filled("(&(mail={address})(uid={user}))", address), filter);
        }
    }

    #[test]
    fn an_entry_that_is_none_is_the_directorys_fault() {
        use ldap3::asn1::{PL, StructureTag, TagClass};
        let tag = |payload| StructureTag { class: TagClass::Application, id: 4, payload };
        let text = |bytes: &[u8]| StructureTag {
            class: TagClass::Universal,
            id: 4,
            payload: PL::P(bytes.to_vec()),
        };
        for broken in [
            tag(PL::P(vec![1, 2, 3])),
            tag(PL::C(vec![])),
            tag(PL::C(vec![text(b"cn=an")])),
            tag(PL::C(vec![text(b"cn=\xff"), text(b"")])),
        ] {
            assert!(read_entry(ResultEntry::new(broken.clone()), &[], &[]).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn a_name_is_one_line_from_the_best_attribute_there_is() {
        let attrs = [("CN", vec!["An\r\n Nguyễn\u{0}"]), ("ou", vec![" "])];
        let entry = SearchEntry {
            dn: String::new(),
            attrs: attrs
                .map(|(k, v)| (k.to_owned(), v.into_iter().map(ToOwned::to_owned).collect()))
                .into(),
            bin_attrs: Default::default(),
        };
        let names = ["displayName".to_owned(), "cn".to_owned()];
        assert_eq!(first_of(&entry, &names).as_deref(), Some("An Nguyễn"));
        assert_eq!(first_of(&entry, &["ou".to_owned()]), None);
    }
}
