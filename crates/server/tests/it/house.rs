//! The rules of the house, as tests: who may depend on whom, whose table is whose.

use std::collections::BTreeSet;

const CONTEXTS: [&str; 5] = ["content", "petitions", "auth", "search", "monitoring"];

fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &std::path::Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn no_context_knows_a_sibling_and_core_knows_no_context() {
    for context in CONTEXTS.into_iter().chain(["core"]) {
        let manifest =
            std::fs::read_to_string(root().join(format!("crates/{context}/Cargo.toml"))).unwrap();
        for other in CONTEXTS.into_iter().filter(|other| *other != context) {
            assert!(!manifest.contains(&format!("portal-{other}")), "{context} depends on {other}");
        }
    }
}

#[test]
fn a_table_is_described_only_by_the_crate_that_owns_it() {
    let mut owners: Vec<(String, &str)> = Vec::new();
    for context in CONTEXTS.into_iter().chain(["core", "server"]) {
        for (path, text) in sources(&root().join(format!("crates/{context}/src"))) {
            for piece in text.split("table! {").skip(1) {
                let name = piece.split_whitespace().next().unwrap().to_owned();
                assert!(
                    !owners.iter().any(|(table, owner)| *table == name && *owner != context),
                    "{path}: `{name}` belongs to another crate"
                );
                owners.push((name, context));
            }
        }
    }
    assert!(owners.iter().any(|(table, owner)| table == "items" && *owner == "content"));
}

#[test]
fn no_foreign_key_leads_into_a_sibling() {
    let mut owner_of: Vec<(String, String)> = Vec::new();
    let mut references: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(root().join("migrations")).unwrap() {
        let path = entry.unwrap().path();
        let folder = path.file_name().unwrap().to_string_lossy().into_owned();
        let owner = folder.split('_').nth(1).unwrap().to_owned();
        let sql = std::fs::read_to_string(path.join("up.sql")).unwrap();
        for piece in sql.split("create table ").skip(1) {
            owner_of.push((piece.split_whitespace().next().unwrap().to_owned(), owner.clone()));
        }
        for piece in sql.split("references ").skip(1) {
            let table = piece.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap();
            references.push((owner.clone(), table.to_owned()));
        }
    }
    for (from, table) in references {
        let (_, owner) = owner_of.iter().find(|(name, _)| *name == table).unwrap();
        assert!(*owner == from || owner == "core", "{from} refers to {owner}'s `{table}`");
    }
}

#[test]
fn every_text_the_code_asks_for_is_there() {
    let mut keys = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("locales/vi")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "ftl") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        keys.extend(
            text.lines().filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned())),
        );
    }
    let mut missing = BTreeSet::new();
    for context in CONTEXTS.into_iter().chain(["core", "server"]) {
        for (path, text) in sources(&root().join(format!("crates/{context}/src"))) {
            for marker in [".say(\"", "t.with(\""] {
                for piece in text.split(marker).skip(1) {
                    let key = piece.split('"').next().unwrap();
                    if !key.is_empty() && !keys.contains(key) {
                        missing.insert(format!("{path}: {key}"));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn nothing_in_the_repository_names_the_workplace() {
    for folder in
        ["crates", "migrations", "law", "locales", "scripts", "docs", "deploy", "demo", "tests"]
    {
        let mut open = vec![root().join(folder)];
        while let Some(folder) = open.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            for entry in entries {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    if !path.ends_with("node_modules") {
                        open.push(path);
                    }
                } else if let Ok(text) = std::fs::read_to_string(&path) {
                    let named = text.contains(concat!("../", "shared"))
                        || text.contains(concat!("/wo", "rk/"));
                    assert!(!named, "{}", path.display());
                }
            }
        }
    }
}
