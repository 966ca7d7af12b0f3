//! The letters in which officers, heads and the provincial office read what waits for them. Nothing of
//! a sender stands in them, and no title in their subjects.

use std::fmt::Write as _;

use portal_core::{App, Ctx, deadline::Clock};

use crate::petition::{desk, queries::Whole};

/// How urgent something is, the most urgent last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Nobody has looked at it.
    New,
    /// So many working days are left.
    Soon(u32),
    /// The next working day is its last.
    Tomorrow,
    /// Today is its last day.
    Today,
    /// So many working days too late.
    Overdue(u32),
}

/// Something that waits.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The petition.
    pub whole: &'a Whole,
    /// Its clock; what nobody has looked at comes once without and once with its own.
    pub clock: Option<&'a Clock>,
    /// How urgent it is.
    pub urgency: Urgency,
}

impl<'a> Entry<'a> {
    /// What its unit's head, or the provincial office, hears of it.
    pub fn escalation(&self, supervises: bool) -> Option<(&'static str, &'a Clock)> {
        let clock = self.clock?;
        match self.urgency {
            Urgency::Overdue(_) => Some(("overdue", clock)),
            Urgency::Tomorrow if !supervises => Some(("due-tomorrow", clock)),
            _ => None,
        }
    }
}

/// A letter about what waits.
pub struct Digest<'a> {
    /// The process.
    pub app: &'a App,
    /// The unit, and the moment.
    pub ctx: &'a Ctx,
    /// To whom.
    pub name: &'a str,
    /// What waits.
    pub entries: &'a [Entry<'a>],
    /// Whether it is read at the provincial office, which has a board and not the unit's desk.
    pub supervises: bool,
}

impl Digest<'_> {
    /// Subject of the morning's digest.
    pub fn subject(&self) -> String {
        self.said("petition-digest-subject")
    }

    /// Subject of a letter to the head or the provincial office.
    pub fn escalation_subject(&self) -> String {
        self.said("petition-escalation-subject")
    }

    fn said(&self, key: &str) -> String {
        let overdue = self.entries.iter().filter(|e| matches!(e.urgency, Urgency::Overdue(_)));
        self.ctx.texts().with(
            key,
            [
                ("unit", self.ctx.site.name(self.ctx.lang).to_owned().into()),
                ("count", self.entries.len().into()),
                ("overdue", overdue.count().into()),
                ("day", self.ctx.texts().date(self.ctx.now).into()),
            ],
        )
    }

    /// The letter: by urgency, each with its address at the desk.
    pub fn text(&self) -> String {
        let t = self.ctx.texts();
        let mut entries: Vec<&Entry<'_>> = self.entries.iter().collect();
        entries.sort_by_key(|entry| (std::cmp::Reverse(entry.urgency), entry.whole.sent.id));
        let mut text = t.with("petition-digest-hello", [("name", self.name.into())]);
        text.push_str("\n\n");
        text.push_str(&self.said("petition-digest-lead"));
        text.push('\n');
        for entry in entries {
            let number = entry.whole.case.number().map(|(number, year)| format!("{number}/{year}"));
            let line = t.with(
                "petition-digest-line",
                [
                    ("number", number.unwrap_or_else(|| entry.whole.sent.code.clone()).into()),
                    ("title", entry.whole.sent.title.as_str().into()),
                    ("state", self.urgency(entry).into()),
                ],
            );
            let _ = write!(text, "\n- {line}\n");
            if !self.supervises {
                let address = self.app.url(&self.ctx.site, &desk::path(entry.whole.id()));
                let _ = writeln!(text, "  {address}");
            }
        }
        text.push('\n');
        text.push_str(&t.with("petition-digest-end", [("address", self.list().into())]));
        text
    }

    /// Where the whole of it is read.
    fn list(&self) -> String {
        let site = &self.ctx.site;
        if self.supervises {
            let board = format!("{}/{}", desk::BOARD, site.code);
            return self.app.province_url(self.ctx.lang, &board).unwrap_or_default();
        }
        self.app.url(site, desk::PATH)
    }

    fn urgency(&self, entry: &Entry<'_>) -> String {
        let t = self.ctx.texts();
        let on = entry.clock.map(|clock| t.day(clock.due_on)).unwrap_or_default();
        let with =
            |key: &str, days: u32| t.with(key, [("days", days.into()), ("on", on.as_str().into())]);
        match entry.urgency {
            Urgency::New => t.say("petition-digest-new"),
            Urgency::Soon(days) => with("petition-digest-soon", days),
            Urgency::Tomorrow => with("petition-digest-soon", 1),
            Urgency::Today => with("petition-digest-today", 0),
            Urgency::Overdue(days) => with("petition-digest-overdue", days),
        }
    }
}
