//! The tables of satisfaction as diesel sees them.

diesel::table! {
    satisfaction_marks (day) {
        site_id -> BigInt,
        path -> Text,
        title -> Text,
        level -> SmallInt,
        day -> Date,
    }
}

diesel::table! {
    satisfaction_days (site_id, day, path, level) {
        site_id -> BigInt,
        path -> Text,
        day -> Date,
        level -> SmallInt,
        marks -> BigInt,
    }
}

diesel::table! {
    satisfaction_pages (site_id, path) {
        site_id -> BigInt,
        path -> Text,
        title -> Text,
    }
}

diesel::table! {
    satisfaction_words (id) {
        id -> BigInt,
        site_id -> BigInt,
        path -> Text,
        title -> Text,
        body -> Text,
        day -> Date,
    }
}
