/// Where a server is, as `scheme://user@host:port` says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Scheme, small letters.
    pub scheme: String,
    /// Account, where one is named.
    pub user: Option<String>,
    /// Name or address; an IPv6 address without its brackets.
    pub host: String,
    /// Port, where it is not the scheme's own.
    pub port: Option<u16>,
}

impl Endpoint {
    /// Reads an address of one of some schemes. A password, a path or a query in it is refused:
    /// secrets have places of their own.
    pub fn parse(text: &str, schemes: &[&str]) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let scheme = schemes.iter().find(|known| **known == scheme)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, place) = match rest.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, rest),
        };
        if user.is_some_and(|user| user.is_empty() || user.contains([':', '/', '?', '#'])) {
            return None;
        }
        let (host, port) = match place.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']')?;
                host.parse::<std::net::Ipv6Addr>().ok()?;
                (host, port.strip_prefix(':').map(Some).or(port.is_empty().then_some(None))?)
            }
            None => match place.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (place, None),
            },
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if host.is_empty() || !host.chars().all(is_name) {
            return None;
        }
        let port = match port {
            Some(port) => Some(port.parse().ok().filter(|port| *port != 0)?),
            None => None,
        };
        Some(Self {
            scheme: (*scheme).to_owned(),
            user: user.map(ToOwned::to_owned),
            host: host.to_owned(),
            port,
        })
    }

    /// Host and port, the scheme's own where none is named.
    pub fn place(&self, usual: u16) -> (&str, u16) {
        (self.host.as_str(), self.port.unwrap_or(usual))
    }

    /// Whether it is this machine, to which a connection cannot be listened to.
    pub fn is_this_machine(&self) -> bool {
        self.host == "localhost"
            || self.host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_whole_or_not_at_all() {
        let schemes = ["imap", "imaps"];
        for (text, read) in [
            ("imaps://mail.a.vn", Some(("imaps", None, "mail.a.vn", None))),
            ("imap://mail.a.vn:143/", Some(("imap", None, "mail.a.vn", Some(143)))),
            ("imap://gui@127.0.0.1:25", Some(("imap", Some("gui"), "127.0.0.1", Some(25)))),
            ("imap://gui@a.vn@b.vn", Some(("imap", Some("gui@a.vn"), "b.vn", None))),
            ("imap://[::1]:143", Some(("imap", None, "::1", Some(143)))),
            ("imap://[::1]", Some(("imap", None, "::1", None))),
            ("imap://[::1]143", None),
            ("imap://[mail]:143", None),
            ("http://mail.a.vn", None),
            ("mail.a.vn:143", None),
            ("imap://", None),
            ("imap://a.vn:0", None),
            ("imap://a.vn:70000", None),
            ("imap://a.vn/path", None),
            ("imap://a b", None),
            ("imap://u:secret@a.vn", None),
            ("imap://a.vn:143:1", None),
        ] {
            let found = Endpoint::parse(text, &schemes);
            let found = found
                .as_ref()
                .map(|it| (it.scheme.as_str(), it.user.as_deref(), it.host.as_str(), it.port));
            assert_eq!(found, read, "{text}");
        }
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        for (text, here) in [
            ("imap://localhost", true),
            ("imap://127.0.0.2", true),
            ("imap://[::1]", true),
            ("imap://10.0.0.1", false),
            ("imap://localhost.a.vn", false),
        ] {
            assert_eq!(Endpoint::parse(text, &["imap"]).unwrap().is_this_machine(), here, "{text}");
        }
    }
}
