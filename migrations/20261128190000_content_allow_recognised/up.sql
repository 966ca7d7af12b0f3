-- Recognised: a scan whose letters a program made out; there may be mistakes.
alter table media_texts drop constraint media_texts_state_check;
alter table media_texts add constraint media_texts_state_check
  check (state in ('read', 'scanned', 'recognised', 'unreadable'));
