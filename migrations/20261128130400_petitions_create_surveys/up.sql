-- Surveys and polls (R-P7).

-- The yearly survey of visitors: opened by the province on all its sites at once.
create table survey_campaigns (
  id bigint generated always as identity primary key,
  title text not null check (title <> ''),
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  created_at timestamptz not null
);
grant select, insert on survey_campaigns to portal_platform;

create table surveys (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  kind text not null check (kind in ('survey', 'poll')),
  language text not null,
  title text not null check (title <> ''),
  intro text not null default '',
  -- The questions in order, as the program writes them.
  questions jsonb not null default '[]',
  state text not null default 'draft' check (state in ('draft', 'submitted', 'approved')),
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  -- during: results are shown while people answer; after: to nobody before the end.
  results text not null check (results in ('during', 'after')),
  keep_days integer not null default 90 check (keep_days between 0 and 365),
  -- Whoever changed it last; somebody else approves.
  author_id bigint references people,
  campaign_id bigint references survey_campaigns,
  note text not null default '',
  -- What was told of its time: 0 nothing, 1 that it opened, 2 that it closed.
  told smallint not null default 0
);
create index on surveys (site_id, state, closes_at desc);
create index on surveys (campaign_id) where campaign_id is not null;
call guard_by_site('surveys');
grant select, insert, update, delete on surveys to portal_request, portal_platform;

-- Ballot secrecy: the next two tables share no key, and neither knows more of the time than the day.

-- Who has answered: a hash of a token that the browser keeps until the end, other for each survey.
-- Goes when the survey is over.
create table survey_tokens (
  site_id bigint not null references sites,
  survey_id bigint not null references surveys on delete cascade,
  token_hash bytea not null check (length(token_hash) = 32),
  day date not null,
  primary key (survey_id, token_hash)
);
call guard_by_site('survey_tokens');
grant select, insert on survey_tokens to portal_request;
grant select, insert, delete on survey_tokens to portal_platform;

-- What was answered. A job writes the rows of each day anew in an order of chance (`mixed`), so that
-- neither their place nor the transaction that wrote them says which is whose. Goes when the time
-- the site set after the end is over.
create table survey_answers (
  id uuid primary key default gen_random_uuid(),
  site_id bigint not null references sites,
  survey_id bigint not null references surveys on delete cascade,
  day date not null,
  answers jsonb not null,
  mixed boolean not null default false
);
create index on survey_answers (survey_id);
create index on survey_answers (day) where not mixed;
call guard_by_site('survey_answers');
grant select, insert on survey_answers to portal_request;
grant select, insert, delete on survey_answers to portal_platform;

-- What stays of the answers once they are deleted: their counts.
create table survey_tallies (
  survey_id bigint primary key references surveys on delete cascade,
  site_id bigint not null references sites,
  tally jsonb not null,
  purged_at timestamptz not null
);
call guard_by_site('survey_tallies');
grant select on survey_tallies to portal_request;
grant select, insert on survey_tallies to portal_platform;
