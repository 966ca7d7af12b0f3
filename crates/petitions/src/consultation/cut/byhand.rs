#[test]
fn by_hand() {
    let dir = std::env::var("BY_HAND").unwrap();
    for entry in std::fs::read_dir(dir).unwrap() {
        let text = super::tidy(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        let parts = super::cut(&text);
        println!("{:?} of {}", super::counts(&parts), parts.len());
        for p in &parts {
            println!(
                "{:<30} {}",
                p.label,
                p.text.split_whitespace().take(12).collect::<Vec<_>>().join(" ")
            );
        }
        assert_eq!(parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n"), text);
    }
}
