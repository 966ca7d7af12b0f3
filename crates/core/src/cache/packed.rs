//! A finished page as bytes, for the places behind the process: `MAC\nhead\nbody`, the head as JSON,
//! the body as Brotli where that is smaller. The MAC is over the rest and the page's site, so that
//! nobody who can write there can say something in a site's name.

use std::io::Read as _;

use axum::http::{HeaderValue, StatusCode};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CachedPage, PageKey, PageKeyRef, Tag};
use crate::{SecretBox, SiteId, fact::Position};

const PURPOSE: &str = "page";
const MAC_BYTES: usize = 64;
/// No page is larger, in bytes.
const LARGEST: u64 = 16 << 20;

/// All of a packed page but its body.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    address: Box<str>,
    status: u16,
    content_type: String,
    pub tags: Vec<Tag>,
    pub until: Option<DateTime<Utc>>,
    txid: i64,
    id: i64,
    pub made_at: DateTime<Utc>,
    is_brotli: bool,
}

/// Packs a page.
pub(super) fn pack(secrets: &SecretBox, key: PageKeyRef<'_>, page: &CachedPage) -> Option<Vec<u8>> {
    let (body, is_brotli) = match &page.brotli {
        Some(brotli) => (&brotli.body, true),
        None => (&page.identity.body, false),
    };
    let head = Head {
        address: key.address.into(),
        status: page.status.as_u16(),
        content_type: page.content_type()?.to_str().ok()?.to_owned(),
        tags: page.tags.clone(),
        until: page.until,
        txid: page.as_of.txid,
        id: page.as_of.id,
        made_at: page.made_at,
        is_brotli,
    };
    let mut rest = serde_json::to_vec(&head).ok()?;
    rest.push(b'\n');
    rest.extend_from_slice(body);
    let mut packed = hex::encode(secrets.mac(PURPOSE, &signed(key.site, &rest))).into_bytes();
    packed.push(b'\n');
    packed.append(&mut rest);
    Some(packed)
}

/// Unpacks a page of a site; nothing where a byte of it is not as it was packed.
pub(super) fn unpack(
    secrets: &SecretBox,
    site: SiteId,
    packed: &[u8],
) -> Option<(PageKey, CachedPage)> {
    let (mac, rest) = split(packed)?;
    if !secrets.mac_fits(PURPOSE, &signed(site, rest), &hex::decode(mac).ok()?) {
        return None;
    }
    let (head, body) = head_and_body(rest)?;
    let as_of = head.as_of();
    let body = if head.is_brotli {
        let mut whole = Vec::new();
        brotli::Decompressor::new(body, 4096).take(LARGEST).read_to_end(&mut whole).ok()?;
        Bytes::from(whole)
    } else {
        Bytes::copy_from_slice(body)
    };
    let mut page = CachedPage::new(
        StatusCode::from_u16(head.status).ok()?,
        &HeaderValue::try_from(head.content_type).ok()?,
        &body,
    );
    page.tags = head.tags;
    page.until = head.until;
    page.as_of = as_of;
    page.made_at = head.made_at;
    Some((PageKey { site, address: head.address }, page))
}

/// What a packed page says of itself, unchecked: for what only looks.
pub(super) fn peek(packed: &[u8]) -> Option<Head> {
    head_and_body(split(packed)?.1).map(|(head, _)| head)
}

impl Head {
    pub(super) fn as_of(&self) -> Position {
        Position { txid: self.txid, id: self.id }
    }

    pub(super) fn into_address(self) -> Box<str> {
        self.address
    }
}

fn split(packed: &[u8]) -> Option<(&[u8], &[u8])> {
    let (mac, rest) = packed.split_at_checked(MAC_BYTES)?;
    Some((mac, rest.strip_prefix(b"\n")?))
}

fn head_and_body(rest: &[u8]) -> Option<(Head, &[u8])> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (head, body) = rest.split_at_checked(end)?;
    Some((serde_json::from_slice(head).ok()?, body.get(1..)?))
}

fn signed(site: SiteId, rest: &[u8]) -> Vec<u8> {
    [&site.0.to_be_bytes(), rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_as_it_was_and_nothing_else_does() {
        let secrets = SecretBox::read(&"5e".repeat(32)).unwrap();
        let key = PageKeyRef { site: SiteId(7), address: "/tin/\u{e1}-1" };
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        for body in ["<p>x".repeat(500), "<p>x".to_owned()] {
            let mut page = CachedPage::new(StatusCode::OK, &html, &Bytes::from(body.clone()));
            page.tags = vec![Tag("item:9".into())];
            page.as_of = Position { txid: 4, id: 5 };
            page.made_at = "2026-11-28T01:02:03.000004Z".parse().unwrap();
            let packed = pack(&secrets, key, &page).unwrap();
            let (of, out) = unpack(&secrets, SiteId(7), &packed).unwrap();
            assert_eq!(of.as_ref(), key);
            assert_eq!((&out.identity.body[..], &out.etag), (body.as_bytes(), &page.etag));
            assert_eq!((&out.tags, out.as_of, out.made_at), (&page.tags, page.as_of, page.made_at));
            assert!(unpack(&secrets, SiteId(8), &packed).is_none(), "another site's");
            for place in [0, 64, 70, packed.len() - 1] {
                let mut other = packed.clone();
                *other.get_mut(place).unwrap() ^= 1;
                assert!(unpack(&secrets, SiteId(7), &other).is_none(), "byte {place}");
            }
            assert!(unpack(&secrets, SiteId(7), &packed[..packed.len() - 1]).is_none());
        }
    }
}
