-- Who looks after an item, where that is not who began it: its first writer has handed it over.
alter table items add column in_charge bigint references people;
create index items_in_charge on items (site_id, coalesce(in_charge, created_by), changed_at desc, id desc);
