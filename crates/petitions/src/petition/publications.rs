//! The public life of petitions: the one projection that anybody may read (R-P4, R-P5).
//!
//! Whoever answers writes a public question and answer without personal data, and [`publish`]es them;
//! pages, feeds, open data and interfaces read [`Published`] rows of here and nothing else of a
//! petition. What was taken down keeps its address and says so.

use chrono::{DateTime, Utc};
use portal_core::{Fact, Fault, Outcome, SiteId, Tag, Tx, fact::FactCard, lang::fold};
use serde::{Deserialize, Serialize};

use super::{PetitionId, PetitionKind, files::FileRow};

pub mod queries;
pub mod read;

pub use read::{Found, Published};

/// The tag of whatever lists the answered petitions of a site.
pub fn list_tag(site: SiteId) -> Tag {
    Tag::of("petitions", site)
}

/// The tag of whatever shows a published petition.
pub fn tag(petition: PetitionId) -> Tag {
    Tag::of("petition", petition)
}

/// A question and its answer as everybody may read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPublication {
    /// Which petition.
    pub petition: PetitionId,
    /// The site that received it.
    pub site: SiteId,
    /// The unit that answered.
    pub unit: SiteId,
    /// What was sent.
    pub kind: PetitionKind,
    /// Code of its field.
    pub field: String,
    /// Title without personal data.
    pub title: String,
    /// Question without personal data; plain text, empty lines part paragraphs.
    pub question: String,
    /// Answer, plain text.
    pub answer: String,
    /// Name of the sender, only where they asked for it to be shown.
    pub sender_name: Option<String>,
    /// When it was received; the public sees the day.
    pub received_at: DateTime<Utc>,
    /// When it was answered.
    pub answered_at: DateTime<Utc>,
    /// Whether that was in time.
    pub in_time: bool,
    /// Files of the answer that everybody may have.
    pub files: Vec<PublicFile>,
}

/// A file that everybody may have, as the projection keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicFile {
    /// Its number among the files of petitions.
    pub id: i64,
    /// Name.
    pub name: String,
    /// MIME type.
    pub mime: String,
    /// Size of what is in it.
    pub size_bytes: i64,
    /// Of the sealed bytes, in hexadecimal.
    pub sha256: String,
}

impl PublicFile {
    /// What everybody may have of a file.
    pub fn of(row: &FileRow) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            mime: row.type_.clone(),
            size_bytes: row.size_bytes,
            sha256: hex::encode(&row.sha256),
        }
    }
}

impl NewPublication {
    fn folded(&self) -> String {
        fold(&format!("{}\n{}\n{}", self.title, self.question, self.answer))
    }
}

/// A question and its answer were published, or their published text corrected.
#[derive(Debug, Clone, Serialize)]
pub struct PetitionPublished {
    /// Which petition.
    pub petition: PetitionId,
    /// The site that received it.
    pub site: SiteId,
    /// The unit that answered.
    pub unit: SiteId,
    /// The unit whose answer this one takes the place of, where that is another.
    pub former_unit: Option<SiteId>,
}

/// A published question was taken down.
#[derive(Debug, Clone, Serialize)]
pub struct PetitionHidden {
    /// Which petition.
    pub petition: PetitionId,
    /// The site that received it.
    pub site: SiteId,
    /// The unit that answered.
    pub unit: SiteId,
    /// Why.
    pub reason: String,
}

impl Fact for PetitionPublished {
    const KIND: &'static str = "petitions.petition.published";

    fn subject(&self) -> String {
        format!("petition:{}", self.petition)
    }

    fn touches(&self) -> Vec<Tag> {
        let sites = [Some(self.site), Some(self.unit), self.former_unit];
        touched(self.petition, sites.into_iter().flatten())
    }
}

impl Fact for PetitionHidden {
    const KIND: &'static str = "petitions.petition.hidden";

    fn subject(&self) -> String {
        format!("petition:{}", self.petition)
    }

    fn touches(&self) -> Vec<Tag> {
        touched(self.petition, [self.site, self.unit])
    }
}

fn touched(petition: PetitionId, sites: impl IntoIterator<Item = SiteId>) -> Vec<Tag> {
    [tag(petition)].into_iter().chain(sites.into_iter().map(list_tag)).collect()
}

/// The cards of what is told here.
pub fn facts() -> Vec<FactCard> {
    use portal_core::fact::FactGroup::Publication;
    [PetitionPublished::KIND, PetitionHidden::KIND]
        .map(|kind| FactCard::history(kind, Publication))
        .to_vec()
}

/// Publishes a question and its answer. Published before, the text takes the place of the former one:
/// a correction keeps the day of publication, and brings back what was taken down.
///
/// The transaction is that of the site that received the petition, or of a unit that holds it.
///
/// Requirement: R-P4, R-P5.
pub async fn publish(tx: &mut Tx, new: NewPublication) -> Outcome<()> {
    let files = serde_json::to_value(&new.files).map_err(Fault::bug)?;
    let former = queries::unit(tx, new.petition).await?.map(SiteId);
    queries::put(tx, &new, (&new.folded(), files), tx.now()).await?;
    queries::mark_case(tx, new.petition, "public").await?;
    let NewPublication { petition, site, unit, .. } = new;
    let former_unit = former.filter(|former| *former != unit);
    tx.tell(PetitionPublished { petition, site, unit, former_unit }).await?;
    Ok(())
}

/// Takes a published question down; its address says so from then on.
///
/// # Errors
/// Not found, when it is not published.
pub async fn hide(tx: &mut Tx, petition: PetitionId, reason: &str) -> Outcome<()> {
    let hidden = queries::hide(tx, petition, tx.now()).await?;
    let (site, unit) = hidden.ok_or(Fault::NotFound)?;
    queries::mark_case(tx, petition, "hidden").await?;
    let reason = reason.to_owned();
    let (site, unit) = (SiteId(site), SiteId(unit));
    tx.tell(PetitionHidden { petition, site, unit, reason }).await?;
    Ok(())
}
