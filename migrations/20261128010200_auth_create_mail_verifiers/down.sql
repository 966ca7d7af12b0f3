drop table mail_verifiers;
