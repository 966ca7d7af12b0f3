-- What citizens send to a site and what becomes of it (R-P1 to R-P5). A petition belongs to the site
-- that received it (`site_id`); a unit it was forwarded to sees it through its assignment.

-- Who has a petition to answer. Everything else of a petition is visible to its site, and to the
-- units that hold it.
create table petition_assignments (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  petition_id bigint not null,
  unit_id bigint not null references sites,
  -- Of several that answer together, one leads and gives the answer.
  leads boolean not null,
  -- open: has it to answer; answered: did; returned: gave it back and sees it no more.
  state text not null default 'open' check (state in ('open', 'answered', 'returned')),
  note text not null default '',
  person_id bigint references people,
  assigned_at timestamptz not null,
  ended_at timestamptz
);
create unique index petition_assignments_once on petition_assignments (petition_id, unit_id) where state <> 'returned';
create index on petition_assignments (unit_id, state, petition_id);
alter table petition_assignments enable row level security;
alter table petition_assignments force row level security;
create policy own_site on petition_assignments to portal_request
  using (site_id = current_site() or unit_id = current_site())
  with check (site_id = current_site() or unit_id = current_site());
create policy platform on petition_assignments to portal_platform using (true) with check (true);
grant select, insert, update on petition_assignments to portal_request, portal_platform;

-- The walls of a table whose rows belong to a petition: its site, and the units that hold it.
create procedure guard_by_petition(t regclass, petition_column text default 'petition_id') language plpgsql as $$
declare
  seen text := format('site_id = current_site() or exists (select 1 from petition_assignments a '
    'where a.petition_id = %s.%I and a.unit_id = current_site() and a.state <> ''returned'')', t, petition_column);
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy own_site on %s to portal_request using (%s) with check (%s)', t, seen, seen);
  execute format('create policy platform on %s to portal_platform using (true) with check (true)', t);
end $$;

-- What was sent, as it was sent. Never changed.
create table petitions (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  -- Tracking code, for the sender and the telephone.
  code text not null unique,
  -- HMAC of the secret that opens it together with the code; the key is outside the database.
  secret_mac bytea not null check (length(secret_mac) = 32),
  kind text not null check (kind in ('question', 'reflection', 'proposal')),
  channel text not null default 'web' check (channel in ('web', 'mail', 'paper', 'phone', 'reception')),
  -- Code of a field of the law packs' list (`petition.fields`).
  field text not null,
  place text not null default '',
  title text not null check (title <> ''),
  body text not null check (body <> ''),
  -- What the sender wants: their name shown; the whole kept from the public.
  name_shown boolean not null default false,
  confidential boolean not null default false,
  -- Whether the sender's browser did the work that robots shun.
  proved boolean not null default false,
  -- The clocks' start.
  received_at timestamptz not null,
  -- Who entered it from paper or the telephone.
  entered_by bigint references people
);
create index on petitions (site_id, received_at desc, id desc);
call guard_by_petition('petitions', 'id');
grant select, insert on petitions to portal_request, portal_platform;

-- Who sent it: sealed with a key the database does not hold. Read with its own permission only.
create table petition_senders (
  petition_id bigint primary key references petitions,
  site_id bigint not null references sites,
  -- JSON of name, address, phone, e-mail; null once erased.
  sealed bytea,
  -- HMACs by which the same sender is found again without reading anybody.
  email_mac bytea,
  phone_mac bytea,
  erased_at timestamptz
);
create index on petition_senders (site_id, email_mac) where email_mac is not null;
call guard_by_petition('petition_senders');
grant select, insert, update on petition_senders to portal_request, portal_platform;

-- What becomes of it. One row each, made together with the petition.
create table petition_cases (
  petition_id bigint primary key references petitions,
  site_id bigint not null references sites,
  state text not null default 'received' check (state in
    ('received', 'registered', 'forwarded', 'answered', 'outside', 'refused', 'withdrawn', 'merged')),
  -- The register's number, one row of numbers for each site and year.
  number integer,
  year integer,
  -- Who has it to answer now: this site or another.
  unit_id bigint references sites,
  -- The person in charge at that unit.
  officer_id bigint references people,
  merged_into bigint references petitions,
  -- When the sender confirmed the address by its link.
  confirmed_at timestamptz,
  registered_at timestamptz,
  closed_at timestamptz,
  publication text not null default 'none' check (publication in ('none', 'public', 'hidden')),
  rated_at timestamptz,
  -- Goes up with each change; two people never overwrite each other.
  version integer not null default 1,
  unique (site_id, year, number)
);
create index on petition_cases (site_id, state);
create index on petition_cases (merged_into) where merged_into is not null;
call guard_by_petition('petition_cases');
grant select, insert, update on petition_cases to portal_request, portal_platform;

-- Files that came with it, or that go out with an answer. In the object store they are sealed.
create table petition_files (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  petition_id bigint not null references petitions,
  part text not null check (part in ('petition', 'addition', 'answer', 'note')),
  -- The addition, answer or note it belongs to: an event or an answer.
  part_id bigint,
  sha256 bytea not null check (length(sha256) = 32),
  type text not null,
  name text not null,
  size_bytes bigint not null,
  added_at timestamptz not null
);
create index on petition_files (petition_id);
call guard_by_petition('petition_files');
grant select, insert on petition_files to portal_request, portal_platform;

-- What happened to it, in order: the case's timeline. The sender sees what `shown` says.
create table petition_events (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  petition_id bigint not null references petitions,
  at timestamptz not null,
  -- The site that acted, and who there; nobody is the sender or the portal.
  acting_site bigint not null references sites,
  person_id bigint references people,
  kind text not null,
  shown boolean not null,
  -- Words of the event, without any of the sender's data.
  data jsonb not null default '{}'
);
create index on petition_events (petition_id, id);
call guard_by_petition('petition_events');
grant select, insert on petition_events to portal_request, portal_platform;

-- What a unit writes to the sender: progress notices and answers, drafted, approved, told.
create table petition_answers (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  petition_id bigint not null references petitions,
  unit_id bigint not null references sites,
  kind text not null check (kind in ('progress', 'answer')),
  -- What the sender gets.
  text text not null check (text <> ''),
  -- What everybody may read: the question and the answer without personal data; null: not to be published.
  public_title text,
  public_question text,
  public_answer text,
  -- Why it is not published, where it is not.
  unpublished_reason text,
  -- The day a progress notice promises.
  promised_on date,
  state text not null default 'draft' check (state in ('draft', 'submitted', 'approved', 'returned')),
  author_id bigint references people,
  decided_by bigint references people,
  decided_at timestamptz,
  changed_at timestamptz not null
);
create index on petition_answers (petition_id, id);
create index on petition_answers (unit_id, state);
call guard_by_petition('petition_answers');
grant select, insert, update on petition_answers to portal_request, portal_platform;

-- Letters owed to the sender. A row is written with what it tells of, and marked when the mail system
-- has taken the letter: at least once sent, marked once.
create table petition_letters (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  petition_id bigint not null references petitions,
  kind text not null,
  -- What it is about: an event, an answer, a file; never the sender's data.
  data jsonb not null default '{}',
  owed_at timestamptz not null,
  sent_at timestamptz
);
create index on petition_letters (petition_id);
create index on petition_letters (owed_at) where sent_at is null;
call guard_by_petition('petition_letters');
grant select, insert, update on petition_letters to portal_request, portal_platform;

-- The one public projection: pages, feeds, search, open data and statistics read nothing else.
create table petition_publications (
  petition_id bigint primary key references petitions,
  site_id bigint not null references sites,
  -- The unit that answered.
  unit_id bigint not null references sites,
  kind text not null,
  field text not null,
  title text not null check (title <> ''),
  question text not null,
  answer text not null,
  -- Only with the sender's consent.
  sender_name text,
  received_on date not null,
  answered_at timestamptz not null,
  published_at timestamptz not null,
  in_time boolean not null,
  hidden_at timestamptz
);
create index on petition_publications (site_id, published_at desc, petition_id desc) where hidden_at is null;
create index on petition_publications (unit_id, published_at desc, petition_id desc) where hidden_at is null;
call guard_by_petition('petition_publications');
grant select, insert, update on petition_publications to portal_request, portal_platform;

-- How satisfied senders were: apart from the petition, and no finer than the month.
create table petition_ratings (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  unit_id bigint not null references sites,
  level smallint not null check (level between 1 and 3),
  month date not null
);
create index on petition_ratings (site_id, unit_id, month);
call guard_by_site('petition_ratings');
grant select, insert on petition_ratings to portal_request, portal_platform;
