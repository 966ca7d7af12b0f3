-- R-O2: when what was done with backups, and how it went. One row a run of `portal backup …`.
create table backup_runs (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('create', 'verify', 'drill')),
  -- The backup, and the moment whose state it holds; null where there was none.
  name text,
  backup_at timestamptz,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  ok boolean not null,
  -- What differed or went wrong, for whoever looks after it.
  problem text,
  tables bigint not null default 0,
  rows bigint not null default 0,
  files bigint not null default 0,
  bytes bigint not null default 0,
  -- Of a drill: how old the backup was, and how long a restore of everything takes.
  lost_seconds bigint,
  restore_seconds bigint
);
create index on backup_runs (kind, id);
grant select, insert on backup_runs to portal_platform;
