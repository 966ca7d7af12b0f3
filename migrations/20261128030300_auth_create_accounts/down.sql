drop table password_history;
drop table accounts;
