drop index petition_senders_petition_id_idx;
alter table petition_senders drop column erasure_asked_at;
