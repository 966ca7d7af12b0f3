-- What readers write below articles (R-P8): shown only after somebody of the unit has looked.
create table comments (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites,
  -- The article it stands below, and what that was called when it was written.
  subject_id bigint not null,
  subject_title text not null,
  subject_path text not null,
  language text not null,
  -- Empty: "Bạn đọc".
  name text not null default '',
  -- To say what became of it; sealed, and erased once that is said.
  sealed_email bytea,
  -- As it was written. Never changed.
  body text not null check (body <> ''),
  -- As it is shown, where the unit took something out.
  shown_body text,
  -- Whether the sender's browser did the work that robots shun.
  proved boolean not null,
  sent_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'shown', 'refused')),
  reason text,
  note text not null default '',
  decided_at timestamptz
);
create index on comments (site_id, subject_id, id) where state = 'shown';
create index on comments (site_id, state, id desc);
call guard_by_site('comments');
grant select, insert, update on comments to portal_request;
grant select, insert, update, delete on comments to portal_platform;

-- The unit's answer, at most one.
create table comment_replies (
  comment_id bigint primary key references comments on delete cascade,
  site_id bigint not null references sites,
  body text not null check (body <> ''),
  at timestamptz not null
);
call guard_by_site('comment_replies');
grant select, insert, update, delete on comment_replies to portal_request, portal_platform;
