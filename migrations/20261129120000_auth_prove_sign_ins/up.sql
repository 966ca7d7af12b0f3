-- When the person of a sign-in last proved who they are, on whatever site it is used (R-A3). Nothing for
-- a sign-in that is older than this: its person is asked.
alter table sign_ins add column proved_at timestamptz;
