drop table day_visits;
drop table day_salts;
