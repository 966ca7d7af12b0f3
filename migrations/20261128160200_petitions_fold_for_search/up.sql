-- The search boxes of the desks find `den duong` for `Đèn đường`: what they compare is kept folded, as
-- the program folds it.
alter table petitions add column folded text not null default '';
alter table information_requests add column folded text not null default '';

-- The owner sees no rows of guarded tables otherwise.
alter table petitions no force row level security;
alter table information_requests no force row level security;
update petitions set folded = lower(translate(
  regexp_replace(normalize(title || E'\n' || body, NFD), U&'[\0300-\036F]', '', 'g'), 'đĐ', 'dd'));
update information_requests set folded = lower(translate(
  regexp_replace(normalize(title || E'\n' || details, NFD), U&'[\0300-\036F]', '', 'g'), 'đĐ', 'dd'));
alter table petitions force row level security;
alter table information_requests force row level security;
