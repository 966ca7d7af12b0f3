drop table people, site_settings, site_hosts, sites;
drop procedure guard_by_site;
drop function current_site;
