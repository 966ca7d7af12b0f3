//! Whom we believe to be the mail system, the database, Redis.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use rustls::{
    ClientConfig, RootCertStore, crypto,
    pki_types::{CertificateDer, pem::PemObject as _},
};

/// The certificate authorities to believe, ready for use.
pub type Trust = Arc<ClientConfig>;

/// Believes the certificate authorities of a file, or those of this machine.
///
/// # Errors
/// A file that cannot be read or holds no certificate; a machine without authorities.
pub fn trust(ca_file: Option<&Path>) -> anyhow::Result<Trust> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = ca_file {
        let certificates = CertificateDer::pem_file_iter(file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        for certificate in certificates {
            let certificate = certificate.with_context(|| file.display().to_string())?;
            roots.add(certificate).with_context(|| file.display().to_string())?;
        }
        anyhow::ensure!(!roots.is_empty(), "{} holds no certificate", file.display());
    } else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        anyhow::ensure!(
            !roots.is_empty(),
            "this machine has no certificate authorities; install ca-certificates or name a file"
        );
    }
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
