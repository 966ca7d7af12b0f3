-- R-P2: working days. The law packs say what is a rest day; here stand the decisions on top of them,
-- for the whole province (site_id null) or one unit.

-- Each change is a version; a unit's version is the newest of the province's and its own.
create table calendar_versions (
  version bigint generated always as identity primary key,
  site_id bigint references sites,
  person_id bigint references people,
  at timestamptz not null
);
call guard_by_site('calendar_versions');
create policy province_wide on calendar_versions for select to portal_request using (site_id is null);
grant select, insert on calendar_versions to portal_request, portal_platform;

create table calendar_entries (
  id bigint generated always as identity primary key,
  site_id bigint references sites,
  on_day date not null,
  kind text not null check (kind in ('off', 'work')),
  -- A swap: the day that is worked instead of an `off` day.
  partner date check (kind = 'off' and partner <> on_day),
  name text not null check (name <> ''),
  decision_number text,
  decision_on date,
  provisional boolean not null default false,
  version bigint not null references calendar_versions,
  person_id bigint references people,
  entered_at timestamptz not null
);
create unique index calendar_entries_one_a_day on calendar_entries (site_id, on_day) nulls not distinct;
call guard_by_site('calendar_entries');
create policy province_wide on calendar_entries for select to portal_request using (site_id is null);
grant select, insert, delete on calendar_entries to portal_request, portal_platform;

-- The weekdays on which a unit rests, from a day on; 1 is Monday.
create table calendar_weeks (
  site_id bigint not null references sites,
  valid_from date not null,
  rest smallint[] not null check (rest <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[] and cardinality(rest) < 7),
  version bigint not null references calendar_versions,
  person_id bigint references people,
  primary key (site_id, valid_from)
);
call guard_by_site('calendar_weeks');
grant select, insert, update, delete on calendar_weeks to portal_request, portal_platform;

-- Years opened or confirmed at the desk, beyond what the law packs bring.
create table calendar_years (
  year integer primary key,
  confirmed boolean not null,
  -- The first day of holidays whose place is decided each year, by the holiday's code.
  first_days jsonb not null default '{}',
  decision_number text,
  decision_on date,
  version bigint not null references calendar_versions,
  person_id bigint references people
);
grant select on calendar_years to portal_request;
grant select, insert, update, delete on calendar_years to portal_platform;
