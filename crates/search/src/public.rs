//! What readers see: the page of results, suggestions while typing, the same as JSON and as RSS (R-S1
//! to R-S3). Nothing of it is kept in the page cache: the index answers faster than the cache would
//! fill.

use std::sync::Arc;

use axum::extract::{Query, State, rejection::QueryRejection};
use chrono::NaiveDate;
use portal_core::{
    Access, App, Ctx, Fault, Kind, Lang, Outcome, Page, Routes, lang::local_day, module::HeadLink,
    page,
};
use serde::Deserialize;
use tokio::task::block_in_place;
use utoipa::{IntoParams, OpenApi as _, openapi::OpenApi};

use crate::{Index, Results, Scope, Sort, keeper::Keeper, promoted::Promoted, search::Narrow};

mod api;
mod views;

/// The page.
pub const PATH: &str = "/tim-kiem";
/// Suggestions while somebody types.
pub const SUGGEST: &str = "/tim-kiem/goi-y";
/// The same results as JSON.
pub const API: &str = "/api/v1/tim-kiem";
/// The newest results as RSS.
pub const FEED: &str = "/tim-kiem/rss.xml";
/// What browsers need to offer the search in their own box.
pub const DESCRIPTION: &str = "/tim-kiem/opensearch.xml";

/// Results on a page.
const PAGE: usize = 20;
/// Most characters of a question that are looked at.
const LONGEST: usize = 2_000;

/// Adds the paths.
pub fn routes(routes: Routes, keeper: &Arc<Keeper>) -> Routes {
    const ANYBODY: Access = Access::Public;
    let of = || Arc::clone(keeper);
    let (page, suggest, api, feed) = (of(), of(), of(), of());
    routes
        .get(PATH, ANYBODY, move |ctx: Ctx, State(app): State<App>, query: Asked| {
            show(Arc::clone(&page), ctx, app, query)
        })
        .get(SUGGEST, ANYBODY, move |ctx: Ctx, State(app): State<App>, query: Asked| {
            api::suggest(Arc::clone(&suggest), ctx, app, query)
        })
        .get(API, ANYBODY, move |ctx: Ctx, State(app): State<App>, query: Asked| {
            api::results(Arc::clone(&api), ctx, app, query)
        })
        .get(FEED, ANYBODY, move |ctx: Ctx, State(app): State<App>, query: Asked| {
            api::feed(Arc::clone(&feed), ctx, app, query)
        })
        .page(DESCRIPTION, &[], api::description)
}

/// What other programs may ask.
pub fn interface() -> OpenApi {
    api::Interface::openapi()
}

/// Browsers are told of the description.
pub fn head_links(ctx: &Ctx) -> Vec<HeadLink> {
    vec![HeadLink {
        rel: "search",
        mime: "application/opensearchdescription+xml",
        title: ctx.site.name(ctx.lang).to_owned(),
        href: DESCRIPTION.to_owned(),
    }]
}

type Asked = Result<Query<Question>, QueryRejection>;

/// The query of the page. Whatever stands in it, there is an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default, rename_all = "kebab-case")]
#[into_params(parameter_in = Query)]
pub struct Question {
    /// What was typed.
    pub q: String,
    /// `trang-nay` or `tat-ca`; the province's own site asks all where it is not said.
    pub pham_vi: String,
    /// Kind: `article`, `document` …
    pub loai: String,
    /// Section's name.
    pub chuyen_muc: String,
    /// Genre's name.
    pub the_loai: String,
    /// Field's name.
    pub linh_vuc: String,
    /// Issuing body's or unit's name.
    pub don_vi: String,
    /// Year.
    pub nam: String,
    /// First day, `2026-11-28`.
    pub tu_ngay: String,
    /// Last day.
    pub den_ngay: String,
    /// Code of a site, among all.
    pub trang_web: String,
    /// `moi-nhat` for the newest first.
    pub sap_xep: String,
    /// Page, from 1.
    pub trang: String,
}

impl Question {
    fn of(asked: Asked) -> Self {
        let mut question = asked.map(|Query(question)| question).unwrap_or_default();
        if question.q.len() > LONGEST {
            question.q = question.q.chars().take(LONGEST).collect();
        }
        question
    }

    /// Whether all sites are asked.
    fn is_wide(&self, ctx: &Ctx) -> bool {
        match self.pham_vi.as_str() {
            "tat-ca" => true,
            "trang-nay" => false,
            _ => ctx.site.kind == Kind::Province,
        }
    }

    /// Whether it is as somebody typed it: not narrowed, on its first page.
    fn is_fresh(&self) -> bool {
        let further = |(name, value): &(&str, &str)| {
            !value.is_empty() && !matches!(*name, "q" | "pham-vi" | "sap-xep")
        };
        !self.q.is_empty() && !self.pairs().iter().any(further)
    }

    fn page(&self) -> usize {
        self.trang.parse().unwrap_or(1).clamp(1, crate::search::DEEPEST / PAGE)
    }

    /// What it asks the index.
    fn query(&self, app: &App, ctx: &Ctx) -> crate::Query {
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let day = |text: &String| text.parse::<NaiveDate>().ok();
        let chosen = app.sites.now().by_code(&self.trang_web).map(|site| site.id);
        let scope = match chosen.filter(|_| self.is_wide(ctx)) {
            Some(site) => Scope::One(site),
            None if self.is_wide(ctx) => Scope::All,
            None => Scope::One(ctx.site.id),
        };
        crate::Query {
            text: self.q.clone(),
            scope,
            narrow: Narrow {
                // A page in another language shows what is written in it.
                lang: (ctx.lang != Lang::VI).then_some(ctx.lang),
                kind: said(&self.loai),
                section: said(&self.chuyen_muc),
                genre: said(&self.the_loai),
                field: said(&self.linh_vuc),
                unit: said(&self.don_vi),
                year: self.nam.parse().ok(),
                from: day(&self.tu_ngay),
                to: day(&self.den_ngay),
            },
            sort: if self.sap_xep == "moi-nhat" { Sort::Newest } else { Sort::Best },
            page: self.page(),
            per_page: PAGE,
            facets: true,
            now: ctx.now,
        }
    }

    /// Everything as pairs, in the order of the form.
    fn pairs(&self) -> [(&'static str, &str); 13] {
        [
            ("q", &self.q),
            ("pham-vi", &self.pham_vi),
            ("trang-web", &self.trang_web),
            ("loai", &self.loai),
            ("the-loai", &self.the_loai),
            ("chuyen-muc", &self.chuyen_muc),
            ("linh-vuc", &self.linh_vuc),
            ("don-vi", &self.don_vi),
            ("nam", &self.nam),
            ("tu-ngay", &self.tu_ngay),
            ("den-ngay", &self.den_ngay),
            ("sap-xep", &self.sap_xep),
            ("trang", &self.trang),
        ]
    }

    /// The path with this question, some of it said otherwise. Another question begins on its first
    /// page.
    fn address(&self, path: &str, otherwise: &[(&str, &str)]) -> String {
        let pairs = self.pairs().map(|(name, value)| {
            let other = otherwise.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
            (name, other.unwrap_or(if name == "trang" { "" } else { value }))
        });
        page::address(path, pairs)
    }
}

/// What a question found, and whether the index is whole.
pub struct Answered {
    /// The results.
    pub results: Results,
    /// Whether the index is still being made.
    pub is_partial: bool,
    /// What the site puts above the results.
    pub promoted: Vec<Promoted>,
}

async fn ask(keeper: &Keeper, app: &App, ctx: &Ctx, question: &Question) -> Outcome<Answered> {
    let index = index_of(app, keeper, ctx).await?;
    let is_partial = keeper.is_rebuilding() || index.is_none();
    let query = question.query(app, ctx);
    let found = index.map(|index| block_in_place(|| index.search(&query)));
    let results = found.transpose().map_err(Fault::bug)?.unwrap_or_default();
    Ok(Answered { results, is_partial, promoted: Vec::new() })
}

async fn show(keeper: Arc<Keeper>, ctx: Ctx, app: App, asked: Asked) -> Outcome<Page> {
    let question = Question::of(asked);
    let mut answered = ask(&keeper, &app, &ctx, &question).await?;
    if question.is_fresh() {
        answered.promoted = keeper.promotions.of(ctx.site.id, &question.q, local_day(ctx.now));
        if !answered.is_partial {
            keeper.words.count(ctx.site.id, &question.q, answered.results.total);
        }
    }
    Ok(Page::new(views::page(&app, &ctx, &question, &answered)))
}

/// The index, for a question that is counted.
async fn index_of(app: &App, keeper: &Keeper, ctx: &Ctx) -> Outcome<Option<Arc<Index>>> {
    keeper.rates.count(app, ctx.address).await?;
    Ok(keeper.index())
}
