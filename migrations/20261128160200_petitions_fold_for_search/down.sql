alter table information_requests drop column folded;
alter table petitions drop column folded;
