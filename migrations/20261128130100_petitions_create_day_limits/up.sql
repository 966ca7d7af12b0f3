-- How often a network answers, comments or marks on one day (R-P7, R-P8, R-P10), without keeping who:
-- a hash under a salt of the day. Salt and hashes go the next day; from then on nobody can tell.
create table day_salts (
  day date primary key,
  salt bytea not null default sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
);
grant select, insert on day_salts to portal_request;
grant select, insert, delete on day_salts to portal_platform;

create table day_visits (
  site_id bigint not null references sites,
  day date not null,
  -- Of salt, site, what is done, and network.
  hash bytea not null check (length(hash) = 32)
);
create index on day_visits (site_id, hash);
create index on day_visits (day);
call guard_by_site('day_visits');
grant select, insert on day_visits to portal_request;
grant select, insert, delete on day_visits to portal_platform;
