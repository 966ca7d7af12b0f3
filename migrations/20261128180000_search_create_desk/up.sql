-- Each node has an index of its own and says here how it is.
create table search_nodes (
  -- Its machine and folder.
  node text primary key,
  documents bigint not null,
  seen_at timestamptz not null,
  -- What it is doing, and how many sites of it are done.
  work text check (work in ('rebuild', 'verify')),
  sites_done integer not null default 0,
  sites_all integer not null default 0,
  -- The last thing it was asked for that it has finished.
  heard bigint not null default 0,
  rebuilt_at timestamptz,
  verified_at timestamptz,
  -- What the last check found: documents that lacked, were not as they are, were there in vain.
  missing bigint not null default 0,
  outdated bigint not null default 0,
  surplus bigint not null default 0,
  problem text
);
grant select, insert, update, delete on search_nodes to portal_platform;

-- What people look for, added up by month. Nothing of this says who, or when on the day.
create table search_words (
  site_id bigint not null references sites,
  month date not null check (extract(day from month) = 1),
  words text not null check (char_length(words) between 1 and 100),
  asked bigint not null check (asked > 0),
  in_vain bigint not null check (in_vain between 0 and asked),
  primary key (site_id, month, words)
);
call guard_by_site('search_words');
grant select on search_words to portal_request;
grant select, insert, update, delete on search_words to portal_platform;

-- What a site puts above the results of some words.
create table search_promoted (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  -- The questions it answers, as typed and as compared.
  words text[] not null check (cardinality(words) between 1 and 20),
  folded text[] not null check (cardinality(folded) = cardinality(words)),
  title text not null check (title <> ''),
  note text not null default '',
  path text not null check (path like '/%'),
  -- The last day it is shown.
  until date,
  changed_at timestamptz not null
);
create index on search_promoted (site_id);
call guard_by_site('search_promoted');
grant select, insert, update, delete on search_promoted to portal_request;
grant select on search_promoted to portal_platform;
