//! Whatever stands behind the question mark of an address, a page is kept under declared parameters alone,
//! in one order: what comes out is its own canonical form.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_core::front::declared_query;
use portal_fuzz::text;

const DECLARED: [&str; 3] = ["after", "q", "sort"];

fuzz_target!(|bytes: &[u8]| {
    let asked = text(bytes);
    let Some(kept) = declared_query(Some(&asked), &DECLARED) else { return };
    let names: Vec<&str> =
        kept.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name).collect();
    assert!(names.iter().all(|name| DECLARED.contains(name)), "{kept:?}");
    assert!(names.is_sorted_by(|a, b| a < b), "{kept:?}");
    assert!(kept.bytes().all(|byte| byte.is_ascii_graphic()) && !kept.contains("%00"), "{kept:?}");
    assert_eq!(declared_query(Some(&kept), &DECLARED).as_ref(), Some(&kept));
});
