-- Where an installation wants it: a hash of the mail password that was last right, to sign in while
-- the mail system is away. Only the platform door reads it, like every hash.
create table mail_verifiers (
  person_id bigint primary key references people,
  password_hash text not null,
  verified_at timestamptz not null,
  -- Wrong passwords while the mail system was away; at a few the row is thrown away.
  failures integer not null default 0
);
grant select, insert, update, delete on mail_verifiers to portal_platform;
