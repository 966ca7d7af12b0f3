//! The table of what was done with backups, as diesel sees it.

diesel::table! {
    backup_runs (id) {
        id -> BigInt,
        kind -> Text,
        name -> Nullable<Text>,
        backup_at -> Nullable<Timestamptz>,
        started_at -> Timestamptz,
        ended_at -> Timestamptz,
        ok -> Bool,
        problem -> Nullable<Text>,
        tables -> BigInt,
        rows -> BigInt,
        files -> BigInt,
        bytes -> BigInt,
        lost_seconds -> Nullable<BigInt>,
        restore_seconds -> Nullable<BigInt>,
    }
}
