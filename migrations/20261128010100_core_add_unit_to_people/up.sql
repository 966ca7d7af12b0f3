-- Where somebody works, as the mail system's directory has it; for the eye, not for rights.
alter table people add column unit text check (unit <> '');
