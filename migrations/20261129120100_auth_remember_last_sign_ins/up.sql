-- From where somebody last signed in, and how often somebody failed to in their name since (R-A3). The
-- next sign-in takes it along, to tell its person; one that is older than this has nothing to tell.
alter table accounts
  add column last_address text,
  add column failures integer not null default 0;
alter table sign_ins
  add column last_at timestamptz,
  add column last_address text,
  add column last_failures integer not null default 0,
  add column told boolean not null default true;
grant update (told) on sign_ins to portal_request;
