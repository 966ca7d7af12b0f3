//! Where a server is and how it is reached: by a Unix socket, in the clear, or by TLS with the server
//! checked (SECURITY rule 35). Every connection of the program is made here.
//!
//! `sslmode` and `sslrootcert` are libpq's, with one difference: what is encrypted is checked. So
//! `require` and `verify-ca` check the name too, as `verify-full` does, and `allow` and `prefer`, which
//! go without TLS when somebody on the line says so, are refused.

use std::{borrow::Cow, error::Error as _, io, path::Path, str::FromStr as _};

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use percent_encoding::percent_decode_str;
use rustls::CertificateError;
use tokio_postgres::{
    Client, Config, Connection, Socket,
    config::{Host, SslMode},
    error::SqlState,
};

use super::encrypted::{Encrypted, Tls};
use crate::trust::trust;

/// The address of a database, as one role.
pub struct Address {
    config: Config,
    tls: Tls,
}

/// Connects to where an address leads, once.
///
/// # Errors
/// An address that cannot be read, or [`Address::connect`]'s.
pub async fn connect(url: &str) -> ConnectionResult<AsyncPgConnection> {
    let address = Address::read(url).map_err(ConnectionError::InvalidConnectionUrl)?;
    address.connect().await
}

impl Address {
    /// Reads `postgresql://role:password@host/database?sslmode=verify-full&sslrootcert=FILE`. Without
    /// `sslrootcert` the certificate authorities of this machine are believed; without `sslmode` the
    /// line is in the clear. Nothing is connected to; the file of the authorities is read.
    ///
    /// # Errors
    /// What is wrong with it, as the rest of a sentence. It does not hold the password.
    pub fn read(url: &str) -> Result<Self, String> {
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        if !place.contains("://") {
            return Err(NO_ADDRESS.to_owned());
        }
        let (mut mode, mut authorities, mut others) = (None, None, Vec::new());
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("sslmode", value)) => mode = Some(decoded(value)),
                Some(("sslrootcert", value)) => authorities = Some(decoded(value)),
                _ => others.push(part),
            }
        }
        let is_encrypted = is_encrypted(mode.as_deref())?;
        // What the parser says may hold the password.
        let mut config = Config::from_str(&format!("{place}?{}", others.join("&")))
            .map_err(|_| NO_ADDRESS.to_owned())?;
        if !is_encrypted || is_socket(&config) {
            config.ssl_mode(SslMode::Disable);
            return Ok(Self { config, tls: Tls::none() });
        }
        config.ssl_mode(SslMode::Require);
        let file = authorities.as_deref().filter(|file| *file != "system").map(Path::new);
        let trust = trust(file).map_err(|error| format!("names no authority: {error:#}"))?;
        Ok(Self { config, tls: Tls::new(&trust) })
    }

    /// The role.
    pub fn role(&self) -> Option<&str> {
        self.config.get_user()
    }

    /// The database.
    pub fn database(&self) -> Option<&str> {
        self.config.get_dbname()
    }

    /// Connects.
    ///
    /// # Errors
    /// Why not, and what to mend where that is known.
    pub async fn connect(&self) -> ConnectionResult<AsyncPgConnection> {
        let (client, connection) = self.reach().await?;
        AsyncPgConnection::try_from_client_and_connection(client, connection).await
    }

    /// Connects for what diesel does not know: COPY.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn client(&self) -> ConnectionResult<Client> {
        let (client, connection) = self.reach().await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a connection to the database broke");
            }
        });
        Ok(client)
    }

    async fn reach(&self) -> ConnectionResult<(Client, Connection<Socket, Encrypted<Socket>>)> {
        let reached = self.config.connect(self.tls.clone()).await;
        reached.map_err(|error| ConnectionError::BadConnection(self.told(&error)))
    }

    /// What happened, with its causes, and what to do about it.
    fn told(&self, error: &tokio_postgres::Error) -> String {
        let mut told = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            told = format!("{told}: {error}");
            cause = error.source();
        }
        match self.remedy(error) {
            Some(remedy) => format!("{told}; {remedy}"),
            None => told,
        }
    }

    fn remedy(&self, error: &tokio_postgres::Error) -> Option<String> {
        let key = self.key();
        if let Some(code) = error.code() {
            let demands_tls = *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION;
            return if *code == SqlState::INVALID_PASSWORD {
                Some(format!("the password in {key} is not the role's"))
            } else if demands_tls && self.is_in_the_clear() {
                Some(format!("where the server demands TLS, add sslmode=verify-full to {key}"))
            } else {
                None
            };
        }
        let cause = error.source()?;
        if cause.to_string() == "server does not support TLS" {
            return Some(format!("{key} demands it: set `ssl = on` at the server"));
        }
        let refused = cause.downcast_ref::<io::Error>()?.get_ref()?;
        match refused.downcast_ref()? {
            rustls::Error::InvalidCertificate(reason) => mended(reason, key),
            _ => None,
        }
    }

    fn is_in_the_clear(&self) -> bool {
        self.config.get_ssl_mode() == SslMode::Disable
    }

    /// The key of the configuration that holds it.
    fn key(&self) -> &'static str {
        match self.role() {
            Some("portal_request") => "database.request_url",
            Some("portal_platform") => "database.platform_url",
            _ => "database.owner_url",
        }
    }
}

const NO_ADDRESS: &str = "is no address of a PostgreSQL database";

/// What to do where a server's certificate is refused.
fn mended(reason: &CertificateError, key: &str) -> Option<String> {
    use CertificateError as Reason;
    match reason {
        Reason::UnknownIssuer | Reason::BadSignature => {
            Some(format!("name the file of the authority that made it in {key}: sslrootcert=FILE"))
        }
        Reason::NotValidForName | Reason::NotValidForNameContext { .. } => {
            Some(format!("{key} has to call the server as its certificate does"))
        }
        Reason::Expired
        | Reason::ExpiredContext { .. }
        | Reason::NotValidYet
        | Reason::NotValidYetContext { .. } => {
            Some("make the server a new one, or set this machine's clock".to_owned())
        }
        _ => None,
    }
}

fn decoded(value: &str) -> Cow<'_, str> {
    percent_decode_str(value).decode_utf8_lossy()
}

fn is_encrypted(mode: Option<&str>) -> Result<bool, String> {
    match mode {
        None | Some("disable") => Ok(false),
        Some("require" | "verify-ca" | "verify-full") => Ok(true),
        Some("allow" | "prefer") => {
            Err("may go without TLS and tell nobody: sslmode is verify-full, or disable".to_owned())
        }
        Some(_) => Err("has an unknown sslmode: it is verify-full, or disable".to_owned()),
    }
}

/// Whether it leads to a socket of this machine and nowhere else: nobody listens there, and there is no
/// name to be checked.
fn is_socket(config: &Config) -> bool {
    let hosts = config.get_hosts();
    !hosts.is_empty()
        && config.get_hostaddrs().is_empty()
        && hosts.iter().all(|host| matches!(host, Host::Unix(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Address, String> {
        Address::read(&format!("postgresql://portal_request:geheim@db.vn/portal{query}"))
    }

    #[test]
    fn what_is_encrypted_is_checked_and_what_is_not_says_so() {
        for (query, clear) in [
            ("", true),
            ("?sslmode=disable", true),
            ("?connect_timeout=3&sslmode=disable", true),
            ("?sslmode=require", false),
            ("?sslmode=verify-ca", false),
            ("?sslmode=verify-full&connect_timeout=3", false),
            ("?sslmode=verify-full&sslrootcert=system", false),
        ] {
            assert_eq!(read(query).map(|it| it.is_in_the_clear()), Ok(clear), "{query}");
        }
        for (place, clear) in [
            ("%2Frun%2Fpostgresql/portal?sslmode=verify-full", true),
            ("%2Frun%2Fpostgresql/portal?sslmode=verify-full&hostaddr=10.10.0.11", false),
            ("/portal?sslmode=verify-full&hostaddr=10.10.0.11", false),
        ] {
            let address = Address::read(&format!("postgresql://portal_request@{place}"));
            assert_eq!(address.map(|it| it.is_in_the_clear()), Ok(clear), "{place}");
        }
    }

    #[test]
    fn a_wrong_address_says_what_is_wrong_and_no_password() {
        for (query, said) in [
            ("?sslmode=prefer", "sslmode is verify-full"),
            ("?sslmode=allow", "sslmode is verify-full"),
            ("?sslmode=on", "unknown sslmode"),
            ("?sslmode=verify-full&sslrootcert=/no/such/file", "/no/such/file"),
            ("?sslmode=verify-full&sslrootcert=%2Fno%2Fsuch", "/no/such"),
            ("?sslcert=a", "no address"),
        ] {
            let reason = read(query).err().unwrap_or_default();
            assert!(reason.contains(said) && !reason.contains("geheim"), "{query}: {reason}");
        }
        assert!(Address::read("host=db.vn user=portal_request").is_err());
    }

    #[test]
    fn whose_address_it_is() {
        let address = read("").unwrap();
        assert_eq!((address.role(), address.database()), (Some("portal_request"), Some("portal")));
        assert_eq!(address.key(), "database.request_url");
    }
}
