//! The keys of the configuration.

/// A key: its path, what it is, and an example of how it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) path: &'static str,
    what: &'static str,
    example: &'static str,
}

impl Key {
    /// What to do about a fault in it.
    pub(super) fn remedy(self) -> String {
        let Self { path, what, example } = self;
        let (table, name) = path.rsplit_once('.').map_or((None, path), |(t, n)| (Some(t), n));
        let place = table.map_or_else(String::new, |table| format!("[{table}] "));
        format!("set {what}: {place}{name} = {example}, or {}", variable(path))
    }
}

/// The variable that sets a key.
pub(super) fn variable(path: &str) -> String {
    format!("PORTAL_{}", path.to_uppercase().replace('.', "__"))
}

/// Variables with our prefix that are no keys of the configuration.
pub(super) const NOT_KEYS: &[&str] =
    &["config", "data", "log", "mail_config", "ops_port", "pg_bin", "pg_from_npm", "port"];

macro_rules! keys {
    ($($name:ident = $path:literal, $what:literal, $example:literal;)*) => {
        $(pub(super) const $name: Key = Key { path: $path, what: $what, example: $example };)*
        pub(super) const KEYS: &[Key] = &[$($name),*];
    };
}

keys! {
    LISTEN = "listen", "the address and port the sites are served on", "\"127.0.0.1:8080\"";
    OPERATIONS = "operations", "an address and port of their own for metrics and health, out of the public's reach", "\"127.0.0.1:8081\"";
    BASE_DOMAIN = "base_domain", "the province's base domain in small letters", "\"quangtri.gov.vn\"";
    STRUCTURE = "structure", "the law pack the province's levels and sections follow", "\"nd42-2022\"";
    MEDIA = "media", "a folder this account may write to, for uploaded files", "\"/var/lib/portal/media\"";
    SEARCH = "search_index", "a folder for this node's search index, where not beside `media`", "\"/var/lib/portal/search\"";
    SNAPSHOT = "snapshot", "a folder for this node's last known good pages, where not beside `media`", "\"/var/lib/portal/snapshot\"";
    REDIS = "redis.url", "the Redis that nodes share: one, a Sentinel's or a Cluster's", "\"redis://host:6379/0\", \"redis+sentinel://a:26379,b:26379/name\" or \"redis+cluster://a:6379,b:6379\"; \"rediss…\" by TLS";
    PAGE_CACHE = "page_cache_mb", "the memory for finished pages in megabytes, 1 or more", "64";
    PROXIES = "trusted_proxies", "the addresses of the reverse proxies in front", "[\"127.0.0.1\"]";
    SCHEME = "public.scheme", "how visitors reach the sites, `https` or `http`", "\"https\"";
    PORT = "public.port", "the port in addresses, only where it is not the scheme's own", "8443";
    REQUEST_URL = "database.request_url", "the database as `portal_request`", "\"postgresql://portal_request:…@host/portal?sslmode=verify-full\"";
    PLATFORM_URL = "database.platform_url", "the database as `portal_platform`", "\"postgresql://portal_platform:…@host/portal?sslmode=verify-full\"";
    OWNER_URL = "database.owner_url", "the database as its owner, for `portal migrate`", "\"postgresql://portal_owner:…@host/portal?sslmode=verify-full\"";
    KEY_FILE = "secrets.key_file", "the file with the keys of what is sealed at rest (`portal config make-key` makes a key), readable by this account alone", "\"/etc/portal/secrets.key\"";
    SMTP_URL = "smtp.url", "the mail relay letters go out by: `smtps` for TLS, `smtp` for STARTTLS (plain only to this machine)", "\"smtp://portal@mail.quangtri.gov.vn:587\"";
    SMTP_FROM = "smtp.from", "who letters are from", "\"Cổng TTĐT tỉnh Quảng Trị <khong-tra-loi@quangtri.gov.vn>\"";
    SMTP_PASSWORD = "smtp.password", "the password of the relay's account, best in the environment", "\"…\"";
    SMTP_PASSWORD_FILE = "smtp.password_file", "a file whose first line is that password", "\"/etc/portal/smtp-password\"";
    SMTP_CA_FILE = "smtp.ca_file", "a PEM file of the certificate authorities to believe in place of the system's", "\"/etc/portal/mail-ca.pem\"";
    INBOX_URL = "inbox.url", "the mailbox that answers of citizens come in by, with its account: `imaps` for TLS, `imap` for STARTTLS", "\"imaps://kiennghi@mail.quangtri.gov.vn\"";
    INBOX_ADDRESS = "inbox.address", "the address of that mailbox; its mail system has to deliver `kiennghi+…@` to it too", "\"kiennghi@quangtri.gov.vn\"";
    INBOX_PASSWORD = "inbox.password", "the password of the mailbox, best in the environment", "\"…\"";
    INBOX_PASSWORD_FILE = "inbox.password_file", "a file whose first line is that password", "\"/etc/portal/inbox-password\"";
    INBOX_CA_FILE = "inbox.ca_file", "a PEM file of the certificate authorities to believe in place of the system's", "\"/etc/portal/mail-ca.pem\"";
    VIRUS_SCAN = "virus_scan", "the virus scanner that files are shown to (ClamAV's clamd); left out, nothing is scanned", "\"unix:/run/clamav/clamd.ctl\" or \"tcp://127.0.0.1:3310\"";
    DESK_NETWORKS = "desk.networks", "the networks and addresses the desk and the sign-in of staff are reached from, where not from everywhere", "[\"10.12.0.0/16\", \"203.0.113.7\", \"2001:db8:5::/48\"]";
    DESK_SHUT = "desk.shut", "the hours, in Vietnam, in which the desk is shut for all but those on duty", "\"22:00-05:00\"";
    DESK_CALL = "desk.call", "whom to call, for the page that turns somebody away", "\"Tổ trực kỹ thuật, điện thoại 0233 3852 222\"";
    OTLP = "telemetry.otlp", "an http address of an OpenTelemetry collector (OTLP over HTTP, without TLS: put the collector on this machine)", "\"http://127.0.0.1:4318\"";
    AUDIT_MONTHS = "audit.keep_months", "the months for which sign-ins and sessions stay in the record, 12 or more", "12";
    AUDIT_SYSLOG = "audit.syslog", "the collector that the record is forwarded to", "\"udp://10.0.0.5:514\", \"tcp://10.0.0.5:601\" or \"unix:/dev/log\"";
    AUDIT_HEADS = "audit.heads", "a folder outside of the database, for this account to write to, where the head of the record is written down each hour", "\"/var/lib/portal/heads\"";
    BACKUP_TO = "backup.to", "where backups go: a folder, or a bucket of an S3 store with a prefix", "\"file:///var/backups/portal\" or \"s3://bucket/portal\"";
    BACKUP_ENDPOINT = "backup.endpoint", "the address of the S3 store, where it is not Amazon's", "\"https://s3.quangtri.gov.vn\"";
    BACKUP_REGION = "backup.region", "the region of the S3 store", "\"us-east-1\"";
    BACKUP_KEY_ID = "backup.access_key_id", "the name of the key to the S3 store", "\"portal\"";
    BACKUP_KEY = "backup.secret_access_key", "the key to the S3 store, best in the environment", "\"…\"";
    BACKUP_KEY_FILE = "backup.secret_access_key_file", "a file whose first line is that key", "\"/etc/portal/backup-key\"";
    BACKUP_RECIPIENTS = "backup.recipients", "the public keys of age that backups are encrypted to (`age-keygen` makes a pair)", "[\"age1…\"]";
    BACKUP_PLAIN = "backup.plain", "whether backups may go without encryption", "false";
    BACKUP_IDENTITY = "backup.identity_file", "the file with the secret key of age, only where backups are restored", "\"/etc/portal/backup-identity\"";
    BACKUP_DAILY = "backup.keep_daily", "for how many days a backup of each stays", "7";
    BACKUP_WEEKLY = "backup.keep_weekly", "for how many weeks a backup of each stays", "4";
    BACKUP_MONTHLY = "backup.keep_monthly", "for how many months a backup of each stays", "12";
    LOG = "telemetry.log", "the form of the log, `json` or `text`", "\"json\"";
}
