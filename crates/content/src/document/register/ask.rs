//! What the address of the register asks for. No IO.

use portal_core::{Ctx, page};
use serde::Deserialize;

use super::{
    PAGE,
    queries::{Narrow, Order},
};
use crate::{
    document::{PATH, number, queries::Kind, status::Status},
    slug,
};

/// Furthest page; nobody turns so many.
const LAST_PAGE: i64 = 500;

/// The query of the register; empty is "all".
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Number, or words of the title.
    pub q: String,
    /// Key of a kind.
    #[serde(rename = "loai")]
    pub kind: String,
    /// Slug of an issuer.
    #[serde(rename = "co-quan")]
    pub issuer: String,
    /// Slug of a field.
    #[serde(rename = "linh-vuc")]
    pub field: String,
    /// Year of issue.
    #[serde(rename = "nam")]
    pub year: String,
    /// How it stands.
    #[serde(rename = "hieu-luc")]
    pub status: String,
    /// Order.
    #[serde(rename = "xep")]
    pub order: String,
    /// Page, from 1.
    #[serde(rename = "trang")]
    pub page: String,
}

impl Asked {
    /// What narrows the register, as (name, value), the search box first.
    pub fn filters(&self) -> [(&'static str, &str); 6] {
        [
            ("q", self.q.trim()),
            ("loai", &self.kind),
            ("co-quan", &self.issuer),
            ("linh-vuc", &self.field),
            ("nam", &self.year),
            ("hieu-luc", &self.status),
        ]
    }

    /// Whether anything narrows it.
    pub fn is_narrowed(&self) -> bool {
        self.filters().iter().any(|(_, value)| !value.is_empty())
    }

    /// As the statement wants it.
    pub fn narrow(&self, kinds: &[Kind]) -> Narrow {
        let plain = |text: &str| -> String {
            text.trim().chars().filter(|c| !c.is_control()).take(100).collect()
        };
        let q = plain(&self.q);
        let number = number::asked(&q, |words| kinds.iter().any(|kind| kind.is_called(words)));
        Narrow {
            number: number.unwrap_or_default(),
            words: slug::fold(&q),
            kind: plain(&self.kind),
            issuer: plain(&self.issuer),
            field: plain(&self.field),
            year: self.year.parse().ok().filter(|year| *year > 0),
            status: Status::parse(&self.status),
        }
    }

    /// The order asked for.
    pub fn order(&self) -> Order {
        Order::ALL.into_iter().find(|order| order.as_str() == self.order).unwrap_or_default()
    }

    /// The page asked for, from 1.
    pub fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, LAST_PAGE)
    }

    /// How many lines stand before the page.
    pub fn offset(&self) -> i64 {
        (self.page() - 1) * PAGE
    }

    /// The address of the register without one of the filters, on a page.
    pub fn address(&self, ctx: &Ctx, without: &str, page: i64) -> String {
        self.address_of(&ctx.path_to(PATH), without, page)
    }

    /// The same for any path: the register as a file.
    pub fn address_of(&self, path: &str, without: &str, page: i64) -> String {
        let number = if page > 1 { page.to_string() } else { String::new() };
        let parts = self.filters().into_iter().filter(|(name, _)| *name != without);
        let order = Some(self.order()).filter(|order| *order != Order::default());
        let rest = [("xep", order.map_or("", Order::as_str)), ("trang", number.as_str())];
        page::address(path, parts.chain(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_register_is_in_the_address() {
        let asked = Asked {
            q: " 1637/QĐ ".into(),
            year: "2026".into(),
            page: "3".into(),
            ..Asked::default()
        };
        assert_eq!(asked.address_of(PATH, "", 2), "/van-ban?q=1637%2FQ%C4%90&nam=2026&trang=2");
        assert_eq!(asked.address_of(PATH, "q", 1), "/van-ban?nam=2026");
        assert_eq!(Asked::default().address_of(PATH, "", 1), "/van-ban");
        assert_eq!((asked.page(), asked.offset()), (3, 40));
    }

    #[test]
    fn what_cannot_be_read_asks_for_nothing() {
        let asked = Asked {
            year: "hai nghìn".into(),
            status: "song".into(),
            page: "-4".into(),
            order: "?".into(),
            ..Asked::default()
        };
        let narrow = asked.narrow(&[]);
        assert_eq!((narrow.year, narrow.status), (None, None));
        assert_eq!((asked.page(), asked.order()), (1, Order::Newest));
    }

    #[test]
    fn one_box_asks_for_a_number_and_for_words() {
        let asked = Asked { q: "Quyết định 1637".into(), ..Asked::default() };
        let kind = Kind {
            key: "quyet-dinh".into(),
            name: "Quyết định".into(),
            name_en: "Decision".into(),
            abbreviation: "QĐ".into(),
        };
        let narrow = asked.narrow(&[kind]);
        assert_eq!((&*narrow.number, &*narrow.words), ("1637", "quyet dinh 1637"));
    }
}
