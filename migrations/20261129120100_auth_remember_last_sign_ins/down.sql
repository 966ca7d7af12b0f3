alter table sign_ins drop column last_at, drop column last_address, drop column last_failures, drop column told;
alter table accounts drop column last_address, drop column failures;
