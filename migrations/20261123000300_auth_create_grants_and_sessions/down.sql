drop table sessions, grants, local_credentials;
