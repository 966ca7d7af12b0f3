//! Reads the mailbox. A letter leaves it, for a folder beside it, once it is taken in; until then it
//! stays where it is.

use std::time::Duration;

use anyhow::Context as _;
use futures_util::TryStreamExt as _;
use portal_core::{
    App, Ctx, InboxConfig,
    mail::{
        imap::{ImapServer, Session},
        trust,
    },
};
use tokio::time::{Instant, timeout};

use super::take::take;

/// Where letters go that were taken in.
const TAKEN: &str = "Da tiep nhan";
/// How long one command may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the mailbox is read at a time; what is left comes next time.
const TURN: Duration = Duration::from_secs(45);
/// Largest letter that is taken whole, in bytes.
const LARGEST: u32 = 30 << 20;

/// Takes in what is in the mailbox; gives how many letters it was.
///
/// # Errors
/// A mailbox that cannot be reached or opened. What goes wrong with one letter is logged, and the
/// letter tried again next time.
pub async fn read(app: &App, ctx: &Ctx, inbox: &InboxConfig) -> anyhow::Result<usize> {
    let server = ImapServer::new(inbox.at.clone(), &trust(inbox.ca_file.as_deref())?)?;
    let session = timeout(PATIENCE, server.sign_in(&inbox.login, &inbox.password)).await??;
    let mut session = session.context("the mailbox does not open with its password")?;
    let read = letters(app, ctx, inbox, &mut session).await;
    let _ = timeout(Duration::from_secs(1), session.logout()).await;
    read
}

async fn letters(
    app: &App,
    ctx: &Ctx,
    inbox: &InboxConfig,
    session: &mut Session,
) -> anyhow::Result<usize> {
    let moves = timeout(PATIENCE, session.capabilities()).await??.has_str("MOVE");
    // There already, mostly.
    let _ = timeout(PATIENCE, session.create(TAKEN)).await?;
    timeout(PATIENCE, session.select("INBOX")).await??;
    let mut uids: Vec<u32> =
        timeout(PATIENCE, session.uid_search("UNDELETED")).await??.into_iter().collect();
    uids.sort_unstable();
    let (begun, mut taken) = (Instant::now(), 0);
    for uid in uids {
        if begun.elapsed() > TURN {
            break;
        }
        let (raw, cut) = fetch(session, uid).await?;
        match take(app, ctx, inbox, &raw, cut).await {
            Ok(_) => {
                put_away(session, uid, moves).await?;
                taken += 1;
            }
            Err(fault) => tracing::error!(uid, ?fault, "a letter cannot be taken in"),
        }
    }
    Ok(taken)
}

/// A letter, or its head where it is too large.
async fn fetch(session: &mut Session, uid: u32) -> anyhow::Result<(Vec<u8>, bool)> {
    let uid = uid.to_string();
    let size = {
        let found = session.uid_fetch(&uid, "(RFC822.SIZE)").await?;
        let found: Vec<_> = timeout(PATIENCE, found.try_collect()).await??;
        found.iter().find_map(|fetch: &async_imap::types::Fetch| fetch.size).unwrap_or_default()
    };
    let cut = size > LARGEST;
    let what = if cut { "BODY.PEEK[HEADER]" } else { "BODY.PEEK[]" };
    let found = session.uid_fetch(&uid, what).await?;
    let found: Vec<_> = timeout(PATIENCE, found.try_collect()).await??;
    let raw = found.iter().find_map(
        |fetch: &async_imap::types::Fetch| {
            if cut { fetch.header() } else { fetch.body() }
        },
    );
    Ok((raw.context("the mailbox does not give a letter")?.to_vec(), cut))
}

async fn put_away(session: &mut Session, uid: u32, moves: bool) -> anyhow::Result<()> {
    let uid = uid.to_string();
    if moves {
        return Ok(timeout(PATIENCE, session.uid_mv(&uid, TAKEN)).await??);
    }
    timeout(PATIENCE, session.uid_copy(&uid, TAKEN)).await??;
    {
        let marked = session.uid_store(&uid, "+FLAGS.SILENT (\\Deleted)").await?;
        let _: Vec<_> = timeout(PATIENCE, marked.try_collect()).await??;
    }
    let gone = session.expunge().await?;
    let _: Vec<u32> = timeout(PATIENCE, gone.try_collect()).await??;
    Ok(())
}
