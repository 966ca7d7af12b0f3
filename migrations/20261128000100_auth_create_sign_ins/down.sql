drop table known_browsers, sign_in_codes;
delete from sessions;
alter table sessions
  drop column sign_in_id,
  add column seen_at timestamptz not null,
  add column address text,
  add column user_agent text;
drop table sign_ins;
