use figment::providers::{Format as _, Toml};

use super::*;

fn read(toml: &str) -> Result<Settings, ConfigFaults> {
    check(Figment::from(Toml::string(toml)), "portal.toml")
}

fn whole() -> String {
    let media = std::env::temp_dir().join("portal-config-test");
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
        "#,
        media.display()
    )
}

#[test]
fn a_whole_configuration_is_read() {
    let settings = read(&whole()).unwrap();
    assert_eq!(settings.core.public.origin("a.vn"), "https://a.vn");
    assert_eq!(settings.core.page_cache_bytes, 256 << 20);
    assert_eq!(settings.log, LogFormat::Json);
    assert!(!format!("{settings:?}").contains("secret"));
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
            "listen",
            "media",
            "page_cache_mb",
            "public.scheme",
            "structure",
            "telemetry.log",
            "telemetry.otlp",
            "trusted_proxies",
        ]
    );
    assert!(faults.0.iter().all(|fault| !fault.reason.is_empty() && !fault.remedy.is_empty()));
}

#[test]
fn one_port_cannot_serve_both() {
    let toml = whole().replace("127.0.0.1:8080", "0.0.0.0:8081");
    let faults = read(&toml).unwrap_err();
    assert_eq!(faults.0.len(), 1, "{faults}");
    assert_eq!(faults.0[0].key, "operations");
}

#[test]
fn the_example_that_is_shipped_names_only_known_keys() {
    let example = include_str!("../../../../deploy/portal.toml.example");
    let media = std::env::temp_dir().join("portal-config-test");
    let example = example.replace("/var/lib/portal/media", &media.display().to_string());
    read(&example).unwrap();
}
