//! My desk: what waits for me.

use axum::extract::State;
use portal_core::{App, Ctx, Fault, Outcome, Page, Redirect, ui};
use serde::Deserialize;

use super::{
    Answer, Asked, asked,
    list::{Line, lines},
    queries::{self, Narrow, Refused},
    reach::{Reach, Seen},
    views,
};
use crate::permissions::{APPROVE, WRITE};

/// Lines a tab shows; the list shows the rest.
const LINES: i64 = 30;
/// Past this number a tab says "and more".
pub const MOST: i64 = 100;

/// A tab of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// What I am writing, and what of mine is under way.
    Mine,
    /// What waits for an approver.
    ToApprove,
    /// What came back, with the reason.
    Refused,
    /// What readers got lately.
    Published,
}

impl Tab {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Mine, Self::ToApprove, Self::Refused, Self::Published];

    /// Value in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::ToApprove => "to-approve",
            Self::Refused => "refused",
            Self::Published => "published",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == word)
    }

    /// What stands in it, for one person: of what they see, and of what they approve.
    fn narrow(self, seen: &Seen, approved: &Option<Vec<i64>>) -> Narrow {
        let seen = seen.clone();
        let states = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match self {
            Self::Mine => Narrow {
                in_charge: seen.person,
                seen,
                states: states(&["draft", "submitted", "approved"]),
                ..Narrow::default()
            },
            Self::ToApprove => {
                let within = approved.clone();
                Narrow {
                    seen,
                    within,
                    states: states(&["submitted", "approved"]),
                    ..Narrow::default()
                }
            }
            Self::Refused => Narrow { seen, states: states(&["refused"]), ..Narrow::default() },
            Self::Published => Narrow { seen, public: true, ..Narrow::default() },
        }
    }
}

/// The query of the desk.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeskQuery {
    /// The tab.
    tab: String,
}

/// What the desk shows.
pub struct Desk {
    /// Tabs with their counts.
    pub tabs: Vec<(Tab, usize)>,
    /// The open tab.
    pub open: Tab,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Why items came back.
    pub refusals: Vec<Refused>,
}

/// The desk.
pub async fn page(ctx: Ctx, State(app): State<App>, query: Asked<DeskQuery>) -> Outcome<Answer> {
    if !ctx.may(WRITE) {
        let first = ui::desk::first_other(&app, &ctx, "/quan-tri").ok_or(Fault::Denied)?;
        return Ok(Answer::Go(Redirect::to(ctx.path_to(first))));
    }
    let query = asked(query);
    let approves = ctx.may(APPROVE);
    let conn = app.db().site(ctx.site.id).await?;
    let seen = Seen::by(&conn, &ctx).await?;
    let approved = Reach::of(&conn, &ctx, APPROVE).await?.sections();
    let mut tabs = Vec::new();
    for tab in Tab::ALL.into_iter().filter(|tab| approves || *tab != Tab::ToApprove) {
        let count = queries::count(&conn, ctx.site.id, &tab.narrow(&seen, &approved), MOST).await?;
        tabs.push((tab, count));
    }
    let waits = |tab: Tab| tabs.iter().any(|(other, count)| *other == tab && *count > 0);
    let first = if waits(Tab::ToApprove) { Tab::ToApprove } else { Tab::Mine };
    let open =
        Tab::parse(&query.tab).filter(|tab| approves || *tab != Tab::ToApprove).unwrap_or(first);
    let narrow = open.narrow(&seen, &approved);
    let rows = queries::list_changed(&conn, ctx.site.id, &narrow, None, LINES).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let refusals = match open {
        Tab::Refused => queries::last_refusals(&conn, ctx.site.id, &ids).await?,
        _ => Vec::new(),
    };
    let lines = lines(&conn, &ctx, rows).await?;
    let page = views::desk::page(&app, &ctx, &Desk { tabs, open, lines, refusals });
    Ok(Answer::Page(Page::new(page)))
}
