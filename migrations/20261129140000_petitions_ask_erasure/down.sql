alter table information_requesters drop column erasure_asked_at;
alter table consultation_senders drop column erasure_asked_at;
