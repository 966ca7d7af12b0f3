-- The life of an account (R-A3): when it was last used, and why it is switched off.
create table accounts (
  person_id bigint primary key references people,
  last_signed_in_at timestamptz,
  switched_on_at timestamptz,
  switched_off_at timestamptz,
  off_why text check (off_why in ('idle', 'person')),
  check ((switched_off_at is null) = (off_why is null))
);
-- Sign-in writes down that it happened, and nothing else.
grant select on accounts to portal_request;
grant insert (person_id, last_signed_in_at), update (last_signed_in_at) on accounts to portal_request;
grant select, insert, update on accounts to portal_platform;
insert into accounts (person_id, last_signed_in_at)
  select person_id, max(at) from facts where kind = 'auth.signed-in' and person_id is not null group by person_id;

-- Earlier passwords, so that they do not come back. Only the platform door reads them.
create table password_history (
  id bigint generated always as identity primary key,
  person_id bigint not null references people,
  password_hash text not null,
  set_at timestamptz not null
);
create index on password_history (person_id, id desc);
insert into password_history (person_id, password_hash, set_at)
  select person_id, password_hash, changed_at from local_credentials;
grant select, insert, delete on password_history to portal_platform;
