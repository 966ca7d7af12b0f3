//! Whose calendar a desk is about: the province's, or one unit's.

use std::future::Future;

use portal_core::{App, Ctx, Outcome, SiteId, Tx, calendar::Decisions, calendar::queries};

/// A desk of the calendar.
pub(super) trait Place: Send + Sync + 'static {
    /// Its first page; the others stand below it.
    const BASE: &'static str;
    /// Key of its title, `calendar-title-…`, and of the sentence below that, `calendar-lead-…`.
    const STEM: &'static str;
    /// Whether it decides for all units: swaps, working days, years.
    const FOR_ALL: bool;

    /// The unit; `None` is all.
    fn scope(ctx: &Ctx) -> Option<SiteId>;

    /// Begins a change.
    fn begin(app: &App, ctx: &Ctx) -> impl Future<Output = Outcome<Tx>> + Send;

    /// What was decided, as this desk sees it.
    fn decisions(app: &App, ctx: &Ctx) -> impl Future<Output = Outcome<Decisions>> + Send;
}

/// All units, at the platform desk.
pub(super) struct OfProvince;

/// One unit, at its own desk.
pub(super) struct OfUnit;

impl Place for OfProvince {
    const BASE: &'static str = "/nen-tang/lich";
    const STEM: &'static str = "all";
    const FOR_ALL: bool = true;

    fn scope(_: &Ctx) -> Option<SiteId> {
        None
    }

    async fn begin(app: &App, ctx: &Ctx) -> Outcome<Tx> {
        app.begin_platform(ctx).await
    }

    async fn decisions(app: &App, _: &Ctx) -> Outcome<Decisions> {
        Ok(queries::decisions(&*app.db().platform().await?).await?)
    }
}

impl Place for OfUnit {
    const BASE: &'static str = "/quan-tri/lich";
    const STEM: &'static str = "unit";
    const FOR_ALL: bool = false;

    fn scope(ctx: &Ctx) -> Option<SiteId> {
        Some(ctx.site.id)
    }

    async fn begin(app: &App, ctx: &Ctx) -> Outcome<Tx> {
        app.begin(ctx).await
    }

    async fn decisions(app: &App, ctx: &Ctx) -> Outcome<Decisions> {
        Ok(queries::decisions(&*app.db().site(ctx.site.id).await?).await?)
    }
}
