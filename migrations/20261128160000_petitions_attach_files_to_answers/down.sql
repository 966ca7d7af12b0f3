alter table petition_publications drop column files;
drop index petition_files_part_id_idx;
drop policy only_of_drafts on petition_files;
revoke delete on petition_files from portal_request, portal_platform;
alter table petition_files drop column public;
