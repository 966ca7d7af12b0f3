//! The state of the backups on the platform desk, and as figures for operations (R-O2, R-M1).

use axum::extract::State;
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Outcome, Page, Texts,
    ui::{self, Tone, desk::DeskPage},
};

use super::{
    PATH,
    runs::{self, Kind, Run},
};

/// How many runs of each kind the page lists.
const LISTED: i64 = 5;

/// How things are with one kind of run.
struct Standing {
    kind: Kind,
    /// The last that went well.
    good: Option<Run>,
    /// The last ones, the newest first.
    last: Vec<Run>,
}

impl Standing {
    async fn read(app: &App) -> Outcome<Vec<Self>> {
        let conn = app.db().platform().await?;
        let mut all = Vec::new();
        for kind in Kind::ALL {
            let good = runs::last_good(&conn, kind).await?;
            all.push(Self { kind, good, last: runs::last(&conn, kind, LISTED).await? });
        }
        Ok(all)
    }

    /// What is wrong, as a key of a sentence.
    fn warning(&self, now: DateTime<Utc>) -> Option<String> {
        let kind = self.kind.as_str();
        let failed = self.last.first().is_some_and(|run| !run.ok);
        match &self.good {
            _ if failed => Some(format!("backup-warn-{kind}-failed")),
            None => Some(format!("backup-warn-{kind}-never")),
            Some(run) if !run.is_good(self.kind, now) => Some(format!("backup-warn-{kind}-old")),
            Some(_) => None,
        }
    }
}

/// The page.
pub(super) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let all = Standing::read(&app).await?;
    let t = ctx.texts();
    let (title, lead) = (t.say("backup-title"), t.say("backup-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[],
        actions: html! {},
        flash: None,
    };
    Ok(Page::new(ui::desk::page(&app, &ctx, &page, &body(&ctx, &t, &all))))
}

fn body(ctx: &Ctx, t: &Texts, all: &[Standing]) -> Markup {
    let warnings: Vec<String> = all.iter().filter_map(|one| one.warning(ctx.now)).collect();
    html! {
        @if !warnings.is_empty() {
            div.notice data-tone="bad" {
                p.notice-title { (t.say("backup-warn")) }
                @for key in &warnings { p { (t.say(key)) } }
            }
        }
        @for standing in all { (panel(ctx, t, standing)) }
        (history(t, all))
        p.hint { (t.say("backup-by-hand")) }
    }
}

fn panel(ctx: &Ctx, t: &Texts, standing: &Standing) -> Markup {
    let kind = standing.kind;
    let id = format!("backup-{}", kind.as_str());
    let (tone, word) = match &standing.good {
        None => (Tone::Bad, "backup-state-never"),
        Some(run) if run.is_good(kind, ctx.now) => (Tone::Ok, "backup-state-good"),
        Some(_) => (Tone::Bad, "backup-state-old"),
    };
    html! {
        section.panel aria-labelledby=(id) {
            h2.panel-title id=(id) { (t.say(&format!("backup-last-{}", kind.as_str()))) }
            p { (ui::badge(tone, &t.say(word))) }
            @if let Some(run) = &standing.good {
                dl.record {
                    @let age = (ctx.now - run.counts_from(kind)).num_seconds();
                    (field(t, "backup-age", &html! { (span(t, age)) }))
                    @if let Some(at) = run.backup_at {
                        (field(t, "backup-moment", &html! { (t.date_time(at)) }))
                    }
                    (field(t, "backup-holds", &html! { (holds(t, run)) }))
                    @if let Some(lost) = run.lost_seconds {
                        (field(t, "backup-lost", &html! { (span(t, lost)) }))
                    }
                    @if let Some(restore) = run.restore_seconds {
                        (field(t, "backup-restore", &html! { (span(t, restore)) }))
                    }
                }
            } @else {
                p { (t.say(&format!("backup-none-{}", kind.as_str()))) }
            }
        }
    }
}

fn field(t: &Texts, key: &str, value: &Markup) -> Markup {
    html! { div { dt { (t.say(key)) } dd { (value) } } }
}

fn holds(t: &Texts, run: &Run) -> String {
    let bytes = u64::try_from(run.bytes).unwrap_or_default();
    t.with(
        "backup-holds-what",
        [
            ("tables", t.number_of(run.tables).into()),
            ("rows", t.number_of(run.rows).into()),
            ("files", t.number_of(run.files).into()),
            ("size", t.size(bytes).into()),
        ],
    )
}

/// A length of time in the largest unit that still says something.
fn span(t: &Texts, seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let seconds = seconds.max(0);
    let (key, number) = match seconds {
        ..120 => ("backup-seconds", seconds),
        120..7_200 => ("backup-minutes", seconds / MINUTE),
        7_200..172_800 => ("backup-hours", seconds / HOUR),
        _ => ("backup-days", seconds / DAY),
    };
    t.with(key, [("count", number.into())])
}

fn history(t: &Texts, all: &[Standing]) -> Markup {
    let mut runs: Vec<&Run> = all.iter().flat_map(|standing| &standing.last).collect();
    runs.sort_by_key(|run| std::cmp::Reverse(run.started_at));
    let labels = ["backup-run-at", "backup-run-result", "backup-run-took"];
    let [at, result, took] = labels.map(|key| t.say(key));
    html! {
        @if !runs.is_empty() {
            section.panel aria-labelledby="backup-runs" {
                h2.panel-title id="backup-runs" { (t.say("backup-runs")) }
                table.table data-cards {
                    caption.sr { (t.say("backup-runs")) }
                    thead { tr {
                        th scope="col" { (t.say("backup-run-what")) }
                        th scope="col" { (at) }
                        th scope="col" { (result) }
                        th scope="col" { (took) }
                    } }
                    tbody { @for run in runs { tr {
                        td.cell-main {
                            (t.say(&format!("backup-kind-{}", run.kind)))
                            @if let Some(name) = &run.name { p.meta { span translate="no" { (name) } } }
                        }
                        td data-label=(at) { (ui::moment(t, run.started_at)) }
                        td data-label=(result) { (outcome(t, run)) }
                        td data-label=(took) { (span(t, (run.ended_at - run.started_at).num_seconds())) }
                    } } }
                }
            }
        }
    }
}

fn outcome(t: &Texts, run: &Run) -> Markup {
    html! {
        @if run.ok {
            (ui::badge(Tone::Ok, &t.say("backup-ok")))
        } @else {
            (ui::badge(Tone::Bad, &t.say("backup-failed")))
            @if let Some(problem) = &run.problem {
                details.fold {
                    summary { (t.say("backup-details")) }
                    @for line in problem.lines() { p.hint lang="en" translate="no" { (line) } }
                }
            }
        }
    }
}

/// Brings the figures of operations up to date. What never was, is as old as 1970, so that the plainest
/// of alarms goes off.
pub async fn measure(app: &App) {
    let standing = match Standing::read(app).await {
        Ok(standing) => standing,
        Err(error) => {
            tracing::warn!(%error, "the state of the backups cannot be read");
            return;
        }
    };
    let now = app.now();
    for Standing { kind, good, last } in standing {
        let from = good.map_or(DateTime::UNIX_EPOCH, |run| run.counts_from(kind));
        let age = (now - from).num_seconds();
        match kind {
            Kind::Create => app.metrics.backup_age_seconds.set(age),
            Kind::Verify => {}
            Kind::Drill => {
                app.metrics.backup_drill_age_seconds.set(age);
                let ok = last.first().is_some_and(|run| run.ok);
                app.metrics.backup_drill_ok.set(i64::from(ok));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use portal_core::{Lang, lang::Locales};

    use super::*;

    #[test]
    fn a_length_of_time_is_said_in_its_largest_unit() {
        let t = Locales::shipped().texts(Lang::VI);
        for (seconds, said) in [
            (-5, "0 giây"),
            (119, "119 giây"),
            (120, "2 phút"),
            (7_199, "119 phút"),
            (7_200, "2 giờ"),
            (172_800, "2 ngày"),
        ] {
            assert_eq!(span(&t, seconds), said);
        }
    }
}
