//! What the record is asked for: everything stands in the address.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Outcome, Posted, SiteId,
    fact::{
        FactGroup,
        record::{self, Cursor, Filter, Who},
    },
    page,
};

use super::{ALL, UNIT};

/// Whose record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// That of the request's site.
    Unit,
    /// That of all sites.
    All,
}

impl Scope {
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Unit => UNIT,
            Self::All => ALL,
        }
    }
}

/// What is asked for; empty is "all".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ask {
    /// Login name or name.
    pub who: String,
    /// A group, or one kind.
    pub what: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// A subject.
    pub about: String,
    /// The beginning of an address.
    pub address: String,
    /// A site's short name.
    pub site: String,
    /// Lines after this place.
    pub after: Option<Cursor>,
}

/// The names of the parameters, in the order of the chips.
pub(super) const NAMES: [&str; 7] = ["ai", "viec", "tu", "den", "muc", "dia-chi", "trang"];
const AFTER: &str = "truoc";

impl Ask {
    /// From the query of an address.
    pub(super) fn of_query(query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        Self::of(&Posted::from_pairs(pairs.map(|(n, v)| (n.into_owned(), v.into_owned()))))
    }

    /// From a form.
    pub(super) fn of(posted: &Posted) -> Self {
        let line = |name: &str| posted.line(name).chars().take(200).collect();
        let [who, what, from, to, about, address, site] = NAMES.map(line);
        let after = Cursor::parse(&posted.line(AFTER));
        Self { who, what, from, to, about, address, site, after }
    }

    /// Its parts that narrow something, as (name, value).
    pub(super) fn parts(&self) -> Vec<(&'static str, &str)> {
        let values =
            [&self.who, &self.what, &self.from, &self.to, &self.about, &self.address, &self.site];
        NAMES
            .into_iter()
            .zip(values.map(String::as_str))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    /// The address without one of its parts, and from a place on.
    pub(super) fn address(
        &self,
        scope: Scope,
        without: Option<&str>,
        after: Option<Cursor>,
    ) -> String {
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        let parts = self.parts().into_iter().filter(|(name, _)| Some(*name) != without);
        page::address(scope.path(), parts.chain([(AFTER, after.as_str())]))
    }

    /// For the record of exports.
    pub(super) fn written(&self) -> BTreeMap<String, String> {
        self.parts().into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
    }

    /// The site it is about: the request's own, or the one that is named, or all.
    pub(super) fn site(&self, app: &App, ctx: &Ctx, scope: Scope) -> Option<SiteId> {
        match scope {
            Scope::Unit => Some(ctx.site.id),
            Scope::All if self.site.is_empty() => None,
            // A site that is not there has no record.
            Scope::All => {
                Some(app.sites.now().by_code(&self.site).map_or(SiteId(0), |site| site.id))
            }
        }
    }

    /// What the record is narrowed to.
    pub(super) async fn filter(&self, app: &App, conn: &AsyncPgConnection) -> Outcome<Filter> {
        let who = if self.who.is_empty() {
            None
        } else {
            let people = record::people(conn, &self.who).await?;
            Some(Who { people, login: self.who.to_lowercase() })
        };
        let text = |text: &String| (!text.is_empty()).then(|| text.clone());
        Ok(Filter {
            who,
            kinds: self.kinds(app),
            from: day(&self.from).and_then(start_of),
            until: day(&self.to).and_then(|day| start_of(day.checked_add_days(Days::new(1))?)),
            subject: text(&self.about),
            address: text(&self.address),
            up_to: None,
        })
    }

    /// The kinds of facts it asks for; any when `None`.
    fn kinds(&self, app: &App) -> Option<Vec<String>> {
        if self.what.is_empty() {
            return None;
        }
        let Some(group) = FactGroup::parse(&self.what) else {
            return Some(vec![self.what.clone()]);
        };
        let cards = app.modules().fact_cards();
        let of_group = cards.into_iter().filter(|card| card.group == group);
        Some(of_group.map(|card| card.kind.to_owned()).collect())
    }
}

/// A day as a date field gives it.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// Midnight in Vietnam.
pub(super) fn start_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(Ho_Chi_Minh);
    midnight.earliest().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_asked_for_stands_in_the_address() {
        let ask =
            Ask::of_query(Some("ai=Tr%E1%BA%A7n+B&viec=sign-ins&tu=2026-11-01&x=y&truoc=1-2"));
        assert_eq!(ask.who, "Trần B");
        assert_eq!(ask.after, Cursor::parse("1-2"));
        assert_eq!(
            ask.address(Scope::Unit, None, None),
            "/quan-tri/nhat-ky?ai=Tr%E1%BA%A7n+B&viec=sign-ins&tu=2026-11-01"
        );
        assert_eq!(
            ask.address(Scope::All, Some("ai"), ask.after),
            "/nen-tang/nhat-ky?viec=sign-ins&tu=2026-11-01&truoc=1-2"
        );
        assert_eq!(Ask::default().address(Scope::Unit, None, None), "/quan-tri/nhat-ky");
    }

    #[test]
    fn days_are_those_of_vietnam() {
        let start = day("2026-11-23").and_then(start_of);
        assert_eq!(start.map(|at| at.to_rfc3339()).as_deref(), Some("2026-11-22T17:00:00+00:00"));
        assert_eq!(day("23/11"), None);
    }
}
