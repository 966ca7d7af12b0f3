revoke delete on information_additions from portal_platform;
revoke update on consultation_senders from portal_platform;
delete from consultation_senders where sealed is null;
alter table consultation_senders drop column erased_at;
alter table consultation_senders alter column sealed set not null;
