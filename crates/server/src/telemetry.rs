//! Logs and traces of the process. Logs go to standard error; `PORTAL_LOG` says how much
//! (`info,portal_core=debug`).

use std::{io::IsTerminal as _, time::Duration};

use anyhow::Context as _;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use tracing_subscriber::{
    EnvFilter, Layer as _, filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::config::LogFormat;

/// What is logged where `PORTAL_LOG` does not say.
pub const QUIET: &str = "warn";
/// What a server logs where `PORTAL_LOG` does not say.
pub const USUAL: &str = "info";

/// The process's telemetry; dropped at its end, it sends what waits to be sent.
pub struct Telemetry {
    traces: Option<SdkTracerProvider>,
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let Some(traces) = self.traces.take()
            && let Err(error) = traces.shutdown_with_timeout(Duration::from_secs(5))
        {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// Begins logging and, with the address of a collector, tracing. To be called once, before the
/// asynchronous runtime starts and outside of it: the exporter has a blocking client in a thread of
/// its own.
///
/// # Errors
/// A `PORTAL_LOG` that cannot be read, or an exporter that cannot be made.
pub fn start(format: LogFormat, usual: &str, otlp: Option<&str>) -> anyhow::Result<Telemetry> {
    let filter = match std::env::var("PORTAL_LOG") {
        Ok(wanted) => EnvFilter::try_new(&wanted)
            .with_context(|| format!("PORTAL_LOG is `{wanted}`, which cannot be read"))?,
        Err(_) => EnvFilter::new(usual),
    };
    // At `debug` it would write the values of every statement: password hashes, personal data.
    let filter = filter.add_directive("tokio_postgres=info".parse()?);
    // At `trace` these would write what goes over the wire: mail passwords.
    let filter = filter.add_directive("async_imap=info".parse()?);
    let filter = filter.add_directive("ldap3=info".parse()?).add_directive("lettre=info".parse()?);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
        LogFormat::Text => {
            lines.compact().with_target(false).with_ansi(std::io::stderr().is_terminal()).boxed()
        }
    };
    let traces = otlp.map(exporter).transpose()?;
    // Only our own spans leave the machine: a library's would tell of the exporter itself.
    let ours = Targets::new()
        .with_target("portal", tracing::Level::INFO)
        .with_target("portal_core", tracing::Level::INFO)
        .with_target("portal_content", tracing::Level::INFO)
        .with_target("portal_auth", tracing::Level::INFO);
    let spans = traces.as_ref().map(|provider| {
        tracing_opentelemetry::layer().with_tracer(provider.tracer("portal")).with_filter(ours)
    });
    tracing_subscriber::registry().with(spans).with(lines.with_filter(filter)).try_init()?;
    Ok(Telemetry { traces })
}

fn exporter(collector: &str) -> anyhow::Result<SdkTracerProvider> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_endpoint(format!("{}/v1/traces", collector.trim_end_matches('/')))
        .with_timeout(Duration::from_secs(5))
        .build()
        .with_context(|| format!("traces cannot be sent to {collector}"))?;
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(Resource::builder().with_service_name("portal").build())
        .build())
}
