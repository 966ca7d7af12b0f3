-- How satisfied readers are with a page (R-P10). Nothing of this says who, or when on the day.

-- One row a mark; a job adds them up and takes them away, so that no row is written by many at once.
create table satisfaction_marks (
  site_id bigint not null references sites,
  path text not null check (path like '/%'),
  title text not null,
  level smallint not null check (level between 1 and 3),
  day date not null
);
call guard_by_site('satisfaction_marks');
grant insert on satisfaction_marks to portal_request;
grant select, insert, delete on satisfaction_marks to portal_platform;

create table satisfaction_days (
  site_id bigint not null references sites,
  path text not null,
  day date not null,
  level smallint not null,
  marks bigint not null check (marks > 0),
  primary key (site_id, day, path, level)
);
call guard_by_site('satisfaction_days');
grant select on satisfaction_days to portal_request;
grant select, insert, update on satisfaction_days to portal_platform;

-- What a page was called when it was last marked.
create table satisfaction_pages (
  site_id bigint not null references sites,
  path text not null,
  title text not null,
  primary key (site_id, path)
);
call guard_by_site('satisfaction_pages');
grant select on satisfaction_pages to portal_request;
grant select, insert, update on satisfaction_pages to portal_platform;

-- What was not good, in the reader's own words: for the unit alone, for a year.
create table satisfaction_words (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  path text not null,
  title text not null,
  body text not null check (body <> ''),
  day date not null
);
create index on satisfaction_words (site_id, id desc);
call guard_by_site('satisfaction_words');
grant select, insert on satisfaction_words to portal_request;
grant select, insert, delete on satisfaction_words to portal_platform;
