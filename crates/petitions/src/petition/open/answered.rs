//! The answered questions: a list that is searched and narrowed, a page for each with its files, a page
//! for paper.

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Ctx, Cursor, Fault, OrNotFound as _, Outcome, PublicPage, SiteId, page,
    ui::{
        paper::{self, Sheet},
        site::Head,
    },
};
use serde::Deserialize;

use super::{ANSWERED, in_all_languages, words};
use crate::petition::{
    PetitionId, PetitionKind, files,
    publications::{
        list_tag,
        read::{self, Found, From, Month, Narrow, Published},
        tag,
    },
};

mod views;

/// How many a page of the list shows.
const PAGE: usize = 20;
/// How many others of its field the page of a question shows.
const OTHERS: usize = 5;
/// Most characters of what is searched.
const WORDS_MAX: usize = 100;

/// The parameters of the list's address.
pub(super) const ASKED: [&str; 7] = ["tim", "linh-vuc", "don-vi", "loai", "thang", "truoc", "sau"];

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Asked {
    tim: String,
    linh_vuc: String,
    don_vi: String,
    loai: String,
    thang: String,
    truoc: String,
    sau: String,
}

impl Asked {
    /// What it asks for; a choice nobody knows finds nothing, so it is not found.
    fn narrow(&self, app: &App) -> Option<Narrow> {
        let sites = app.sites.now();
        let unit = match self.don_vi.as_str() {
            "" => None,
            code => Some(sites.by_code(code)?.id),
        };
        let kind = match self.loai.as_str() {
            "" => None,
            word => Some(PetitionKind::parse(word)?),
        };
        let month = match self.thang.as_str() {
            "" => None,
            text => Some(Month::parse(text)?),
        };
        let narrow = Narrow {
            words: self.tim.chars().take(WORDS_MAX).collect(),
            fields: Some(self.linh_vuc.clone()).filter(|it| !it.is_empty()).into_iter().collect(),
            unit,
            kind,
            ..Narrow::default()
        };
        Some(narrow.in_month(month))
    }

    fn from(&self) -> Option<From> {
        match (self.truoc.as_str(), self.sau.as_str()) {
            ("", "") => Some(From::Newest),
            (place, "") => Cursor::parse(place).map(From::Before),
            ("", place) => Cursor::parse(place).map(From::After),
            _ => None,
        }
    }

    /// The filters as pairs, without the place.
    fn filters(&self) -> [(&'static str, &str); 5] {
        [
            ("tim", &self.tim),
            ("linh-vuc", &self.linh_vuc),
            ("don-vi", &self.don_vi),
            ("loai", &self.loai),
            ("thang", &self.thang),
        ]
    }

    /// The list's address with these filters, but one, and further parameters.
    fn address(&self, ctx: &Ctx, but: &str, further: Option<(&str, &str)>) -> String {
        let filters = self.filters().into_iter().filter(|(name, _)| *name != but);
        page::address(&ctx.path_to(ANSWERED), filters.chain(further))
    }
}

/// A page of the list.
struct Listed {
    rows: Vec<Published>,
    newer: Option<Cursor>,
    older: Option<Cursor>,
}

/// What the list can be narrowed to.
struct Choices {
    units: Vec<i64>,
    months: Vec<(Month, i64)>,
}

/// Lists the answered questions of a site: those it received and those it answered.
pub(super) async fn list(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    ctx.reads(list_tag(ctx.site.id));
    let (narrow, from) = (asked.narrow(&app).or_not_found()?, asked.from().or_not_found()?);
    let conn = app.db().site(ctx.site.id).await?;
    let listed = listed(&ctx, &conn, &narrow, from).await?;
    let units = read::units(&conn, ctx.site.id).await?;
    let months = read::months(&conn, ctx.site.id).await?;
    drop(conn);
    let narrowed = !narrow.is_all() || from != From::Newest;
    let markup = views::list(&app, &ctx, &asked, &listed, &Choices { units, months }, narrowed);
    Ok(PublicPage::html(&ctx, markup))
}

async fn listed(
    ctx: &Ctx,
    conn: &portal_core::db::SiteConn,
    narrow: &Narrow,
    from: From,
) -> Outcome<Listed> {
    let limit = i64::try_from(PAGE).unwrap_or(20) + 1;
    let mut rows = read::list(conn, ctx.site.id, narrow, from, limit).await?;
    let more = rows.len() > PAGE;
    if matches!(from, From::After(_)) {
        // One more than the page holds stands at its beginning.
        rows.drain(..rows.len().saturating_sub(PAGE));
    } else {
        rows.truncate(PAGE);
    }
    let (newer, older) = match from {
        From::Newest => (false, more),
        From::Before(_) => (true, more),
        From::After(_) => (more, true),
    };
    let newer = rows.first().filter(|_| newer).map(Published::cursor);
    let older = rows.last().filter(|_| older).map(Published::cursor);
    Ok(Listed { rows, newer, older })
}

/// Shows a question and its answer.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<PublicPage> {
    let row = find(&app, &ctx, &id).await?;
    let others = others(&app, &ctx, &row).await?;
    let markup = views::question(&app, &ctx, &head(&app, &ctx, &row), &row, &others);
    Ok(PublicPage::html(&ctx, markup))
}

/// Shows a question and its answer for paper.
pub(super) async fn print(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<PublicPage> {
    let row = find(&app, &ctx, &id).await?;
    let head = head(&app, &ctx, &row);
    let (back, source) = (ctx.path_to(&row.path()), words::unit(&app, ctx.lang, row.unit_id));
    let url = head.canonical.clone().unwrap_or_else(|| app.url(&ctx.site, &back));
    let text = views::text(&app, &ctx, &row);
    let sheet = Sheet { url: &url, back: &back, source: &source };
    Ok(paper::page(&app, &ctx, head, sheet, &text))
}

/// Sends a file that was published with the answer, as long as that is shown.
pub(super) async fn file(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
) -> Outcome<Response> {
    let row = find(&app, &ctx, &id).await?;
    let file = row.files().into_iter().find(|one| one.id.to_string() == file).or_not_found()?;
    let hash = hex::decode(&file.sha256).map_err(Fault::bug)?;
    let bytes = files::open(&app, SiteId(row.site_id), &hash).await?;
    let mut response = bytes.into_response();
    files::describe(response.headers_mut(), (&file.name, &file.mime), true);
    Ok(response)
}

async fn find(app: &App, ctx: &Ctx, id: &str) -> Outcome<Published> {
    let id = PetitionId(id.parse().map_err(|_| Fault::NotFound)?);
    ctx.reads(tag(id));
    let conn = app.db().site(ctx.site.id).await?;
    match read::by_id(&conn, ctx.site.id, id).await?.or_not_found()? {
        Found::Here(row) => Ok(*row),
        Found::Hidden(at) => Err(Fault::Gone { at: Some(at) }),
    }
}

/// The newest others of the field.
async fn others(app: &App, ctx: &Ctx, row: &Published) -> Outcome<Vec<Published>> {
    ctx.reads(list_tag(ctx.site.id));
    let narrow = Narrow { fields: vec![row.field.clone()], ..Narrow::default() };
    let limit = i64::try_from(OTHERS).unwrap_or(5) + 1;
    let conn = app.db().site(ctx.site.id).await?;
    let mut rows = read::list(&conn, ctx.site.id, &narrow, From::Newest, limit).await?;
    rows.retain(|other| other.petition_id != row.petition_id);
    rows.truncate(OTHERS);
    Ok(rows)
}

/// What the page of a question says of itself. It stands on the site that received the question and
/// on that of the unit; the first is where search engines are sent.
fn head(app: &App, ctx: &Ctx, row: &Published) -> Head {
    let sites = app.sites.now();
    let received_at = sites.by_id(SiteId(row.site_id));
    let elsewhere = received_at.filter(|site| site.id != ctx.site.id);
    Head {
        title: row.title.clone(),
        description: words::beginning(&row.question, 200),
        path: row.path(),
        translations: in_all_languages(ctx, &row.path()),
        og_type: "article",
        creator: Some(words::unit(app, ctx.lang, row.unit_id)).filter(|name| !name.is_empty()),
        date: Some(row.published_at),
        canonical: elsewhere
            .map(|site| app.url(site, &site.path(site.default_language(), &row.path()))),
        ..Head::default()
    }
}
