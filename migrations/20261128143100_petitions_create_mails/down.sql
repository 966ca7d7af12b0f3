drop table petition_mails;
