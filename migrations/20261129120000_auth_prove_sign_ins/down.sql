alter table sign_ins drop column proved_at;
