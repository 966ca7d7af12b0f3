//! What a browser says of itself, as its owner would say it: "Chrome trên Android".

/// The browser and the system of a `User-Agent`, as far as they can be told.
pub(super) fn of(user_agent: &str) -> (Option<&'static str>, Option<&'static str>) {
    // The first that fits: later names claim to be earlier ones too.
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg", "Microsoft Edge"),
        ("coc_coc_browser", "Cốc Cốc"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    (first(&BROWSERS), first(&SYSTEMS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_what_its_owner_calls_it() {
        let chrome = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like \
                      Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like \
                    Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(of(chrome), (Some("Chrome"), Some("Android")));
        assert_eq!(of(edge), (Some("Microsoft Edge"), Some("Windows")));
        assert_eq!(of(safari), (Some("Safari"), Some("iPhone")));
        assert_eq!(of("curl/8"), (None, None));
    }
}
