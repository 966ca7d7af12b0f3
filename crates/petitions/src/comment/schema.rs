//! The tables of comments as diesel sees it.

diesel::table! {
    comments (id) {
        id -> BigInt,
        site_id -> BigInt,
        subject_id -> BigInt,
        subject_title -> Text,
        subject_path -> Text,
        language -> Text,
        name -> Text,
        sealed_email -> Nullable<Binary>,
        body -> Text,
        shown_body -> Nullable<Text>,
        proved -> Bool,
        sent_at -> Timestamptz,
        state -> Text,
        reason -> Nullable<Text>,
        note -> Text,
        decided_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    comment_replies (comment_id) {
        comment_id -> BigInt,
        site_id -> BigInt,
        body -> Text,
        at -> Timestamptz,
    }
}

diesel::joinable!(comment_replies -> comments (comment_id));
diesel::allow_tables_to_appear_in_same_query!(comments, comment_replies);
