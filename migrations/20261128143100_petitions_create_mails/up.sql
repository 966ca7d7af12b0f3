-- Letters that came in by e-mail (R-P1). One that answers a letter of a petition, from the address it
-- was sent to, belongs to that petition; anything else waits for a person.
create table petition_mails (
  id bigint generated always as identity primary key,
  -- Whose matter it is: the site of its petition, or the province's while nobody knows.
  site_id bigint not null references sites,
  -- What makes it the same letter, whichever way and however often it comes.
  digest bytea not null unique check (length(digest) = 32),
  -- The petition it belongs to; while it waits, the one it seems to belong to.
  petition_id bigint references petitions,
  -- letter: somebody wrote it; automatic: a machine answered; failed, delayed: of delivering ours.
  kind text not null check (kind in ('letter', 'automatic', 'failed', 'delayed')),
  state text not null check (state in ('held', 'attached', 'accepted', 'discarded')),
  -- JSON of who wrote what; null once its time is over.
  sealed bytea,
  -- HMAC of the address it is from, as senders of petitions have it.
  from_mac bytea,
  -- Whether the letter as it came is in the object store, sealed, and when it goes.
  raw_kept boolean not null,
  raw_until timestamptz,
  arrived_at timestamptz not null,
  -- Who decided what became of it, when and why.
  person_id bigint references people,
  decided_at timestamptz,
  reason text not null default '',
  check ((state = 'held') = (raw_until is null))
);
create index petition_mails_of_site on petition_mails (site_id, state, arrived_at desc, id desc);
create index petition_mails_to_forget on petition_mails (raw_until) where raw_kept;
call guard_by_site('petition_mails');
grant select, update on petition_mails to portal_request, portal_platform;
grant insert on petition_mails to portal_platform;
