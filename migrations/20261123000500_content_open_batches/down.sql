drop index items_translations;
drop index items_page;
revoke usage on sequence sections_id_seq, items_id_seq, editions_id_seq from portal_request, portal_platform;
