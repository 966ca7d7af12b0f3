-- R-P2: one count of days with its explanation, shared by every clock that started alike. Says nothing
-- of whose clock it is, so it belongs to no site.
create table day_counts (
  id bigint generated always as identity primary key,
  -- Whose calendar: null is the province's.
  of_site bigint references sites,
  started_at timestamptz not null,
  term text not null,
  version bigint not null,
  -- Fingerprint of the law packs' calendar.
  law text not null,
  due_on date not null,
  due_at timestamptz not null,
  provisional boolean not null,
  days jsonb not null,
  unique nulls not distinct (of_site, started_at, term, version, law)
);
grant select, insert on day_counts to portal_request, portal_platform;

create table deadlines (
  id bigint generated always as identity primary key,
  -- The unit whose duty it is.
  site_id bigint not null references sites,
  -- The site that started the clock: it sees it and may end it.
  opened_by_site bigint not null references sites,
  module text not null,
  subject text not null,
  key text not null,
  law_pack text,
  citation text,
  started_at timestamptz not null,
  count_id bigint not null references day_counts,
  due_on date not null,
  -- The first moment that is too late.
  due_at timestamptz not null,
  state text not null default 'running' check (state in ('running', 'met', 'late-met', 'stopped')),
  ended_at timestamptz,
  check ((state = 'running') = (ended_at is null))
);
create index on deadlines (subject);
create index deadlines_due on deadlines (module, due_at) where state = 'running';
create index deadlines_of_site on deadlines (site_id, module, due_at) where state = 'running';
create index deadlines_of_count on deadlines (count_id) where state = 'running';
call guard_by_site('deadlines');
-- A site that forwards a case starts the other's clock in its own transaction.
create policy opened_here on deadlines to portal_request
  using (opened_by_site = current_site()) with check (opened_by_site = current_site());
grant select, insert, update on deadlines to portal_request, portal_platform;

-- A clock that was moved because the calendar changed. Who sees the clock sees this.
create table deadline_shifts (
  deadline_id bigint not null references deadlines,
  version bigint not null,
  from_on date not null,
  to_on date not null,
  at timestamptz not null
);
create index on deadline_shifts (deadline_id);
create index on deadline_shifts (version);
alter table deadline_shifts enable row level security;
alter table deadline_shifts force row level security;
create policy of_seen_clock on deadline_shifts to portal_request
  using (exists (select from deadlines d where d.id = deadline_id))
  with check (exists (select from deadlines d where d.id = deadline_id));
create policy platform on deadline_shifts to portal_platform using (true) with check (true);
grant select, insert on deadline_shifts to portal_request, portal_platform;
