-- When the sender asked for their data to be erased while the petition was still open: it is done once
-- that is closed (R-P4).
alter table petition_senders add column erasure_asked_at timestamptz;
create index on petition_senders (petition_id) where sealed is not null;
