//! A letter, read: who wrote it, to whom, what, and whether it was a person.

use bytes::Bytes;
use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};
use sha2::{Digest as _, Sha256};

use super::quoted;

/// Longest text that is shown, in characters; the letter as it came has the rest.
const TEXT_MAX: usize = 20_000;
/// Longest subject, in characters.
const SUBJECT_MAX: usize = 200;
/// Most files of a letter that are looked at.
const FILES_MAX: usize = 10;

/// What sort of letter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody wrote it.
    Letter,
    /// A machine answered: somebody is away.
    Automatic,
    /// One of ours was not delivered.
    Failed,
    /// One of ours is not delivered yet.
    Delayed,
}

impl Kind {
    /// The word in the database, and the end of the keys of its texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Automatic => "automatic",
            Self::Failed => "failed",
            Self::Delayed => "delayed",
        }
    }
}

/// A letter that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same for the same letter, whichever way it comes.
    pub digest: [u8; 32],
    /// What sort it is.
    pub kind: Kind,
    /// Address it is from; empty where it names none.
    pub from: String,
    /// Name beside the address.
    pub name: String,
    /// Every header that says to whom it is.
    pub recipients: String,
    /// Subject, one line.
    pub subject: String,
    /// What the writer wrote.
    pub text: String,
    /// What the mail system says of delivering: `5.1.1`.
    pub status: String,
    /// Files with it: name and content.
    pub files: Vec<(String, Bytes)>,
}

/// Reads a letter. Anything can be read: what is no letter has neither sender nor text.
pub fn read(raw: &[u8]) -> Letter {
    let message = MessageParser::default().parse(raw);
    // The parser's own ways to a letter's head want a part to be there.
    let Some(message) = message.filter(|message| !message.parts.is_empty()) else {
        return no_letter(raw);
    };
    let from = message.from().and_then(|from| from.first());
    let address = from.and_then(|from| from.address.as_deref()).unwrap_or_default();
    let text = message.body_text(0).unwrap_or_default();
    let text = storable(&quoted::new_part(&text.replace("\r\n", "\n")));
    let (kind, status) = kind(&message);
    Letter {
        digest: digest(&message),
        kind,
        from: storable(address.trim()).to_lowercase(),
        name: one_line(from.and_then(|from| from.name.as_deref()).unwrap_or_default()),
        recipients: recipients(&message),
        subject: one_line(message.subject().unwrap_or_default()),
        text: text.chars().take(TEXT_MAX).collect(),
        status,
        files: files(&message),
    }
}

fn no_letter(raw: &[u8]) -> Letter {
    Letter {
        digest: Sha256::digest(raw).into(),
        kind: Kind::Letter,
        from: String::new(),
        name: String::new(),
        recipients: String::new(),
        subject: String::new(),
        text: String::new(),
        status: String::new(),
        files: Vec::new(),
    }
}

fn files(message: &Message<'_>) -> Vec<(String, Bytes)> {
    let files = message.attachments().filter(|part| !part.is_message());
    files
        .take(FILES_MAX)
        .map(|part| {
            let name = part.attachment_name().unwrap_or_default();
            (storable(name), Bytes::copy_from_slice(part.contents()))
        })
        .collect()
}

fn recipients(message: &Message<'_>) -> String {
    ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"]
        .iter()
        .filter_map(|name| message.header_raw(*name))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a person wrote it, and what the mail system says where it did (RFC 3464, RFC 3834).
fn kind(message: &Message<'_>) -> (Kind, String) {
    let header = |name: &str| message.header_raw(name).unwrap_or_default().trim().to_lowercase();
    let report = message.content_type().is_some_and(|of| {
        of.ctype() == "multipart"
            && of.subtype().is_some_and(|it| it.eq_ignore_ascii_case("report"))
    });
    if report && let Some(said) = delivery_status(message) {
        let field = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(name));
            line.map(|value| value.trim().chars().take(40).collect::<String>()).unwrap_or_default()
        };
        return match field("action:").as_str() {
            "delayed" => (Kind::Delayed, field("status:")),
            "failed" => (Kind::Failed, field("status:")),
            _ => (Kind::Automatic, field("status:")),
        };
    }
    let from_a_system = message
        .from()
        .and_then(|from| from.first())
        .and_then(|from| from.address.as_deref())
        .is_some_and(|address| address.to_lowercase().starts_with("mailer-daemon@"));
    if from_a_system {
        return (Kind::Failed, String::new());
    }
    let auto = header("Auto-Submitted");
    let automatic = report
        || (!auto.is_empty() && auto != "no")
        || matches!(header("Precedence").as_str(), "auto_reply" | "bulk" | "junk")
        || !header("X-Autoreply").is_empty()
        || !header("X-Autorespond").is_empty();
    (if automatic { Kind::Automatic } else { Kind::Letter }, String::new())
}

fn delivery_status(message: &Message<'_>) -> Option<String> {
    let part = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|of| {
            of.ctype() == "message"
                && of.subtype().is_some_and(|it| it.eq_ignore_ascii_case("delivery-status"))
        })
    })?;
    let bytes = match &part.body {
        PartType::Message(inner) => inner.raw_message(),
        _ => part.contents(),
    };
    Some(String::from_utf8_lossy(bytes).to_lowercase())
}

/// What the writer sent, without what was written on the way.
fn digest(message: &Message<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update(bytes.len().to_be_bytes());
        hash.update(bytes);
    };
    for name in ["Message-ID", "From", "Date", "Subject"] {
        add(message.header_raw(name).unwrap_or_default().trim().as_bytes());
    }
    for part in &message.parts {
        if !part.is_multipart() {
            add(part.contents());
        }
    }
    hash.finalize().into()
}

fn one_line(text: &str) -> String {
    let words = storable(text);
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SUBJECT_MAX).collect()
}

/// A text without what cannot be stored or would deceive the reader.
fn storable(text: &str) -> String {
    portal_core::form::composed(text)
        .chars()
        .filter(|c| portal_core::form::is_storable(c.encode_utf8(&mut [0; 4])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "From: =?utf-8?B?Tmd1eeG7hW4gVsSDbiBB?= <An@Example.VN>\r\n\
        To: \"Kien nghi\" <kiennghi+1-ab@quangtri.gov.vn>\r\nSubject: Re: =?utf-8?Q?=C4=90=C6=B0=E1=BB=9Dng?=\r\n\
        Message-ID: <1@example.vn>\r\nDate: Mon, 23 Nov 2026 08:00:00 +0700\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\r\nXin b\u{1ed5} sung.\r\n> cu\r\n";

    #[test]
    fn a_letter_is_read_with_what_its_writer_wrote() {
        let letter = read(PLAIN.as_bytes());
        assert_eq!((letter.from.as_str(), letter.name.as_str()), ("an@example.vn", "Nguyễn Văn A"));
        assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("Re: Đường", "Xin bổ sung."));
        assert!(letter.recipients.contains("kiennghi+1-ab@quangtri.gov.vn"));
        assert_eq!((letter.kind, letter.files.len()), (Kind::Letter, 0));
    }

    #[test]
    fn the_same_letter_is_known_whichever_way_it_came() {
        let letter = read(PLAIN.as_bytes());
        let again = format!("Received: by other.vn; now\r\nDelivered-To: x@y.vn\r\n{PLAIN}");
        assert_eq!(read(again.as_bytes()).digest, letter.digest);
        let other = PLAIN.replace("sung.", "sung!");
        assert_ne!(read(other.as_bytes()).digest, letter.digest);
        assert_ne!(read(b"").digest, read(b"x").digest);
    }

    #[test]
    fn machines_are_told_from_people() {
        let with = |header: &str| read(format!("{header}\r\n{PLAIN}").as_bytes()).kind;
        for (header, kind) in [
            ("X: y", Kind::Letter),
            ("Auto-Submitted: no", Kind::Letter),
            ("Auto-Submitted: auto-replied", Kind::Automatic),
            ("Precedence: auto_reply", Kind::Automatic),
            ("X-Autoreply: yes", Kind::Automatic),
        ] {
            assert_eq!(with(header), kind, "{header}");
        }
        let bounce = |action: &str| {
            format!(
                "From: MAILER-DAEMON@mail.vn\r\nTo: kiennghi+1-ab@quangtri.gov.vn\r\n\
                 Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
                 --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
                 --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.vn\r\n\r\n\
                 Final-Recipient: rfc822; an@example.vn\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
            )
        };
        let failed = read(bounce("failed").as_bytes());
        assert_eq!((failed.kind, failed.status.as_str()), (Kind::Failed, "5.1.1"));
        assert_eq!(read(bounce("delayed").as_bytes()).kind, Kind::Delayed);
        assert_eq!(read(bounce("delivered").as_bytes()).kind, Kind::Automatic);
        assert_eq!(read(b"From: mailer-daemon@x.vn\r\n\r\nno").kind, Kind::Failed);
    }

    #[test]
    fn what_is_no_letter_is_read_without_harm() {
        for raw in
            [&b""[..], b"\0\xff\xfe", b"From:\r\n\r\n", b"Subject: \x00\xe2\x80\xae x\r\n\r\n\0"]
        {
            let letter = read(raw);
            assert!(letter.files.is_empty(), "{raw:?}");
            assert!(portal_core::form::is_storable(&letter.text));
            assert!(portal_core::form::is_storable(&letter.subject));
        }
    }
}
