-- Work that comes round: the last moment each kind of it was due and given out, one row a kind.
-- Whichever node moves the row gives the work out.
create table recurring (
  kind text primary key,
  due_at timestamptz not null
);
grant select, insert, update on recurring to portal_platform;
