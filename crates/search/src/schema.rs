//! The tables of search as diesel sees them.

diesel::table! {
    search_nodes (node) {
        node -> Text,
        documents -> BigInt,
        seen_at -> Timestamptz,
        work -> Nullable<Text>,
        sites_done -> Integer,
        sites_all -> Integer,
        heard -> BigInt,
        rebuilt_at -> Nullable<Timestamptz>,
        verified_at -> Nullable<Timestamptz>,
        missing -> BigInt,
        outdated -> BigInt,
        surplus -> BigInt,
        problem -> Nullable<Text>,
    }
}

diesel::table! {
    search_promoted (id) {
        id -> BigInt,
        site_id -> BigInt,
        words -> Array<Text>,
        folded -> Array<Text>,
        title -> Text,
        note -> Text,
        path -> Text,
        until -> Nullable<Date>,
        changed_at -> Timestamptz,
    }
}
