-- Citizen reception: where, when, by whom (Law on Citizen Reception, Article 24).

-- The place and the regular times. The newest approved row is what the public sees.
create table reception_offices (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  place text not null check (place <> ''),
  times text not null check (times <> ''),
  contact text not null default '',
  state text not null default 'submitted' check (state in ('submitted', 'approved', 'returned')),
  author_id bigint references people,
  changed_at timestamptz not null,
  decided_by bigint references people,
  decided_at timestamptz,
  check (decided_by is null or decided_by is distinct from author_id)
);
create index on reception_offices (site_id, state, id desc);
call guard_by_site('reception_offices');
grant select, insert, update on reception_offices to portal_request, portal_platform;

-- One reception of the schedule.
create table receptions (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  -- Who receives, and as what.
  receiver text not null check (receiver <> ''),
  post text not null check (post <> ''),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  place text not null check (place <> ''),
  participants text not null default '',
  content text not null default '',
  -- Why it is posted later than the law wants; such a one is marked as unplanned.
  exception text not null default '',
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'published', 'cancelled')),
  author_id bigint references people,
  changed_at timestamptz not null,
  decided_by bigint references people,
  published_at timestamptz,
  note text not null default '',
  unique (site_id, id),
  check (decided_by is null or decided_by is distinct from author_id)
);
create index on receptions (site_id, starts_at);
call guard_by_site('receptions');
grant select, insert, update, delete on receptions to portal_request, portal_platform;

-- What changed after it was published. Approved ones stay on the public page.
create table reception_notices (
  id bigint generated always as identity primary key,
  site_id bigint not null,
  reception_id bigint not null,
  kind text not null check (kind in ('changed', 'cancelled')),
  reason text not null check (reason <> ''),
  -- What it was before, once approved; what it shall be.
  old_starts_at timestamptz not null,
  old_place text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null,
  state text not null default 'submitted' check (state in ('submitted', 'approved', 'returned')),
  author_id bigint references people,
  changed_at timestamptz not null,
  decided_by bigint references people,
  decided_at timestamptz,
  check (decided_by is null or decided_by is distinct from author_id),
  foreign key (site_id, reception_id) references receptions (site_id, id)
);
create index on reception_notices (reception_id, id);
-- One change at a time waits.
create unique index on reception_notices (reception_id) where state = 'submitted';
call guard_by_site('reception_notices');
grant select, insert, update on reception_notices to portal_request, portal_platform;
