//! What surveys tell. That somebody answered is told to nobody: the record would keep the moment and
//! the address, and ballots have neither.

use portal_core::{
    Fact, SiteId, Tag,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

use super::Survey;

/// The tag of whatever lists a site's surveys: the list, the home page.
pub(super) fn listed(site: SiteId) -> Tag {
    Tag::of("surveys", site)
}

/// The tag of a survey's results.
pub(super) fn results(survey: i64) -> Tag {
    Tag::of("survey", survey)
}

/// A file of answers went out.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AnswersExported {
    pub survey: i64,
    pub title: String,
    pub format: String,
    pub rows: usize,
}

impl Fact for AnswersExported {
    const KIND: &'static str = "surveys.answers.exported";

    fn subject(&self) -> String {
        format!("survey:{}", self.survey)
    }
}

/// The yearly survey was opened on all sites.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CampaignOpened {
    pub campaign: i64,
    pub title: String,
    pub sites: usize,
}

/// The comparison of all sites was taken out.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CampaignExported {
    pub campaign: i64,
    pub title: String,
}

impl Fact for CampaignOpened {
    const KIND: &'static str = "surveys.campaign.opened";

    fn subject(&self) -> String {
        format!("campaign:{}", self.campaign)
    }
}

impl Fact for CampaignExported {
    const KIND: &'static str = "surveys.campaign.exported";

    fn subject(&self) -> String {
        format!("campaign:{}", self.campaign)
    }
}

macro_rules! of_surveys {
    ($($(#[$doc:meta])* $fact:ident = $kind:literal),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Serialize)]
            pub(super) struct $fact {
                survey: i64,
                title: String,
                #[serde(skip)]
                site: SiteId,
                #[serde(skip_serializing_if = "String::is_empty")]
                note: String,
            }

            impl $fact {
                pub fn of(survey: &Survey) -> Self {
                    Self {
                        survey: survey.id,
                        title: survey.title.clone(),
                        site: survey.site(),
                        note: String::new(),
                    }
                }
            }

            impl Fact for $fact {
                const KIND: &'static str = $kind;

                fn subject(&self) -> String {
                    format!("survey:{}", self.survey)
                }

                fn touches(&self) -> Vec<Tag> {
                    vec![listed(self.site), results(self.survey)]
                }
            }
        )+
    };
}

of_surveys!(
    /// A survey was begun, or copied from another.
    SurveyBegun = "surveys.survey.begun",
    /// Its words, times or questions were changed.
    SurveyChanged = "surveys.survey.changed",
    /// It went to somebody else for approval, or was taken back from there.
    SurveySubmitted = "surveys.survey.submitted",
    /// It was taken back before approval.
    SurveyTakenBack = "surveys.survey.taken-back",
    /// It is public from its opening on.
    SurveyApproved = "surveys.survey.approved",
    /// It went back to be written anew.
    SurveyGivenBack = "surveys.survey.given-back",
    /// People answer from now on.
    SurveyOpened = "surveys.survey.opened",
    /// It is over.
    SurveyClosed = "surveys.survey.closed",
    /// A draft was thrown away.
    SurveyThrownAway = "surveys.survey.thrown-away",
    /// The raw answers were deleted; their counts stay.
    AnswersPurged = "surveys.answers.purged",
);

impl SurveyGivenBack {
    /// With what was said to it.
    pub fn because(self, note: String) -> Self {
        Self { note, ..self }
    }
}

/// The cards of all of them.
pub(super) fn cards() -> Vec<FactCard> {
    let of = |group: FactGroup| move |kind: &'static str| FactCard::history(kind, group);
    let writing = [
        SurveyBegun::KIND,
        SurveyChanged::KIND,
        SurveySubmitted::KIND,
        SurveyTakenBack::KIND,
        SurveyThrownAway::KIND,
        AnswersPurged::KIND,
    ];
    let public =
        [SurveyApproved::KIND, SurveyOpened::KIND, SurveyClosed::KIND, CampaignOpened::KIND];
    let out = [AnswersExported::KIND, CampaignExported::KIND];
    let mut cards: Vec<FactCard> = writing.into_iter().map(of(FactGroup::Writing)).collect();
    cards.extend(public.into_iter().map(of(FactGroup::Publication)));
    cards.push(FactCard::history(SurveyGivenBack::KIND, FactGroup::Refusals));
    cards.extend(out.into_iter().map(of(FactGroup::Exports)));
    cards
}
