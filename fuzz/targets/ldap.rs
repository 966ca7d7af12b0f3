//! Whatever a directory answers is somebody or an error, and whatever somebody types stays a value of the
//! filter. An input is an entry as the directory encodes it, and an address.

#![no_main]

use ldap3::{ResultEntry, asn1::parse_tag, parse_filter};
use libfuzzer_sys::fuzz_target;
use portal_auth::mail_system::{filled, read_entry};
use portal_fuzz::text;

fuzz_target!(
    init: {
        // The parser's panics are caught by whoever asked; only what is not caught counts.
        std::panic::set_hook(Box::new(|_| {}));
    },
    |bytes: &[u8]| {
        let address = text(bytes);
        let filter = filled("(&(mail={address})(uid={user}))", &address);
        assert!(parse_filter(&filter).is_ok(), "{filter:?}");
        assert_eq!(filter.matches('(').count(), 3, "{filter:?}");

        let Ok((_, tag)) = parse_tag(bytes) else { return };
        let names = ["displayName".to_owned(), "cn".to_owned()];
        if let Ok(found) = read_entry(ResultEntry::new(tag), &names, &["ou".to_owned()]) {
            for line in [found.person.name, found.person.unit].into_iter().flatten() {
                assert!(!line.is_empty() && line.chars().count() <= 200, "{line:?}");
                assert!(!line.contains(char::is_control), "{line:?}");
            }
        }
    }
);
