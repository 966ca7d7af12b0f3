-- R-P4: who sent an opinion, asked for information or wrote a comment is forgotten when the law packs
-- say so, as it is with petitions.
alter table consultation_senders alter column sealed drop not null;
alter table consultation_senders add column erased_at timestamptz;
grant update on consultation_senders to portal_platform;

-- What a requester added goes with who they are.
grant delete on information_additions to portal_platform;
