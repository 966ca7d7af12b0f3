//! The tables of surveys as diesel sees them.

diesel::table! {
    survey_campaigns (id) {
        id -> BigInt,
        title -> Text,
        opens_at -> Timestamptz,
        closes_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    surveys (id) {
        id -> BigInt,
        site_id -> BigInt,
        kind -> Text,
        language -> Text,
        title -> Text,
        intro -> Text,
        questions -> Jsonb,
        state -> Text,
        opens_at -> Timestamptz,
        closes_at -> Timestamptz,
        results -> Text,
        keep_days -> Integer,
        author_id -> Nullable<BigInt>,
        campaign_id -> Nullable<BigInt>,
        note -> Text,
        told -> SmallInt,
    }
}

diesel::table! {
    survey_tokens (survey_id, token_hash) {
        site_id -> BigInt,
        survey_id -> BigInt,
        token_hash -> Binary,
        day -> Date,
    }
}

diesel::table! {
    survey_answers (id) {
        id -> Uuid,
        site_id -> BigInt,
        survey_id -> BigInt,
        day -> Date,
        answers -> Jsonb,
        mixed -> Bool,
    }
}

diesel::table! {
    survey_tallies (survey_id) {
        survey_id -> BigInt,
        site_id -> BigInt,
        tally -> Jsonb,
        purged_at -> Timestamptz,
    }
}

diesel::joinable!(survey_answers -> surveys (survey_id));
diesel::joinable!(survey_tallies -> surveys (survey_id));
diesel::allow_tables_to_appear_in_same_query!(surveys, survey_answers, survey_tallies);
