//! What a module says of the facts it tells: for the record's list, and for how long they are kept.

/// A kind of fact, as the record shows it. Its sentence is the text `fact-…` with its dots as dashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactCard {
    /// [`crate::Fact::KIND`].
    pub kind: &'static str,
    /// Under which heading people look for it.
    pub group: FactGroup,
    /// For how long it stays.
    pub kept: Kept,
}

impl FactCard {
    /// A fact that stays: part of the history of something.
    pub const fn history(kind: &'static str, group: FactGroup) -> Self {
        Self { kind, group, kept: Kept::ForGood }
    }

    /// A fact that is taken out once the time the law wants is over.
    pub const fn trace(kind: &'static str, group: FactGroup) -> Self {
        Self { kind, group, kept: Kept::ForItsTime }
    }

    /// Key of its sentence in the locales.
    pub fn text_key(&self) -> String {
        text_key(self.kind)
    }
}

/// Key of the sentence of a kind of fact in the locales.
pub fn text_key(kind: &str) -> String {
    format!("fact-{}", kind.replace('.', "-"))
}

/// For how long a fact is kept (key `log.keep` of the law: twelve months at least).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// For as long as there is a portal.
    ForGood,
    /// Until its time is over; see `portal audit trim`. The database lets go of nothing that its own
    /// function `fact_is_trace` does not name as well.
    ForItsTime,
}

/// What people look for in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactGroup {
    /// Somebody signed in or out.
    SignIns,
    /// Somebody was not signed in.
    FailedSignIns,
    /// Sessions.
    Sessions,
    /// Passwords, second factors, codes.
    Credentials,
    /// Roles, delegations, accounts.
    Rights,
    /// Texts written, changed, moved.
    Writing,
    /// What readers see, or no longer see.
    Publication,
    /// What was refused.
    Refusals,
    /// Petitions and what became of them.
    Petitions,
    /// Sites and what they have on.
    Settings,
    /// What was taken out of the portal, or erased from it because somebody asked.
    Exports,
    /// Files that came in, and what the virus scanner said of them.
    Files,
}

impl FactGroup {
    /// All, in the order of forms.
    pub const ALL: [Self; 12] = [
        Self::SignIns,
        Self::FailedSignIns,
        Self::Sessions,
        Self::Credentials,
        Self::Rights,
        Self::Writing,
        Self::Publication,
        Self::Refusals,
        Self::Petitions,
        Self::Settings,
        Self::Exports,
        Self::Files,
    ];

    /// The word in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIns => "sign-ins",
            Self::FailedSignIns => "failed-sign-ins",
            Self::Sessions => "sessions",
            Self::Credentials => "credentials",
            Self::Rights => "rights",
            Self::Writing => "writing",
            Self::Publication => "publication",
            Self::Refusals => "refusals",
            Self::Petitions => "petitions",
            Self::Settings => "settings",
            Self::Exports => "exports",
            Self::Files => "files",
        }
    }

    /// Reads [`FactGroup::as_str`] back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.as_str() == word)
    }

    /// Key of its name in the locales.
    pub fn text_key(self) -> String {
        format!("fact-group-{}", self.as_str())
    }
}
