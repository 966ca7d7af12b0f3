-- Once, on an empty server, as postgres:
--   psql -v owner="'…'" -v request="'…'" -v platform="'…'" -f roles.sql
-- `portal migrate` would make the two serving roles itself, but without passwords and only for a role
-- that may make roles; the owner here may not.
-- The owner sees all rows (bypassrls): row-level security is forced on every table of a site, for the
-- owner too, and a backup that sees no rows would be an empty one. createdb: the drill's scratch database.
create role portal_owner login nosuperuser nocreaterole createdb bypassrls password :owner;
create role portal_request login nosuperuser nobypassrls password :request connection limit 80;
create role portal_platform login nosuperuser nobypassrls password :platform connection limit 40;
-- A migration waits five seconds for a lock, then gives up, in place of holding all readers up.
alter role portal_owner set lock_timeout = '5s';
alter role portal_request set statement_timeout = '15s';
alter role portal_platform set statement_timeout = '5min';
alter role portal_request set idle_in_transaction_session_timeout = '60s';
alter role portal_platform set idle_in_transaction_session_timeout = '60s';
create database portal owner portal_owner encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8' template template0;
revoke connect on database portal from public;
grant connect on database portal to portal_request, portal_platform;
