-- R-C14, R-O5: what the province says on every page of every site: an urgent notice, a planned stop.
-- Few rows, of the whole installation; they are read and written through the platform door only.

create table notices (
  -- Made before the row: a notice set while the database was away is put in later, once.
  id uuid primary key,
  kind text not null check (kind in ('urgent', 'stop')),
  -- As in the registry of sites: {"vi": …, "en": …}.
  words jsonb not null check (words ->> 'vi' <> ''),
  link text,
  from_at timestamptz not null,
  until_at timestamptz check (until_at > from_at),
  read_only boolean not null default false,
  set_at timestamptz not null,
  person_id bigint references people,
  withdrawn_at timestamptz,
  check (kind = 'urgent' or until_at is not null),
  check (kind = 'stop' or not read_only)
);
grant select, insert, update on notices to portal_platform;
