-- The law wants the source address of each event beside account, time and action.
alter table facts add address text;

-- The record is searched by day, over one site or all.
create index facts_by_day on facts (at, id);
create index facts_of_site_by_day on facts (site_id, at, id);

-- A seal says itself how it was made and of which place of the order, so that the chain can be
-- checked where a row was trimmed. Version 1 left out request and address; it goes on being checked
-- as it was made.
alter table fact_seals
  add version smallint not null default 1,
  add txid xid8,
  drop constraint fact_seals_fact_id_fkey;
-- Row-level security is forced: without this an owner who is no superuser would see no fact.
alter table facts no force row level security;
update fact_seals s set txid = f.txid from facts f where f.id = s.fact_id;
alter table facts force row level security;
alter table fact_seals alter txid set not null, alter version drop default;

-- What was taken out of the record once its time was over. Only trim_facts writes here.
create table audit_trims (
  id bigint generated always as identity primary key,
  -- The last position of the chain that was looked at.
  up_to bigint not null,
  -- Facts of before this moment were taken out.
  before timestamptz not null,
  count bigint not null,
  -- SHA-256 over positions and seals of what was taken out, in order.
  digest bytea not null check (length(digest) = 32),
  at timestamptz not null,
  by_person bigint references people
);
grant select on audit_trims to portal_platform;
alter table fact_seals add trim_id bigint references audit_trims;
create index on fact_seals (trim_id) where trim_id is not null;

-- Which facts are traces: kept for the time the law wants and then taken out. Everything else is
-- the history of something and stays.
create function fact_is_trace(kind text) returns boolean language sql immutable as $$
  select kind like 'auth.%'
    and kind not like 'auth.role.%' and kind not like 'auth.person.%' and kind not like 'auth.delegation.%'
$$;

-- The only door through which facts go: traces under a seal, older than twelve months by this
-- server's own clock, at most so many at a time. Gives the number of the trim, or nothing when there
-- is nothing to take out.
create function trim_facts(older_than timestamptz, moment timestamptz, person bigint, most bigint)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  trim_number bigint;
begin
  -- An hour for clocks that differ.
  if older_than > now() - interval '12 months' + interval '1 hour' then
    raise exception 'the record is kept for twelve months';
  end if;
  insert into audit_trims (up_to, before, count, digest, at, by_person)
    values (0, older_than, 0, sha256(''), moment, person) returning id into trim_number;
  update fact_seals set trim_id = trim_number where position in (
    select s.position from fact_seals s join facts f on f.id = s.fact_id
    where f.at < older_than and s.trim_id is null and fact_is_trace(f.kind)
    order by s.position limit most);
  if not found then
    delete from audit_trims where id = trim_number;
    return null;
  end if;
  update audit_trims set (up_to, count, digest) = (
    select max(s.position), count(*),
      sha256(string_agg(int8send(s.position) || s.hash, ''::bytea order by s.position))
    from fact_seals s where s.trim_id = trim_number)
  where id = trim_number;
  delete from facts f using fact_seals s where s.trim_id = trim_number and s.fact_id = f.id;
  return trim_number;
end $$;
revoke all on function trim_facts from public;
grant execute on function trim_facts to portal_platform;
-- For the function alone, where the owner is no superuser.
do $$ begin
  execute format('create policy trim_reads on facts for select to %I using (true)', current_user);
  execute format('create policy trim_deletes on facts for delete to %I using (fact_is_trace(kind))', current_user);
end $$;

-- How far the collector of the installation has the record. One node at a time forwards.
create table audit_cursors (
  target text primary key,
  position bigint not null default 0,
  holder uuid,
  leased_until timestamptz
);
grant select, insert, update on audit_cursors to portal_platform;
