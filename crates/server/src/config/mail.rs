//! The mail systems people sign in at, `[[mail]]`, and the relay letters go out by, `[smtp]`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use figment::{
    Figment,
    providers::{Env, Format as _, Toml},
    value::{Dict, Value},
};
use portal_auth::{
    MailDomain,
    mail_system::{Imap, Ldap, LdapSettings, MailSystem},
};
use portal_core::{
    InboxConfig,
    mail::{Endpoint, Smtp, SmtpSettings, is_mailbox, trust},
};
use secrecy::SecretString;
use serde::Deserialize;

use super::{ConfigFault, ConfigFaults, Key, Reader, is_domain, keys};
use crate::compose::Outside;

/// The name of the array of tables.
pub(super) const MAIL: &str = "mail";
/// Longest time for which a right mail password may count while the mail system is away.
const OFFLINE_DAYS_MAX: u16 = 30;

/// What an installation reaches beside its database, checked but not yet made ready.
#[derive(Debug, Default)]
pub struct OutsideSettings {
    mail: Vec<MailSettings>,
    smtp: Option<SmtpSettings>,
}

/// A mail domain.
#[derive(Debug)]
struct MailSettings {
    domain: String,
    imap: Option<Endpoint>,
    ldap: Option<LdapSettings>,
    ca_file: Option<PathBuf>,
    offline_days: u16,
}

impl OutsideSettings {
    /// Makes everything ready. Nothing is asked yet. Wants a runtime around it.
    ///
    /// # Errors
    /// A file that has changed since it was checked.
    pub fn ready(&self) -> anyhow::Result<Outside> {
        let post = self.smtp.as_ref().map(Smtp::new).transpose()?;
        Ok(Outside {
            mail: self.mail.iter().map(MailSettings::ready).collect::<anyhow::Result<_>>()?,
            post: post.map(|smtp| Arc::new(smtp) as _),
        })
    }

    /// The domains whose people sign in with their mail account.
    pub fn domains(&self) -> Vec<&str> {
        self.mail.iter().map(|mail| mail.domain.as_str()).collect()
    }

    /// Whether letters can be sent.
    pub fn sends_mail(&self) -> bool {
        self.smtp.is_some()
    }
}

impl MailSettings {
    fn ready(&self) -> anyhow::Result<MailDomain> {
        let trust = trust(self.ca_file.as_deref())?;
        let mut systems: Vec<Arc<dyn MailSystem>> = Vec::new();
        // The directory first: it knows names, and takes new passwords.
        if let Some(ldap) = &self.ldap {
            systems.push(Arc::new(Ldap::new(ldap.clone(), &trust)?));
        }
        if let Some(at) = &self.imap {
            systems.push(Arc::new(Imap::new(at.clone(), &trust)?));
        }
        let (domain, offline_days) = (self.domain.clone(), self.offline_days);
        Ok(MailDomain { domain, systems, offline_days })
    }
}

/// Reads `[[mail]]` and `[smtp]` alone from a file, for `portal dev`.
///
/// # Errors
/// Every fault there is.
pub fn load_outside(file: &Path) -> Result<OutsideSettings, ConfigFaults> {
    if let Err(error) = std::fs::read_to_string(file) {
        return Err(ConfigFaults::of(
            file.display(),
            format!("cannot be read: {error}"),
            "name the file in PORTAL_MAIL_CONFIG, or unset it",
        ));
    }
    let figment = Figment::from(Toml::file_exact(file))
        .merge(Env::prefixed("PORTAL_").split("__").only(&["smtp.password"]));
    let mut reader = Reader { figment, faults: Vec::new() };
    match reader.figment.extract::<Dict>() {
        Ok(all) => reader.unknown("", &all),
        Err(error) => {
            return Err(ConfigFaults::of(file.display(), error.to_string(), "mend the TOML there"));
        }
    }
    let settings = reader.outside();
    if reader.faults.is_empty() { Ok(settings) } else { Err(ConfigFaults(reader.faults)) }
}

/// A table of `[[mail]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    domain: String,
    imap: Option<String>,
    ldap: Option<String>,
    ldap_base: Option<String>,
    ldap_filter: Option<String>,
    ldap_bind_dn: Option<String>,
    ldap_bind_password_file: Option<PathBuf>,
    #[serde(default)]
    ldap_set_passwords: bool,
    ldap_name: Option<Vec<String>>,
    ldap_unit: Option<Vec<String>>,
    ca_file: Option<PathBuf>,
    #[serde(default)]
    offline_days: u16,
}

impl Reader {
    /// Reads `[[mail]]` and `[smtp]`.
    pub(super) fn outside(&mut self) -> OutsideSettings {
        OutsideSettings { mail: self.mail(), smtp: self.smtp() }
    }

    fn mail(&mut self) -> Vec<MailSettings> {
        let tables = match self.figment.find_value(MAIL) {
            Ok(Value::Array(_, tables)) => tables,
            Ok(_) => {
                self.blame(MAIL, "has to be one or more tables", "write [[mail]] above its keys");
                return Vec::new();
            }
            Err(_) => return Vec::new(),
        };
        let mut domains = BTreeSet::new();
        let mut all = Vec::new();
        for (n, value) in tables.into_iter().enumerate() {
            let mut table = Table { place: format!("{MAIL}[{n}]"), reader: self };
            let Some(settings) = table.read(&value) else { continue };
            if !domains.insert(settings.domain.clone()) {
                table.blame("domain", "is there twice", "give each mail domain one [[mail]]");
            }
            all.push(settings);
        }
        all
    }

    fn smtp(&mut self) -> Option<SmtpSettings> {
        let (url, from) = (self.optional::<String>(keys::SMTP_URL), self.smtp_from());
        let password = self.password(keys::SMTP_PASSWORD, keys::SMTP_PASSWORD_FILE);
        let ca_file = self.authorities(keys::SMTP_CA_FILE);
        if self.figment.find_value("smtp").is_err() {
            return None;
        }
        let Some(url) = url else {
            self.refuse(keys::SMTP_URL, "is missing");
            return None;
        };
        let Some(relay) = Endpoint::parse(&url, &["smtp", "smtps"]) else {
            self.refuse(keys::SMTP_URL, "is no address of a mail relay; its password stands apart");
            return None;
        };
        if relay.user.is_some() != password.is_some() {
            self.refuse(keys::SMTP_URL, "names an account without a password, or the other way");
        }
        Some(SmtpSettings { relay, password, from: from?, ca_file })
    }

    /// The mailbox of petitions, `[inbox]`.
    pub(super) fn inbox(&mut self) -> Option<InboxConfig> {
        self.figment.find_value("inbox").ok()?;
        let (url, address) = (self.text(keys::INBOX_URL), self.text(keys::INBOX_ADDRESS));
        let password = self.password(keys::INBOX_PASSWORD, keys::INBOX_PASSWORD_FILE);
        let ca_file = self.authorities(keys::INBOX_CA_FILE);
        let at = url.and_then(|url| Endpoint::parse(&url, &["imap", "imaps"]));
        let login = at.as_ref().and_then(|at| at.user.clone());
        if login.is_none() || password.is_none() {
            self.refuse(keys::INBOX_URL, "names no mailbox with an account and a password");
        }
        let fits = |address: &String| {
            is_mailbox(address) && !address.contains(['+', '<', ' ']) && address.contains('@')
        };
        let address = self.only_if(keys::INBOX_ADDRESS, address, fits);
        Some(InboxConfig {
            at: at?,
            login: login?,
            password: password?,
            address: address?,
            ca_file,
        })
    }

    /// A password written down, or the first line of a file; not both.
    fn password(&mut self, key: Key, in_file: Key) -> Option<SecretString> {
        let written = self.optional::<String>(key);
        match (written, self.optional::<PathBuf>(in_file)) {
            (Some(_), Some(_)) => {
                self.refuse(in_file, &format!("is there beside {}", key.path));
                None
            }
            (Some(password), None) => Some(password.into()),
            (None, Some(file)) => match secret(&file) {
                Ok(secret) => Some(secret),
                Err(reason) => {
                    self.refuse(in_file, &reason);
                    None
                }
            },
            (None, None) => None,
        }
    }

    /// A file of certificate authorities that can be used.
    fn authorities(&mut self, key: Key) -> Option<PathBuf> {
        let file = self.optional::<PathBuf>(key)?;
        if let Err(error) = trust(Some(&file)) {
            self.refuse(key, &format!("cannot be used: {error:#}"));
        }
        Some(file)
    }

    fn smtp_from(&mut self) -> Option<String> {
        self.figment.find_value("smtp").ok()?;
        let from = self.text(keys::SMTP_FROM)?;
        let fits = is_mailbox(&from);
        self.only_if(keys::SMTP_FROM, Some(from), |_| fits)
    }

    fn blame(&mut self, key: &str, reason: &str, remedy: &str) {
        self.faults.push(ConfigFault {
            key: key.to_owned(),
            source: self.source(MAIL),
            reason: reason.to_owned(),
            remedy: remedy.to_owned(),
        });
    }
}

/// One table of `[[mail]]` being read.
struct Table<'a> {
    place: String,
    reader: &'a mut Reader,
}

impl Table<'_> {
    fn blame(&mut self, key: &str, reason: &str, remedy: &str) {
        self.reader.blame(&format!("{}.{key}", self.place), reason, remedy);
    }

    /// Reads everything before it gives up on anything.
    fn read(&mut self, value: &Value) -> Option<MailSettings> {
        let written: Written = match value.deserialize() {
            Ok(written) => written,
            Err(error) => {
                let place = self.place.clone();
                let reason = format!("cannot be read: {}", error.kind);
                self.reader.blame(&place, &reason, "see [[mail]] in portal.toml.example");
                return None;
            }
        };
        if !is_domain(&written.domain) {
            let remedy = "write what stands behind the @ in small letters: \"quangtri.gov.vn\"";
            self.blame("domain", "is no domain", remedy);
        }
        if written.imap.is_none() && written.ldap.is_none() {
            let place = self.place.clone();
            self.reader.blame(&place, "names no mail system", "set imap, ldap or both");
        }
        if written.offline_days > OFFLINE_DAYS_MAX {
            let reason = format!("is more than {OFFLINE_DAYS_MAX}");
            self.blame("offline_days", &reason, "set 0, which keeps nothing, or a few days");
        }
        if let Some(Err(error)) = written.ca_file.as_deref().map(|file| trust(Some(file))) {
            let reason = format!("cannot be used: {error:#}");
            self.blame("ca_file", &reason, "name a PEM file with the authorities' certificates");
        }
        let imap = self.endpoint("imap", written.imap.as_deref(), ["imap", "imaps"]);
        let ldap = self.ldap(&written);
        Some(MailSettings {
            domain: written.domain,
            imap,
            ldap,
            ca_file: written.ca_file,
            offline_days: written.offline_days,
        })
    }

    fn endpoint(&mut self, key: &str, text: Option<&str>, schemes: [&str; 2]) -> Option<Endpoint> {
        let text = text?;
        let [turns, whole] = schemes;
        let found = Endpoint::parse(text, &schemes).filter(|at| at.user.is_none());
        if found.is_none() {
            let remedy =
                format!("write \"{whole}://host\" for TLS, \"{turns}://host\" for STARTTLS");
            self.blame(key, &format!("`{text}` is no address of such a server"), &remedy);
        }
        found
    }

    fn ldap(&mut self, written: &Written) -> Option<LdapSettings> {
        let at = self.endpoint("ldap", written.ldap.as_deref(), ["ldap", "ldaps"]);
        let account = self.account(written);
        if written.ldap_set_passwords && account.is_none() {
            let remedy = "set ldap_bind_dn to an account that may set passwords, or leave it out";
            self.blame("ldap_set_passwords", "wants an account", remedy);
        }
        let base = written.ldap_base.clone().filter(|base| !base.trim().is_empty());
        if at.is_some() && base.is_none() {
            let remedy = "set where people stand: \"ou=people,dc=quangtri,dc=gov,dc=vn\"";
            self.blame("ldap_base", "is missing", remedy);
        }
        let words = |words: &Option<Vec<String>>, usual: [&str; 2]| {
            words.clone().unwrap_or_else(|| usual.map(ToOwned::to_owned).into())
        };
        let filter = written.ldap_filter.clone();
        let settings = LdapSettings {
            at: at?,
            base: base?,
            filter: filter.unwrap_or_else(|| "(mail={address})".to_owned()),
            account,
            sets_passwords: written.ldap_set_passwords,
            name: words(&written.ldap_name, ["displayName", "cn"]),
            unit: words(&written.ldap_unit, ["department", "ou"]),
        };
        let remedy = "write a filter with {address}, or {user} for the part before the @";
        if !settings.filter.contains("{address}") && !settings.filter.contains("{user}") {
            self.blame("ldap_filter", "finds the same for everybody", remedy);
        } else if !settings.filter_is_one() {
            self.blame("ldap_filter", "is no LDAP filter", remedy);
        }
        Some(settings)
    }

    fn account(&mut self, written: &Written) -> Option<(String, SecretString)> {
        let remedy = "set ldap_bind_dn together with ldap_bind_password_file, or neither";
        match (&written.ldap_bind_dn, &written.ldap_bind_password_file) {
            (Some(dn), Some(file)) => match secret(file) {
                Ok(secret) => Some((dn.clone(), secret)),
                Err(reason) => {
                    self.blame("ldap_bind_password_file", &reason, "name a file with one line");
                    None
                }
            },
            (None, None) => None,
            _ => {
                self.blame("ldap_bind_dn", "is there without its counterpart", remedy);
                None
            }
        }
    }
}

/// The first line of a file that holds a secret.
pub(super) fn secret(file: &Path) -> Result<SecretString, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.into()),
        _ => Err(format!("{} is empty", file.display())),
    }
}
