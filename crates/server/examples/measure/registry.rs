//! What sites cost in the registry: bytes each, and nanoseconds a look-up, at 150 and at 10,150 sites.

use std::{hint::black_box, sync::Arc, time::Instant};

use portal_core::{
    Kind, Lang, Names, SiteId,
    site::{ModuleSet, Particulars, Site, SiteState, Sites},
};

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub(crate) fn measure() {
    let before = resident_bytes();
    for count in [150_usize, 10_150] {
        let start = resident_bytes();
        let sites = registry(count);
        let bytes = resident_bytes().saturating_sub(start);
        let hosts: Vec<String> = (0..count).map(host).collect();
        let rounds = 2_000_000 / count;
        let began = Instant::now();
        for _ in 0..rounds {
            for host in &hosts {
                black_box(sites.find(black_box(host)));
            }
        }
        let nanoseconds = began.elapsed().as_nanos() as f64 / (rounds * count) as f64;
        println!(
            "registry: {count} sites, {:.0} bytes a site, {nanoseconds:.0} ns a look-up",
            bytes as f64 / count as f64
        );
        black_box(&sites);
    }
    black_box(before);
}

fn host(n: usize) -> String {
    format!("xa{n}.huyen{}.quangtri.localhost", n % 10)
}

fn registry(count: usize) -> Sites {
    let languages: Arc<[Lang]> = Arc::new([Lang::VI]);
    Sites::new((0..count).map(|n| {
        let site = Site {
            id: SiteId(i64::try_from(n).unwrap_or_default()),
            kind: Kind::Commune,
            code: format!("xa{n}").into(),
            parent: Some(SiteId(1)),
            host: host(n).into(),
            names: Names { vi: format!("UBND xã số {n}").into(), en: None },
            languages: Arc::clone(&languages),
            modules: ModuleSet(0b1_1111),
            menu: Arc::new([]),
            particulars: Particulars {
                address: "tỉnh Quảng Trị".into(),
                email: format!("ubnd@{}", host(n)).into(),
                ..Particulars::default()
            },
            state: SiteState::Active,
            second_factor: portal_core::site::SecondFactor::default(),
        };
        (site, Vec::new())
    }))
}

/// Resident memory of this process, in bytes (Linux).
fn resident_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|kilobytes| kilobytes.parse::<usize>().ok())
        .unwrap_or_default()
        * 1024
}
