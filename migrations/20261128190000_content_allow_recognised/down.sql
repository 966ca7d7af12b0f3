-- What was recognised is a scan without text again.
update media_texts set state = 'scanned', text = '' where state = 'recognised';
alter table media_texts drop constraint media_texts_state_check;
alter table media_texts add constraint media_texts_state_check
  check (state in ('read', 'scanned', 'unreadable'));
