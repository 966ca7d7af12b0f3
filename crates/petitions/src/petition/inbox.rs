//! Answers by e-mail (R-P1): letters to senders say where answers go, and what comes there is taken
//! in once, threaded in where that is certain, and otherwise laid before a person.
//!
//! The address of a petition is `kiennghi+<number>-<MAC>@…`. A letter belongs to the petition when the
//! address is right *and* it is from the address of its sender. The letter as it came is sealed in the
//! object store, for [`KEPT`].

use chrono::TimeDelta;
use portal_core::{App, InboxConfig, Jobs, Recurring, Routes, module::DeskEntry};

use super::{PetitionId, permissions::IDENTITY};

mod desk;
pub mod facts;
mod jobs;
mod letter;
mod mailbox;
mod quoted;
mod store;
mod take;

pub use jobs::ReadInbox;
pub(super) use store::{Shown, let_go, open as open_letter};
pub use take::{Taken, take};

/// The letters that wait for a person.
pub const HELD: &str = "/quan-tri/kien-nghi/thu-den";
/// How long a letter is kept as it came, once it is decided what it is.
pub const KEPT: TimeDelta = TimeDelta::days(90);

const PURPOSE: &str = "petition.reply";
/// Bytes of the MAC in an address; the part before the `@` may have 64 characters.
const MAC: usize = 12;

/// Its entry on the desk.
pub fn desk_menu() -> Vec<DeskEntry> {
    vec![DeskEntry { text: "inbox", path: HELD, permission: IDENTITY, order: 24 }]
}

/// The paths.
pub fn routes(routes: Routes) -> Routes {
    desk::routes(routes)
}

/// The jobs.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.with::<ReadInbox>().with::<jobs::ForgetLetters>()
}

/// The jobs that come round.
pub fn recurring() -> Vec<Recurring> {
    use std::time::Duration;
    vec![
        Recurring::of::<ReadInbox>(Duration::from_secs(60)),
        Recurring::of::<jobs::ForgetLetters>(Duration::from_secs(24 * 60 * 60)),
    ]
}

/// Where answers to a letter about a petition go; `None` where no mailbox is set up. What the mail
/// system says of the letter comes back there too.
///
/// Requirement: R-P1.
pub fn reply_to(app: &App, petition: PetitionId) -> Option<String> {
    let inbox = app.config().inbox.as_ref()?;
    let (local, domain) = inbox.address.split_once('@')?;
    let mac = app.config().secrets.mac(PURPOSE, &petition.0.to_be_bytes());
    let mac = hex::encode(mac.get(..MAC)?);
    Some(format!("{local}+{petition}-{mac}@{domain}"))
}

/// The petition that an address names, where it is one of ours. `recipients` may hold further words.
fn named(app: &App, inbox: &InboxConfig, recipients: &str) -> Option<PetitionId> {
    let recipients = recipients.to_lowercase();
    let (local, domain) = inbox.address.split_once('@')?;
    let (before, after) =
        (format!("{}+", local.to_lowercase()), format!("@{}", domain.to_lowercase()));
    recipients.split(before.as_str()).skip(1).find_map(|rest| {
        let (token, rest) = rest.split_once(after.as_str())?;
        // Another domain that only begins like ours.
        let whole = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-'));
        let (number, mac) = token.split_once('-').filter(|_| whole)?;
        let (id, mac) = (number.parse::<i64>().ok()?, hex::decode(mac).ok()?);
        let fits =
            mac.len() == MAC && app.config().secrets.mac_begins(PURPOSE, &id.to_be_bytes(), &mac);
        fits.then_some(PetitionId(id))
    })
}
