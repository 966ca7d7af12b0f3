alter table people drop column unit;
