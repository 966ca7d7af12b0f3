-- What happened: outbox and audit trail at once. Rows are only ever added.
create table facts (
  id bigint generated always as identity primary key,
  -- Ids are taken before commit; readers order by (txid, id) below the oldest running transaction.
  txid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  site_id bigint not null references sites,
  person_id bigint references people,
  kind text not null,
  subject text not null,
  touches text[] not null default '{}',
  data jsonb not null,
  request_id uuid
);
create index facts_in_order on facts (txid, id);
create index on facts (site_id, id);
create index on facts (subject, id);
call guard_by_site('facts');
grant select, insert on facts to portal_request;
grant select, insert on facts to portal_platform;

-- The hash chain, written behind the writers in gap-free order.
create table fact_seals (
  position bigint primary key,
  fact_id bigint not null unique references facts,
  hash bytea not null check (length(hash) = 32)
);
grant select, insert on fact_seals to portal_platform;

-- Wakes the followers; the notice is delivered at commit and carries nothing.
create function wake_followers() returns trigger language plpgsql as $$
begin
  perform pg_notify('portal_facts', '');
  return null;
end $$;
create trigger wake_followers after insert on facts
  for each statement execute function wake_followers();

-- Work done once in the cluster, after the transaction that asked for it.
create table jobs (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  module text not null,
  kind text not null,
  payload jsonb not null,
  dedup_key text,
  -- ready: waiting for its time; paused: its module is off; dead: gave up, for a person to look at.
  state text not null default 'ready' check (state in ('ready', 'paused', 'dead')),
  run_at timestamptz not null,
  -- A claimed job is invisible to others until its lease ends.
  leased_until timestamptz,
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null
);
create unique index jobs_once on jobs (site_id, kind, dedup_key) where dedup_key is not null and state <> 'dead';
create index jobs_due on jobs (run_at) where state = 'ready';
call guard_by_site('jobs');
grant select, insert on jobs to portal_request;
grant select, insert, update, delete on jobs to portal_platform;

-- Forms that were carried out: the second arrival of the same form gets the first one's answer.
create table form_receipts (
  site_id bigint not null references sites,
  key uuid not null,
  location text not null,
  at timestamptz not null,
  primary key (site_id, key)
);
create index on form_receipts (at);
call guard_by_site('form_receipts');
grant select, insert on form_receipts to portal_request;
grant select, insert, delete on form_receipts to portal_platform;
