//! Whatever somebody types is a tracking code or none; one that was read is read the same again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_fuzz::text;
use portal_petitions::petition::code::read;

fuzz_target!(|bytes: &[u8]| {
    let Ok(code) = read(&text(bytes)) else { return };
    assert_eq!(code.len(), "KN-26-7F3K-9M2Q".len(), "{code}");
    assert!(code.starts_with("KN-"), "{code}");
    for typed in [code.clone(), code.to_lowercase(), code.replace('-', ""), code.replace('-', " ")]
    {
        assert_eq!(read(&typed).as_ref(), Ok(&code), "{typed}");
    }
});
