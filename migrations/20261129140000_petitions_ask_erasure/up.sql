-- SECURITY rule 36: somebody asked to be forgotten. They are, once what they sent is done with.
alter table information_requesters add column erasure_asked_at timestamptz;
alter table consultation_senders add column erasure_asked_at timestamptz;
