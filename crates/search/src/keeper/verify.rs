//! The check of completeness: every document that readers see against what the index has.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use portal_core::{
    App,
    search::{Document, Key},
    site::Site,
};
use tokio::task::block_in_place;

use super::{
    Keeper, each_document, searched,
    state::{Differences, Task},
};
use crate::Index;

/// Compares site by site, and mends what differs.
///
/// What is published while a site is compared may look like a difference. So what looks like one is
/// looked at again while nothing else is put in, after everything told was followed.
pub(super) async fn verify(keeper: &Arc<Keeper>, app: &App) -> anyhow::Result<Differences> {
    let mut found = Differences::default();
    let sites = app.sites.now().all();
    for (done, site) in sites.iter().enumerate() {
        let Some(index) = keeper.index() else { anyhow::bail!("the index is not open") };
        let doubtful = doubtful(app, &index, site).await?;
        if !doubtful.is_empty() {
            mend(keeper, app, site, doubtful, &mut found).await?;
        }
        keeper.state.has_done(Task::Verify, done + 1, sites.len());
    }
    tracing::info!(?found, "the search index was checked");
    Ok(found)
}

/// The keys of a site whose documents differ, by what was read at slightly different moments.
async fn doubtful(app: &App, index: &Index, site: &Site) -> anyhow::Result<Vec<Key>> {
    let mut known = entries(index, site)?;
    let mut doubtful = Vec::new();
    for of in searched(app, site) {
        each_document(app, site, of, |document| {
            if known.remove(&document.key) != Some(document.checksum()) {
                doubtful.push(document.key.clone());
            }
            Ok(())
        })
        .await?;
    }
    doubtful.extend(known.into_keys());
    Ok(doubtful)
}

fn entries(index: &Index, site: &Site) -> anyhow::Result<HashMap<Key, u64>> {
    let entries = block_in_place(|| index.all_keys(site.id))?;
    Ok(entries.into_iter().map(|entry| (entry.key, entry.checksum)).collect())
}

/// Looks again at keys of a site, kind by kind, as many at once as are read at once; who follows
/// meanwhile waits for one such part.
async fn mend(
    keeper: &Arc<Keeper>,
    app: &App,
    site: &Site,
    doubtful: Vec<Key>,
    found: &mut Differences,
) -> anyhow::Result<()> {
    let mut kinds: HashMap<Cow<'static, str>, Vec<Key>> = HashMap::new();
    for key in doubtful {
        kinds.entry(key.kind.clone()).or_default().push(key);
    }
    for (kind, mut keys) in kinds {
        keys.sort_by_key(|key| key.id);
        let mut keys = keys.as_slice();
        while let Some(first) = keys.first() {
            let mut place = keeper.place.lock().await;
            let Some(index) = keeper.index() else { anyhow::bail!("the index is not open") };
            keeper.follow(app, &index, &mut place).await?;
            let shown = from(app, site, &kind, first.id).await?;
            // Nothing is shown from there on: none of the rest is.
            let read = shown
                .last()
                .map_or(keys.len(), |last| keys.partition_point(|key| key.id <= last.key.id));
            let (part, rest) = keys.split_at(read.max(1));
            mend_part(&index, site, part, shown, found)?;
            keys = rest;
        }
    }
    Ok(())
}

/// What readers see of a kind now, from a number on.
async fn from(app: &App, site: &Site, kind: &str, id: i64) -> anyhow::Result<Vec<Document>> {
    match searched(app, site).into_iter().find(|(_, shown)| kind == *shown) {
        Some((module, kind)) => module.search_documents(app, site, kind, id - 1).await,
        None => Ok(Vec::new()),
    }
}

fn mend_part(
    index: &Index,
    site: &Site,
    keys: &[Key],
    shown: Vec<Document>,
    found: &mut Differences,
) -> anyhow::Result<()> {
    let known = entries(index, site)?;
    let mut shown: HashMap<Key, Document> =
        shown.into_iter().map(|document| (document.key.clone(), document)).collect();
    for key in keys {
        let (is, was) = (shown.remove(key), known.get(key).copied());
        match (&is, was) {
            (Some(document), Some(sum)) if document.checksum() == sum => continue,
            (None, None) => continue,
            (Some(_), None) => found.missing += 1,
            (Some(_), Some(_)) => found.outdated += 1,
            (None, Some(_)) => found.surplus += 1,
        }
        tracing::warn!(%key, "the search index differed");
        block_in_place(|| match &is {
            Some(document) => index.put(document),
            None => {
                index.delete(key);
                Ok(())
            }
        })?;
    }
    Ok(block_in_place(|| index.commit())?)
}
