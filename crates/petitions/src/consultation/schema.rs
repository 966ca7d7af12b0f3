//! The tables of consultations as diesel sees them.

diesel::table! {
    consultations (id) {
        id -> BigInt,
        site_id -> BigInt,
        title -> Text,
        summary -> Text,
        kind -> Text,
        field -> Text,
        unit -> Text,
        address -> Text,
        email -> Text,
        contact -> Text,
        opens_at -> Timestamptz,
        closes_at -> Timestamptz,
        extensions -> Jsonb,
        min_days -> Nullable<Integer>,
        citation -> Text,
        state -> Text,
        draft -> Text,
        parts -> Jsonb,
        author_id -> Nullable<BigInt>,
        author_name -> Text,
        submitted_by -> Nullable<BigInt>,
        note -> Text,
        approved_name -> Text,
        approved_at -> Nullable<Timestamptz>,
        table_state -> Text,
        table_by -> Nullable<BigInt>,
        finished_at -> Nullable<Timestamptz>,
        issued -> Nullable<Jsonb>,
        created_at -> Timestamptz,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    consultation_files (id) {
        id -> BigInt,
        site_id -> BigInt,
        consultation_id -> BigInt,
        role -> Text,
        name -> Text,
        #[sql_name = "type"]
        mime -> Text,
        size_bytes -> BigInt,
        sha256 -> Bytea,
        uploaded_by -> Nullable<BigInt>,
        uploaded_at -> Timestamptz,
    }
}

diesel::table! {
    consultation_invitations (id) {
        id -> BigInt,
        site_id -> BigInt,
        consultation_id -> BigInt,
        name -> Text,
        email -> Text,
        state -> Text,
        invited_at -> Nullable<Timestamptz>,
        reminded_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    consultation_rows (id) {
        id -> BigInt,
        site_id -> BigInt,
        consultation_id -> BigInt,
        place -> Text,
        content -> Text,
        verdict -> Nullable<Text>,
        answer -> Text,
        version -> Integer,
        edited_by -> Nullable<BigInt>,
        edited_name -> Text,
        edited_at -> Timestamptz,
    }
}

diesel::table! {
    consultation_opinions (id) {
        id -> BigInt,
        site_id -> BigInt,
        consultation_id -> BigInt,
        place -> Text,
        source -> Text,
        sender_kind -> Text,
        body -> Text,
        proposal -> Text,
        show_name -> Bool,
        state -> Text,
        shown_name -> Text,
        shown_body -> Text,
        shown_proposal -> Text,
        reason -> Text,
        note -> Text,
        same_as -> Nullable<BigInt>,
        row_id -> Nullable<BigInt>,
        invitation_id -> Nullable<BigInt>,
        email_state -> Text,
        attachment -> Nullable<Jsonb>,
        received_at -> Timestamptz,
        decided_name -> Text,
        decided_at -> Nullable<Timestamptz>,
        entered_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    consultation_senders (opinion_id) {
        opinion_id -> BigInt,
        site_id -> BigInt,
        sealed -> Nullable<Bytea>,
        erased_at -> Nullable<Timestamptz>,
    }
}
