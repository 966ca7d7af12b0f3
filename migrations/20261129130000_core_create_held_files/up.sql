-- SECURITY rule 26: files that were taken while the virus scanner could not say what they are, and
-- those in which it found something later. Whatever is in here is handed out to nobody.
create table held_files (
  -- Its copy in the object store has the same number.
  id uuid primary key,
  site_id bigint not null references sites,
  -- Where it lies in the object store, a picture with its smaller ones.
  places text[] not null check (cardinality(places) > 0),
  name text not null,
  size_bytes bigint not null,
  since timestamptz not null,
  tries integer not null default 0,
  -- What kept the scanner from saying anything, the last time.
  why text not null default '',
  -- What it found; from then on the file is locked.
  signature text,
  locked_at timestamptz,
  check ((signature is null) = (locked_at is null))
);
create index on held_files using gin (places);
create index on held_files (tries, since) where locked_at is null;
call guard_by_site('held_files');
-- Asked across sites, by core alone: who may see a file was decided before.
grant select, insert, update, delete on held_files to portal_platform;

-- A file's name may say who sent it: such facts go when their time is over.
create or replace function fact_is_trace(kind text) returns boolean language sql immutable as $$
  select kind like 'core.file.%' or kind like 'auth.%'
    and kind not like 'auth.role.%' and kind not like 'auth.person.%' and kind not like 'auth.delegation.%'
$$;
