use figment::providers::{Format as _, Toml};

use super::*;

fn read(toml: &str) -> Result<Settings, ConfigFaults> {
    check(Figment::from(Toml::string(toml)), "portal.toml")
}

/// A key file as it has to be; every test writes the same.
fn key_file() -> String {
    use std::os::unix::fs::OpenOptionsExt as _;
    let file = std::env::temp_dir().join(format!("portal-config-test-{}.key", std::process::id()));
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&file);
    std::io::Write::write_all(&mut opened.unwrap(), "5e".repeat(32).as_bytes()).unwrap();
    file.display().to_string()
}

fn whole() -> String {
    let media = std::env::temp_dir().join("portal-config-test");
    let key_file = key_file();
    format!(
        r#"
        listen = "127.0.0.1:8080"
        operations = "127.0.0.1:8081"
        base_domain = "quangtri.gov.vn"
        structure = "nd42-2022"
        media = "{}"
        [database]
        request_url = "postgresql://portal_request:secret@localhost/portal"
        platform_url = "postgresql://portal_platform:secret@%2Frun%2Fpg/portal"
        [secrets]
        key_file = "{key_file}"
        "#,
        media.display()
    )
}

#[test]
fn a_whole_configuration_is_read() {
    let settings = read(&whole()).unwrap();
    assert_eq!(settings.core.public.origin("a.vn"), "https://a.vn");
    assert_eq!(settings.core.page_cache_bytes, 64 << 20);
    assert_eq!(settings.log, LogFormat::Json);
    assert!(!format!("{settings:?}").contains("secret@"));
    assert!(!format!("{settings:?}").contains("5e5e"));
}

#[test]
fn a_virus_scanner_is_a_socket_or_a_port_and_none_unless_it_is_named() {
    assert_eq!(read(&whole()).unwrap().core.virus_scan, None);
    let named = |address: &str| read(&format!("virus_scan = \"{address}\"\n{}", whole()));
    for address in ["unix:/run/clamav/clamd.ctl", "tcp://127.0.0.1:3310"] {
        assert_eq!(named(address).unwrap().core.virus_scan, address.parse().ok());
    }
    let faults = named("clamd:3310").unwrap_err().to_string();
    assert!(faults.contains("virus_scan") && faults.contains("tcp://127.0.0.1:3310"), "{faults}");
}

#[test]
fn every_fault_is_named_at_once() {
    let faults = read(
        r#"
        listen = "8080"
        operations = "127.0.0.1:8081"
        base_domain = "Quảng Trị"
        page_cache_mb = "much"
        trusted_proxies = ["10.0.0.1", "proxy"]
        colour = "red"
        [public]
        scheme = "gopher"
        [database]
        request_url = "postgresql://portal_owner@localhost/portal"
        plattform_url = "postgresql://portal_platform@localhost/portal"
        [telemetry]
        otlp = "https://far.away"
        log = "xml"
        [audit]
        keep_months = 11
        syslog = "file:x"
        [desk]
        networks = ["10.12.0.0/16", "10.13.0.1/16"]
        shut = "after ten"
        "#,
    )
    .unwrap_err();
    let mut keys: Vec<&str> = faults.0.iter().map(|fault| fault.key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "audit.keep_months",
            "audit.syslog",
            "base_domain",
            "colour",
            "database.platform_url",
            "database.plattform_url",
            "database.request_url",
            "desk.networks",
            "desk.shut",
            "listen",
            "media",
            "page_cache_mb",
            "public.scheme",
            "secrets.key_file",
            "structure",
            "telemetry.log",
            "telemetry.otlp",
            "trusted_proxies",
        ]
    );
    assert!(faults.0.iter().all(|fault| !fault.reason.is_empty() && !fault.remedy.is_empty()));
}

#[test]
fn the_desk_has_networks_and_hours_where_they_are_set() {
    let usual = read(&whole()).unwrap().core.desk;
    assert_eq!(usual.to_string(), "reached from everywhere; open at every hour");
    let table = "[desk]\nnetworks = [\"10.12.0.0/16\", \"2001:db8:5::/48\", \"192.0.2.1\"]\n\
                 shut = \"22:00-05:00\"\ncall = \" 0233 \"";
    let desk = read(&format!("{}\n{table}", whole())).unwrap().core.desk;
    assert_eq!(
        desk.to_string(),
        "reached from 10.12.0.0/16, 2001:db8:5::/48, 192.0.2.1/32; \
         shut 22:00-05:00 (Asia/Ho_Chi_Minh)"
    );
    assert_eq!(desk.call.as_deref(), Some("0233"));
}

#[test]
fn one_port_cannot_serve_both() {
    let toml = whole().replace("127.0.0.1:8080", "0.0.0.0:8081");
    let faults = read(&toml).unwrap_err();
    assert_eq!(faults.0.len(), 1, "{faults}");
    assert_eq!(faults.0[0].key, "operations");
}

#[test]
fn mail_systems_and_the_relay_are_read() {
    let secret = std::env::temp_dir().join(format!("portal-secret-{}", std::process::id()));
    std::fs::write(&secret, "Bí mật\n").unwrap();
    let settings = read(&format!(
        r#"{}
        [[mail]]
        domain = "quangtri.gov.vn"
        imap = "imaps://mail.quangtri.gov.vn"
        ldap = "ldap://ldap.quangtri.gov.vn:389"
        ldap_base = "ou=people,dc=quangtri,dc=gov,dc=vn"
        ldap_filter = "(&(objectClass=inetOrgPerson)(|(mail={{address}})(uid={{user}})))"
        ldap_bind_dn = "cn=portal,dc=quangtri,dc=gov,dc=vn"
        ldap_bind_password_file = "{secret}"
        ldap_set_passwords = true
        offline_days = 3
        [[mail]]
        domain = "dongha.quangtri.gov.vn"
        imap = "imap://127.0.0.1:143"
        [smtp]
        url = "smtp://portal@mail.quangtri.gov.vn:587"
        password_file = "{secret}"
        from = "Cổng TTĐT <cong@quangtri.gov.vn>"
        [inbox]
        url = "imaps://kiennghi@mail.quangtri.gov.vn"
        address = "kiennghi@quangtri.gov.vn"
        password_file = "{secret}"
        "#,
        whole(),
        secret = secret.display()
    ));
    std::fs::remove_file(&secret).unwrap();
    let settings = settings.unwrap();
    assert_eq!(settings.outside.domains(), ["quangtri.gov.vn", "dongha.quangtri.gov.vn"]);
    assert!(settings.outside.sends_mail());
    let inbox = settings.core.inbox.as_ref().unwrap();
    assert_eq!(
        (inbox.at.host.as_str(), inbox.login.as_str(), inbox.address.as_str()),
        ("mail.quangtri.gov.vn", "kiennghi", "kiennghi@quangtri.gov.vn")
    );
    assert!(!format!("{settings:?}").contains("Bí mật"));
    let settings = read(&whole()).unwrap();
    assert!(settings.outside.domains().is_empty() && !settings.outside.sends_mail());
}

#[test]
fn every_fault_of_mail_systems_is_named_at_once() {
    let faults = read(&format!(
        r#"{}
        [[mail]]
        domain = "Quảng Trị"
        [[mail]]
        domain = "quangtri.gov.vn"
        imap = "pop3://mail.quangtri.gov.vn"
        ldap = "ldaps://portal@ldap.quangtri.gov.vn"
        ldap_filter = "(mail=an)"
        ldap_bind_dn = "cn=portal"
        ldap_set_passwords = true
        ca_file = "/nowhere/ca.pem"
        offline_days = 400
        [[mail]]
        domain = "dongha.vn"
        ldap = "ldaps://ldap.dongha.vn"
        ldap_base = "dc=vn"
        ldap_filter = "(mail={{address}}"
        [[mail]]
        domain = "dongha.vn"
        imap = "imaps://mail.dongha.vn"
        colour = "red"
        [[mail]]
        domain = "dongha.vn"
        imap = "imaps://mail.dongha.vn"
        [smtp]
        url = "smtp://portal@mail.quangtri.gov.vn"
        ca_file = "/nowhere/ca.pem"
        "#,
        whole()
    ))
    .unwrap_err();
    let mut keys: Vec<&str> = faults.0.iter().map(|fault| fault.key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "mail[0]",
            "mail[0].domain",
            "mail[1].ca_file",
            "mail[1].imap",
            "mail[1].ldap",
            "mail[1].ldap_bind_dn",
            "mail[1].ldap_set_passwords",
            "mail[1].offline_days",
            "mail[2].ldap_filter",
            "mail[3]",
            "mail[4].domain",
            "smtp.ca_file",
            "smtp.from",
            "smtp.url",
        ],
        "{faults}"
    );
    assert!(faults.0.iter().all(|fault| !fault.reason.is_empty() && !fault.remedy.is_empty()));
    assert!(read(&format!("mail = 3\n{}", whole())).is_err());
}

#[test]
fn a_mailbox_of_petitions_is_whole_or_refused() {
    let table = |lines: &str| read(&format!("{}\n[inbox]\n{lines}", whole()));
    for (lines, key) in [
        ("url = \"imaps://a.vn\"\naddress = \"k@a.vn\"\npassword = \"x\"", "inbox.url"),
        ("url = \"imaps://k@a.vn\"\naddress = \"k@a.vn\"", "inbox.url"),
        ("url = \"imaps://k@a.vn\"\naddress = \"k+1@a.vn\"\npassword = \"x\"", "inbox.address"),
        ("url = \"pop3://k@a.vn\"\naddress = \"k@a.vn\"\npassword = \"x\"", "inbox.url"),
    ] {
        let faults = table(lines).unwrap_err();
        assert!(faults.0.iter().any(|fault| fault.key == key), "{lines}: {faults}");
    }
}

#[test]
fn the_example_that_is_shipped_names_only_known_keys() {
    let example = include_str!("../../../../deploy/portal.toml.example");
    let media = std::env::temp_dir().join("portal-config-test");
    let example = example.replace("/var/lib/portal/media", &media.display().to_string());
    let example = example.replace("/etc/portal/secrets.key", &key_file());
    read(&example).unwrap();
}

#[test]
fn the_owner_owns_what_the_others_serve() {
    let with = |database: &str| {
        let url = format!("owner_url = \"postgresql://owner@h/{database}\"");
        read(&whole().replace("[database]", &format!("[database]\n{url}")))
    };
    assert!(with("portal").is_ok());
    let faults = with("other").unwrap_err();
    assert_eq!(faults.0[0].key, "database.owner_url");
    assert!(faults.to_string().contains("another database"), "{faults}");
}

#[test]
fn backups_have_a_place_and_a_key() {
    let key = age::x25519::Identity::generate().to_public();
    let with = |table: &str| read(&format!("{}\n[backup]\n{table}", whole()));
    let settings = with(&format!("to = \"s3://bucket/portal\"\nrecipients = [\"{key}\"]")).unwrap();
    assert_eq!(settings.backup.recipients, [key]);
    assert_eq!(settings.backup.keep.monthly, 12);
    assert!(!settings.backup.plain && read(&whole()).unwrap().backup.to.is_none());
    let faults =
        with("to = \"/var/backups\"\nrecipients = [\"age1x\"]\nkeep_daily = -1").unwrap_err();
    let keys: Vec<&str> = faults.0.iter().map(|fault| fault.key.as_str()).collect();
    assert_eq!(keys, ["backup.to", "backup.recipients", "backup.keep_daily"]);
}
