-- Batches take their ids first, so that an item and its first edition, which point at each other,
-- go in with one statement.
grant usage on sequence sections_id_seq, items_id_seq, editions_id_seq to portal_request, portal_platform;

-- A page is found by its name; the names of a site's pages are unique per language.
create unique index items_page on items (site_id, language, slug) where type = 'page';

create index items_translations on items (site_id, translation_of) where translation_of is not null;
