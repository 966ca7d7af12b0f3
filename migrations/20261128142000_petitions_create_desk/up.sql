-- R-P2, R-P3: what the desk of petitions needs besides the petitions themselves.

-- When the unit took a forwarded petition on.
alter table petition_assignments add column accepted_at timestamptz;

-- Texts a unit writes again and again, with places to be filled in.
create table petition_templates (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  kind text not null check (kind in ('progress', 'answer', 'outside')),
  title text not null check (title <> ''),
  text text not null check (text <> ''),
  person_id bigint references people,
  changed_at timestamptz not null
);
create unique index on petition_templates (site_id, kind, title);
call guard_by_site('petition_templates');
grant select, insert, update, delete on petition_templates to portal_request, portal_platform;

-- What somebody was reminded of: each thing once. A digest stands here with its day and no petition.
create table petition_reminders (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  person_id bigint not null references people,
  petition_id bigint references petitions,
  event text not null check (event in ('digest', 'due-tomorrow', 'overdue')),
  -- The day of the digest, or the last day of the clock.
  on_day date not null,
  at timestamptz not null,
  unique nulls not distinct (site_id, person_id, petition_id, event, on_day)
);
call guard_by_site('petition_reminders');
grant select, insert on petition_reminders to portal_request, portal_platform;
