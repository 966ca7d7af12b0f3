//! Counters of the process, as Prometheus reads them (R-M1).

use axum::http::StatusCode;
use prometheus::{
    Encoder, Gauge, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec,
    Opts, Registry, TextEncoder,
};

mod tally;

use tally::Tally;

/// The counters of a process.
pub struct Metrics {
    registry: Registry,
    /// Answers by class of status, 2xx to 5xx.
    answers: [IntCounter; 4],
    /// Those given before the router, not yet in `answers` and `cache_hits`.
    at_once: [Tally; 4],
    cache_hits: IntCounter,
    /// Pages rendered.
    pub cache_misses: IntCounter,
    /// Seconds a rendered answer took.
    pub render_seconds: Histogram,
    /// Pages made for readers nobody knows.
    pub pages_made: IntCounter,
    /// Public pages that could not be made anew and were sent as they were.
    pub stale: IntCounter,
    /// Requests sent away because too many answers were being made.
    pub shed: IntCounter,
    /// Pages of the snapshot, and those of them that wait to be made anew.
    snapshot_pages: IntGauge,
    snapshot_waiting: IntGauge,
    /// Seconds since this node last looked into the log of facts.
    pub follower_lag_seconds: Gauge,
    /// Faults of ours.
    pub bugs: IntCounter,
    /// Jobs done.
    pub jobs_done: IntCounter,
    /// Jobs that failed once more.
    pub jobs_failed: IntCounter,
    /// Facts heard by this node.
    pub facts_heard: IntCounter,
    /// Sites in the registry.
    pub sites: IntGauge,
    /// Guarded dependencies: 1 while one is not asked because it failed.
    dependency_open: IntGaugeVec,
    /// Failures of guarded dependencies.
    dependency_failures: IntCounterVec,
    /// Sealed facts that the collector of the record does not have yet.
    pub audit_lag: IntGauge,
    /// Times the collector of the record could not be reached.
    pub audit_failures: IntCounter,
    /// Days from today to the last day the working calendar knows.
    pub calendar_horizon_days: IntGauge,
    /// Seconds since the moment that the last backup holds.
    pub backup_age_seconds: IntGauge,
    /// Seconds since a restore was last practised and went well.
    pub backup_drill_age_seconds: IntGauge,
    /// 1 where the last restore drill went well.
    pub backup_drill_ok: IntGauge,
    /// Files that wait for the virus scanner.
    pub held_files: IntGauge,
    /// Seconds for which the oldest of them has waited.
    pub held_files_oldest_seconds: IntGauge,
    /// Files in which the virus scanner found something.
    pub infected_files: IntCounter,
}

impl Default for Metrics {
    #[expect(clippy::expect_used, reason = "names are constants; a bad one fails in every test")]
    fn default() -> Self {
        let registry = Registry::new();
        let counter = |name: &str, help: &str| {
            let counter = IntCounter::new(name, help).expect("a valid name");
            registry.register(Box::new(counter.clone())).expect("registered once");
            counter
        };
        let cache_hits = counter("portal_page_cache_hits_total", "Pages served from the cache");
        let cache_misses = counter("portal_page_cache_misses_total", "Pages rendered");
        let pages_made = counter("portal_pages_made_total", "Pages made for the cache");
        let stale = counter(
            "portal_page_stale_total",
            "Public pages that could not be made anew and were sent as they were",
        );
        let shed = counter("portal_shed_total", "Requests sent away: too many were being answered");
        let snapshot_pages =
            IntGauge::new("portal_snapshot_pages", "Pages of the snapshot").expect("a valid name");
        let snapshot_waiting = IntGauge::new(
            "portal_snapshot_waiting",
            "Pages of the snapshot that wait to be made anew",
        )
        .expect("a valid name");
        let follower_lag_seconds = Gauge::new(
            "portal_follower_lag_seconds",
            "Seconds since this node last looked into the log of facts",
        )
        .expect("a valid name");
        let bugs = counter("portal_bugs_total", "Faults answered with 500");
        let jobs_done = counter("portal_jobs_done_total", "Jobs done");
        let jobs_failed = counter("portal_jobs_failed_total", "Jobs that failed once more");
        let facts_heard = counter("portal_facts_heard_total", "Facts heard by this node");
        let audit_failures = counter(
            "portal_audit_forward_failures_total",
            "Times the collector of the record could not be reached",
        );
        let audit_lag = IntGauge::new(
            "portal_audit_forward_lag",
            "Sealed facts that the collector of the record does not have yet",
        )
        .expect("a valid name");
        let requests = IntCounterVec::new(
            Opts::new("portal_requests_total", "Answers by class of status"),
            &["class"],
        )
        .expect("a valid name");
        let render_seconds = Histogram::with_opts(
            HistogramOpts::new("portal_render_seconds", "Seconds an answer past the cache took")
                .buckets(vec![0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0]),
        )
        .expect("a valid name");
        let sites = IntGauge::new("portal_sites", "Sites in the registry").expect("a valid name");
        let dependency_open = IntGaugeVec::new(
            Opts::new("portal_dependency_open", "1 while a dependency is not asked: it failed"),
            &["name"],
        )
        .expect("a valid name");
        let dependency_failures = IntCounterVec::new(
            Opts::new("portal_dependency_failures_total", "Failures of a dependency"),
            &["name"],
        )
        .expect("a valid name");
        let calendar_horizon_days = IntGauge::new(
            "portal_calendar_horizon_days",
            "Days from today to the last day the working calendar knows",
        )
        .expect("a valid name");
        let infected_files = counter(
            "portal_files_infected_total",
            "Files in which the virus scanner found something",
        );
        let [
            backup_age_seconds,
            backup_drill_age_seconds,
            backup_drill_ok,
            held_files,
            held_files_oldest_seconds,
        ] = [
            ("portal_backup_age_seconds", "Seconds since the moment that the last backup holds"),
            ("portal_backup_drill_age_seconds", "Seconds since a restore drill last went well"),
            ("portal_backup_drill_ok", "1 where the last restore drill went well"),
            ("portal_files_held", "Files that wait for the virus scanner"),
            (
                "portal_files_held_oldest_seconds",
                "Seconds for which the oldest file has waited for the virus scanner",
            ),
        ]
        .map(|(name, help)| {
            let gauge = IntGauge::new(name, help).expect("a valid name");
            registry.register(Box::new(gauge.clone())).expect("registered once");
            gauge
        });
        for collector in [
            Box::new(calendar_horizon_days.clone()) as Box<dyn prometheus::core::Collector>,
            Box::new(requests.clone()),
            Box::new(snapshot_pages.clone()),
            Box::new(follower_lag_seconds.clone()),
            Box::new(snapshot_waiting.clone()),
            Box::new(render_seconds.clone()),
            Box::new(sites.clone()),
            Box::new(dependency_open.clone()),
            Box::new(dependency_failures.clone()),
            Box::new(audit_lag.clone()),
        ] {
            registry.register(collector).expect("registered once");
        }
        Self {
            registry,
            answers: ["2xx", "3xx", "4xx", "5xx"].map(|class| requests.with_label_values(&[class])),
            at_once: Default::default(),
            cache_hits,
            cache_misses,
            pages_made,
            stale,
            shed,
            snapshot_pages,
            snapshot_waiting,
            follower_lag_seconds,
            render_seconds,
            bugs,
            jobs_done,
            jobs_failed,
            facts_heard,
            sites,
            dependency_open,
            dependency_failures,
            audit_lag,
            audit_failures,
            calendar_horizon_days,
            backup_age_seconds,
            backup_drill_age_seconds,
            backup_drill_ok,
            held_files,
            held_files_oldest_seconds,
            infected_files,
        }
    }
}

impl Metrics {
    /// Notes how the snapshot stands.
    pub fn snapshot(&self, pages: usize, waiting: usize) {
        self.snapshot_pages.set(i64::try_from(pages).unwrap_or(i64::MAX));
        self.snapshot_waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
    }

    /// Counts an answer.
    pub fn count(&self, status: StatusCode) {
        if let Some(answers) = self.answers.get(class(status)) {
            answers.inc();
        }
    }

    /// Counts an answer that lay in the cache and was given before the router.
    pub(crate) fn count_at_once(&self, status: StatusCode) {
        if let Some(tally) = self.at_once.get(class(status)) {
            tally.add();
        }
    }

    /// Counts a page from the cache, whose answer is counted when it leaves.
    pub(crate) fn hit(&self) {
        self.cache_hits.inc();
    }

    /// Pages served from the cache.
    pub fn cache_hits(&self) -> u64 {
        for (tally, answers) in self.at_once.iter().zip(&self.answers) {
            let more = tally.take();
            answers.inc_by(more);
            self.cache_hits.inc_by(more);
        }
        self.cache_hits.get()
    }

    /// Notes how a guarded dependency stands, and whether it failed once more.
    pub fn dependency(&self, name: &str, open: bool, failed: bool) {
        self.dependency_open.with_label_values(&[name]).set(i64::from(open));
        self.dependency_failures.with_label_values(&[name]).inc_by(u64::from(failed));
    }

    /// The text `/metrics` answers with.
    pub fn text(&self) -> String {
        self.cache_hits();
        let mut buffer = Vec::new();
        if let Err(error) = TextEncoder::new().encode(&self.registry.gather(), &mut buffer) {
            tracing::error!(%error, "metrics cannot be written");
        }
        String::from_utf8_lossy(&buffer).into_owned()
    }
}

fn class(status: StatusCode) -> usize {
    match status.as_u16() {
        200..300 => 0,
        300..400 => 1,
        400..500 => 2,
        _ => 3,
    }
}
