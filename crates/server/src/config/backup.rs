//! Where backups go and who can open them, `[backup]`.

use age::x25519::Recipient;
use secrecy::SecretString;

use super::{Reader, keys, mail::secret};
use crate::backup::{
    prune::Keep,
    vault::{S3, Settings},
};

impl Reader {
    /// Everything may be left out: then `portal backup` has to be told where.
    pub(super) fn backup(&mut self) -> Settings {
        let to: Option<String> = self.optional(keys::BACKUP_TO);
        let to = self.only_if(keys::BACKUP_TO, to, |to| {
            to.starts_with("file:///") || to.strip_prefix("s3://").is_some_and(|it| !it.is_empty())
        });
        let named: Vec<String> = self.optional(keys::BACKUP_RECIPIENTS).unwrap_or_default();
        let mut recipients = Vec::new();
        for one in &named {
            match one.parse::<Recipient>() {
                Ok(recipient) => recipients.push(recipient),
                Err(reason) => self.refuse(
                    keys::BACKUP_RECIPIENTS,
                    &format!("`{one}` is no public key of age: {reason}"),
                ),
            }
        }
        let usual = Keep::default();
        Settings {
            to,
            s3: S3 {
                endpoint: self.optional(keys::BACKUP_ENDPOINT),
                region: self.optional(keys::BACKUP_REGION),
                access_key_id: self.optional(keys::BACKUP_KEY_ID),
                secret_access_key: self.backup_key(),
            },
            recipients,
            plain: self.optional(keys::BACKUP_PLAIN).unwrap_or_default(),
            identity_file: self.optional(keys::BACKUP_IDENTITY),
            keep: Keep {
                daily: self.optional(keys::BACKUP_DAILY).unwrap_or(usual.daily),
                weekly: self.optional(keys::BACKUP_WEEKLY).unwrap_or(usual.weekly),
                monthly: self.optional(keys::BACKUP_MONTHLY).unwrap_or(usual.monthly),
            },
        }
    }

    fn backup_key(&mut self) -> Option<SecretString> {
        let written: Option<String> = self.optional(keys::BACKUP_KEY);
        let file: Option<std::path::PathBuf> = self.optional(keys::BACKUP_KEY_FILE);
        match (written, file) {
            (Some(_), Some(_)) => {
                self.refuse(keys::BACKUP_KEY_FILE, "is set together with the key itself");
                None
            }
            (Some(key), None) => Some(key.into()),
            (None, Some(file)) => {
                secret(&file).map_err(|reason| self.refuse(keys::BACKUP_KEY_FILE, &reason)).ok()
            }
            (None, None) => None,
        }
    }
}
