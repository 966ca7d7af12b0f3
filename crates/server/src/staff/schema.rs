//! The tables of the staff page as diesel sees them.

diesel::table! {
    shared_systems (id) {
        id -> BigInt,
        names -> Jsonb,
        what -> Jsonb,
        icon -> Text,
        url -> Text,
        health_url -> Nullable<Text>,
        kinds -> Nullable<Array<Text>>,
        sites -> Nullable<Array<BigInt>>,
        roles -> Nullable<Array<Text>>,
        position -> Integer,
        state -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    system_checks (system_id, at) {
        system_id -> BigInt,
        at -> Timestamptz,
        ok -> Bool,
        latency_ms -> Integer,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    staff_notices (id) {
        id -> BigInt,
        title -> Text,
        body -> Text,
        shown_from -> Timestamptz,
        shown_until -> Nullable<Timestamptz>,
        kinds -> Nullable<Array<Text>>,
        sites -> Nullable<Array<BigInt>>,
        roles -> Nullable<Array<Text>>,
        by_person -> Nullable<BigInt>,
        created_at -> Timestamptz,
    }
}
