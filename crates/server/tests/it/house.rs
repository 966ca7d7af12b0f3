//! The rules of the house, as tests: who may depend on whom, whose table is whose.

use std::collections::BTreeSet;

const CONTEXTS: [&str; 5] = ["content", "petitions", "auth", "search", "monitoring"];

pub fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn sources(folder: &std::path::Path) -> Vec<(String, String)> {
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

/// What stands in few files so that one can read them all. Another file is a decision: first ask
/// whether it can be done through one of these.
const ONLY_HERE: &[(&[&str], &[&str])] = &[
    // Connections to the database outside its doors: to migrate, check, practise, back up, develop.
    (
        &["Connection::establish(", "AsyncConnection>::establish(", "tokio_postgres::connect("],
        &[
            "core/src/db.rs",
            "core/src/node.rs",
            "core/src/testing.rs",
            "server/src/backup/catalogue.rs",
            "server/src/backup/drill.rs",
            "server/src/compose.rs",
            "server/src/dev.rs",
            "server/src/preflight.rs",
        ],
    ),
    // Cookies are made by one function; a sign-in that is enrolled on the way hands them on.
    (
        &["SET_COOKIE", "\"set-cookie\""],
        &[
            "auth/src/cookies.rs",
            "auth/src/factor/enrol.rs",
            "core/src/cookie.rs",
            "core/src/testing.rs",
        ],
    ),
    // Which site is asked for, and by whom, is read once.
    (
        &["header::HOST", "x-forwarded"],
        &["core/src/front.rs", "core/src/testing.rs", "server/src/serve.rs"],
    ),
    // Files past the one door that opens none which is held: the portal's own, those that were asked
    // about before, and all of them, for backups.
    (
        &[".put_own("],
        &["petitions/src/consultation/files.rs", "petitions/src/petition/inbox/store.rs"],
    ),
    (&[".get_clear("], &["content/src/media/public.rs"]),
    (&[".as_they_lie("], &["server/src/backup/create.rs", "server/src/cli/backup.rs"]),
    // Markup that is not made by a template.
    (
        &["PreEscaped"],
        &[
            "content/src/html.rs",
            "core/src/notice/banner.rs",
            "core/src/ui.rs",
            "core/src/ui/fault.rs",
        ],
    ),
];

#[test]
fn what_only_one_place_may_do() {
    let root = root().join("crates");
    let mut elsewhere = BTreeSet::new();
    let mut found = BTreeSet::new();
    for krate in CONTEXTS.into_iter().chain(["core", "server", "extract"]) {
        for (path, text) in sources(&root.join(krate).join("src")) {
            let path = path.split("/../../crates/").last().unwrap().to_owned();
            let code: String = text.lines().filter(|line| !is_comment(line)).collect();
            for (place, (marks, files)) in ONLY_HERE.iter().enumerate() {
                if marks.iter().any(|mark| code.contains(mark)) {
                    found.insert(place);
                    if !files.contains(&path.as_str()) {
                        elsewhere.insert(format!("{path}: {}", marks.join(", ")));
                    }
                }
            }
        }
    }
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
    assert_eq!(found.len(), ONLY_HERE.len(), "a mark is found nowhere");
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// The oldest releases without known holes, or with a behaviour that the portal counts on.
const FLOORS: &[(&str, &str)] = &[
    ("ammonia", "4.1.4"),
    ("bytes", "1.11.1"),
    ("diesel", "2.3.10"),
    ("diesel-async", "0.9.0"),
    ("h2", "0.4.16"),
    ("hyper", "1.11.0"),
    ("idna", "1.0.0"),
    ("lettre", "0.11.22"),
    ("lopdf", "0.42.0"),
    ("postgres-protocol", "0.6.12"),
    ("quick-xml", "0.41.0"),
    ("rustls-webpki", "0.103.13"),
    ("tar", "0.4.45"),
    ("time", "0.3.47"),
    ("tokio-postgres", "0.7.18"),
    ("tracing-subscriber", "0.3.20"),
    ("zip", "2.3.0"),
];

#[test]
fn no_dependency_is_older_than_its_floor() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let mut met = BTreeSet::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(&format!("{key} = ")));
            line.unwrap_or_default().trim_matches('"').to_owned()
        };
        let (name, version) = (value("name"), value("version"));
        if let Some((_, floor)) = FLOORS.iter().find(|(known, _)| *known == name) {
            assert!(numbers(&version) >= numbers(floor), "{name} {version} is older than {floor}");
            met.insert(name);
        }
    }
    assert!(met.len() > 12, "only {met:?} are in the lock file");
    assert!(numbers("0.10.0") > numbers("0.9.9"));
}

fn numbers(version: &str) -> Vec<u64> {
    let plain = version.split(['-', '+']).next().unwrap();
    plain.split('.').map(|number| number.parse().unwrap()).collect()
}

#[test]
fn numbers_that_run_over_stop_in_what_is_shipped_too() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let release = manifest.split("[profile.release]").nth(1).unwrap();
    let release = release.split("\n[").next().unwrap();
    assert!(release.lines().any(|line| line == "overflow-checks = true"), "{release}");
}

/// The score of a weakness: six questions whose highest answers make 25, and a time for every sum.
#[test]
fn a_weakness_has_a_score_and_every_score_a_time() {
    let text = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let rows = |head: &str| {
        let (_, table) = text.split_once(head).unwrap();
        let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
        rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let questions = rows("| question | answers |");
    let points = |answers: &str| -> Vec<u64> {
        answers
            .split(';')
            .map(|answer| answer.rsplit(": ").next().unwrap().parse().unwrap())
            .collect()
    };
    let highest: Vec<u64> =
        questions.iter().map(|row| points(row[2]).into_iter().max().unwrap()).collect();
    assert_eq!((highest.len(), highest.iter().sum::<u64>()), (6, 25), "{highest:?}");
    let bands = rows("| points | called | mended within |");
    let mut covered: Vec<u64> = Vec::new();
    for band in &bands {
        let (from, to) = band[1].split_once('–').unwrap();
        covered.extend(from.parse::<u64>().unwrap()..=to.parse().unwrap());
    }
    covered.sort_unstable();
    assert_eq!(covered, (0..=25).collect::<Vec<_>>());
    let times: Vec<&str> = bands.iter().map(|band| band[3]).collect();
    assert_eq!(times, ["24 hours", "7 days", "30 days", "30 days", "30 days"]);
}
