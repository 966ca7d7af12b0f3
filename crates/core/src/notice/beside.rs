//! Notices set while the database is away: in a file of the node, and in Redis for the other nodes.
//! Each is sealed with the installation's keys, so that nobody who can write there speaks in the
//! province's name. The first node that reaches the database again puts them in, once.

use std::sync::Arc;

use redis::{Cmd, FromRedisValue as _};

use super::{Notice, NoticeChanged, queries};
use crate::{App, Ctx, SecretBox, fact::Fact as _};

/// The file of the snapshot.
const FILE: &str = "notices-beside.json";
/// The same for all nodes.
const KEY: &str = "portal:notices";
/// For how long Redis keeps them, in seconds.
const LIFE: u64 = 7 * 24 * 3600;
const PURPOSE: &str = "notices";

/// Sets or changes a notice beside the database. Gives whether this node has a file for it, and
/// whether Redis took it.
///
/// # Errors
/// A file that cannot be written.
pub async fn set(app: &App, notice: Notice) -> anyhow::Result<(bool, bool)> {
    let mut notices = read(app).await;
    notices.retain(|one| one.id != notice.id);
    notices.push(notice);
    write(app, &notices).await
}

/// What was set beside the database, by anybody.
pub async fn read(app: &App) -> Vec<Notice> {
    let pages = Arc::clone(app.pages());
    let file = move || pages.snapshot()?.read_file(FILE);
    let file = tokio::task::spawn_blocking(file).await.ok().flatten();
    let shared = match app.redis() {
        Some(redis) => redis.ask(&app.metrics, &Cmd::get(KEY)).await,
        None => None,
    };
    let shared = shared.and_then(|found| Option::<Vec<u8>>::from_redis_value(found).ok()?);
    let mut all: Vec<Notice> = Vec::new();
    for bytes in [file, shared].into_iter().flatten() {
        for notice in unseal(&app.config().secrets, &bytes).unwrap_or_default() {
            match all.iter_mut().find(|one| one.id == notice.id) {
                // Taken back here or there is taken back.
                Some(one) if one.withdrawn_at.is_none() => *one = notice,
                Some(_) => {}
                None => all.push(notice),
            }
        }
    }
    all
}

async fn write(app: &App, notices: &[Notice]) -> anyhow::Result<(bool, bool)> {
    let bytes = seal(&app.config().secrets, notices)?;
    let (pages, file) = (Arc::clone(app.pages()), bytes.clone());
    let write = move || pages.snapshot().map_or(Ok(()), |it| it.write_file(FILE, &file));
    tokio::task::spawn_blocking(write).await??;
    let shared = match app.redis() {
        Some(redis) => redis.ask(&app.metrics, &Cmd::set_ex(KEY, bytes, LIFE)).await.is_some(),
        None => false,
    };
    Ok((app.pages().snapshot().is_some(), shared))
}

/// Looks for notices set beside the database; with the database there, puts them into it.
pub(super) async fn look(app: &App) -> anyhow::Result<()> {
    let found = read(app).await;
    if !found.is_empty() && app.db().is_there() {
        for notice in &found {
            take_over(app, notice).await?;
        }
        write(app, &[]).await?;
        super::load(app, &*app.db().platform().await?).await?;
        app.notices.put_beside(Vec::new());
    } else {
        app.notices.put_beside(found);
    }
    Ok(())
}

async fn take_over(app: &App, notice: &Notice) -> anyhow::Result<()> {
    let Some(ctx) = Ctx::system_of_province(app) else { return Ok(()) };
    let mut tx = app.begin_platform(&ctx).await?;
    if queries::by_id(&tx, notice.id).await?.as_ref() == Some(notice) {
        return Ok(tx.roll_back().await?);
    }
    super::set(&mut tx, notice.clone()).await?;
    tx.commit().await?;
    tracing::warn!(notice = %notice.id, fact = NoticeChanged::KIND, "a notice set beside the database was put into it");
    Ok(())
}

fn seal(secrets: &SecretBox, notices: &[Notice]) -> anyhow::Result<Vec<u8>> {
    Ok(secrets.seal(PURPOSE, b"", &serde_json::to_vec(notices)?)?)
}

fn unseal(secrets: &SecretBox, bytes: &[u8]) -> Option<Vec<Notice>> {
    serde_json::from_slice(&secrets.open(PURPOSE, b"", bytes).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Names, notice::Kind};

    #[test]
    fn nobody_speaks_in_the_provinces_name_without_its_keys() {
        let secrets = SecretBox::read(&"5e".repeat(32)).unwrap();
        let at = "2026-11-28T01:00:00Z".parse().unwrap();
        let notice = Notice {
            id: uuid::Uuid::from_u128(7),
            kind: Kind::Urgent,
            words: Names { vi: "Lũ về".into(), en: None },
            link: None,
            from_at: at,
            until_at: None,
            read_only: false,
            set_at: at,
            withdrawn_at: None,
        };
        let sealed = seal(&secrets, std::slice::from_ref(&notice)).unwrap();
        assert_eq!(unseal(&secrets, &sealed), Some(vec![notice]));
        let other = SecretBox::read(&"5f".repeat(32)).unwrap();
        assert_eq!(unseal(&other, &sealed), None);
        let mut changed = sealed;
        *changed.last_mut().unwrap() = b' ';
        assert_eq!(unseal(&secrets, &changed), None);
    }
}
