-- Requests for information under the Law on Access to Information (R-P9).

-- What was sent, as it was sent. Never changed.
create table information_requests (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  -- Tracking code, for the requester and the telephone.
  code text not null unique,
  -- HMAC of the secret that opens it together with the code; the key is outside the database.
  secret_mac bytea not null check (length(secret_mac) = 32),
  -- Form 01a (a citizen) or 01b (an organisation, or through a representative).
  form text not null check (form in ('citizen', 'organisation')),
  channel text not null check (channel in ('web', 'email', 'post', 'in-person', 'phone')),
  -- What is asked for: name of the document or information, and more about it.
  title text not null check (title <> ''),
  details text not null default '',
  purpose text not null default '',
  wish text not null check (wish in ('view', 'email', 'paper', 'post')),
  -- Whether the sender's browser did the work that robots shun.
  proved boolean not null default false,
  -- When it truly arrived.
  received_at timestamptz not null,
  entered_by bigint references people,
  unique (site_id, id)
);
create index on information_requests (site_id, received_at desc, id desc);
call guard_by_site('information_requests');
grant select, insert on information_requests to portal_request, portal_platform;

-- What becomes of it. One row each, made together with the request.
create table information_cases (
  request_id bigint primary key,
  site_id bigint not null,
  -- When the requester confirmed the address by its link.
  confirmed_at timestamptz,
  -- When it had everything the law wants: the clocks' start; null while something is missing.
  valid_at timestamptz,
  state text not null default 'arrived' check (state in
    ('arrived', 'incomplete', 'accepted', 'answered', 'refused', 'transferred', 'withdrawn', 'discarded')),
  -- The register's number, without gaps for each site and year.
  number integer,
  year integer,
  -- Whether the answer takes the long way; null until decided.
  complex boolean,
  officer_id bigint references people,
  -- When the longer term was announced, the once the law allows it.
  extended_at timestamptz,
  closed_at timestamptz,
  -- When the information was handed over.
  delivered_at timestamptz,
  -- Goes up with each change; two people never overwrite each other.
  version integer not null default 1,
  unique (site_id, year, number),
  foreign key (site_id, request_id) references information_requests (site_id, id)
);
create index on information_cases (site_id, state, request_id desc);
call guard_by_site('information_cases');
grant select, insert, update on information_cases to portal_request, portal_platform;

-- Who asks: sealed with a key the database does not hold. Read with its own permission only.
create table information_requesters (
  request_id bigint primary key,
  site_id bigint not null,
  -- JSON of name, residence, identity number, phone, fax, e-mail, represented body; null once erased.
  sealed bytea,
  erased_at timestamptz,
  foreign key (site_id, request_id) references information_requests (site_id, id)
);
call guard_by_site('information_requesters');
grant select, insert, update on information_requesters to portal_request, portal_platform;

-- What the requester adds when something was missing: sealed as well.
create table information_additions (
  id bigint generated always as identity primary key,
  site_id bigint not null,
  request_id bigint not null,
  sealed bytea not null,
  added_at timestamptz not null,
  foreign key (site_id, request_id) references information_requests (site_id, id)
);
create index on information_additions (request_id);
call guard_by_site('information_additions');
grant select, insert on information_additions to portal_request, portal_platform;

-- What the unit writes to the requester: prepared by one person, approved by another, sent.
create table information_replies (
  id bigint generated always as identity primary key,
  site_id bigint not null,
  request_id bigint not null,
  kind text not null check (kind in ('complete', 'notice', 'extension', 'answer', 'refusal', 'transfer')),
  text text not null,
  -- Codes of the law packs' list (`info_request.refusal_reasons`).
  reasons text[] not null default '{}',
  -- Real costs of printing, copying, posting; in words.
  costs text not null default '',
  -- The body it goes to, of a transfer.
  body text not null default '',
  -- The new last day, of an extension.
  until_on date,
  state text not null check (state in ('draft', 'submitted', 'returned', 'sent')),
  author_id bigint references people,
  changed_at timestamptz not null,
  decided_by bigint references people,
  decided_at timestamptz,
  note text not null default '',
  unique (site_id, id),
  check (decided_by is null or decided_by is distinct from author_id or kind in ('complete', 'notice')),
  foreign key (site_id, request_id) references information_requests (site_id, id)
);
create index on information_replies (request_id, id);
create index on information_replies (site_id) where state = 'submitted';
-- One reply at a time is being written.
create unique index on information_replies (request_id) where state <> 'sent';
call guard_by_site('information_replies');
grant select, insert, update, delete on information_replies to portal_request, portal_platform;

-- Files that go out with an answer. In the object store they are sealed; no public path leads to them.
create table information_files (
  id bigint generated always as identity primary key,
  site_id bigint not null,
  reply_id bigint not null,
  place uuid not null unique,
  type text not null,
  name text not null,
  size_bytes bigint not null,
  added_by bigint references people,
  added_at timestamptz not null,
  foreign key (site_id, reply_id) references information_replies (site_id, id)
);
create index on information_files (reply_id);
call guard_by_site('information_files');
grant select, insert, delete on information_files to portal_request, portal_platform;

-- Links sent by e-mail: to confirm an address, to fetch the files once. Only hashes are kept.
create table information_links (
  id bigint generated always as identity primary key,
  site_id bigint not null,
  request_id bigint not null,
  reply_id bigint,
  kind text not null check (kind in ('confirm', 'deliver')),
  hash bytea not null unique check (length(hash) = 32),
  made_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz,
  foreign key (site_id, request_id) references information_requests (site_id, id),
  foreign key (site_id, reply_id) references information_replies (site_id, id)
);
create index on information_links (request_id, kind);
call guard_by_site('information_links');
grant select, insert, update on information_links to portal_request, portal_platform;

-- The last number given in a site's register of a year.
create table information_registers (
  site_id bigint not null references sites,
  year integer not null,
  last integer not null,
  primary key (site_id, year)
);
call guard_by_site('information_registers');
grant select, insert, update on information_registers to portal_request, portal_platform;
