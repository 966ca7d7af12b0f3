drop table delegations;
delete from grants where section is not null;
drop index grants_once;
alter table grants add unique (site_id, person_id, role);
alter table grants drop column reviewed_at;
alter table grants drop column section;
