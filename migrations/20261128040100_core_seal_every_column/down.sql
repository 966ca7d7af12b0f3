drop table audit_cursors;
drop policy trim_reads on facts;
drop policy trim_deletes on facts;
drop function trim_facts, fact_is_trace;
alter table fact_seals drop trim_id, drop txid, drop version;
drop table audit_trims;
-- Seals whose facts were trimmed stand in the way of the foreign key, which is right: what was
-- trimmed cannot be brought back.
alter table fact_seals add foreign key (fact_id) references facts;
drop index facts_of_site_by_day, facts_by_day;
alter table facts drop address;
