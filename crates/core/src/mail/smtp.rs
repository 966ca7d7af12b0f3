//! Letters by SMTP.

use std::{path::PathBuf, time::Duration};

use anyhow::Context as _;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    address::Envelope,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, CertificateStore, Tls, TlsParameters},
    },
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Endpoint, Mail, Postman};
use crate::{App, Guard};

/// How long a letter may take; shorter than the lease of a job.
const TIME: Duration = Duration::from_secs(30);
/// Letters of a node under way at once.
const AT_ONCE: usize = 4;
/// Longest subject, in characters.
const SUBJECT_MAX: usize = 200;

/// Which relay takes the letters.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Relay: `smtps` is TLS from the first byte; `smtp` turns to TLS before anything else, and is
    /// plain only to this machine.
    pub relay: Endpoint,
    /// Password of the relay's account, where it names one.
    pub password: Option<SecretString>,
    /// Sender: `Cổng TTĐT tỉnh Quảng Trị <khong-tra-loi@quangtri.gov.vn>`.
    pub from: String,
    /// File of the certificate authorities to believe, in place of the system's.
    pub ca_file: Option<PathBuf>,
}

/// Whether a text is a sender or receiver: an address, or a name with an address in `<>`.
pub fn is_mailbox(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// A relay.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    guard: Guard,
}

impl Smtp {
    /// Makes ready to talk to a relay; it is not asked yet. Wants a runtime around it.
    ///
    /// # Errors
    /// A sender that is none, a file of certificate authorities that cannot be read.
    pub fn new(settings: &SmtpSettings) -> anyhow::Result<Self> {
        let relay = &settings.relay;
        let (tls, port) = match relay.scheme.as_str() {
            "smtps" => (Tls::Wrapper(tls(settings)?), 465),
            _ if relay.is_this_machine() => (Tls::None, 25),
            _ => (Tls::Required(tls(settings)?), 587),
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(relay.host.as_str())
                .tls(tls)
                .port(relay.port.unwrap_or(port))
                .timeout(Some(TIME));
        if let (Some(user), Some(password)) = (&relay.user, &settings.password) {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            transport: builder.build(),
            from: settings.from.parse().context("the sender of e-mail is no address")?,
            guard: Guard::new("smtp", TIME, AT_ONCE),
        })
    }
}

fn tls(settings: &SmtpSettings) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParameters::builder(settings.relay.host.clone());
    if let Some(file) = &settings.ca_file {
        let pem = std::fs::read(file).with_context(|| file.display().to_string())?;
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(Certificate::from_pem(&pem)?);
    }
    Ok(builder.build()?)
}

#[async_trait]
impl Postman for Smtp {
    async fn send(&self, app: &App, mail: &Mail) -> anyhow::Result<()> {
        // A letter that cannot be written says nothing about the relay.
        let letter = letter(mail, &self.from, &app.config().base_domain, app.now())?;
        self.guard
            .run(&app.metrics, self.transport.send(letter))
            .await
            .map(drop)
            .map_err(|trouble| anyhow::anyhow!("the mail relay: {trouble}"))
    }
}

/// The letter as it goes out.
fn letter(
    mail: &Mail,
    from: &Mailbox,
    domain: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Message> {
    // The address alone: what it says of the person is not for the log.
    let to: Address = mail.to.parse().map_err(|_| anyhow::anyhow!("the receiver is no address"))?;
    let automatic = HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    );
    let mut message = Message::builder().from(from.clone()).to(Mailbox::new(None, to.clone()));
    if let Some(address) = &mail.reply_to {
        let address: Address =
            address.parse().map_err(|_| anyhow::anyhow!("where answers go is no address"))?;
        // What cannot be delivered comes back there too.
        message = message
            .reply_to(Mailbox::new(None, address.clone()))
            .envelope(Envelope::new(Some(address), vec![to])?);
    }
    Ok(message
        .subject(one_line(&mail.subject))
        .message_id(Some(format!("<{}@{domain}>", mail.id)))
        .date(now.into())
        .raw_header(automatic)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())?)
}

/// A text as one line of bounded length.
fn one_line(text: &str) -> String {
    let cleaned: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    words.join(" ").chars().take(SUBJECT_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(mail: &Mail) -> anyhow::Result<String> {
        let from = "Cổng TTĐT <cong@quangtri.gov.vn>".parse().unwrap();
        let now = "2026-11-23T01:00:00Z".parse().unwrap();
        let letter = letter(mail, &from, "quangtri.gov.vn", now)?;
        Ok(String::from_utf8(letter.formatted()).unwrap())
    }

    #[test]
    fn a_letter_is_the_same_at_every_try() {
        let mail = Mail::new("an@quangtri.gov.vn", "Mã xác nhận", "Mã của bạn: 123456\n");
        let first = written(&mail).unwrap();
        assert_eq!(first, written(&mail).unwrap());
        assert!(first.contains(&format!("Message-ID: <{}@quangtri.gov.vn>\r\n", mail.id)));
        assert!(first.contains("Auto-Submitted: auto-generated\r\n"), "{first}");
        assert!(first.contains("To: an@quangtri.gov.vn\r\n"), "{first}");
    }

    #[test]
    fn answers_and_what_is_not_delivered_go_where_the_letter_says() {
        let from: Mailbox = "Cổng TTĐT <cong@quangtri.gov.vn>".parse().unwrap();
        let mail =
            Mail::new("an@a.vn", "x", "x").reply_to(Some("nhan+1-ab@quangtri.gov.vn".into()));
        let now = "2026-11-23T01:00:00Z".parse().unwrap();
        let letter = letter(&mail, &from, "quangtri.gov.vn", now).unwrap();
        let sender = letter.envelope().from().map(ToString::to_string);
        assert_eq!(sender.as_deref(), Some("nhan+1-ab@quangtri.gov.vn"));
        let text = String::from_utf8(letter.formatted()).unwrap();
        assert!(text.contains("Reply-To: nhan+1-ab@quangtri.gov.vn\r\n"), "{text}");
        assert!(!written(&Mail::new("an@a.vn", "x", "x")).unwrap().contains("Reply-To"));
    }

    #[test]
    fn no_header_is_smuggled_in() {
        let smuggled = "Bcc: thief@example.com";
        let subject = format!("Hello\r\n{smuggled}\n\n{smuggled}");
        let letter = written(&Mail::new("an@a.vn", subject, "x")).unwrap();
        let (head, _) = letter.split_once("\r\n\r\n").unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        for to in ["an@a.vn\r\nBcc: thief@example.com", "an@a.vn, thief@example.com", "an", ""] {
            assert!(written(&Mail::new(to, "x", "x")).is_err(), "{to:?}");
        }
    }

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(one_line(" a\r\n\tb\u{0}c  d "), "a b c d");
        assert_eq!(one_line(&"x".repeat(1_000)).len(), SUBJECT_MAX);
    }
}
