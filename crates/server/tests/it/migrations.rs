//! Migrations run while the portal serves, by the release before and the one after (R-O1): a change
//! that either could not live with is found here. What the rules are for stands in CONTRIBUTING.md.

use std::{collections::BTreeSet, path::Path};

/// Up to here nobody had an installation to bring up to date.
const FIRST_KEPT: &str = "20261129";

/// A change that a migration may make only in the release after the one that stopped needing what it
/// takes away; the file says so in a line `-- contract: <what stopped needing it, and since when>`.
const CONTRACTS: [&str; 7] = [
    "drop table",
    "drop column",
    "drop function",
    "rename to",
    "rename column",
    "alter type",
    "set not null",
];

/// What is wrong with a migration; `made` holds the tables it makes itself.
fn faults(name: &str, sql: &str) -> Vec<String> {
    let lower = sql.to_lowercase();
    let code: String = lower
        .lines()
        .map(|line| line.split("--").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n");
    let contract = lower.lines().any(|line| line.trim_start().starts_with("-- contract:"));
    let made: BTreeSet<&str> = code
        .split("create table ")
        .skip(1)
        .filter_map(|rest| rest.trim_start_matches("if not exists ").split_whitespace().next())
        .collect();
    let statements = code.split(';').map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut found = Vec::new();
    for statement in statements {
        let words: Vec<&str> = statement.split(' ').collect();
        let of =
            |word: &str| words.iter().position(|it| *it == word).and_then(|at| words.get(at + 1));
        let table = of("table").or_else(|| of("on")).copied().unwrap_or_default();
        let is_new = made.contains(table.split('(').next().unwrap_or_default());
        let mut says = |what: &str| found.push(format!("{name}: {what}: {statement}"));
        if is_new {
            continue;
        }
        if let Some(what) = CONTRACTS.iter().find(|what| statement.contains(*what))
            && !contract
        {
            says(&format!("`{what}` without a line `-- contract:`"));
        }
        if statement.contains(" type ") && statement.starts_with("alter table") {
            says("changes the type of a column, which writes the table anew");
        }
        let makes_index =
            statement.starts_with("create index") || statement.starts_with("create unique index");
        if makes_index && !statement.contains(" concurrently ") {
            says(
                "makes an index while nobody can write; `concurrently`, in a migration of its own",
            );
        }
        if statement.starts_with("alter table")
            && statement.contains("add column")
            && statement.contains("not null")
            && !statement.contains("default")
        {
            says("adds a column that the release before leaves empty");
        }
        if statement.starts_with("alter table")
            && statement.contains("add constraint")
            && !statement.contains("not valid")
        {
            says(
                "looks at every row under a lock; `not valid`, and `validate` in a later migration",
            );
        }
    }
    found
}

#[test]
fn both_releases_live_with_every_migration() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let up = entry.path().join("up.sql");
        assert!(entry.path().join("down.sql").is_file() || !up.is_file(), "{name} has no way back");
        if &*name >= FIRST_KEPT && up.is_file() {
            found.extend(faults(&name, &std::fs::read_to_string(up).unwrap()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_one_of_them_could_not_live_with_is_found() {
    for (sql, count) in [
        ("alter table sites drop column code;", 1),
        ("-- contract: unread since 1.2\nalter table sites drop column code;", 0),
        ("alter table sites add column a int not null;", 1),
        ("alter table sites add column a int not null default 0; -- drop table", 0),
        ("create index on sites (code);", 1),
        ("create index concurrently a on sites (code);", 0),
        ("create table new_ones (id int not null); create index on new_ones (id);", 0),
        ("alter table sites add constraint a check (code <> '');", 1),
        ("alter table sites add constraint a check (code <> '') not valid;", 0),
        ("alter table sites alter column code type varchar(9);", 1),
        ("alter table sites alter column code set not null;", 1),
    ] {
        assert_eq!(faults("x", sql).len(), count, "{sql}: {:?}", faults("x", sql));
    }
}
