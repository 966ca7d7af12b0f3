drop index items_in_charge;
alter table items drop column in_charge;
