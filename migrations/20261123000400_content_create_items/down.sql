drop table edition_media, media, decisions cascade; drop table editions, items, sections cascade;
