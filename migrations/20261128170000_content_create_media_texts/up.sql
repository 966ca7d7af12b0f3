-- The text inside files, read once by a job; search finds files by it.
create table media_texts (
  site_id bigint not null references sites,
  media_id bigint not null,
  -- Scanned: pages without letters. Unreadable: broken, locked, or more than there is time for.
  state text not null check (state in ('read', 'scanned', 'unreadable')),
  text text not null default '',
  -- Whether the file holds more than was taken.
  cut boolean not null default false,
  pages integer,
  -- Why it is unreadable, in the reader's words.
  reason text not null default '',
  read_at timestamptz not null,
  primary key (site_id, media_id),
  foreign key (site_id, media_id) references media (site_id, id)
);
call guard_by_site('media_texts');
grant select, insert, update on media_texts to portal_request, portal_platform;
